"""Answer an invitation: from the letter to the working space."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login, password_validation
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from passerelle.core.actor import Actor, SystemActor
from passerelle.core.errors import Problem
from passerelle.core.forms import tell
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.network import actions, policies, queries
from passerelle.network.forms import JoinForm
from passerelle.network.models import Invitation
from passerelle.people import presence
from passerelle.people.queries import identity_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@screen(open_to_all=True)
def join(request: Visit, secret: str) -> HttpResponse:
    """The letter's own page. A letter that was answered, lapsed or never existed says the same."""
    invitation = actions.open_invitation(secret)
    if invitation is None:
        return render(request, "network/join_closed.html", status=404)
    letter = SystemActor(reason="answer to an invitation")
    identity = identity_of(letter, invitation.person)
    known = queries.has_account(invitation)
    mine = request.actor.person == invitation.person_id
    form = None if known else JoinForm(request.POST or None, initial={"email": identity.email})
    ready = mine if form is None else form.is_valid()
    if request.method == "POST" and ready and (answer := _answer(request, letter, invitation, form)):
        return answer
    response = render(
        request,
        "network/join.html",
        {"form": form, "invitation": invitation, "name": identity.name, "known": known, "mine": mine},
    )
    # The address itself is the secret: it stays out of caches and of what other pages are told.
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"  # Django's check of the form needs our own address
    return response


def _answer(
    request: Visit, letter: SystemActor, invitation: Invitation, form: JoinForm | None
) -> HttpResponse | None:
    """Accept; None when something is still open in the form."""
    given = form.cleaned_data if form else {}
    try:
        if form is not None:
            password_validation.validate_password(given["password"])
        account = actions.accept_invitation(letter, invitation, **given)
    except (ValidationError, Problem) as problem:
        if form is None:
            messages.error(request, str(problem))
        elif isinstance(problem, ValidationError):
            form.add_error("password", problem)
        else:
            tell(form, problem)
        return None
    if form is not None:
        login(request, account, backend=BACKEND)
        presence.arrive(Actor(person=account.person_id), account, request, "invitation")
    # Whoever will answer for a partner has a few steps first; everybody else is there.
    door = "desk_joining" if invitation.role in policies.COORDINATORS else "desk_project"
    if door == "desk_project":
        messages.success(request, _("Welcome. This is the working space of the project."))
    return presence.remember(request, redirect(door, invitation.project.code))
