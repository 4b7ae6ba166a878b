"""Categories of personal data: who answers for them, who receives them, and why less would not do.

Rooms declare them in `room.py`; together with the declarations on the fields (core.fields) they make the record of
processing and the draft of the data protection impact assessment. A test fails on a table with personal fields that
is in no category, and on a sensitive field whose category does not say why it is needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from passerelle.core.actor import Actor
from passerelle.core.fields import PersonalField, personal_fields
from passerelle.core.rooms import Category, rooms

SENSITIVE = "9("  # article 9 of the GDPR: special categories


@dataclass(frozen=True, slots=True)
class Described:
    """A category with the fields that are in it."""

    category: Category
    fields: tuple[PersonalField, ...]
    # Where projects settle it: which organisation answers in each.
    answers: tuple[str, ...] = ()

    @property
    def sensitive(self) -> tuple[PersonalField, ...]:
        return tuple(one for one in self.fields if one.holds.basis.startswith(SENSITIVE))

    @property
    def bases(self) -> list[str]:
        return sorted({one.holds.basis for one in self.fields})

    @property
    def purposes(self) -> list[str]:
        return list(dict.fromkeys(str(one.holds.purpose) for one in self.fields))

    @property
    def kept(self) -> list[str]:
        return list(dict.fromkeys(str(one.holds.keep) for one in self.fields))

    @property
    def sealed(self) -> int:
        return sum(one.sealed for one in self.fields)


def described(actor: Actor | None = None) -> list[Described]:
    """Every category with its fields, in the order of the rooms; for an actor with who answers in their projects."""
    told = answering(actor) if actor is not None else {}
    fields = list(personal_fields())
    return [
        Described(
            category,
            tuple(one for one in fields if one.model._meta.label_lower in category.models),
            tuple(told.get(category.key, ())),
        )
        for room in rooms()
        for category in room.categories
    ]


def by_project() -> list[Category]:
    """The categories for which each project names the organisation that answers."""
    return [category for room in rooms() for category in room.categories if category.by_project]


def answering(actor: Actor) -> dict[str, list[str]]:
    """Who answers for what in the projects this actor works in: {category: one sentence for each project}."""
    found: dict[str, list[str]] = {}
    for room in rooms():
        for key, sentences in (room.answering(actor) if room.answering else {}).items():
            found.setdefault(key, []).extend(sentences)
    return found


def answering_for(person: UUID) -> list[tuple[str, str, str]]:
    """Who answers for this person's data: (project, category, organisation) in words."""
    return [line for room in rooms() if room.answering_for for line in room.answering_for(person)]


def gaps(fields: list[PersonalField], categories: list[Category]) -> list[str]:
    """What is missing: tables in no category, and sensitive fields whose category gives no reason."""
    home = {model: category for category in categories for model in category.models}
    found = []
    for one in fields:
        label = one.model._meta.label_lower
        if label not in home:
            found.append(f"{label}: in no category")
        elif one.holds.basis.startswith(SENSITIVE) and not home[label].sensitive_because:
            found.append(f"{label}.{one.field.name}: sensitive, and nothing says why it is needed")
    return list(dict.fromkeys(found))
