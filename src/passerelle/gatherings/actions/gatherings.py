"""Gatherings are planned, changed, held, cancelled and planned again; a change is undone by who made it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import new_code
from passerelle.core.errors import Problem
from passerelle.core.lines import plain_line
from passerelle.gatherings import policies
from passerelle.gatherings.actions import following
from passerelle.gatherings.actions.checks import FACTS, fill
from passerelle.gatherings.actions.found import index_many
from passerelle.gatherings.models import Gathering
from passerelle.network.models import Organisation, Project
from passerelle.tasks.models import WorkPackage

State = Gathering.State
_NAMED: dict[str, type[Model]] = {"host": Organisation, "package": WorkPackage}
_TIMES = ("starts_time", "ends_time")
COLUMNS = (*sorted(FACTS), "city", "begins_at", "over_at")


@action(may=policies.may_create, says="gathering planned")
def add_gathering(
    actor: Actor, project: Project, *, title: str, kind: str, starts: str, **facts: Any
) -> Gathering:
    """Plan a gathering. facts: see FACTS; without a zone the place's counts.

    Raises Problem that names the field: no date, it ends before it begins, the host is no partner …"""
    _known(facts)
    one = Gathering(code=new_code(), project=project, zone="")
    fill(one, {"title": title, "kind": kind, "starts": starts, **facts})
    one.save(force_insert=True)
    index_many([one])
    return one


@action(may=policies.may_change, says="gathering changed")
def change_gathering(actor: Actor, gathering: Gathering, *, revision: int, **facts: Any) -> Gathering:
    """Change a gathering. facts: see FACTS. revision: the one the form was filled from.

    Raises Problem as `add_gathering` does, and when somebody saved another version meanwhile."""
    _known(facts)
    host = facts.get("host", gathering.host)
    if host != gathering.host and not policies.may_create(actor, gathering.project, host=host):
        raise Problem("other host", _("Only the lead plans what another organisation hosts."), field="host")
    journal.tell(fields=sorted(facts))
    return _set(gathering, facts, revision)


@action(may=policies.may_change, says="gathering cancelled")
def cancel_gathering(actor: Actor, gathering: Gathering, *, reason: str) -> Gathering:
    """Say that it does not take place, and why, to everybody who registered. It stays readable; `plan_again` brings it
    back."""
    reason = plain_line(reason)[:300]
    if not reason:
        raise Problem("no reason", _("Write in a few words why it does not take place."), field="reason")
    if gathering.state == State.CANCELLED:
        return gathering
    return following.cancelled(_state(gathering, State.CANCELLED, reason))


@action(may=policies.may_change, says="gathering held")
def note_held(actor: Actor, gathering: Gathering) -> Gathering:
    """Say that it took place. Raises Problem before it has begun; `plan_again` takes it back."""
    if gathering.begins_at > timezone.now():
        raise Problem("to come", _("It is still to come. Note it once it took place."))
    return _state(gathering, State.HELD)


@action(may=policies.may_change, says="gathering planned again")
def plan_again(actor: Actor, gathering: Gathering) -> Gathering:
    """Undo: planned, as it was before it was held or cancelled. Who was told that it is cancelled is told so."""
    was_cancelled = gathering.state == State.CANCELLED
    _state(gathering, State.PLANNED)
    return following.planned_again(gathering) if was_cancelled else gathering


@action(may=policies.may_change, says="gathering change undone")
def undo_change(actor: Actor, gathering: Gathering, *, revision: int, was: Mapping[str, Any]) -> Gathering:
    """Put back what a change replaced. was: those facts of `as_it_stands` before it. revision: the one it made.

    Raises Problem when somebody changed it since, or when what would be put back is not here any more."""
    facts = {name: _meant(name, value) for name, value in was.items()}
    try:
        _set(gathering, facts, revision)
    except Problem as problem:
        if problem.code == "changed meanwhile":
            raise Problem(
                "changed since",
                _("Somebody changed this since, so nothing was undone. Look at it as it is now."),
            ) from None
        raise
    journal.tell(fields=sorted(was))
    return gathering


def as_it_stands(one: Gathering) -> dict[str, Any]:
    """Everything a form can change, as JSON: text as it is, hours in ISO 8601, others by id."""
    told: dict[str, Any] = {}
    for name in sorted(FACTS):
        value = getattr(one, f"{name}_id" if name in _NAMED else name)
        plain = value is None or (isinstance(value, str | int) and name not in _NAMED)
        told[name] = value if plain else str(value)
    return told


def _meant(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _TIMES:
        return time.fromisoformat(value)
    if name not in _NAMED:
        return value
    found = _NAMED[name]._default_manager.filter(pk=value).first()
    if found is None:
        raise Problem(
            "gone", _("What stood here before is no longer in the project, so it cannot be put back.")
        )
    return found


def _set(one: Gathering, facts: Mapping[str, Any], revision: int) -> Gathering:
    """Write all facts if nobody else has since `revision`; who registered is told what concerns them. Raises Problem."""
    before = following.as_told(one)
    fill(one, facts)
    saved = Gathering.objects.filter(pk=one.pk, revision=revision).update(
        revision=revision + 1, **{name: getattr(one, name) for name in COLUMNS}
    )
    if not saved:
        raise Problem(
            "changed meanwhile",
            _("Somebody else changed this while you were writing. Theirs is shown beside yours; save again."),
        )
    one.revision = revision + 1
    index_many([one])
    following.changed(one, before)
    return one


def _state(one: Gathering, state: str, reason: str = "") -> Gathering:
    one.state, one.reason = state, reason
    one.revision += 1
    one.save(update_fields=["state", "reason", "revision"])
    index_many([one])
    return one


def _known(facts: Mapping[str, Any]) -> None:
    if unknown := set(facts) - FACTS:
        raise TypeError(f"a gathering has no {', '.join(sorted(unknown))}")
