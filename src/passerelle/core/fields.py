"""Each field that can hold personal data says so where it stands.

`personal(...)` and `impersonal(...)` wrap a model field and leave a declaration on it; the record of processing,
the export and the erasure of a person are read off these declarations. A test requires every text, date, file,
JSON and person field of every model to carry one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

F = TypeVar("F", bound=models.Field)


# What most of what is known of a person is kept for.
UNTIL_ERASED = _(
    "Until the person asks for erasure; at the latest two years after their last project ended and they last signed in."
)


class Erase(StrEnum):
    """How a value goes when its person is erased."""

    SHRED = "shred"  # sealed under the person's key: emptied here, and unreadable in every copy once the key is gone
    DELETE = "delete"  # the whole row is deleted
    BLANK = "blank"  # the value is emptied, the row stays
    KEEP = "keep"  # a bare reference to the person, which says nothing once the identity is gone


@dataclass(frozen=True, slots=True)
class Keep:
    """How long a value is kept: the rule of the retention clock that ends it, and a sentence for people."""

    rule: str
    says: Any

    def __str__(self) -> str:
        return str(self.says)


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a personal field is for. `subject` is the look-up from the row to the person's id."""

    purpose: Any
    basis: str
    keep: Keep
    erase: Erase
    subject: str = "person_id"


IMPERSONAL = "impersonal"


def personal(
    field: F, *, purpose: Any, basis: str, keep: Keep, erase: Erase, subject: str = "person_id"
) -> F:
    """Declare that `field` holds personal data.

    purpose: a translatable sentence. basis: article of the GDPR, such as "6(1)(a)". keep: which rule of the clock
    ends it, and how that is said.
    """
    field.holds = Declaration(purpose, basis, keep, erase, subject)  # type: ignore[attr-defined]
    return field


def impersonal(field: F) -> F:
    """Declare that `field` holds nothing about a person."""
    field.holds = IMPERSONAL  # type: ignore[attr-defined]
    return field


class SealedTextField(models.BinaryField):
    """A text sealed under its person's key. Holds ciphertext; `core.keys` seals and unseals."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("null", True)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> bytes | None:
        return None if value is None else bytes(value)


@dataclass(frozen=True, slots=True)
class PersonalField:
    model: type[models.Model]
    field: models.Field
    holds: Declaration

    @property
    def sealed(self) -> bool:
        return isinstance(self.field, SealedTextField)

    @property
    def table_called(self) -> Any:
        """Its table's name for the reader, lazy: a room's word for a library's table, else the model's own."""
        meta = self.model._meta
        return CALLED.get(meta.label_lower, meta.verbose_name)

    @property
    def called(self) -> Any:
        """Its name for the reader, lazy."""
        return CALLED.get(field_name(self.field), self.field.verbose_name)


# Fields of libraries' tables, declared by the rooms that use them: {"app.model.field": declaration}
FOREIGN: dict[str, Declaration | str] = {}
# What those rooms call libraries' tables and fields: {"app.model" or "app.model.field": lazy name}
CALLED: dict[str, Any] = {}


def declaration_of(field: models.Field) -> Declaration | str | None:
    own = getattr(field, "holds", None)
    return own if own is not None else FOREIGN.get(field_name(field))


def field_name(field: models.Field) -> str:
    return f"{field.model._meta.label_lower}.{field.name}"


def personal_fields() -> Iterator[PersonalField]:
    """Every field of every installed model that is declared personal, in a stable order."""
    for model in sorted(apps.get_models(), key=lambda m: m._meta.label_lower):
        for field in model._meta.concrete_fields:
            holds = declaration_of(field)
            if isinstance(holds, Declaration):
                yield PersonalField(model, field, holds)
