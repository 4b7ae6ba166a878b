"""The host's desk: who registered, who waits, what they need; by hand, on paper, and as a list for the door."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from passerelle.core import closed
from passerelle.core.errors import Problem
from passerelle.core.forms import accepted
from passerelle.core.lists import page_of, sort_of, words_of
from passerelle.core.screens import screen
from passerelle.core.taking import links, sheet
from passerelle.core.visit import Visit
from passerelle.gatherings import actions, asked, needing, policies, presence, reading, registered, secrets
from passerelle.gatherings.models import Gathering, Registration
from passerelle.gatherings.public_forms import ByHandForm
from passerelle.language.tongues import country_name, name_in
from passerelle.network.views.project import frame
from passerelle.people.qr import drawn
from passerelle.tasks import queries as tasks

State = Registration.State


@screen(may=policies.may_see, of=Gathering, on_closed=True)
def registrations(request: Visit, one: Gathering) -> HttpResponse:
    """Who registered, for who answers for them; for everybody else of the project the numbers and what is needed."""
    may_see = policies.may_attend(request.actor, one)
    if request.method == "POST":
        if not may_see:
            raise Http404
        _settle(request, one)
        return redirect(request.get_full_path())
    every = registered.lines(request.actor, one) if may_see else []
    sort, backwards = sort_of(request, registered.SORTS)
    rows = _narrowed(request, every)
    page = page_of(request, rows)
    context = {
        "one": one,
        "may_see": may_see,
        "controller": "" if may_see else registered.controller_name(one),
        "numbers": registered.counted(every) if may_see else registered.numbers(one),
        "needs": needing.of_one(one),
        "tasks": list(tasks.items_from(request.actor, Gathering.KIND, one.pk)),
        "page": page,
        "rows": [_row(line, number) for number, line in enumerate(page, page.start_index())],
        "columns": [
            {"label": _("Name"), "sort": "name"},
            {"label": _("Own code")},
            {"label": _("State"), "sort": "state"},
            {"label": _("Country"), "sort": "country"},
            {"label": _("Language"), "sort": "language"},
            {"label": _("How to reach them")},
            {"label": _("What helps")},
            {"label": _("What you can do")},
        ],
        "sort": f"-{sort}" if backwards else sort,
        "q": words_of(request),
        "tables": links("desk_registrations_table", request, one.code) if may_see else [],
        "to_call": [line for line in every if line.message],
        "offers": {
            "may_add": may_see and not one.only_heads and one.state == one.State.PLANNED and not one.over,
            "may_task": policies.may_change(request.actor, one),
            "may_take_back": may_see,
        },
    }
    return render(request, "gatherings/registrations.html", frame(request, one.project, "", **context))


@screen(may=policies.may_attend, of=Gathering)
def registrations_table(request: Visit, one: Gathering, table: str) -> HttpResponse:
    """The rows of the list, with names, for who answers for them. What helps somebody stands in no table."""
    heads = [
        _("Name"), _("Own code"), _("State"), _("How it came in"), pgettext("gathering", "How"), _("Country"),
        _("Language"), _("E-mail address"), _("Phone"), _("Registered"),
    ]  # fmt: skip
    rows = [
        [
            line.name,
            presence.in_groups(line.code),
            str(line.one.get_state_display()),
            str(line.one.get_channel_display()),
            str(line.one.get_mode_display()),
            line.one.country,
            line.one.language,
            line.email,
            line.phone,
            line.one.at.date().isoformat(),
        ]
        for line in _narrowed(request, registered.lines(request.actor, one))
    ]
    return sheet(f"registrations-{one.code}", heads, rows, table)


@screen(may=policies.may_attend, of=Gathering)
def door_list(request: Visit, one: Gathering) -> HttpResponse:
    """To print for the door: who has a place, by name, with their codes and a box to tick."""
    rows = registered.narrowed(
        registered.lines(request.actor, one), reading.reader(), "", sort="name", backwards=False
    )
    there = [line for line in rows if line.one.state == State.CONFIRMED]
    context = {
        "one": one,
        "when": reading.when(one),
        "where": reading.where(one),
        "lines": [{"name": line.name or "–", "code": presence.in_groups(line.code)} for line in there],
        "waiting": sum(line.one.state == State.WAITING for line in rows),
    }
    return render(request, "gatherings/door_list.html", frame(request, one.project, "", **context))


@screen(may=policies.may_attend, of=Gathering, changes=True)
def by_hand(request: Visit, one: Gathering) -> HttpResponse:
    """Register somebody who stands there, rang, or wrote on paper."""
    if one.only_heads:
        raise Http404
    said = asked.form_of(one, request.POST or None, lenient=True)
    form = ByHandForm(request.POST or None, gathering=one, said=said)
    made: list[Registration] = []

    def add(given: dict[str, Any]) -> None:
        made.append(
            actions.register(
                request.actor,
                one,
                form.given(),
                token=given.get("token") or "",
                channel=given["channel"],
                said=form.answered(),
            )
        )

    if accepted(request, form, add):
        return redirect("desk_registration_slip", one.code, made[0].pk)
    context = {"one": one, "form": form, "controller": registered.controller_name(one)}
    return render(request, "gatherings/by_hand.html", frame(request, one.project, "", **context))


@screen(may=policies.may_attend, of=Gathering)
def slip(request: Visit, one: Gathering, registration: str) -> HttpResponse:
    """What somebody takes home who has no e-mail: their code, and the way to withdraw."""
    mine = _of(request, one, registration)
    secret, code = secrets.secret_of(mine.pk), registered.code_of(mine)
    context = {
        "one": one,
        "mine": mine,
        "when": reading.when(one),
        "where": reading.where(one),
        "code": presence.in_groups(code),
        "picture": drawn(code) if code else "",
        "secret": secret if secrets.still_opens(secret, mine.digest) else "",
        "door": settings.ADDRESS + reverse("registration_door"),
    }
    return render(request, "gatherings/slip.html", frame(request, one.project, "", **context))


@screen(may=policies.may_change, of=Gathering)
def task(request: Visit, one: Gathering) -> HttpResponse:
    """One click: what so many need becomes a task of the host."""
    if request.method == "POST":
        try:
            actions.make_task(request.actor, one, request.POST.get("need", ""))
        except Problem as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("The task is written down."))
    return redirect("desk_registrations", one.code)


def _settle(request: Visit, one: Gathering) -> None:
    """Withdraw somebody, take that back, or note that they were told by hand."""
    for key, act in (
        ("withdraw", actions.withdraw_registration),
        ("back", actions.take_back_withdrawal),
    ):
        if key in request.POST:
            mine = _of(request, one, request.POST[key])
            try:
                if key == "back":
                    closed.refuse_to_open(one)
                act(request.actor, mine)
            except Problem as problem:
                messages.error(request, str(problem))
            else:
                messages.success(
                    request,
                    _("It is withdrawn. You can take that back in the list.")
                    if key == "withdraw"
                    else _("It is taken up again."),
                )
    if "told" in request.POST:
        for line in registered.lines(request.actor, one):
            if line.message is not None and line.message.code == request.POST["told"]:
                actions.note_told(request.actor, line.one, line.message)
                messages.success(request, _("Noted: they know."))


def _of(request: Visit, one: Gathering, pk: str) -> Registration:
    found = registered.one_of(request.actor, one, pk)
    if found is None:
        raise Http404
    return found


def _narrowed(request: Visit, rows: list[registered.Line]) -> list[registered.Line]:
    sort, backwards = sort_of(request, registered.SORTS)
    return registered.narrowed(rows, reading.reader(), words_of(request), sort, backwards)


def _row(line: registered.Line, number: int) -> dict[str, Any]:
    reader = reading.reader()
    one = line.one
    return {
        "number": number,
        "one": one,
        "name": line.name,
        "code": presence.in_groups(line.code),
        "state": {State.CONFIRMED: "reviewed", State.WAITING: "wait", State.WITHDRAWN: "missing"}[
            State(one.state)
        ],
        "country": country_name(one.country, reader) if one.country else "–",
        "language": name_in(one.language, reader) if one.language else "–",
        "reach": " · ".join(filter(None, (line.email, line.phone))) or "–",
        "needs": _needs(line.needs, reader),
    }


def _needs(needs: dict[str, Any], reader: str) -> Sequence[str]:
    told = []
    if "interpreter" in needs:
        told.append(_("Interpreter into %(language)s") % {"language": name_in(needs["interpreter"], reader)})
    if "children" in needs:
        told.append(_("Child care: %(n)s") % {"n": needs["children"]})
    if needs.get("step_free"):
        told.append(_("without steps"))
    if "other" in needs:
        told.append(needs["other"])
    return told
