"""What is behind a figure: the records a reader may open, or why they are closed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from passerelle.core.countables import Behind, Countable, Cut, countables
from passerelle.core.dates import format_partial, parse_partial
from passerelle.core.lists import page_of
from passerelle.core.screens import screen
from passerelle.core.templatetags.look import foreign
from passerelle.core.visit import Visit
from passerelle.evidence import counting, policies, queries, reading
from passerelle.evidence.models import HandFigure, Indicator
from passerelle.evidence.rules import Rule
from passerelle.evidence.views import framing
from passerelle.evidence.views.overview import whole
from passerelle.network.models import Project
from passerelle.tasks.reading import day
from passerelle.tasks.reading import files as linked


@screen(may=policies.may_see_figures, of=Project)
def of_project(request: Visit, project: Project) -> HttpResponse:
    """The records behind one of the figures that stand side by side."""
    everything = countables()
    asked = request.GET.get("of") or next(iter(everything), "")
    one = everything.get(asked)
    if one is None:
        raise Http404
    cut = whole(project)
    return _show(request, project, Rule(counts=(one.key,)), cut, heading=one.label, note=one.says,
                 back=reverse("desk_indicators", args=[project.code]), label=_("Evidence"))  # fmt: skip


@screen(may=policies.may_see_indicator, of=Indicator)
def of_indicator(request: Visit, one: Indicator) -> HttpResponse:
    """The records behind an indicator's number, or the figures entered by hand."""
    rule = Rule.read(one.rule)
    back = reverse("desk_indicator", args=[one.code])
    if rule.by_hand:
        return render(
            request,
            "evidence/by_hand.html",
            framing.frame(request, one.project, "desk_indicators", one=one, **figures_by_hand(request, one)),
        )
    return _show(
        request, one.project, rule, rule.cut(one.project_id),
        heading=reading.words(one), note=" ".join(str(each.says) for each in rule.known), back=back,
        label=reading.words(one), unit=one.unit,
    )  # fmt: skip


def _show(request: Visit, project: Project, rule: Rule, cut: Cut, **about: Any) -> HttpResponse:
    counted, asking = rule.known, counting.Asking()
    whole_of = [asking.want(each.key, cut) for each in counted]
    by_record = [asking.want(each.key, cut, "subject") for each in counted]
    asking.ask()
    number = 0 if rule.gone else sum(asking[place] for place in whole_of)
    records = [
        (each, behind)
        for each, place in zip(counted, by_record, strict=True)
        for behind in each.behind(request.actor, cut, asking.apart(place))
    ]
    page = page_of(request, records)
    adds = counting.adds_up(rule)
    seen = sum(behind.number for _each, behind in records)
    context = {
        "page": page,
        "rows": [_row(each, behind, len(counted) > 1) for each, behind in page],
        "columns": [
            {"label": _("Record")},
            *([{"label": _("What counts")}] if len(counted) > 1 else []),
            {"label": _("When")},
            {"label": _("Of it"), "end": True},
        ],
        "number": number,
        "adds": adds,
        # What is counted and cannot be opened by this reader.
        "shut": number - seen if adds and number > seen else number if number and not records else 0,
        **about,
    }
    return render(
        request, "evidence/records.html", framing.frame(request, project, "desk_indicators", **context)
    )


def _row(counted: Countable, behind: Behind, named: bool) -> list[Any]:
    title = format_html(
        '<a href="{}"><bdi{}>{}</bdi></a>', behind.url, foreign(behind.language), behind.title
    )
    when = format_partial(parse_partial(behind.on), reading.reader()) if behind.on else "–"
    return [title, *([counted.label] if named else []), when, behind.number]


def figures_by_hand(request: Visit, one: Indicator) -> dict[str, Any]:
    """All figures that were entered for an indicator, those that no longer stand included."""
    page = page_of(request, queries.hand_figures(request.actor, one))
    shown = list(page)
    for row in shown:
        row.indicator = one
    files = queries.files_of([row.pk for row in shown]) if shown else {}
    columns = [
        {"label": _("Figure"), "end": True},
        {"label": _("Day")},
        {"label": _("Source")},
        {"label": _("Found by")},
        {"label": _("File")},
        {"label": _("State")},
    ]
    return {
        "page": page,
        "columns": columns,
        "rows": [_hand_row(row, one, files.get(row.pk, []), request) for row in shown],
        "offers": {"may_enter": policies.may_enter_some(request.actor, one)},
    }


def _hand_row(row: HandFigure, one: Indicator, files: list[Any], request: Visit) -> list[Any]:
    figure: Any = reading.figure(row.value, one.unit)
    if row.low is not None:
        figure = format_html('{} <small class="soft">({})</small>', figure, reading.interval(row, one.unit))
    gone = row.taken_back_at is not None
    after = getattr(row, "replaced_by", None)
    state: Any = {"state": "reviewed", "word": _("Counts")}
    if gone or after:
        word = _("Taken back") if gone else _("Corrected")
        reason = row.reason if gone else after.reason  # type: ignore[union-attr]
        state = {"state": "missing", "word": f"{word}: {reason}"}
    elif policies.may_correct(request.actor, row) and one.project.closed_at is None:
        state = format_html(
            '<a href="{}">{}</a>', reverse("desk_hand_figure_correct", args=[row.code]), _("Correct it")
        )
    if gone and policies.may_correct(request.actor, row) and one.project.closed_at is None:
        state = format_html(
            '{} · <a href="{}">{}</a>',
            f"{_('Taken back')}: {row.reason}",
            reverse("desk_hand_figure_correct", args=[row.code]),
            _("Look at it"),
        )
    return [
        figure,
        day(row.on),
        row.source,
        row.organisation.name if row.organisation else _("The whole project"),
        linked(files),
        state,
    ]
