"""The Sustainable Development Goals: numbers and names as data, and what projects do for them with its evidence.

Source of goals and targets: UN General Assembly, resolution A/RES/70/1 (2015); names: see data/goals.json."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID

from passerelle.core.actor import Actor
from passerelle.core.models import StoredFile
from passerelle.core.rooms import rooms
from passerelle.network.models import Aim, Evidence, Project


@dataclass(frozen=True, slots=True)
class Goal:
    """number: 1 to 17. targets: as they are numbered, "10.1" … "10.c"."""

    number: int
    names: dict[str, str]
    targets: tuple[str, ...]

    def name(self, language: str) -> str:
        return self.names.get(language, self.names["en"])


@cache
def goals() -> dict[int, Goal]:
    """All 17 by number."""
    raw = json.loads((files(__package__) / "data" / "goals.json").read_text(encoding="utf-8"))
    return {row["goal"]: Goal(row["goal"], row["names"], tuple(row["targets"])) for row in raw["goals"]}


@cache
def numbers() -> dict[str, tuple[int, int]]:
    """Every goal ("10") and target ("10.2") with its place: goals in order, each before its targets."""
    told = {}
    for goal in goals().values():
        told[str(goal.number)] = (goal.number, 0)
        told |= {target: (goal.number, at) for at, target in enumerate(goal.targets, 1)}
    return told


def goal_of(target: str) -> Goal:
    """The goal of a goal's or a target's number. Raises KeyError for a number that is none."""
    return goals()[numbers()[target][0]]


@dataclass(frozen=True, slots=True)
class Worked:
    """One goal that is worked towards, and those of its targets that are named."""

    goal: Goal
    targets: tuple[str, ...]


def grouped(targets: Iterable[str]) -> list[Worked]:
    """Goals and targets as goals in their order, each once, with its targets."""
    found: dict[int, list[str]] = {}
    for target in sorted({one for one in targets if one in numbers()}, key=numbers().__getitem__):
        found.setdefault(goal_of(target).number, []).append(target)
    return [Worked(goals()[number], tuple(t for t in named if "." in t)) for number, named in found.items()]


@dataclass(frozen=True, slots=True)
class Line:
    """One goal or target of a project or of one of its activities, with what shows it.

    activity: "" for the project itself. files: of the evidence, by its id."""

    aim: Aim
    goal: Goal
    activity: Any
    evidence: tuple[Evidence, ...]
    files: dict[UUID, StoredFile]


def report(actor: Actor, project: Project) -> list[Line]:
    """Evidence per target: every aim of the project and its activities in the order of the targets; three queries."""
    aims = list(Aim.objects.visible_to(actor).filter(project=project).prefetch_related("evidence"))
    ids = [one.pk for aim in aims for one in aim.evidence.all() if one.has_file]
    kept = StoredFile.objects.filter(owner_kind=Evidence.KIND, owner__in=ids, person=None) if ids else ()
    by_owner = {file.owner: file for file in kept}
    aims.sort(
        key=lambda aim: (numbers().get(aim.target, (99, 0)), aim.subject_kind != Project.KIND, aim.code)
    )
    return [
        Line(
            aim,
            goal_of(aim.target),
            "" if aim.subject_kind == Project.KIND else kind_in_words(aim.subject_kind),
            tuple(aim.evidence.all()),
            {one.pk: by_owner[one.pk] for one in aim.evidence.all() if one.pk in by_owner},
        )
        for aim in aims
        if aim.target in numbers()
    ]


def kind_in_words(kind: str) -> Any:
    """What a kind of thing is called by the room it belongs to."""
    found = (one.label for room in rooms() for one in room.searchables if one.kind == kind)
    return next(found, kind)


def evidence_there(ids: set[UUID]) -> set[UUID]:
    """Which pieces of evidence exist; the files of others belong to nobody."""
    return set(Evidence.objects.filter(pk__in=ids).values_list("pk", flat=True))


def choices(language: str, taken: Sequence[str] = ()) -> list[Any]:
    """Goals and their targets for a form, a group per goal, without those that are chosen already."""
    return [
        (
            f"{goal.number} {goal.name(language)}",
            [(code, code) for code in (str(goal.number), *goal.targets) if code not in taken],
        )
        for goal in goals().values()
    ]
