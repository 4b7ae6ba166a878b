"""Names that lists are sorted by, in the database and by the rules of each language of the interface.

PostgreSQL has these rules only where it was built with ICU, which the embedded one is not. So a name has a key per
language beside it, bytes whose order is the order of the names (engines.text.collation); the database sorts and pages
on them by an index. Only names that everybody may know: the key of a sealed name would give it away. Those are sorted
in memory, by `sort_key` itself.

    class Organisation(Sorted, models.Model):
        name = impersonal(models.CharField(...))
        sorting = SortKeys("name")
        objects = SortedManager()
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from passerelle.core.fields import IMPERSONAL, declaration_of
from passerelle.core.scope import ScopedQuerySet
from passerelle.engines.text.collation import sort_key
from passerelle.language.tongues import INTERFACE

LONGEST = 400
"""Bytes of a stored key: an index holds no row of more than 2,704. Names that differ only after that are a tie."""
_AT_ONCE = 500
# For lists sorted in memory: what was computed for one reader serves the next.
remembered_key = lru_cache(maxsize=20_000)(sort_key)
Q = TypeVar("Q", bound="models.QuerySet[Any]")


def stored_key(name: str, language: str) -> bytes:
    """The key of a name as it is stored."""
    return sort_key(name, language)[:LONGEST]


class SortKey(models.BinaryField):
    """The key of another field of the same row in one language; written whenever the row is."""

    def __init__(self, *args: Any, of: str = "", language: str = "", **kwargs: Any) -> None:
        self.of, self.language = of, language
        super().__init__(*args, **{"null": True, "editable": False, "db_index": True} | kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"of": self.of, "language": self.language}

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes:
        key = stored_key(getattr(model_instance, self.of), self.language)
        setattr(model_instance, self.attname, key)
        return key


class SortKeys:
    """Gives a model a `SortKey` per language for each of the fields named, `name_sv` for `name` in Swedish."""

    def __init__(self, *of: str) -> None:
        self.of = of

    def contribute_to_class(self, model: type[models.Model], name: str) -> None:
        for of in self.of:
            if declaration_of(_field(model, of)) != IMPERSONAL:
                raise TypeError(f"{model.__name__}.{of} may tell of a person: its key would, too")
            for language in INTERFACE:
                SortKey(of=of, language=language).contribute_to_class(model, f"{of}_{language}")
        setattr(model, name, self)


def _field(model: type[models.Model], name: str) -> models.Field:
    return next(field for field in model._meta.concrete_fields if field.name == name)


def keys_of(model: type[models.Model]) -> list[SortKey]:
    """The keys that a model stores."""
    return [field for field in model._meta.concrete_fields if isinstance(field, SortKey)]


class Sorted(models.Model):
    """A row with sort keys: whoever saves only the name saves its keys with it."""

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        if update_fields is not None:
            given = set(update_fields)
            update_fields = given | {key.attname for key in keys_of(type(self)) if key.of in given}
        super().save(*args, update_fields=update_fields, **kwargs)


class SortedQuerySet(ScopedQuerySet):
    def update(self, **values: Any) -> int:
        keys = {
            key.attname: stored_key(values[key.of], key.language)
            for key in keys_of(self.model)
            if isinstance(values.get(key.of), str)
        }
        return super().update(**keys, **values)


SortedManager = models.Manager.from_queryset(SortedQuerySet)


def name_order(language: str, field: str = "name") -> tuple[str, ...]:
    """What `order_by` takes to sort by a field by the rules of the reader's language.

    field: as in a look-up, such as "organisation__name". A language outside the interface gets English's order.
    Names that the rules do not tell apart stand in the order of their signs, and never change places."""
    return f"{field}_{language if language in INTERFACE else 'en'}", field, "pk"


def order_by_name(rows: Q, language: str, field: str = "name", *, backwards: bool = False) -> Q:
    """The rows in the order of a field by the rules of the reader's language, sorted by the database."""
    named = rows.order_by(*name_order(language, field))
    return named.reverse() if backwards else named


def places_by(rows: models.QuerySet[Any], language: str, field: str) -> models.Func:
    """What `order_by` takes to sort rows by a field that has no key beside it: their places by the rules of the reader's
    language, found in memory. One query; for lists of thousands that are taken in far more often than sorted so."""
    told = sorted(
        rows.order_by().values_list("pk", field), key=lambda one: (remembered_key(one[1], language), one[1])
    )
    places = models.Value([pk for pk, _name in told], output_field=ArrayField(models.UUIDField()))
    return models.Func(places, models.F("pk"), function="array_position", output_field=models.IntegerField())


def put_right() -> int:
    """Make every stored key anew that is not what it should be; returns how many rows. Safe to run twice."""
    return sum(_put_right(model) for model in apps.get_models() if keys_of(model))


def _put_right(model: type[models.Model]) -> int:
    keys = keys_of(model)
    columns = [key.attname for key in keys]
    rows = model._base_manager.only("pk", *{key.of for key in keys}, *columns)
    wrong, changed = _wrong(rows.iterator(_AT_ONCE), keys), 0
    while some := list(islice(wrong, _AT_ONCE)):
        changed += model._base_manager.bulk_update(some, columns)
    return changed


def _wrong(rows: Iterable[models.Model], keys: list[SortKey]) -> Iterator[models.Model]:
    for row in rows:
        wrong = False
        for key in keys:
            right, stored = stored_key(getattr(row, key.of), key.language), getattr(row, key.attname)
            if stored is None or bytes(stored) != right:
                setattr(row, key.attname, right)
                wrong = True
        if wrong:
            yield row
