"""Registering without an account, and one's own registration behind its secret."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from passerelle.core.errors import Problem
from passerelle.core.forms import accepted, tell
from passerelle.core.screens import screen
from passerelle.core.templatetags.look import number
from passerelle.core.visit import Visit
from passerelle.gatherings import actions, asked, presence, published, reading, registered, secrets
from passerelle.gatherings.models import Gathering, Registration
from passerelle.gatherings.public_forms import RegisterForm, SecretForm
from passerelle.language.tongues import country_name, name_in
from passerelle.people.qr import drawn
from passerelle.people.throttle import may_crowd, may_knock, too_many

REGISTERING, REGISTRATION = "registering", "registration"
State = Registration.State


@screen(open_to_all=True)
def register(request: Visit, code: str) -> HttpResponse:
    """The form: name, a way to be reached, what helps; and after it the page with one's own code."""
    one = published.by_code(code)
    # Where only heads are counted there is no form at all: no field for a name exists.
    if one is None or one.only_heads:
        raise Http404
    if not one.takes_registrations:
        return redirect("gathering", code=one.code)
    form = RegisterForm(request.POST or None, gathering=one, said=asked.form_of(one, request.POST or None))
    if request.method == "POST" and not may_crowd(request, REGISTERING):
        form.add_error(None, _("There were too many attempts. Wait a minute, then send it once more."))
    elif request.method == "POST" and form.is_valid():
        token = form.cleaned_data.get("token") or ""
        try:
            made = actions.register(request.actor, one, form.given(), token=token, said=form.answered())
        except Problem as problem:
            tell(form, problem)
        else:
            return redirect("registration", secrets.secret_of(made.pk))
    return untold(render(request, "gatherings/register.html", _form_of(one, form)))


@screen(open_to_all=True)
def door(request: Visit) -> HttpResponse:
    """Type the secret of one's registration."""
    form = SecretForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        secret = form.cleaned_data["secret"]
        if registered.by_secret(secret) is None and not may_knock(request, REGISTRATION):
            form.add_error(None, too_many(request, REGISTRATION))
        elif registered.by_secret(secret) is None:
            said = _(
                "This code opens no registration. Look at it once more, or ask the organisation that hosts it."
            )
            form.add_error("secret", said)
        else:
            return redirect("registration", secret.strip())
    return untold(render(request, "gatherings/registration_door.html", {"form": form}))


@screen(open_to_all=True)
def registration(request: Visit, secret: str) -> HttpResponse:
    """One's own registration: whether there is a place, one's own code, what one said, and what one can do."""
    mine = _mine(request, secret)
    one = mine.gathering
    code = registered.code_of(mine)
    known = registered.known(mine)
    context = {
        **_about(one),
        "mine": mine,
        "secret": secret,
        "address": settings.ADDRESS + reverse("registration", args=[secret]),
        "code": presence.in_groups(code),
        "picture": drawn(code) if code else "",
        "reachable": bool(known and (known.email or known.phone)),
        "open": _open(one),
        "facts": _facts(mine, known),
        "answers": [fact for facts in asked.facts_of([mine.response]) for fact in facts]
        if mine.response
        else [],
    }
    return untold(render(request, "gatherings/registered.html", context))


@screen(open_to_all=True)
def change(request: Visit, secret: str) -> HttpResponse:
    """Say it anew."""
    mine = _mine(request, secret)
    one = mine.gathering
    if mine.state == State.WITHDRAWN or not _open(one):
        return redirect("registration", secret)
    initial = registered.as_given(mine)
    said = asked.form_of(one, request.POST or None, mine=mine)
    form = RegisterForm(request.POST or None, gathering=one, changes=True, initial=initial, said=said)
    if accepted(
        request,
        form,
        lambda _given: actions.change_registration(
            request.actor, mine, form.given(), secret=secret, said=form.answered()
        ),
    ):
        messages.success(request, _("The changes are saved."))
        return redirect("registration", secret)
    context = {**_form_of(one, form), "secret": secret}
    return untold(render(request, "gatherings/registration_change.html", context))


@screen(open_to_all=True)
def withdraw(request: Visit, secret: str) -> HttpResponse:
    """They cannot come; the page offers to take it back."""
    mine = _mine(request, secret)
    if request.method == "POST":
        actions.withdraw_registration(request.actor, mine, secret=secret)
        messages.success(request, _("Thank you for telling us: somebody else can come now."))
    return redirect("registration", secret)


@screen(open_to_all=True)
def back(request: Visit, secret: str) -> HttpResponse:
    """They come after all."""
    mine = _mine(request, secret)
    if request.method == "POST":
        try:
            actions.take_back_withdrawal(request.actor, mine, secret=secret)
        except Problem as problem:
            messages.error(request, str(problem))
    return redirect("registration", secret)


@screen(open_to_all=True)
def erase(request: Visit, secret: str) -> HttpResponse:
    """Take away everything that tells who it was, after a page that says what cannot be brought back."""
    mine = _mine(request, secret)
    if request.method == "POST":
        done = actions.erase_registration(request.actor, mine, secret=secret)
        return untold(render(request, "gatherings/registration_erased.html", {"done": done}))
    context = {
        **_about(mine.gathering),
        "secret": secret,
        "gone": [
            _("Your registration is withdrawn, and this page opens nothing any more."),
            _("Your name, how to reach you and what helps you are erased, in every copy."),
            *(
                [_("What you answered when you registered is deleted, in every copy.")]
                if mine.response
                else []
            ),
        ],
        "stays": [_("One registration that was withdrawn, which says nothing about you.")],
    }
    return untold(render(request, "gatherings/registration_erase.html", context))


def untold(response: HttpResponse) -> HttpResponse:
    """A public page that holds something personal: no browser keeps it, no link tells where one came from."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _mine(request: Visit, secret: str) -> Registration:
    """The registration this secret opens. Only wrong ones are counted: a whole course looks at theirs at once."""
    found = registered.by_secret(secret)
    if found is None:
        may_knock(request, REGISTRATION)
        raise Http404
    return found


def _open(one: Gathering) -> bool:
    """Whether somebody can still change what they said."""
    return one.state == Gathering.State.PLANNED and not one.over and one.project.closed_at is None


def _about(one: Gathering) -> dict[str, Any]:
    return {"one": one, "when": reading.when(one), "where": reading.where(one)}


def _form_of(one: Gathering, form: RegisterForm) -> dict[str, Any]:
    return {
        **_about(one),
        "form": form,
        "controller": registered.controller_name(one),
        "waits": published.waiting_or_free(one) == "waiting list",
    }


def _facts(mine: Registration, known: Any) -> list[dict[str, Any]]:
    reader = reading.reader()
    needs = registered.needs_of(mine)
    told: list[tuple[str, Any]] = [
        (_("Name"), reading.named(known.name) if known else ""),
        (_("E-mail address"), reading.named(known.email) if known and known.email else ""),
        (_("Phone"), reading.named(known.phone) if known and known.phone else ""),
        (_("Language"), name_in(mine.language, reader) if mine.language else ""),
        (_("Country"), country_name(mine.country, reader) if mine.country else ""),
        (_("How"), mine.get_mode_display()),
        (_("An interpreter into"), name_in(needs["interpreter"], reader) if "interpreter" in needs else ""),
        (_("Children who need care meanwhile"), number(needs["children"]) if "children" in needs else ""),
        (_("Way in"), _("without steps") if needs.get("step_free") else ""),
        (
            _("Something else that helps you take part"),
            reading.named(needs["other"]) if "other" in needs else "",
        ),
    ]
    return [{"term": term, "value": value} for term, value in told if value]
