"""A change of an item is undone: the session of who made it keeps what it replaced, which comes back as a new change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.errors import Problem
from passerelle.network.models import Organisation
from passerelle.people.models import Person
from passerelle.tasks import policies
from passerelle.tasks.actions.items import set_facts, set_helpers
from passerelle.tasks.models import Item, WorkPackage

_PLAIN = ("nature", "number", "title", "description", "language", "due_rule", "due_zone")
_READ: dict[str, Any] = {
    "due_time": time.fromisoformat,
    "waiting_since": date.fromisoformat,
    "planned_days": Decimal,
}
_NAMED: dict[str, type[Model]] = {
    "package": WorkPackage,
    "responsible": Organisation,
    "waiting_for": Organisation,
    "person": Person,
}
_HELPING: dict[str, type[Organisation] | type[Person]] = {"organisation": Organisation, "person": Person}


def as_it_stands(item: Item) -> dict[str, Any]:
    """Everything a form can change, as JSON: text as it is, days and figures as ISO 8601 and decimals, others by id."""
    told: dict[str, Any] = {name: getattr(item, name) for name in _PLAIN}
    for name in _READ:
        value = getattr(item, name)
        told[name] = None if value is None else str(value)
    for name in _NAMED:
        pk = getattr(item, f"{name}_id")
        told[name] = None if pk is None else str(pk)
    helping = item.helpers.values_list("organisation", "person")
    told["helpers"] = sorted(
        ["person", str(person)] if person else ["organisation", str(organisation)]
        for organisation, person in helping
    )
    return told


@action(may=policies.may_change, says="item change undone")
def undo_change(actor: Actor, item: Item, *, revision: int, was: Mapping[str, Any]) -> Item:
    """Put back what a change replaced. was: those facts of `as_it_stands` before it. revision: the one it made.

    Raises Problem when somebody changed the item since, or when what would be put back is not here any more."""
    facts = {name: _meant(name, value) for name, value in was.items() if name != "helpers"}
    if item.revision != revision:
        raise _since()
    try:
        set_facts(item, facts, revision)
    except Problem as problem:
        if problem.code == "changed meanwhile":
            raise _since() from None
        raise
    if "helpers" in was:
        set_helpers(item, [_there(_HELPING[kind], pk) for kind, pk in was["helpers"]])
    journal.tell(fields=sorted(was))
    return item


def _meant(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _NAMED:
        return _there(_NAMED[name], value)
    return _READ[name](value) if name in _READ else value


def _there(model: type[Any], pk: str) -> Any:
    found = model._default_manager.filter(pk=pk).first()
    if found is None:
        raise Problem(
            "gone", _("What stood here before is no longer in the project, so it cannot be put back.")
        )
    return found


def _since() -> Problem:
    return Problem(
        "changed since", _("Somebody changed this since, so nothing was undone. Look at it as it is now.")
    )
