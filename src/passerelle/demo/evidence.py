"""What an invented project wants to reach, how it is counted, and the report it sent."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from passerelle.core.actor import SystemActor
from passerelle.evidence import actions
from passerelle.evidence.models import Indicator, Priority, Question, Result
from passerelle.evidence.rules import Rule
from passerelle.network.models import Organisation, Project
from passerelle.tasks.models import WorkPackage

HOUSE = SystemActor(reason="demo")


def load_evidence(told: dict[str, Any], project: Project, members: dict[str, Organisation]) -> None:
    """The chain first, then what shows it, then what was reported."""
    today = timezone.localdate()
    rows = WorkPackage.objects.unscoped(reason="demo").filter(project=project)
    packages = {one.number: one for one in rows}
    actions.choose_priorities(HOUSE, project, told["priorities"])
    priorities = {one.key: one for one in Priority.objects.unscoped(reason="demo").filter(project=project)}
    results: dict[str, Result] = {}
    for row in told["results"]:
        one = actions.add_result(
            HOUSE,
            project,
            level=row["level"],
            title=row["title"],
            language="en",
            number=row["number"],
            parent=results.get(row.get("parent", "")),
            kinds=row.get("kinds", []),
            packages=[packages[number] for number in row.get("packages", []) if number in packages],
        )
        _words(one, row)
        if "ticks" in row:
            actions.tick(HOUSE, one, {priorities[key]: mode for key, mode in row["ticks"].items()})
        results[row["id"]] = one
    for row in told["indicators"]:
        rule = Rule(
            counts=tuple(row.get("counts", ())),
            by_hand=row.get("hand", False),
            kinds=tuple(row.get("kinds", ())),
        )
        indicator = actions.add_indicator(
            HOUSE,
            project,
            result=results[row["result"]],
            title=row["title"],
            language="en",
            unit=row["unit"],
            rule=rule,
            baseline=Decimal(row["baseline"]) if "baseline" in row else None,
            target=Decimal(row["target"]),
            due=today + timedelta(days=row["days"]),
            owner=members[row["owner"]],
            source=row["source"],
            claimed=row["claimed"],
        )
        _words(indicator, row)
        for figure in row.get("figures", []):
            actions.enter_figure(
                HOUSE,
                indicator,
                on=today + timedelta(days=figure["days"]),
                source=figure["source"],
                organisation=members[figure["by"]],
                **{name: Decimal(str(figure[name])) for name in ("value", "low", "high")},
            )
    actions.freeze(HOUSE, project, **told["report"])
    for row in told["questions"]:
        question = actions.put_question(
            HOUSE, project, title=row["title"], language="en", due=today + timedelta(days=row["days"])
        )
        _words(question, row)
        for answer in row["answers"]:
            facts = {name: answer[name] for name in ("text", "source", "as_of")}
            actions.answer(
                HOUSE, question, organisation=members[answer["organisation"]], language="en", **facts
            )


def _words(row: Result | Indicator | Question, told: dict[str, Any]) -> None:
    for language, words in told.get("titles", {}).items():
        actions.put_into(HOUSE, row, language, words)
