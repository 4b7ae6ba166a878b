"""What this room does in the background, safe to run twice."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from passerelle.core.jobs import job
from passerelle.evidence.reports import making


@job(queue="heavy", attempts=3)
def make_report_files(report: Any) -> None:
    """Make the files of one report."""
    making.make(UUID(str(report)))
