"""The series of a project: what was promised, what is left, and the last safe days."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from passerelle.core.errors import Problem
from passerelle.core.forms import accepted, tell
from passerelle.core.lists import page_of
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.language.tongues import INTERFACE
from passerelle.network.models import Project
from passerelle.programme import actions, participation, policies, queries, reading
from passerelle.programme.forms import SeriesForm
from passerelle.programme.models import Series
from passerelle.programme.standing import Promise, Standing, left_in_time, standing
from passerelle.programme.views.frame import HERE, carried_out, framed
from passerelle.tasks import schedule
from passerelle.tasks.reading import reader


@screen(may=policies.may_see_all, of=Project)
def all_series(request: Visit, project: Project) -> HttpResponse:
    """Every series with what is left of it."""
    page = page_of(request, queries.series_of(request.actor, project))
    shown = list(page)
    rows = queries.dated(request.actor, project, {kind for one in shown for kind in one.of_kinds})
    context: dict[str, Any] = {
        "page": page,
        "rows": [reading.line(one, _standing(one, project, rows)) for one in shown],
        "columns": [
            {"label": _("Series")},
            {"label": _("Promised"), "end": True},
            {"label": _("Held"), "end": True},
            {"label": _("Planned"), "end": True},
            {"label": _("What is left")},
            {"label": _("Last safe day for the next")},
            {"label": _("State")},
        ],
        "offers": {"may_promise": policies.may_promise(request.actor, project)},
    }
    return render(request, "programme/all_series.html", framed(request, project, HERE, **context))


@screen(may=policies.may_see, of=Series)
def series(request: Visit, one: Series) -> HttpResponse:
    """One series: the last safe day of each that is left, what is held, and what to look at."""
    project = one.project
    asked = _asked(one, project)
    found = queries.dated(request.actor, project, one.of_kinds, counted=bool(asked))
    rows = {row["key"]: row for row in found}
    now = _standing(one, project, list(rows.values()))
    context: dict[str, Any] = {
        "one": one,
        "state": reading.state_of(one, now),
        "facts": reading.promise(one, now),
        "offers": {"may_change": policies.may_change(request.actor, one)},
        "may_put_away": policies.may_change(request.actor, one),
    }
    if now is not None:
        context |= {
            "now": now.outlook,
            "says": left_in_time(now),
            "fine": not now.alarmed,
            "next_latest": reading.day(now.next_latest) if now.next_latest else "",
            "left": reading.left(now, rows, asked),
            "left_columns": [
                {"label": _("Which")},
                {"label": _("Gathering")},
                {"label": _("When")},
                {"label": _("First possible day")},
                {"label": _("Last safe day to begin")},
                *([{"label": _("People")}] if asked else []),
            ],
            "held": reading.held(now, rows),
            "held_columns": [{"label": _("Which")}, {"label": _("Gathering")}, {"label": _("When")}],
            "remarks": reading.remarks(now, rows),
        }
    return render(request, "programme/series.html", framed(request, project, HERE, **context))


@screen(may=policies.may_promise, of=Project, changes=True)
def new(request: Visit, project: Project) -> HttpResponse:
    """Write down what was promised."""
    written_in = reader() if reader() in INTERFACE else "en"
    initial = {"language": written_in, "spacing": 0, "lasts": 1, "lead": 0, "people": 0, "abroad": 0}
    form = SeriesForm(request.POST or None, initial=initial)
    made: list[Series] = []
    if accepted(
        request, form, lambda _given: made.append(actions.add_series(request.actor, project, **form.facts()))
    ):
        messages.success(request, _("It is written down. Here you see what is left."))
        return redirect("desk_series", made[0].code)
    return render(request, "programme/new_series.html", framed(request, project, HERE, form=form))


@screen(may=policies.may_change, of=Series, changes=True)
def change(request: Visit, one: Series) -> HttpResponse:
    """Change what was promised. Somebody else's newer version is never overwritten unseen."""
    form = SeriesForm(request.POST) if request.method == "POST" else SeriesForm.filled(one)
    theirs: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        revision = form.cleaned_data["revision"] or 0
        try:
            actions.change_series(request.actor, one, revision=revision, **form.facts())
        except Problem as problem:
            tell(form, problem)
            one = queries.series_of(request.actor, one.project).get(pk=one.pk)
            if problem.code == "changed meanwhile":
                theirs = [{"term": _("Title"), "value": one.title}, *reading.promise(one, None)]
                # What was typed stays in the form; only the revision it builds on moves on.
                data = request.POST.copy()
                data["revision"] = str(one.revision)
                form.data = data
        else:
            messages.success(request, _("The changes are saved."))
            return redirect("desk_series", one.code)
    context = {"form": form, "one": one, "theirs": theirs}
    return render(request, "programme/change_series.html", framed(request, one.project, HERE, **context))


@screen(may=policies.may_change, of=Series, on_closed=True)
def put_away(request: Visit, one: Series) -> HttpResponse:
    """It warns of nothing any more."""
    return carried_out(
        request, actions.put_away_series, one, _("It is put away. You can bring it back here."), "desk_series"
    )


@screen(may=policies.may_change, of=Series)
def bring_back(request: Visit, one: Series) -> HttpResponse:
    """Undo."""
    return carried_out(request, actions.bring_back_series, one, _("It is back."), "desk_series")


def _asked(one: Series, project: Project) -> list[participation.Asked]:
    """What each gathering of the series must bring together: by the series, and by the project's call."""
    told = [{name: getattr(one, name) for name in reading.ASKING}]
    found = [asked for kind in one.of_kinds for asked in participation.asked_of(project.call, kind, told)]
    return list(dict.fromkeys(found))


def _standing(one: Series, project: Project, rows: list[dict[str, Any]]) -> Standing | None:
    stored = {
        name: getattr(one, name) for name in ("number", "kinds", "starts", "ends", "spacing", "lasts", "lead")
    }
    dates = project.starts, project.ends, project.months
    return standing(Promise.of(stored, dates), rows, schedule.today())
