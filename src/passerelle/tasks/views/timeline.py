"""The plan of a project along its months: a picture, and the table that says the same."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from passerelle.core.dates import format_partial
from passerelle.core.screens import screen
from passerelle.core.templatetags.look import direction
from passerelle.core.visit import Visit
from passerelle.engines.planning import Period
from passerelle.engines.planning.rules import end_of_month, shifted
from passerelle.network.models import Project
from passerelle.tasks import drawing, policies, queries, reading, schedule
from passerelle.tasks.drawing import Line
from passerelle.tasks.models import Item, WorkPackage
from passerelle.tasks.views.plan import frame

MOST = 120  # lines a picture can hold; the list has the rest


@screen(may=policies.may_see_plan, of=Project)
def timeline(request: Visit, project: Project) -> HttpResponse:
    """Work packages, deliverables and milestones along the months of the project."""
    period = schedule.period_of(project)
    promised = list(queries.promised(request.actor, project)[: MOST + 1])
    lines = _lines(queries.packages_of(request.actor, project), promised[:MOST], period)
    context: dict[str, Any] = {
        "rows": [_row(line) for line in lines],
        "more": len(promised) > MOST,
        "columns": [
            {"label": _("Item")},
            {"label": _("Kind")},
            {"label": _("From")},
            {"label": _("Until")},
            {"label": _("State")},
        ],
    }
    if lines and period.start and period.end:
        last = max([period.end, *(line.last for line in lines if line.last)])
        today = schedule.today()
        context["picture"] = drawing.timeline(
            lines,
            period.start,
            last,
            today,
            turned=direction(reading.reader()) == "rtl",
            title=_("Timeline of %(acronym)s") % {"acronym": project.acronym},
            description=_says(lines, today),
            now=pgettext("timeline", "today"),
        )
    return render(request, "tasks/timeline.html", frame(request, project, "desk_plan_timeline", **context))


def _lines(packages: list[WorkPackage], promised: list[Item], period: Period) -> list[Line]:
    """Each work package, then what it owes; at the end what belongs to none."""
    lines = []
    for package in packages:
        first = last = None
        if period.start and package.first_month and package.last_month:
            first = shifted(period.start, package.first_month - 1, "m")
            last = end_of_month(period.start, package.last_month)
        lines.append(Line(str(package), "package", first, last, language=package.language))
        lines += [_line(item) for item in promised if item.package_id == package.pk]
    return lines + [_line(item) for item in promised if item.package_id is None]


def _line(item: Item) -> Line:
    done = item.state == Item.State.DONE
    state = "done" if done else "late" if item.late else "open"
    return Line(
        str(item), item.kind, None, item.due, state, str(reading.state_of(item)["word"]), item.language
    )


def _row(line: Line) -> list[Any]:
    bridges = {"done": "reviewed", "late": "late", "open": "draft"}
    package = line.kind == "package"
    return [
        {"text": line.name, "lang": line.language},
        _("Work package") if package else Item.Kind(line.kind).label,
        reading.day(line.first),
        reading.day(line.last),
        "–" if package else {"state": bridges[line.state], "word": line.word},
    ]


def _says(lines: list[Line], today: date) -> str:
    promised = [line for line in lines if line.kind != "package"]
    told = {
        "packages": len(lines) - len(promised),
        "promised": len(promised),
        "done": sum(line.state == "done" for line in promised),
        "late": sum(line.state == "late" for line in promised),
        "today": format_partial(today.isoformat(), reading.reader()),
    }
    return (
        _(
            "Work packages: %(packages)s. Deliverables and milestones: %(promised)s, of which done: %(done)s, late: "
            "%(late)s on %(today)s. The table below says the same."
        )
        % told
    )
