"""Who carried the project, for the annex: by name only whoever agreed to be shown, the others by role and organisation.

Names are looked up when a file is made and are kept in no report: who takes a consent back stands in no later file.
"""

from __future__ import annotations

from dataclasses import replace

from django.utils import translation

from passerelle.evidence.reports.model import Report, Somebody
from passerelle.network import directory
from passerelle.network.models import Project


def named(report: Report, project: Project) -> Report:
    """The report with its annex of people, six questions; without it where the form has none."""
    if not any(one.kind == "people" for one in report.sections):
        return report
    with translation.override(report.language):
        lines = directory.narrowed(directory.in_public([project]), report.language, sort="role")
        people = tuple(
            Somebody(str(directory.role_name(one.role)), one.organisation, one.name, one.people)
            for one in lines
        )
    return replace(report, people=people)
