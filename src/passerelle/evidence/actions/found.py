"""What an old page said its project wanted and did becomes drafts of the chain: they count once somebody agrees."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import new_code
from passerelle.core.lines import plain_line
from passerelle.core.rooms import Found
from passerelle.evidence import policies
from passerelle.evidence.models import Indicator, Result
from passerelle.evidence.models.indicators import OTHER
from passerelle.evidence.models.worded import LONGEST
from passerelle.language.tongues import TONGUES
from passerelle.network.models import Project

MOST = 10**12


@action(may=policies.may_take_found, says="results found")
def take_found(actor: Actor, project: Project, language: str, found: Sequence[Found]) -> Project:
    """Drafts of goals, outputs and activities, and an indicator without a rule for each target: what was promised in
    words is counted by nobody until somebody says how. Outputs and activities serve the only goal, where there is one."""
    language = language if language in TONGUES else "en"
    results = [
        Result(
            project=project, code=new_code(), level=one.kind, title=_cut(one.words), language=language, draft=True,
            order=order,
        )
        for order, one in enumerate(found)
        if one.kind in Result.LEVELS and plain_line(one.words)
    ]  # fmt: skip
    goals = [one for one in results if one.level == Result.Level.GOAL]
    targets = [one for one in found if one.kind == "target" and one.number is not None and one.number < MOST]
    if targets and not goals:
        # A target shows that something is reached: what, nobody has said yet.
        goals = [
            Result(
                project=project, code=new_code(), level=Result.Level.GOAL, title=_("What the old page promised"),
                language=actor.language, draft=True, order=len(results),
            )
        ]  # fmt: skip
        results = [*goals, *results]
    for one in results:
        one.parent = goals[0] if len(goals) == 1 and one not in goals else None
    results.sort(key=lambda one: Result.LEVELS.index(one.level))
    Result.objects.bulk_create(results)
    Indicator.objects.bulk_create(
        Indicator(
            project=project,
            code=new_code(),
            result=goals[0],
            title=_cut(one.words),
            language=language,
            unit=OTHER,
            target=Decimal(one.number or 0),
            draft=True,
            order=order,
        )
        for order, one in enumerate(targets)
    )
    journal.tell(results=len(results), indicators=len(targets))
    return project


def _cut(words: str) -> str:
    """A passage as a title: its beginning, to the last whole word."""
    line = plain_line(words)
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 2].rsplit(' ', 1)[0]} …"
