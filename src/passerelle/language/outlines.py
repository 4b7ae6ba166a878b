"""Many editions at a glance: their titles, how far they are translated, and how they begin."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import models
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import JSONObject

from passerelle.language.models import Edition


class PartPath(models.Func):
    """One SQL/JSON path over an edition's parts: the texts stay in the database."""

    output_field = models.JSONField()

    def __init__(self, path: str, *, first: bool = False) -> None:
        function = "jsonb_path_query_first" if first else "jsonb_path_query_array"
        super().__init__(F("parts"), template=f"{function}(%(expressions)s, '{path}')")


@dataclass(frozen=True, slots=True)
class Outline:
    """What a list shows of an edition. states: of its parts; source: the language it was written in.

    opening: the first paragraph as {"body", "language", "state"}, None where there is none."""

    title: str
    title_language: str
    states: frozenset[str]
    source: str
    opening: dict[str, Any] | None


@lru_cache(maxsize=256)  # it says the same every time, and a query takes a copy
def outline(kind: str, language: str, *, of: str = "pk") -> Subquery:
    """The newest edition of each row for readers of `language`, to annotate a query with; `read` makes an Outline.

    A part of the row's own query, so that a list costs no second one. of: the row's column that owns the texts."""
    newest = Edition.objects.filter(owner_kind=kind, owner=OuterRef(of), language=language).order_by(
        "-number"
    )
    told = JSONObject(
        title="title",
        language="title_language",
        states=PartPath("$[*].state"),
        source=PartPath("$[0].source", first=True),
        opening=PartPath('$[*] ? (@.kind == "paragraph")', first=True),
    )
    return Subquery(newest.values_list(told)[:1])


def read(told: dict[str, Any] | None) -> Outline | None:
    """An annotation by `outline`; None for what was never published in that language."""
    if told is None:
        return None
    source = told["source"] or told["language"]
    return Outline(told["title"], told["language"], frozenset(told["states"]), source, told["opening"])
