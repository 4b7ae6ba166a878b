"""Who takes tables in: whoever may take in anything at all, and only what each kind allows them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from passerelle.core.actor import Actor
from passerelle.core.importables import Importable
from passerelle.core.rooms import importables
from passerelle.importing.models import Sheet


def may_import(actor: Actor, *_: Any, **__: Any) -> bool:
    return any(one.may(actor, None) for one in importables().values())


def may_take(actor: Actor, importable: Importable, place: UUID | None = None, **__: Any) -> bool:
    return importable.may(actor, place) is True


def may_open(actor: Actor, sheet: Sheet, *_: Any, **__: Any) -> bool:
    """Who gave it, as long as they may take in such rows there."""
    one = importables().get(sheet.kind)
    return sheet.by == actor.person and one is not None and one.may(actor, sheet.place) is True
