"""Asking for no more of one kind of message: an opaque address for one receiver and one purpose, good without an
account, and what was asked for through it.

The address holds receiver and purpose, sealed under a secret that lies with the keys; so nobody can make one up, what
it is about can be read off it by nobody, and it holds as long as the keys do. Source: RFC 8058 (one click), RFC 2369.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from secrets import token_bytes
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation

from passerelle.core import keys
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.errors import Problem
from passerelle.messages import policies
from passerelle.messages.models import Silence
from passerelle.messages.purposes import is_bulk

PLACE = "unsubscribe"


@dataclass(frozen=True, slots=True)
class Wish:
    """What an address of this kind is about."""

    receiver: UUID
    purpose: str


class Addresses:
    """Makes the addresses; asks for the secret once, however many it makes."""

    def __init__(self) -> None:
        self.secret = keys.secret(PLACE, token_bytes(32))

    def of(self, receiver: UUID, purpose: str, language: str) -> str:
        """The whole address, in the receiver's language."""
        sealed = keys.encrypt(self.secret, receiver.bytes + purpose.encode(), PLACE)
        with translation.override(language):
            return settings.ADDRESS + reverse(
                "unsubscribe", args=[urlsafe_b64encode(sealed).decode().rstrip("=")]
            )


def read(token: str) -> Wish | None:
    """What the last part of such an address says; None when it was never ours."""
    try:
        sealed = urlsafe_b64decode(token + "=" * (-len(token) % 4))
        plain = keys.decrypt(keys.secret(PLACE, token_bytes(32)), sealed, PLACE)
        wish = Wish(UUID(bytes=plain[:16]), plain[16:].decode())
    except (ValueError, Problem):
        return None
    return wish if is_bulk(wish.purpose) else None


def silent(receivers: Iterable[UUID], purpose: str) -> set[UUID]:
    """Who of these wants no more of this purpose."""
    if not is_bulk(purpose):
        return set()
    found = _all().filter(receiver__in=list(receivers), purpose=purpose)
    return set(found.values_list("receiver", flat=True))


def silences(receiver: UUID) -> set[str]:
    """The purposes somebody wants no more of."""
    return set(_all().filter(receiver=receiver).values_list("purpose", flat=True))


@action(may=policies.may_wish, says="messages not wanted")
def stop(actor: Actor, wish: Wish) -> Silence:
    """Write no more of this to them. Safe to do twice."""
    made, _new = _all().get_or_create(receiver=wish.receiver, purpose=wish.purpose)
    return made


@action(may=policies.may_wish, says="messages wanted again")
def resume(actor: Actor, wish: Wish) -> None:
    """Write to them again. Safe to do twice."""
    _all().filter(receiver=wish.receiver, purpose=wish.purpose).delete()


def _all() -> QuerySet[Silence]:
    return Silence.objects.unscoped(reason="what somebody asked for themselves")
