"""The evidence of a project at a glance: who was reached, and where every indicator stands."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from passerelle.core.countables import Cut
from passerelle.core.dates import short_day
from passerelle.core.lists import page_of
from passerelle.core.screens import screen
from passerelle.core.taking import links, sheet
from passerelle.core.visit import Visit
from passerelle.evidence import counting, policies, queries, reading
from passerelle.evidence.models import Indicator
from passerelle.evidence.views import framing
from passerelle.network.models import Project

PER_PAGE = 50
SOON = timedelta(weeks=8)


@screen(may=policies.may_see_chain, of=Project)
def evidence(request: Visit, project: Project) -> HttpResponse:
    """Figures side by side, and every indicator with its number, baseline and target. The funder's officer sees what
    was promised; what was reached is in the reports that were sent."""
    inside = policies.may_see_figures(request.actor, project)
    page = page_of(request, queries.indicators(request.actor, project), per=PER_PAGE)
    shown = list(page)
    asking = counting.Asking()
    beside = counting.side_by_side(whole(project), asking=asking) if inside else None
    standing = counting.stand(shown, apart=True, asking=asking) if inside else None
    if inside:
        asking.ask()
    told = standing() if standing else {}
    figures = [
        {
            "label": one.countable.label,
            "value": one.number,
            "note": one.countable.says,
            "url": f"{reverse('desk_indicators_records', args=[project.code])}?of={one.countable.key}",
            "unit": one.countable.unit,
            "themselves": one.by_themselves if one.by_themselves != one.number else None,
        }
        for one in (beside() if beside else [])
    ]
    context = {
        "page": page,
        "rows": [_row(one, told.get(one.pk)) for one in shown],
        "columns": _columns(inside),
        "direct": [one for one in figures if reading.direct(one["unit"])],
        "others": [one for one in figures if not reading.direct(one["unit"])],
        "inside": inside,
        "tables": links("desk_indicators_table", request, project.code) if inside else [],
        "offers": {"may_plan": policies.may_plan(request.actor, project)},
    }
    return render(
        request, "evidence/evidence.html", framing.frame(request, project, "desk_indicators", **context)
    )


def whole(project: Project) -> Cut:
    """Everything of a project."""
    return Cut(projects=frozenset({project.pk}))


def _columns(inside: bool) -> list[dict[str, Any]]:
    columns: list[dict[str, Any]] = [{"label": _("Indicator")}, {"label": _("Unit")}]
    if inside:
        columns += [{"label": _("Stands at"), "end": True}, {"label": _("Without help"), "end": True}]
    columns += [{"label": _("Baseline"), "end": True}, {"label": _("Target"), "end": True}]
    if inside:
        columns.append({"label": _("Of the way"), "end": True})
    return [*columns, {"label": _("By")}, {"label": _("Who sees to it")}]


def _row(one: Indicator, standing: counting.Standing | None) -> list[Any]:
    name = format_html("{}", reading.link(one)) if standing else reading.words(one)
    if one.draft:
        name = format_html("{} · {}", name, _("draft"))
    elif one.claimed and standing:
        name = format_html("{} · <b>{}</b>", name, _("claimed"))
    cells: list[Any] = [name, reading.unit_of(one)]
    if standing:
        cells += [reading.value_cell(one, standing), reading.figure(standing.by_themselves, one.unit)]
    cells += [reading.figure(one.baseline, one.unit), reading.figure(one.target, one.unit)]
    if standing:
        cells.append(_way(one, standing))
    return [
        *cells,
        short_day(one.due, reading.reader()) if one.due else "–",
        one.owner.name if one.owner else "–",
    ]


def _way(one: Indicator, standing: counting.Standing) -> Any:
    reached = standing.reached(one)
    if reached is None:
        return "–"
    if reached < 100 and one.due and one.due - SOON <= timezone.localdate():
        return {"state": "late", "word": f"{reached} %"}
    return f"{reached} %"


@screen(may=policies.may_see_figures, of=Project)
def evidence_table(request: Visit, project: Project, table: str) -> HttpResponse:
    """The same as a table: every figure with its unit, and how it comes about."""
    rows = list(queries.indicators(request.actor, project))
    standing = counting.stand(rows, apart=True)()
    heads = [
        _("Indicator"), _("Result"), _("Unit"), _("Stands at"), _("Lowest"), _("Highest"), _("Without help"),
        _("Baseline"), _("Target"), _("By"), _("Who sees to it"), _("Claimed"), _("Code"),
    ]  # fmt: skip
    told = [
        [
            one.said(reading.reader()).words,
            one.result.said(reading.reader()).words,
            reading.unit_of(one),
            *(
                "" if value is None else reading.plain(value)
                for value in (now.value, now.low, now.high, now.by_themselves, one.baseline, one.target)
            ),
            one.due or "",
            one.owner.name if one.owner else "",
            _("Yes") if one.claimed else _("No"),
            one.code,
        ]
        for one in rows
        for now in [standing[one.pk]]
    ]
    return sheet(f"evidence-{project.slug}", heads, told, table)
