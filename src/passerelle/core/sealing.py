"""Sealed fields of a row: one place to name them, fill them and open them, so that every room seals alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import models

from passerelle.core import keys


def place(model: type[models.Model] | models.Model, field: str, pk: Any) -> str:
    """Where a sealed value stands; authenticated with it, so that a value moved elsewhere does not open."""
    return f"{model._meta.label_lower}.{field}:{pk}"


def fill(row: models.Model, owner: UUID, **texts: str) -> None:
    """Seal texts into the fields of a row that has its primary key already; an empty text stands as NULL."""
    for field, text in texts.items():
        setattr(row, field, keys.seal(owner, text, place(row, field, row.pk)) if text else None)


def opened(
    rows: Iterable[models.Model], fields: Sequence[str], owner: str = "pk"
) -> list[dict[str, str | None]]:
    """The named sealed fields of each row, opened with one query for all keys; None where nothing can be read.

    owner: the attribute of a row that holds the id of the key's owner.
    """
    rows = list(rows)
    wanted = [
        (getattr(row, owner), getattr(row, field), place(row, field, row.pk))
        for row in rows
        for field in fields
    ]
    texts = iter(keys.unseal_many(wanted))
    return [{field: next(texts) for field in fields} for _ in rows]


def fill_many(rows: Iterable[models.Model], texts: Sequence[dict[str, str]], owner: str = "pk") -> None:
    """`fill` for many rows with one query for all keys. texts: of each row, by field; an empty text stands as NULL."""
    places = [
        (row, field, text) for row, told in zip(rows, texts, strict=True) for field, text in told.items()
    ]
    for row, field, _text in places:
        setattr(row, field, None)
    full = [one for one in places if one[2]]
    sealed = keys.seal_rows(
        (getattr(row, owner), text, place(row, field, row.pk)) for row, field, text in full
    )
    for (row, field, _text), value in zip(full, sealed, strict=True):
        setattr(row, field, value)
