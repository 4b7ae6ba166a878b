"""One's own account: the password, the printed codes, and everything the house holds about oneself."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from passerelle.core.rooms import rooms
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.people import actions, factors, policies, portrait, presence
from passerelle.people.forms import ChangePassword
from passerelle.people.models import Account, Person
from passerelle.people.views.fresh import fresh


@screen(may=policies.may_have_account)
def account(request: Visit) -> HttpResponse:
    """What belongs to the account, and what can be done about it."""
    context = {
        "left": _mine(request).recovery_codes.filter(used_at=None).count(),
        "factors": factors.of(_mine(request)),
        "places": len(presence.places(_mine(request), request)),
        "settings": [door for room in rooms() for door in room.settings if door.may(request.actor)],
    }
    return render(request, "people/account.html", context)


@screen(may=policies.may_have_account)
def change_password(request: Visit) -> HttpResponse:
    """A new password; other sessions of the account end, this one stays."""
    form = ChangePassword(request.POST or None, account=_mine(request))
    if request.method == "POST" and form.is_valid():
        actions.change_password(request.actor, _mine(request), form.cleaned_data["password"])
        update_session_auth_hash(request, _mine(request))
        presence.follow(request)
        presence.end(request.actor, _mine(request), request)
        messages.success(request, _("Your new password is set. You are signed out everywhere else."))
        return redirect("account")
    return render(request, "people/change_password.html", {"form": form})


@screen(may=policies.may_have_account)
@fresh
def print_codes(request: Visit) -> HttpResponse:
    """Ten new recovery codes, shown once."""
    if request.method != "POST":
        return render(request, "people/print_codes.html", {"left": _mine(request).recovery_codes.count()})
    codes = actions.print_recovery_codes(request.actor, _mine(request))
    return render(request, "people/recovery_sheet.html", {"codes": codes, "address": _mine(request).email})


@screen(may=policies.may_have_account)
def own_portrait(request: Visit, kind: str) -> HttpResponse:
    """Everything about oneself as JSON or as a zip with one's files."""
    person = Person.objects.visible_to(request.actor).get(pk=_mine(request).person_id)
    return handed_out(person, actions.take_home(request.actor, person), kind)


@screen(may=policies.may_have_account)
def sessions(request: Visit) -> HttpResponse:
    """Where one is signed in, and the way to end it."""
    account = _mine(request)
    if request.method == "POST":
        ended = presence.end(request.actor, account, request, _asked(request.POST.get("place", "")))
        said = ngettext("%(n)s session is ended.", "%(n)s sessions are ended.", ended) % {"n": ended}
        messages.success(request, said)
        return redirect("account_sessions")
    return render(request, "people/sessions.html", {"places": presence.places(account, request)})


def _asked(place: str) -> UUID | None:
    try:
        return UUID(place) if place else None
    except ValueError:
        raise Http404 from None


def untold(response: HttpResponse) -> HttpResponse:
    """A public page that holds something personal: no browser keeps it, no link tells where one came from."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _mine(request: Visit) -> Account:
    """The account that is signed in; the policy has seen to it that there is one."""
    return cast(Account, request.user)


def handed_out(person: Person, told: dict[str, Any], kind: str) -> HttpResponse:
    """The portrait as a download that no browser keeps."""
    content = portrait.as_zip(person, told) if kind == "zip" else portrait.as_json(told)
    return untold(
        HttpResponse(
            content,
            content_type="application/zip" if kind == "zip" else "application/json",
            headers={"Content-Disposition": f'attachment; filename="data-{person.code}.{kind}"'},
        )
    )
