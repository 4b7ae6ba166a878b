"""Once data are back: erase again who has left, build what is derived, say what cannot be read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist
from django.db import models, transaction

from passerelle.core import journal, keys, search
from passerelle.core.actor import SystemActor
from passerelle.core.errors import Refused
from passerelle.core.fields import Erase, PersonalField, personal_fields
from passerelle.core.rooms import rooms


@transaction.atomic
def settle(says: str, **codes: Any) -> dict[str, Any]:
    """Let every room put its part right, then write the journal row. Nobody gets in before this is committed.

    Returns how many rows each room put right: people erased once more, letters held back."""
    put_right = {room.name: room.after_restore() for room in rooms() if room.after_restore is not None}
    search.rebuild()
    _refuse_if_withdrawn_remain()
    with journal.telling() as details:
        journal.tell(**codes)
    journal.append(SystemActor(reason=says), says, None, details)
    return put_right


def unreadable() -> dict[str, Any]:
    """Whose sealed values cannot be opened because their key is not here: {"people": how many, "codes": [...]}."""
    owners: set[UUID] = set()
    holders: set[type[models.Model]] = set()
    for one in personal_fields():
        if one.sealed and one.holds.subject:
            owners |= set(_owners(one))
            holders |= _holders(one)
    missing = owners - keys.present(owners)
    codes = {
        row: code
        for holder in sorted(holders, key=lambda m: m._meta.label_lower)
        for row, code in holder._base_manager.filter(pk__in=missing).values_list("pk", "code")
    }
    return {"people": len(missing), "codes": sorted(codes.get(owner, str(owner)) for owner in missing)}


def _refuse_if_withdrawn_remain() -> None:
    """The promise of erasure is checked, not believed: nothing of who has left may be there."""
    withdrawn = keys.withdrawals()
    left = [
        f"{one.model._meta.label}.{one.field.name}"
        for one in personal_fields()
        if one.holds.subject and _remains(one, withdrawn)
    ]
    if withdrawn and left:
        raise Refused(
            "withdrawals not replayed",
            "Values of people who have left are still in %(fields)s: nothing was brought back.",
            fields=", ".join(left),
        )


def _remains(one: PersonalField, withdrawn: list[UUID]) -> bool:
    rows = one.model._base_manager.filter(**{f"{one.holds.subject}__in": withdrawn})
    if one.holds.erase == Erase.DELETE:
        return rows.exists()
    if one.holds.erase == Erase.SHRED:
        return rows.filter(**{f"{one.field.name}__isnull": False}).exists()
    return False


def _owners(one: PersonalField) -> Any:
    rows = one.model._base_manager.filter(**{f"{one.field.name}__isnull": False})
    found = rows.exclude(**{one.holds.subject: None}).values_list(one.holds.subject, flat=True)
    return found.order_by().distinct()


def _holders(one: PersonalField) -> set[type[models.Model]]:
    """The table of people that a declaration's path leads to, if it has readable codes."""
    model: Any = one.model
    for step in one.holds.subject.removesuffix("_id").split("__"):
        try:
            field = model._meta.get_field(step)
        except FieldDoesNotExist:
            return set()
        model = field.related_model or model
    return {model} if model is not one.model and any(f.name == "code" for f in model._meta.fields) else set()
