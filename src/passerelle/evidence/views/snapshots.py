"""Frozen reports: sent, read again years later, and restated where they were wrong."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from passerelle.core.dates import short_day
from passerelle.core.forms import accepted
from passerelle.core.lists import page_of
from passerelle.core.screens import screen
from passerelle.core.taking import links, sheet
from passerelle.core.templatetags.look import foreign, partial_date
from passerelle.core.visit import Visit
from passerelle.evidence import actions, counting, freezing, policies, queries, reading, restating
from passerelle.evidence.forms import FreezeForm
from passerelle.evidence.models import Snapshot
from passerelle.evidence.models.indicators import units
from passerelle.evidence.rules import Rule
from passerelle.evidence.views import framing
from passerelle.evidence.views.chain import written_in
from passerelle.network.models import Project


@screen(may=policies.may_see_chain, of=Project)
def snapshots(request: Visit, project: Project) -> HttpResponse:
    """What was reported, the newest first."""
    page = page_of(request, queries.snapshots(request.actor, project))
    rows = [
        [
            format_html(
                '<a href="{}">{}. <bdi{}>{}</bdi></a>',
                reverse("desk_snapshot", args=[one.code]), one.number, foreign(one.language), one.title,
            ),
            partial_date(one.frozen_at),
            one.sent_to or "–",
            _("Corrects report %(n)s") % {"n": one.restates.number} if one.restates else "–",
        ]
        for one in page
    ]  # fmt: skip
    context = {
        "page": page,
        "rows": rows,
        "columns": [
            {"label": _("Report")}, {"label": _("Frozen on")}, {"label": _("Sent to")}, {"label": _("Restatement")},
        ],
        "offers": {"may_freeze": policies.may_freeze(request.actor, project)},
    }  # fmt: skip
    return render(
        request, "evidence/snapshots.html", framing.frame(request, project, "desk_snapshots", **context)
    )


def title_in(figure: dict[str, Any]) -> tuple[str, str]:
    """The title of a frozen figure for the reader, and its language."""
    reader = reading.reader()
    if figure["language"] == reader or not figure.get("titles", {}).get(reader):
        return figure["title"], figure["language"]
    return figure["titles"][reader], reader


def _title(figure: dict[str, Any]) -> Any:
    words, language = title_in(figure)
    said = format_html("<bdi{}>{}</bdi>", foreign(language), words)
    return format_html("{} · <b>{}</b>", said, _("claimed")) if figure["claimed"] else said


def decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _value(figure: dict[str, Any] | None) -> str:
    return reading.figure(decimal(figure["value"]), figure["unit"]) if figure else "–"


@screen(may=policies.may_read_snapshot, of=Snapshot)
def snapshot(request: Visit, one: Snapshot) -> HttpResponse:
    """The figures as they were reported; for the project's own people also what changed since."""
    inside = policies.may_see_figures(request.actor, one.project)
    known = dict(units())
    rows = [
        [
            _title(figure),
            str(known.get(figure["unit"], figure["unit"])),
            _value(figure),
            reading.figure(decimal(figure["by_themselves"]), figure["unit"]),
            reading.figure(decimal(figure["baseline"]), figure["unit"]),
            reading.figure(decimal(figure["target"]), figure["unit"]),
            len(figure["records"]),
            format_html('<span class="code" dir="ltr">{}</span>', figure["hash"][:12]),
        ]
        for figure in one.figures
    ]
    columns = [
        {"label": _("Indicator")}, {"label": _("Unit")}, {"label": _("Reported"), "end": True},
        {"label": _("Without help"), "end": True}, {"label": _("Baseline"), "end": True},
        {"label": _("Target"), "end": True}, {"label": _("Records"), "end": True}, {"label": _("Hash")},
    ]  # fmt: skip
    changes = _since(request, one) if inside else []
    context = {
        "one": one,
        "rows": rows,
        "columns": columns,
        "intact": freezing.intact(one),
        "rules": [
            {"title": words, "lang": language, "says": reading.rule_in_words(Rule.read(figure["rule"]), {})}
            for figure in one.figures
            for words, language in [title_in(figure)]
        ],
        "inside": inside,
        "changes": changes,
        "change_columns": [
            {"label": _("Indicator")}, {"label": _("Then"), "end": True}, {"label": _("Now"), "end": True},
            {"label": _("Why")},
        ],
        "said_of": [
            [_title(dict(each.either)), _value(_dict(each.figure)), _value(_dict(each.now)), why]
            for each, why in restating.restated(one)
        ],
        "tables": links("desk_snapshot_table", request, one.code),
        "facts": _facts(one),
        "restated_by": list(one.restated_by.all()),
        "offers": {"may_freeze": policies.may_freeze(request.actor, one.project)},
    }  # fmt: skip
    return render(
        request, "evidence/snapshot.html", framing.frame(request, one.project, "desk_snapshots", **context)
    )


def _facts(one: Snapshot) -> list[dict[str, Any]]:
    facts: list[tuple[str, Any]] = [(_("Frozen on"), partial_date(one.frozen_at))]
    if one.sent_to:
        facts.append((_("Sent to"), one.sent_to))
    if one.since or one.until:
        days = [short_day(day, reading.reader()) if day else "…" for day in (one.since, one.until)]
        facts.append((_("Period"), " – ".join(days)))
    if one.restates:
        facts.append(
            (
                _("Corrects"),
                format_html(
                    '<a href="{}">{}. <bdi{}>{}</bdi></a>',
                    reverse("desk_snapshot", args=[one.restates.code]), one.restates.number,
                    foreign(one.restates.language), one.restates.title,
                ),
            )
        )  # fmt: skip
        facts.append((_("What was wrong"), one.reason))
    facts.append(
        (_("Hash of all figures"), format_html('<span class="code" dir="ltr">{}</span>', one.digest))
    )
    return [{"term": term, "value": value} for term, value in facts]


def _since(request: Visit, one: Snapshot) -> list[list[Any]]:
    """What is not as it was reported any more: then, now, and why as far as the journal says."""
    rows = list(queries.indicators(request.actor, one.project))
    period = counting.Period(one.since, one.until)
    now = freezing.frozen(counting.wanted(rows), period, to_compare=True)
    changed = freezing.compared(one.figures, now)
    known = {row.code: row.pk for row in rows}
    return [
        [_title(dict(each.either)), _value(_dict(each.figure)), _value(_dict(each.now)), why]
        for each, why in zip(changed, restating.reasons(one, changed, known=known), strict=True)
    ]


def _dict(figure: Any) -> dict[str, Any] | None:
    return None if figure is None else dict(figure)


@screen(may=policies.may_read_snapshot, of=Snapshot)
def snapshot_table(request: Visit, one: Snapshot, table: str) -> HttpResponse:
    """The frozen figures as a table, with their hashes."""
    heads = [
        _("Indicator"), _("Result"), _("Unit"), _("Reported"), _("Lowest"), _("Highest"), _("Without help"),
        _("Baseline"), _("Target"), _("Claimed"), _("Records"), _("Hash"), _("Code"),
    ]  # fmt: skip
    known = dict(units())
    rows = [
        [
            title_in(figure)[0],
            figure["result_title"],
            str(known.get(figure["unit"], figure["unit"])),
            *(
                "" if figure[name] is None else reading.plain(Decimal(figure[name]))
                for name in ("value", "low", "high", "by_themselves", "baseline", "target")
            ),
            _("Yes") if figure["claimed"] else _("No"),
            len(figure["records"]),
            figure["hash"],
            figure["indicator"],
        ]
        for figure in one.figures
    ]
    return sheet(f"report-{one.number}-{one.project.slug}", heads, rows, table)


@screen(may=policies.may_freeze, of=Project, changes=True)
def freeze(request: Visit, project: Project) -> HttpResponse:
    """Freeze the figures of a report that is sent."""
    earlier = list(queries.snapshots(request.actor, project)[:50])
    wrong = request.GET.get("corrects", "")
    restated = next((one for one in earlier if one.code == wrong), None)
    initial: dict[str, Any] = {"language": written_in(), "restates": wrong}
    if restated:
        initial |= {"title": restated.title, "language": restated.language, "sent_to": restated.sent_to}
        initial |= {"since": restated.since, "until": restated.until}
    form = FreezeForm(request.POST or None, initial=initial, earlier=earlier)
    made: list[Snapshot] = []
    if accepted(
        request, form, lambda _given: made.append(actions.freeze(request.actor, project, **form.facts()))
    ):
        count = len(made[0].figures)
        messages.success(
            request,
            ngettext("%(n)d figure is frozen.", "%(n)d figures are frozen.", count) % {"n": count},
        )
        return redirect("desk_snapshot", made[0].code)
    context = framing.frame(
        request, project, "desk_snapshots", form=form, back=reverse("desk_snapshots", args=[project.code]),
        heading=_("Freeze the figures of a report"), submit=_("Freeze the figures"),
        lead=_("What is frozen cannot be changed or removed. What turns out wrong is said by another report that "
               "corrects it."),
    )  # fmt: skip
    return render(request, "evidence/form.html", context)
