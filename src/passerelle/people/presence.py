"""Where an account is signed in, and in which browsers it was before."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import digest
from passerelle.people import devices, notices, policies
from passerelle.people.models import Account, KnownDevice, OpenSession

COOKIE = "passerelle_device"
REMEMBERED = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Place:
    """One open session, as a page shows it."""

    id: UUID
    words: str
    since: datetime
    here: bool


@action(may=policies.may_change_own_account, says="signed in")
def arrive(actor: Actor, account: Account, request: HttpRequest, method: str) -> None:
    """Write down that somebody came and by which way (password, code, mfa, socialaccount, recovery_code, invitation),
    open a line in their list of sessions, and write to them when they were never here with this browser."""
    journal.tell(method=method)
    device = devices.family(request.META.get("HTTP_USER_AGENT", ""))
    if request.session.session_key is None:
        request.session.save()
    row, _new = OpenSession.objects.update_or_create(
        key=request.session.session_key, defaults={"account": account, "device": device}
    )
    request.session["visit"] = str(row.pk)
    token = token_of(request) or secrets.token_hex(16)
    known = KnownDevice.objects.filter(account=account)
    first = not known.exists()
    _device, new = KnownDevice.objects.update_or_create(account=account, digest=_digest(account, token))
    request.device_token = token  # type: ignore[attr-defined]  # `remember` gives it to the browser
    if new and not first:
        notices.tell(account, "new device", device=device)


def remember(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Give the browser the cookie by which it is known again. It opens nothing."""
    token = getattr(request, "device_token", "")
    if token:
        response.set_cookie(
            COOKIE,
            token,
            max_age=REMEMBERED,
            secure=settings.SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def is_known(request: HttpRequest, address: str) -> str:
    """A fingerprint of this browser when the account with this address signed in with it before, else empty."""
    token = token_of(request)
    account = Account.objects.filter(email__iexact=address.strip()).first() if token else None
    if account is None:
        return ""
    here = _digest(account, token)
    return here if KnownDevice.objects.filter(account=account, digest=here).exists() else ""


def token_of(request: HttpRequest) -> str:
    token = request.COOKIES.get(COOKIE, "")
    return token if len(token) == 32 and token.isalnum() else ""


def follow(request: HttpRequest) -> None:
    """The session has got another key (a new password): the list must know it."""
    visit = request.session.get("visit")
    if visit:
        OpenSession.objects.filter(pk=visit).update(key=request.session.session_key)


def places(account: Account, request: HttpRequest) -> list[Place]:
    """Where the account is signed in now, this session first."""
    rows = _living(OpenSession.objects.filter(account=account)).order_by("-began_at")
    here = request.session.session_key
    found = [Place(r.pk, devices.in_words(r.device), r.began_at, r.key == here) for r in rows]
    return sorted(found, key=lambda place: not place.here)


@action(may=policies.may_change_own_account, says="sessions ended")
def end(actor: Actor, account: Account, request: HttpRequest, place: UUID | None = None) -> int:
    """Sign out elsewhere: one session, or all but this one. Returns how many."""
    rows = OpenSession.objects.filter(account=account).exclude(key=request.session.session_key)
    if place is not None:
        rows = rows.filter(pk=place)
    ended = _end(rows)
    journal.tell(ended=ended)
    return ended


def end_all(account: Account) -> int:
    """Sign an account out everywhere. Returns how many sessions."""
    return _end(OpenSession.objects.filter(account=account))


def leave(request: HttpRequest) -> None:
    """This session ends."""
    OpenSession.objects.filter(key=request.session.session_key).delete()


def _living(rows: QuerySet[OpenSession]) -> QuerySet[OpenSession]:
    return rows.filter(key__in=Session.objects.filter(expire_date__gt=timezone.now()).values("session_key"))


def _end(rows: QuerySet[OpenSession]) -> int:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    keys = list(rows.values_list("key", flat=True))
    for key in keys:
        store.delete(key)
    rows.delete()
    return len(keys)


def _digest(account: Account, token: str) -> str:
    """Bound to the account: two people at one computer cannot be told to be so."""
    return digest(f"{account.pk}:{token}")
