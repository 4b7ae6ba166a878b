"""What the lead of an invented project has put together for its funder, still being written."""

from __future__ import annotations

from datetime import date
from typing import Any

from passerelle.core.actor import SystemActor
from passerelle.evidence import actions
from passerelle.evidence.reports.composing import OF_EVENT
from passerelle.evidence.reports.model import from_json
from passerelle.network.models import Project

HOUSE = SystemActor(reason="demo")


def load_reports(told: dict[str, Any], project: Project) -> None:
    """Put them together and write what is written of them."""
    for row in told["reports"]:
        report = actions.begin_report(
            HOUSE,
            project,
            form=row["form"],
            title=row["title"],
            language=row["language"],
            since=date.fromisoformat(row["since"]),
            until=date.fromisoformat(row["until"]),
        )
        codes = {one.title: one.code for one in from_json(report.told).sheets}
        events = {
            f"{OF_EVENT}{codes[title]}": text for title, text in row["of_events"].items() if title in codes
        }
        for key, text in {**row["texts"], **events}.items():
            actions.write_text(HOUSE, report, key, **text)
