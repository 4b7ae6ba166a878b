"""An organisation's own Word file for a report: taken in, what cannot be filled told by its place, taken away again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from passerelle.core import files
from passerelle.core.forms import accepted
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.engines.documents import filling
from passerelle.evidence import actions
from passerelle.evidence.models import Report
from passerelle.evidence.reports import placeholders, policies, reading
from passerelle.evidence.reports.forms import TemplateForm
from passerelle.evidence.reports.model import from_json
from passerelle.network.views.project import frame


@screen(may=policies.may_write, of=Report, changes=True)
def template(request: Visit, report: Report) -> HttpResponse:
    """The own template: what it cannot be filled with, and every placeholder there is."""
    if request.POST.get("do") == "drop":
        actions.drop_template(request.actor, report)
        messages.success(request, _("The template is taken away."))
        return redirect("desk_report_template", report.code)
    form = TemplateForm(request.POST or None, request.FILES or None)
    if accepted(request, form, lambda given: actions.take_template(request.actor, report, given["file"])):
        return redirect("desk_report_template", report.code)
    given = placeholders.given(from_json(report.told))
    there = files.of(Report.TEMPLATE, report.pk)
    context: dict[str, Any] = {
        "report": report,
        "form": form,
        "there": bool(there),
        "groups": reading.placeholder_groups(given),
        "columns": [{"label": _("Placeholder")}, {"label": _("Where")}, {"label": _("What to do")}],
    }
    if there:
        context["rows"] = _faults(there[0], given)
    return render(
        request, "evidence/reports/template.html", frame(request, report.project, "desk_reports", **context)
    )


def _faults(file: Any, given: filling.Given) -> list[list[Any]]:
    try:
        found = filling.faults(filling.read(files.read(file) or b""), given)
    except filling.NotATemplate:
        return [["", "", _("This cannot be read as a Word file. Save it as .docx once more.")]]
    return [reading.fault_row(one) for one in found]
