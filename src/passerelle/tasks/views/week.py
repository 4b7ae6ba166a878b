"""What next: the page that begins a week, across one's projects and for one of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from passerelle.core.rooms import Gap, coming_in, gaps_in
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.network import policies as network
from passerelle.network.models import Project
from passerelle.network.queries import working_in
from passerelle.network.views.project import frame
from passerelle.people.queries import names_of
from passerelle.tasks import actions, policies, week
from passerelle.tasks.models import Item

SHOWN = 20  # of each section; the rest stands in the plan
GAPS_SHOWN = 6
NAMED = 5  # of what one waits for
AHEAD = 14  # days: how far one looks at what a project comes together for
PROJECTS = 200  # looked at on one page


LABELS = {
    "done": gettext_lazy("Mark as done"),
    "submit": gettext_lazy("Hand in"),
    "assign": gettext_lazy("Assign"),
    "remind": gettext_lazy("Remind"),
    "move": gettext_lazy("Move"),
    "undo": gettext_lazy("Undo"),
}
BEHIND_ITEM = {"done": "done/", "undo": "done/", "submit": "submit/", "assign": "change/", "move": "change/"}


@dataclass(frozen=True, slots=True)
class Row:
    """A line as it is drawn: who answers for it by name (None when the reader may not know), and its one action."""

    line: week.Line
    person: str | None
    verb: str
    label: str
    url: str
    post: bool = False


@screen(may=network.may_enter_desk)
def desk(request: Visit) -> HttpResponse:
    """Where one begins: what waits, across one's projects."""
    actor, language = request.actor, _reader()
    projects = list(working_in(actor, language, sort="newest")[:PROJECTS])
    context = _page(request, projects, reverse("desk"))
    context |= {
        "projects": projects[:8],
        "more_projects": len(projects) > 8,
        "several": len(projects) > 1,
        "may_create": network.may_create_project(actor),
    }
    return render(request, "tasks/desk.html", context)


@screen(may=network.may_work_in, of=Project)
def project_week(request: Visit, project: Project) -> HttpResponse:
    """The same for one project."""
    here = reverse("desk_week", args=[project.code])
    context = _page(request, [project], here, project)
    return render(request, "tasks/week.html", frame(request, project, "desk_week", **context))


def _page(
    request: Visit, projects: list[Project], here: str, project: Project | None = None
) -> dict[str, Any]:
    actor = request.actor
    usual = week.usual(actor)
    whose = request.GET.get("whose", "")
    whose = whose if whose in week.WHOSE else usual
    owed = week.read(actor, projects, whose)
    names = names_of(actor, owed.people) if owed.people else {}
    going_on = [one.pk for one in projects if one.closed_at is None]
    gaps = gaps_in(actor, going_on)
    acronyms = {one.pk: one.acronym for one in projects}
    items = _items()
    back = here if whose == usual else f"{here}?whose={whose}"

    def rows(lines: Iterable[week.Line]) -> list[Row]:
        return [_row(request, line, names, items) for line in lines]

    asked = [line for line in owed.late if line.joint and week.may_remind_of(actor, line)]
    others = [line for line in asked if line.person_id != actor.person]
    return {
        "week": owed,
        "heading": _heading(owed),
        "late": rows(owed.late[:SHOWN]),
        "soon": rows(owed.soon[:SHOWN]),
        "done": rows(owed.done[:SHOWN]),
        "waiting": [_waiting(request, one, project) for one in owed.waiting],
        "gaps": _gaps(gaps[:GAPS_SHOWN], acronyms),
        "coming": [(one, acronyms[one.project]) for one in coming_in(actor, going_on, AHEAD)],
        "more_gaps": _gaps(gaps[GAPS_SHOWN:], acronyms),
        "remind_url": _remind_url(project) if others else "",
        "plan_url": reverse("desk_plan_items", args=[project.code]) if project else reverse("desk_projects"),
        "tabs_whose": _tabs(actor, here, whose, usual),
        "back": back,
        "items": items,
    }


def _row(request: Visit, line: week.Line, names: dict[UUID, str | None], items: str) -> Row:
    verb = week.step(request.actor, line) if line.state == Item.State.OPEN else ""
    if line.state == Item.State.DONE and policies.may_finish(request.actor, line):  # type: ignore[arg-type]
        verb = "undo"
    person = names.get(line.person_id) if line.person_id else None
    page = f"{items}{line.code}/"
    url = (
        f"{reverse('desk_remind')}?item={line.code}" if verb == "remind" else page + BEHIND_ITEM.get(verb, "")
    )
    return Row(line, person, verb, str(LABELS.get(verb, "")), url, verb in ("done", "undo"))


def _items() -> str:
    """The address under which every item has its own, worked out once for a page of hundreds."""
    return reverse("desk_item", args=["0"]).removesuffix("0/")


def _waiting(request: Visit, one: week.Waiting, project: Project | None) -> dict[str, Any]:
    remindable = any(week.may_remind_of(request.actor, line) for line in one.lines)
    url = _remind_url(project, str(one.organisation)) if remindable else ""
    return {"who": one, "url": url, "lines": one.lines[:NAMED]}


def _remind_url(project: Project | None, organisation: str = "") -> str:
    asked = [f"project={project.code}"] if project else []
    asked += [f"organisation={organisation}"] if organisation else []
    return reverse("desk_remind") + (f"?{'&'.join(asked)}" if asked else "")


def _gaps(gaps: list[Gap], acronyms: dict[UUID, str]) -> list[dict[str, Any]]:
    several = len(acronyms) > 1
    return [
        {
            "gap": gap,
            "label": gap.action[0],
            "url": gap.action[1],
            "project": acronyms[gap.project] if several else "",
        }
        for gap in gaps
    ]


def _heading(owed: week.Week) -> str:
    """The page in one sentence."""
    if owed.late:
        n = len(owed.late)
        return ngettext("%(n)s thing is late", "%(n)s things are late", n) % {"n": n}
    if owed.soon:
        n = len(owed.soon)
        return ngettext(
            "Nothing is late, %(n)s thing is due within a week",
            "Nothing is late, %(n)s things are due within a week",
            n,
        ) % {"n": n}
    return _("Nothing is late")


def _tabs(actor: Any, here: str, whose: str, usual: str) -> list[dict[str, Any]]:
    labels = {week.ALL: _("Everybody’s"), week.OURS: _("My organisation’s"), week.MINE: _("My own")}
    return [
        {
            "label": labels[one],
            "url": here if one == usual else f"{here}?whose={one}",
            "current": one == whose,
        }
        for one in week.WHOSE
        if one != week.OURS or actor.organisations()
    ]


@screen(may=policies.may_finish, of=Item)
def tick(request: Visit, item: Item) -> HttpResponse:
    """Mark as done, or take it back, from the row itself."""
    if request.method != "POST":
        return redirect("desk_item", item.code)
    if request.POST.get("do") == "undo":
        actions.reopen_item(request.actor, item)
        messages.success(request, _("It is open again: %(title)s") % {"title": item.title})
    else:
        actions.finish_item(request.actor, item)
        messages.success(
            request,
            _("Done: %(title)s. It stands under “Done last week”; you can undo it there.")
            % {"title": item.title},
        )
    return redirect(_back(request))


def _back(request: Visit) -> str:
    """The page one came from, if it is ours."""
    back = request.POST.get("back", "")
    ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if ours and back.startswith("/") else reverse("desk")


def _reader() -> str:
    return translation.get_language() or "en"
