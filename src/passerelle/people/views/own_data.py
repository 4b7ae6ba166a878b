"""One's own data without an account: the printed code opens what is held, and the ways to take it home or be erased."""

from __future__ import annotations

import time
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from passerelle.core import categories, clock
from passerelle.core.actor import Actor
from passerelle.core.codes import digest
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.people import actions, erasure_notice, policies, portrait, queries
from passerelle.people.forms import OwnCode
from passerelle.people.models import Consent, Person
from passerelle.people.throttle import may_knock
from passerelle.people.views.account import handed_out, untold

DOOR = "own_data"
OPEN_FOR = 30 * 60  # seconds without a click; the device may be somebody else's


@screen(open_to_all=True)
def your_data(request: Visit) -> HttpResponse:
    """The door, and behind it what is held."""
    person = _inside(request)
    if person is not None:
        return _held(request, person)
    form = OwnCode(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not may_knock(request, DOOR):
            form.add_error(
                None, _("There were too many attempts. Wait a minute, then type the code once more.")
            )
        elif _enter(request, form.cleaned_data["code"]):
            return redirect("your_data")
        else:
            form.add_error(
                "code", _("This code opens nothing. Look at the sheet once more, or ask for a new one.")
            )
    return untold(render(request, "people/your_data_door.html", {"form": form}))


@screen(open_to_all=True)
def download(request: Visit, kind: str) -> HttpResponse:
    """Everything, as JSON or as a zip."""
    person = _inside(request)
    if person is None:
        return redirect("your_data")
    return handed_out(person, actions.take_home(Actor(person=person.pk), person), kind)


@screen(open_to_all=True)
def withdraw(request: Visit) -> HttpResponse:
    """Take back one consent."""
    person = _inside(request)
    if (
        person is not None
        and request.method == "POST"
        and request.POST.get("purpose") in Consent.Purpose.values
    ):
        actions.withdraw_consent(Actor(person=person.pk), person, request.POST["purpose"])
        messages.success(request, _("Your consent is withdrawn. Nothing new happens on its ground."))
    return redirect("your_data")


@screen(open_to_all=True)
def erase(request: Visit) -> HttpResponse:
    """Be erased, after the page that says what cannot be undone."""
    person = _inside(request)
    if person is None:
        return redirect("your_data")
    if request.method == "POST":
        if actions.ask_for_erasure(Actor(person=person.pk), person):
            request.session.flush()
            return untold(render(request, "people/erased.html"))
        messages.warning(
            request, _("Your request is kept. It is carried out by itself when the legal hold ends.")
        )
        return redirect("your_data")
    context = {"hold": clock.hold_on(person.pk), **erasure_notice.to_oneself()}
    return untold(render(request, "people/your_data_erase.html", context))


@screen(may=policies.may_have_account)
def from_account(request: Visit) -> HttpResponse:
    """Whoever is signed in needs no printed code for their own data."""
    if request.method == "POST" and request.actor.person is not None:
        _open(request, request.actor.person)
    return redirect("your_data")


@screen(open_to_all=True)
def leave(request: Visit) -> HttpResponse:
    """Close the door behind oneself."""
    if request.method == "POST":
        request.session.pop(DOOR, None)
    return redirect("your_data")


def _held(request: Visit, person: Person) -> HttpResponse:
    actor = Actor(person=person.pk)
    actions.open_contact(actor, person)
    told, ledger = portrait.portrait(person), queries.consents_of(person)
    context = {
        "known": queries.identity_of(actor, person),
        "told": portrait.readable(told),
        "answering": categories.answering_for(person.pk),
        "files": told["files"],
        "ledger": ledger,
        "holding": queries.holding(ledger),
    }
    return untold(render(request, "people/your_data.html", context))


def _enter(request: Visit, code: str) -> bool:
    person = (
        Person.objects.unscoped(reason="the printed code is the permission")
        .filter(access_code__digest=digest(code), erased_at=None)
        .first()
    )
    if person is None:
        return False
    request.session.cycle_key()
    _open(request, person.pk)
    return True


def _open(request: Visit, person: UUID) -> None:
    request.session[DOOR] = {"person": str(person), "at": time.time()}


def _inside(request: Visit) -> Person | None:
    told = request.session.get(DOOR)
    if not told or time.time() - told["at"] > OPEN_FOR:
        request.session.pop(DOOR, None)
        return None
    request.session[DOOR] = {**told, "at": time.time()}
    own = Actor(person=UUID(told["person"]))
    return Person.objects.visible_to(own).filter(erased_at=None).first()
