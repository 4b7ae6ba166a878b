"""Who was there: the numbers for everybody in the project, the rows for who works for the organisation that asked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from passerelle.core import papers
from passerelle.core.errors import Problem
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.gatherings import actions, policies, presence, reading, rolls, tallies
from passerelle.gatherings.attendance_forms import AttendanceForm, HeadsForm, countries_first, country_said
from passerelle.gatherings.models import Attendance, Door, Gathering, HeadCount, Participant
from passerelle.gatherings.paper_list import paper_list
from passerelle.network import queries as network
from passerelle.network.views.project import frame
from passerelle.people import qr
from passerelle.people import queries as people

PER_PAGE = 50


def shown(
    request: Visit, one: Gathering, page: str, /, *, allowed: bool = True, **context: Any
) -> HttpResponse:
    """A page of one gathering's attendance, with the way to the others. allowed: whether the reader may know who came."""
    heads_only = presence.heads_only(one)
    is_open = one.project.closed_at is None
    sides = [("desk_attendance", _("Who was there"), True)]
    if allowed and not heads_only:
        sides += [
            ("desk_gathering_door", _("At the door"), is_open),
            ("desk_type_in", _("Type in a list"), is_open),
        ]
    if allowed or policies.may_plan(request.actor, one.project):
        sides.append(("desk_heads", _("Count heads"), is_open))
    here = request.resolver_match.view_name if request.resolver_match else ""
    tabs = [
        {"url": reverse(name, args=[one.code]), "label": label, "current": name == here}
        for name, label, may in sides
        if may
    ]
    told = {"one": one, "sides": tabs, "allowed": allowed, "heads_only": heads_only, **context}
    return render(request, f"gatherings/{page}.html", frame(request, one.project, "", **told))


@screen(may=policies.may_see, of=Gathering)
def attendance(request: Visit, one: Gathering) -> HttpResponse:
    """The numbers side by side, what was corrected, and, for who may know them, everybody who was there."""

    may = policies.may_attend(request.actor, one)
    if request.method == "POST":
        return _corrected(request, one)
    page = Paginator(rolls.attendances(request.actor, one), PER_PAGE).get_page(request.GET.get("page"))
    rows: list[Attendance] = list(page)
    names = people.names_of(
        rolls.HOUSE, {row.participant.person_id for row in rows if row.participant.person_id}
    )
    numbers = tallies.numbers_of(one.pk)
    return shown(
        request,
        one,
        "attendance",
        allowed=may,
        numbers=numbers,
        by_themselves=numbers["attendances"] - numbers["others"],
        corrections=tallies.corrections_of(one.pk),
        page=page,
        rows=[
            {
                "row": row,
                "code": presence.in_groups(row.participant.code),
                "name": names.get(row.participant.person_id) or "",
            }
            for row in rows
        ],
        columns=[
            {"label": label}
            for label in (_("Own code"), _("How it came in"), _("Mode"), _("Country"), _("State"), "")
        ],
        offers={"may_change": may},
    )


def _corrected(request: Visit, one: Gathering) -> HttpResponse:
    back = redirect("desk_attendance", one.code)
    row = get_object_or_404(rolls.attendances(request.actor, one), pk=as_uuid(request.POST.get("attendance")))
    if request.POST.get("do") == "put":
        actions.put_back(request.actor, one, row)
        messages.success(request, _("It counts again."))
    else:
        actions.take_back(request.actor, one, row)
        messages.success(request, _("It counts no more. You can put it back here."))
    return back


@screen(may=policies.may_attend, of=Gathering, changes=True)
def change_attendance(request: Visit, one: Gathering, attendance: UUID) -> HttpResponse:
    """How somebody took part and from which country they came, put right."""

    row = get_object_or_404(rolls.attendances(request.actor, one), pk=attendance)
    form = AttendanceForm(request.POST or None, initial={"mode": row.mode, "country": row.country})
    if request.method == "POST" and form.is_valid():
        actions.change_attendance(request.actor, one, row, **form.cleaned_data)
        messages.success(request, _("It is changed."))
        return redirect("desk_attendance", one.code)
    return shown(request, one, "attendance_change", form=form, code=presence.in_groups(row.participant.code))


@screen(may=policies.may_attend, of=Gathering, changes=True)
def door(request: Visit, one: Gathering) -> HttpResponse:
    """The list at the door, on a phone: who is expected, who is in; a tap is one person."""

    words = request.GET.get("q", "")
    if request.method == "POST":
        return _at_the_door(request, one, words)
    found = Door.objects.visible_to(request.actor).filter(gathering=one).first()
    if found is not None:
        found.gathering = one
    listed = rolls.expected(request.actor, one)
    address = f"{settings.ADDRESS}{reverse('door', args=[found.code])}" if found else ""
    for_all = address.replace(f"/{request.LANGUAGE_CODE}/", "/", 1)  # each in the language of their own phone
    return shown(
        request,
        one,
        "door_desk",
        door=found,
        is_open=found is not None and found.is_open,
        # A new one would be open: not where all is over or cancelled.
        offers={"may_open": Door(gathering=one).is_open},
        address=for_all,
        picture=qr.drawn(for_all, _("Square code of the door. The same stands beside it as text."))
        if found
        else "",
        q=words,
        page=Paginator(rolls.called(listed, words), PER_PAGE).get_page(request.GET.get("page")),
        inside=sum(1 for person in listed if person.here),
        expected=sum(1 for person in listed if not person.here),
        # Offered in the page, so that a button pressed twice is one person.
        fresh=presence.fresh_code(),
        **asked_country(one, request.GET.get("country", "")),
    )


def asked_country(one: Gathering, chosen: str) -> dict[str, Any]:
    """What a page shows that offers to say where somebody comes from. chosen: what was said of whoever came before,
    for a whole bus comes from one place; the address remembers it."""
    nearby = network.countries_of(one.project) | {one.country}
    return {"countries": countries_first(nearby), "country": country_said(chosen)}


def _at_the_door(request: Visit, one: Gathering, words: str) -> HttpResponse:
    do, actor = request.POST.get("do"), request.actor
    asked = request.GET.copy()
    try:
        if do == "open":
            actions.open_door(actor, one)
            messages.success(request, _("The door is open. It closes by itself after the end."))
        elif do == "close":
            actions.close_door(actor, one)
            messages.success(request, _("The door is closed. You can open it again."))
        elif do == "undo":
            rows = rolls.attendances(actor, one).filter(taken_back_at=None)
            actions.take_back(actor, one, get_object_or_404(rows, pk=as_uuid(request.POST.get("attendance"))))
            messages.success(request, _("They are not in any more."))
        elif do == "walk_in":
            code = request.POST.get("code", "").strip() or request.POST.get("fresh", "?")
            country = asked["country"] = country_said(request.POST.get("country", ""))
            line = actions.Line(1, code, country)
            told = actions.type_in(actor, one, [line], entry=one.pk, channel="assisted")
            if told.wrong:
                messages.error(request, str(told.wrong[1]))
            else:
                said = _("Already in: %(code)s") if told.again else _("In: %(code)s")
                messages.success(request, said % {"code": presence.in_groups(presence.own_code(code))})
        else:
            who = Participant.objects.visible_to(actor)
            actions.note_present(actor, one, get_object_or_404(who, pk=as_uuid(request.POST.get("who"))))
    except Problem as problem:
        messages.error(request, str(problem))
    said = asked.urlencode()
    return redirect(reverse("desk_gathering_door", args=[one.code]) + (f"?{said}" if said else ""))


@screen(may=policies.may_count, of=Gathering, changes=True)
def heads(request: Visit, one: Gathering) -> HttpResponse:
    """So many heads of each age. There is no field for a name or a code."""

    rows = HeadCount.objects.visible_to(request.actor).filter(gathering=one, taken_back_at=None)
    form = HeadsForm(request.POST or None, gathering=one, counted=list(rows))
    if request.method == "POST" and form.is_valid():
        try:
            actions.count_heads(request.actor, one, form.heads(), **form.where())
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("The heads are counted."))
            return redirect("desk_attendance", one.code)
    return shown(request, one, "heads", allowed=policies.may_attend(request.actor, one), form=form)


@screen(may=policies.may_attend, of=Gathering)
def printed_list(request: Visit, one: Gathering) -> HttpResponse:
    """The list to print: who is expected, and empty lines for everybody else."""

    if presence.heads_only(one):
        raise Http404
    listed = rolls.expected(request.actor, one)
    answer = papers.answer(paper_list(one, listed, reading.reader()), "pdf", f"list-{one.code}")
    return answer


def as_uuid(said: str | None) -> UUID:
    try:
        return UUID(said or "")
    except ValueError:
        raise Http404 from None
