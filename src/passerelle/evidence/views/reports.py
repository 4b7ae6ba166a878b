"""Reports to funders: put together, written, looked at, made into files, sent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from passerelle.core import files
from passerelle.core.downloads import as_attachment
from passerelle.core.errors import Problem
from passerelle.core.forms import accepted
from passerelle.core.lists import page_of
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.evidence import actions
from passerelle.evidence.models import Report
from passerelle.evidence.policies import may_see_figures
from passerelle.evidence.reports import making, policies, programmes, reading, tallying
from passerelle.evidence.reports.composing import parts_to_write
from passerelle.evidence.reports.forms import ReportForm, SendForm, TextForm, filled
from passerelle.evidence.reports.missing import missing
from passerelle.evidence.reports.model import from_json
from passerelle.network.models import Project
from passerelle.network.views.project import frame
from passerelle.tasks.reading import reader

TAB = "desk_reports"


@screen(may=policies.may_see_all, of=Project)
def reports(request: Visit, project: Project) -> HttpResponse:
    """The reports of a project, the newest first."""
    rows = Report.objects.visible_to(request.actor).filter(project=project).defer("told", "texts")
    if not policies.may_see_drafts(request.actor, project):
        rows = rows.filter(state=Report.State.SENT)
    page = page_of(request, rows)
    offers = {"may_begin": policies.may_begin(request.actor, project)}
    context = {
        "page": page,
        "rows": [reading.row_of(one, reader()) for one in page],
        "columns": reading.columns(),
    }
    return render(
        request, "evidence/reports/list.html", frame(request, project, TAB, offers=offers, **context)
    )


@screen(may=policies.may_begin, of=Project, changes=True)
def new(request: Visit, project: Project) -> HttpResponse:
    """Put a report together."""
    form = ReportForm(
        request.POST or None,
        project=project,
        reader=reader(),
        initial={"language": reader(), "title": _("Report")},
    )
    made: list[Report] = []
    if accepted(
        request,
        form,
        lambda _given: made.append(actions.begin_report(request.actor, project, **form.facts())),
    ):
        messages.success(request, _("It is put together. What is still missing stands below."))
        return redirect("desk_report", made[0].code)
    return render(
        request,
        "evidence/reports/new.html",
        frame(request, project, TAB, form=form, forms=programmes.fitting(project.programme)),
    )


@screen(may=policies.may_read, of=Report)
def report(request: Visit, report: Report) -> HttpResponse:
    """One report: what it says, what is missing, its parts and its files."""
    if request.method == "POST":
        return _decide(request, report)
    told, form = from_json(report.told), programmes.definition(report.definition)
    gaps = [] if report.sent else missing(report, told)
    page, is_open = page_of(request, gaps), report.project.closed_at is None
    context = {
        "told": told,
        "form": form,
        "state": reading.state_of(report),
        "facts": reading.facts(report, told),
        "figures": reading.figures(told),
        "since": _since(request, report),
        "gaps": gaps,
        "page": page,
        "gap_rows": [reading.gap_row(one, mends=is_open) for one in page],
        "gap_columns": [
            {"label": _("What")},
            {"label": _("What is missing")},
            {"label": _("Who can mend it")},
        ],
        "texts": [one for one in told.sections if one.kind == "text"],
        "links": reading.links(report) if report.files == Report.Files.READY else [],
        "all": len(making.steps(report)) if report.under_way else 0,
    }
    offers = {
        "may_make": policies.may_make_files(request.actor, report),
        "may_change": policies.may_change(request.actor, report),
        "may_write": policies.may_write(request.actor, report),
    }
    return render(request, "evidence/reports/report.html", _frame(request, report, offers=offers, **context))


def _since(request: Visit, report: Report) -> str:
    """Where the project's own people read what changed since it was sent; "" before, and for others."""
    if report.snapshot is None or not may_see_figures(request.actor, report.project):
        return ""
    return reverse("desk_snapshot", args=[report.snapshot.code])


def _decide(request: Visit, report: Report) -> HttpResponse:
    """One of the buttons of its page; who may press which, the actions say."""
    wanted = request.POST.get("do")
    if wanted == "files":
        actions.ask_for_files(request.actor, report)
        messages.success(request, _("The files are being made. That takes a few seconds."))
    elif wanted == "off":
        actions.call_off_files(request.actor, report)
        messages.success(request, _("The files are called off. You can have them made again."))
    elif wanted == "count":
        actions.count_again(request.actor, report)
        messages.success(request, _("Its numbers are as the records are now."))
    return redirect("desk_report", report.code)


@screen(may=policies.may_read, of=Report)
def preview(request: Visit, report: Report) -> HttpResponse:
    """The report as a page, in its own language: to read before it is sent, and to print."""
    told = from_json(report.told)
    page = page_of(request, told.sheets, 20)
    context = {"told": told, "page": page, **reading.preview(told, list(page))}
    return render(request, "evidence/reports/preview.html", _frame(request, report, **context))


@screen(may=policies.may_change, of=Report, changes=True)
def change(request: Visit, report: Report) -> HttpResponse:
    """What it is about: form, period, language, which gatherings."""
    rows = tallying.chosen(report.project_id, report.starts_on, report.ends_on)
    gatherings = [(one.code, one.title) for one in rows]
    form = ReportForm(
        request.POST or None,
        project=report.project,
        reader=reader(),
        gatherings=gatherings,
        initial=filled(report),
    )
    if accepted(
        request,
        form,
        lambda given: actions.change_report(
            request.actor, report, revision=given["revision"] or 0, **form.facts()
        ),
    ):
        messages.success(request, _("The changes are saved, and its numbers are counted again."))
        return redirect("desk_report", report.code)
    return render(request, "evidence/reports/change.html", _frame(request, report, form=form))


@screen(may=policies.may_write, of=Report, changes=True)
def write(request: Visit, report: Report, part: str) -> HttpResponse:
    """Write one part of it."""
    told = from_json(report.told)
    if part not in parts_to_write(report.definition, told):
        raise Http404
    there = report.texts.get(part, {})
    initial = {
        "words": there.get("words", ""),
        "before": there.get("words", ""),
        "language": there.get("language", report.language),
    }
    form = TextForm(request.POST or None, initial=initial)
    if accepted(request, form, lambda given: actions.write_text(request.actor, report, part, **given)):
        messages.success(request, _("It is written."))
        return redirect("desk_report", report.code)
    context = {"form": form, **reading.part_of(report, told, part, reader())}
    return render(request, "evidence/reports/write.html", _frame(request, report, **context))


@screen(may=policies.may_change, of=Report, changes=True)
def send(request: Visit, report: Report) -> HttpResponse:
    """Note it as sent, after a look at what is still missing: from then on it stays as it is."""
    form = SendForm(request.POST or None)
    if accepted(request, form, lambda given: actions.send_report(request.actor, report, **given)):
        messages.success(request, _("It is noted as sent, and stays as it is."))
        return redirect("desk_report", report.code)
    gaps = missing(report, from_json(report.told))
    return render(
        request,
        "evidence/reports/send.html",
        _frame(request, report, form=form, report=report, gaps=len(gaps)),
    )


@screen(may=policies.may_change, of=Report, changes=True)
def remove(request: Visit, report: Report) -> HttpResponse:
    """Throw a draft away."""
    if request.method == "POST":
        code = report.project.code
        actions.remove_report(request.actor, report)
        messages.success(request, _("The draft is removed."))
        return redirect("desk_reports", code)
    return render(request, "evidence/reports/remove.html", _frame(request, report))


@screen(may=policies.may_read, of=Report)
def file(request: Visit, report: Report, ending: str) -> HttpResponseBase:
    """One of the files that were made."""
    found = making.file_of(report, ending) if ending in (*making.FORMS, making.OWN) else None
    if found is None:
        raise Http404
    try:
        pieces = files.opened(found)
    except Problem as problem:
        raise Http404(str(problem)) from problem
    if pieces is None:
        raise Http404
    response = StreamingHttpResponse(pieces, content_type=found.media_type)
    return as_attachment(response, making.name_of(report, ending))


def _frame(request: Visit, report: Report, /, **context: Any) -> dict[str, Any]:
    context |= {"report": report}
    context.setdefault("back", reverse("desk_report", args=[report.code]))
    return frame(request, report.project, TAB, **context)
