"""Breakdowns at the desk: begun, released, compared, shown to everybody; exact counts only for those inside."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from passerelle.breakdowns import actions, counts, policies, queries, reading
from passerelle.breakdowns.forms import BeginForm, ResidentsForm
from passerelle.breakdowns.models import Breakdown
from passerelle.core.actor import Actor
from passerelle.core.describing import Source, last_over, sources
from passerelle.core.errors import Problem
from passerelle.core.forms import accepted
from passerelle.core.lists import page_of
from passerelle.core.screens import screen
from passerelle.core.taking import links, sheet
from passerelle.core.visit import Visit
from passerelle.network.models import Organisation, Project
from passerelle.network.views.project import frame
from passerelle.tasks import queries as tasks

HERE = "desk_breakdowns"


@screen(may=policies.may_see_all, of=Project)
def breakdowns(request: Visit, project: Project) -> HttpResponse:
    """Every breakdown of the project, with what was released last."""
    page = page_of(request, queries.all_of(request.actor, project))
    found = sources(project.pk)
    rows = []
    for one in page:
        source = found.get(one.source)
        title = reading.title_of(source, counts.attributes_of(one, source))
        newest = reading.quarter_in_words(one.newest) if one.newest else _("Not yet")
        state = (
            {"state": "reviewed", "word": _("Everybody sees it")}
            if one.public
            else {"state": "draft", "word": _("Inside the project")}
        )
        rows.append(
            [{"text": title, "url": _address(one)}, one.controller.name, newest, state],
        )
    context: dict[str, Any] = {
        "page": page,
        "rows": rows,
        "columns": [
            {"label": _("What is counted")},
            {"label": _("Collected by")},
            {"label": _("Released until")},
            {"label": _("State")},
        ],
        "offers": {"may_begin": policies.may_begin_here(request.actor, project)},
    }
    return render(request, "breakdowns/list.html", frame(request, project, HERE, **context))


@screen(may=policies.may_begin_here, of=Project, changes=True)
def begin(request: Visit, project: Project) -> HttpResponse:
    """Begin a breakdown of what one's organisation collected."""
    form = BeginForm(
        request.POST or None, sources=sources(project.pk), controllers=_mine(request.actor, project)
    )
    made: list[Breakdown] = []
    if accepted(
        request, form, lambda _given: made.append(actions.begin(request.actor, project, **form.facts()))
    ):
        messages.success(request, _("It is begun. Nothing leaves the house before you release a quarter."))
        return redirect("desk_breakdown", made[0].code)
    return render(request, "breakdowns/begin.html", frame(request, project, HERE, form=form))


@screen(may=policies.may_see, of=Breakdown)
def breakdown(request: Visit, one: Breakdown) -> HttpResponse:
    """Released numbers, what they say of who lives here, and, for those inside, the exact counts."""
    queries.number(one)
    source = counts.source_of(one)
    told = reading.told(one, source, request.GET.get("until", ""))
    may_keep = policies.may_keep(request.actor, one)
    context = {
        "one": one,
        "told": told,
        "quarters": [
            {"quarter": row.quarter, "word": reading.quarter_in_words(row.quarter)}
            for row in one.releases.all()
        ],
        "inside": _exact(one, source) if policies.may_see_exact(request.actor, one) else None,
        "next_quarter": _due(one),
        "tables": links("desk_breakdown_table", request, one.code) if told.released else [],
        "margins": _margins(told),
        "offers": {
            "may_release": may_keep and _due(one) is not None,
            "may_show": may_keep and not one.public and told.released is not None,
            "may_compare": may_keep,
        },
        "may_hide": may_keep and one.public,
    }
    return render(request, "breakdowns/breakdown.html", frame(request, one.project, "", **context))


@screen(may=policies.may_see, of=Breakdown)
def breakdown_table(request: Visit, one: Breakdown, table: str) -> HttpResponse:
    """The released numbers as they stand on the page."""
    queries.number(one)
    return as_sheet(reading.told(one, counts.source_of(one), request.GET.get("until", "")), table)


def as_sheet(told: reading.Told, table: str) -> HttpResponse:
    """A released table with how it was made in its last line."""
    if told.table is None:
        raise Http404
    heads = [column["label"] for column in told.table.columns]
    rows = [*told.table.rows, told.table.total, [told.table.note, *[""] * (len(heads) - 1)]]
    return sheet(f"breakdown-{told.one.code}", heads, rows, table)


@screen(may=policies.may_keep, of=Breakdown)
def release(request: Visit, one: Breakdown) -> HttpResponse:
    """Release the last quarter that is over."""
    return _do(request, one, actions.release, _("It is released. These numbers never change again."))


@screen(may=policies.may_keep, of=Breakdown)
def show(request: Visit, one: Breakdown) -> HttpResponse:
    """To everybody."""
    return _do(request, one, actions.show, _("Everybody can see it on the project’s public page."))


@screen(may=policies.may_keep, of=Breakdown, on_closed=True)
def hide(request: Visit, one: Breakdown) -> HttpResponse:
    """Inside the project again."""
    return _do(request, one, actions.hide, _("It is no longer shown to everybody."))


@screen(may=policies.may_keep, of=Breakdown, changes=True)
def residents(request: Visit, one: Breakdown, attribute: str) -> HttpResponse:
    """Who lives here, by one attribute."""
    known = {each.key: each for each in counts.attributes_of(one, counts.source_of(one))}
    if attribute not in known:
        raise Http404
    before = {row.value: row for row in one.residents.all() if row.attribute == attribute}
    newest = next(iter(before.values()), None)
    initial: dict[str, Any] = {
        f"n{at}": before[v].number for at, v in enumerate(known[attribute].values) if v in before
    }
    if newest:
        initial |= {"source": newest.source, "year": newest.year}
    form = ResidentsForm(request.POST or None, attribute=known[attribute], initial=initial)

    def write(_given: dict[str, Any]) -> Any:
        return actions.write_residents(request.actor, one, attribute=attribute, **form.facts())

    if accepted(request, form, write):
        messages.success(request, _("The comparison is there."))
        return redirect("desk_breakdown", one.code)
    return render(
        request,
        "breakdowns/residents.html",
        frame(request, one.project, "", form=form, one=one, attribute=known[attribute]),
    )


def _do(request: Visit, one: Breakdown, what: Any, done: str) -> HttpResponse:
    if request.method == "POST":
        try:
            what(request.actor, one)
        except Problem as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, done)
    return redirect("desk_breakdown", one.code)


def _exact(one: Breakdown, source: Source | None) -> reading.Table | None:
    if source is None:
        return None
    attributes = counts.attributes_of(one, source)
    numbers = counts.exact(counts.rows_of(one, source), attributes)
    return reading.numbers_as_table(
        numbers, attributes, _("Exact counts of today"), _("They stay inside your organisation.")
    )


def _due(one: Breakdown) -> str | None:
    """The quarter that can be released now, in words."""
    when = last_over(timezone.localdate())
    newest = max((row.quarter for row in one.releases.all()), default="")
    return reading.quarter_in_words(when) if newest < when else None


def _margins(told: reading.Told) -> list[str]:
    if told.released is None:
        return []
    keys = [one.key for one in told.attributes]
    said: list[tuple[str, tuple[str, ...]]] = [(_("The whole"), ())]
    said += [(str(one.label), (one.key,)) for one in told.attributes]
    if len(keys) > 1:
        said.append((_("Both together"), tuple(keys)))
    return [f"{name}: {reading.margin_in_words(told.released, *by)}" for name, by in said]


def _mine(actor: Actor, project: Project) -> list[Organisation]:
    partners = tasks.partners_of(actor, project, actor.language)
    return [one for one in partners if policies.may_begin(actor, project, controller=one)]


def _address(one: Breakdown) -> str:
    return reverse("desk_breakdown", args=[one.code])
