"""What an invented project promised to do together with people."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from passerelle.core.actor import SystemActor
from passerelle.engines.text.segments import digest
from passerelle.gatherings.models import Gathering
from passerelle.network.models import Organisation, Project
from passerelle.programme import actions
from passerelle.programme.actions.questions import WORDS
from passerelle.tasks import schedule

HOUSE = SystemActor(reason="demo")


def load_programme(told: dict[str, Any], project: Project, members: dict[str, Organisation]) -> None:
    """Its series; the gatherings that count in them were loaded before."""
    for row in told["series"]:
        actions.add_series(HOUSE, project, **row)
    _questions(told["questions"], project, members)


def _questions(rows: list[dict[str, Any]], project: Project, members: dict[str, Organisation]) -> None:
    there = Gathering.objects.unscoped(reason="demo").filter(project=project)
    gatherings = {one.title: one for one in there}
    for row in rows:
        ago = schedule.today() + timedelta(days=row.get("days", 0))
        day = date.fromisoformat(row["asked_on"]) if "asked_on" in row else ago
        at = gatherings.get(row.get("at", ""))
        (one,) = actions.take_down(
            HOUSE, project, [row["words"]], language=row["language"], gathering=at, asked_on=day
        )
        if "answer" in row:
            said = row["answer"]
            who = members[said["by"]]
            actions.answer(
                HOUSE, one, organisation=who, words=said["words"], language=row["language"], base=0
            )
        for language, words in row.get("translations", {}).items():
            block = digest(row["words"])
            actions.translate(HOUSE, one, WORDS, block, language=language, words=words, base=0)
