"""What an invented project promised to do together with people."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from passerelle.core.actor import SystemActor
from passerelle.engines.text.segments import digest
from passerelle.gatherings.models import Gathering
from passerelle.network.models import Organisation, Project
from passerelle.programme import actions
from passerelle.programme.actions.campaigns import MESSAGE
from passerelle.programme.actions.questions import WORDS
from passerelle.programme.importables import facts_of
from passerelle.tasks import schedule

HOUSE = SystemActor(reason="demo")


def load_programme(told: dict[str, Any], project: Project, members: dict[str, Organisation]) -> None:
    """Its series; the gatherings that count in them were loaded before."""
    for row in told["series"]:
        actions.add_series(HOUSE, project, **row)
    _questions(told["questions"], project, members)
    for row in told["campaigns"]:
        _campaign(row, project)
    for row in told["processes"]:
        answers = members.get(row.pop("answers", ""))
        opens = schedule.today() + timedelta(days=row.pop("days"))
        actions.add_process(HOUSE, project, answers=answers, opens=opens.isoformat(), **row)


def _campaign(row: dict[str, Any], project: Project) -> None:
    there = Gathering.objects.unscoped(reason="demo").filter(project=project, title__in=row["gatherings"])
    facts = {name: row[name] for name in ("title", "language", "aim", "audience", "ways", "starts", "ends")}
    one = actions.add_campaign(HOUSE, project, message=row["message"], gatherings=there, **facts)
    for language, words in row["translations"].items():
        source = digest(row["message"])
        actions.translate_message(HOUSE, one, MESSAGE, source, language=language, words=words, base=0)
    for number in row["numbers"]:
        noted = actions.note_reach(HOUSE, one, **{k: v for k, v in number.items() if k != "corrected"})
        if "corrected" in number:
            actions.correct_reach(HOUSE, noted, **{**facts_of(noted), "number": number["corrected"]})


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
