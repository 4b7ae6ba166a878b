"""The chain of results grows, changes and shrinks; activities are ticked for the programme's priorities."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import new_code
from passerelle.core.countables import countables
from passerelle.core.errors import Problem
from passerelle.core.lines import plain_line
from passerelle.evidence import policies
from passerelle.evidence.actions import editing
from passerelle.evidence.models import Indicator, Priority, Question, Result, Tick
from passerelle.evidence.models.chain import Mode
from passerelle.evidence.priorities import STARTING, in_english
from passerelle.network.models import Project
from passerelle.tasks.models import WorkPackage

NAMES = {"parent", "number", "packages", "kinds", "draft"}


@cache
def known_kinds() -> Mapping[str, Any]:
    """Every kind of thing a room counts, with its label."""
    return {kind: label for one in countables().values() for kind, label in one.kinds.items()}


def in_turn(model: type[Result | Indicator | Question], project: Project) -> int:
    """The place of a new one: behind all others."""
    last = model._default_manager.filter(project=project).aggregate(last=Max("order"))["last"]
    return 0 if last is None else last + 1


@action(may=policies.may_plan, says="result added")
def add_result(
    actor: Actor, project: Project, *, level: str, title: str, language: str, **facts: Any
) -> Result:
    """A link of the chain. facts: parent, number, packages (of this project), kinds, draft.

    Raises Problem that names the field: a number taken, a result that serves one below it …"""
    row = Result(project=project, code=new_code(), order=in_turn(Result, project))
    _fill(row, {"level": level, "title": title, "language": language, **facts})
    row.save(force_insert=True)
    return row


@action(may=policies.may_change, says="result changed")
def change_result(actor: Actor, result: Result, *, revision: int, **facts: Any) -> Result:
    """Change a link. Raises Problem as `add_result` does, and when somebody saved another version meanwhile."""
    _fill(result, facts)
    journal.tell(fields=sorted(facts))
    return editing.save(result, set(facts) - {"title", "language"}, revision)


@action(may=policies.may_change, says="result removed")
def remove_result(actor: Actor, result: Result) -> Result:
    """Take a link out. Raises Problem while anything hangs on it; `bring_result_back` undoes it."""
    if result.below.exists() or result.indicators.exists():
        raise Problem(
            "not empty", _("Something serves this, or is measured by it. Move or remove that first.")
        )
    journal.tell(result=result.code)
    pk = result.pk
    result.delete()
    result.pk = pk
    return result


@action(may=policies.may_plan, says="result brought back")
def bring_result_back(actor: Actor, project: Project, kept: Mapping[str, Any]) -> Result:
    """Undo of `remove_result`. kept: what `editing.kept_of` said of it."""
    return editing.bring_back(Result, kept, project=project)


def _fill(row: Result, facts: Mapping[str, Any]) -> None:
    told = dict(facts)
    if "title" in told or "language" in told:
        editing.words(row, told.pop("title", row.title), told.pop("language", row.language))
    row.level = told.pop("level", row.level)
    if unknown := set(told) - NAMES:
        raise TypeError(f"a result has no {', '.join(sorted(unknown))}")
    if row.level not in Result.LEVELS:
        raise Problem("no level", _("Choose goal, outcome, output or activity."), field="level")
    if "packages" in told:
        told["packages"] = _packages(row.project, told["packages"])
    if "kinds" in told:
        told["kinds"] = sorted(set(told["kinds"]) & known_kinds().keys())
    if "number" in told:
        told["number"] = plain_line(told["number"] or "")[:12]
    for name, value in told.items():
        setattr(row, name, value)
    check(row)


def _packages(project: Project, given: Collection[WorkPackage]) -> list[str]:
    if any(one.project_id != project.pk for one in given):
        raise Problem("other project", _("Choose work packages of this project."), field="packages")
    return [str(one.pk) for one in given]


def check(row: Result) -> None:
    """Raises Problem for what contradicts the chain."""
    rank = Result.LEVELS.index
    if row.parent is not None:
        if row.parent.project_id != row.project_id:
            raise Problem("other project", _("Choose a result of this project."), field="parent")
        if rank(row.parent.level) >= rank(row.level):
            raise Problem(
                "upside down",
                _(
                    "It can only serve what stands above its own level: activities serve outputs, outcomes and goals."
                ),
                field="parent",
            )
    if not row._state.adding and any(rank(one.level) <= rank(row.level) for one in row.below.all()):
        raise Problem(
            "upside down", _("What serves it would stand above it. Move that first."), field="level"
        )
    taken = Result.objects.filter(project=row.project_id, number=row.number).exclude(pk=row.pk)
    if row.number and taken.exists():
        raise Problem("number taken", _("Another result has this number."), field="number")
    if row.level != Result.Level.ACTIVITY:
        row.packages, row.kinds = [], []


@action(may=policies.may_plan, says="priorities chosen")
def choose_priorities(
    actor: Actor, project: Project, keys: Collection[str], *, own: str = "", language: str = "en"
) -> list[Priority]:
    """The priorities of the programme that the project promised to work for: of the starting list by key, and one in
    its own words. What is no longer chosen goes with its ticks; its own words stay."""
    there = {one.key: one for one in Priority.objects.filter(project=project)}
    wanted = [key for key in STARTING if key in keys]
    gone = [one for key, one in there.items() if key and key not in wanted]
    Priority.objects.filter(pk__in=[one.pk for one in gone]).delete()
    made = [
        Priority(project=project, code=new_code(), key=key, language="en", title=in_english(key))
        for key in wanted
        if key not in there
    ]
    if plain_line(own):
        row = Priority(project=project, code=new_code())
        editing.words(row, own, language)
        made.append(row)
    for one in made:
        one.save(force_insert=True)
    journal.tell(chosen=[one.code for one in made], no_more=[one.code for one in gone])
    return made


@action(may=policies.may_change, says="priority dropped")
def drop_priority(actor: Actor, priority: Priority) -> Priority:
    """A priority is no longer worked for; its ticks go with it."""
    journal.tell(priority=priority.code)
    pk = priority.pk
    priority.delete()
    priority.pk = pk
    return priority


@action(may=policies.may_change, says="activity ticked")
def tick(actor: Actor, result: Result, ticks: Mapping[Priority, str]) -> Result:
    """For which priorities an activity works, and in which mode ("on_site", "online", "both"): these, and no others.

    Raises Problem for what is no activity of the same project."""
    if result.level != Result.Level.ACTIVITY:
        raise Problem("no activity", _("Only activities are ticked for priorities."))
    if any(one.project_id != result.project_id for one in ticks):
        raise Problem("other project", _("Choose priorities of this project."))
    if set(ticks.values()) - set(Mode.values):
        raise Problem("no mode", _("Choose on site, online, or both."))
    there = {one.priority_id: one for one in Tick.objects.filter(result=result)}
    Tick.objects.filter(result=result).exclude(priority__in=list(ticks)).delete()
    for priority, mode in ticks.items():
        one = there.get(priority.pk) or Tick(result=result, priority=priority)
        one.mode = mode
        one.save()
    journal.tell(priorities=[one.code for one in ticks])
    return result
