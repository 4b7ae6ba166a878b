"""Passkeys and the authenticator app of an account: adding, using, removing. Allauth does the cryptography."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.errors import Problem
from passerelle.people import devices, notices, policies, presence
from passerelle.people.factor_adapter import opened_for, sealed
from passerelle.people.models import Account, Person

PASSKEY, APP = Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP
KINDS = {PASSKEY: "passkey", APP: "app"}
STEP = 30  # seconds a code lasts; RFC 6238, section 5.2


@dataclass(frozen=True, slots=True)
class Factor:
    """One way to prove who one is, as a page shows it."""

    id: int
    kind: str
    words: str
    added: datetime
    used: datetime | None


def of(account: Account) -> list[Factor]:
    """The passkeys and the app of an account, the oldest first."""
    rows = Authenticator.objects.filter(user=account, type__in=KINDS).order_by("created_at", "pk")
    return [Factor(r.pk, KINDS[r.type], _words(r), r.created_at, r.last_used_at) for r in rows]


def who_has_one(people: Iterable[UUID]) -> set[UUID]:
    """Which of these people have a second factor; one query."""
    rows = Authenticator.objects.filter(user__person__in=list(people), type__in=KINDS)
    return set(rows.values_list("user__person", flat=True))


def has_one(account: Account) -> bool:
    return Authenticator.objects.filter(user=account, type__in=KINDS).exists()


@action(may=policies.may_change_own_account, says="factor added")
def add_passkey(actor: Actor, account: Account, credential: dict[str, Any], device: str) -> Account:
    """Keep a passkey that the browser has just made. device: a code of `devices.family`, by which one knows it again."""
    Authenticator.objects.create(user=account, type=PASSKEY, data={"name": device, "credential": credential})
    journal.tell(kind="passkey")
    notices.tell(account, "passkey added", device=device)
    return account


@action(may=policies.may_change_own_account, says="factor added")
def add_app(actor: Actor, account: Account, secret: str, counter: int) -> Account:
    """Keep the secret shared with an authenticator app, sealed under the person's key.

    counter: the step whose code proved that the app has it; that code is used up. Raises Problem when there is one."""
    if Authenticator.objects.filter(user=account, type=APP).exists():
        raise Problem(
            "has app", gettext_lazy("An authenticator app is set up already. Remove that one first.")
        )
    data = {"secret": sealed(account.person_id, secret), "last": counter}
    Authenticator.objects.create(user=account, type=APP, data=data)
    journal.tell(kind="app")
    notices.tell(account, "app added")
    return account


@action(may=policies.may_change_own_account, says="factor removed")
def remove(actor: Actor, account: Account, factor: Factor) -> Account:
    """One way fewer; the others stay."""
    Authenticator.objects.filter(user=account, pk=factor.id).delete()
    journal.tell(kind=factor.kind)
    notices.tell(account, f"{factor.kind} removed")
    return account


@action(may=policies.may_reprove, says="factors reset")
def reset(actor: Actor, person: Person) -> Person:
    """Take all passkeys and the app from somebody who lost them, and end their sessions; they are told by mail.

    Raises Problem when the person has no account."""
    account = Account.objects.filter(person=person).first()
    if account is None:
        raise Problem("no account", gettext_lazy("This person has no account. Invite them instead."))
    gone = Authenticator.objects.filter(user=account).delete()[0]
    presence.end_all(account)
    journal.tell(account=account.pk, removed=gone)
    notices.tell(account, "factors reset")
    return person


def uses(account: Account, code: str) -> Authenticator | None:
    """The app, when this is one of its codes of now or the step before or after, and none as new was used before.

    Whoever looks over a shoulder gains nothing: RFC 6238, section 5.2, lets a code in once."""
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().filter(user=account, type=APP).first()
        if row is None:
            return None
        secret = opened_for(account.person_id, row.data["secret"])
        counter = matching(secret, code) if secret else None
        if counter is None or counter <= row.data.get("last", 0):
            return None
        row.data["last"] = counter
        row.save(update_fields=["data"])
    row.user = account
    return row


def matching(secret: str, code: str, now: float | None = None) -> int | None:
    """The number of the step whose code this is, within one step of now; None when it is none.

    secret: base32. Source: RFC 6238, sections 4 and 5.2."""
    typed = "".join(code.split())
    here = int(time.time() if now is None else now) // STEP
    return next(
        (n for n in (here, here - 1, here + 1) if format_hotp_value(hotp_value(secret, n)) == typed), None
    )


def asked_of(actor: Actor) -> bool:
    """Whether the house asks a second factor of somebody with these roles."""
    return settings.REQUIRE_SECOND_FACTOR and actor.holds(*policies.WITH_SECOND_FACTOR)


def _words(row: Authenticator) -> str:
    if row.type == APP:
        return _("Authenticator app")
    return _("Passkey: %(device)s") % {"device": devices.in_words(row.data.get("name", ""))}
