"""What changing any of this room's records has in common: facts are checked, nobody's newer version is overwritten
unseen, and a change is undone by who made it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.errors import Problem
from passerelle.core.lines import plain_line
from passerelle.evidence import policies
from passerelle.evidence.models import Indicator, Question, Result
from passerelle.evidence.models.worded import LONGEST, Worded
from passerelle.language.tongues import TONGUES

Row = TypeVar("Row", bound=Worded)
WORDS = ("title", "language", "titles", "outdated")
FACTS: dict[type[Worded], tuple[str, ...]] = {
    Result: (*WORDS, "level", "parent", "number", "packages", "kinds", "draft"),
    Indicator: (*WORDS, "result", "unit", "baseline", "target", "source", "owner", "due", "rule", "claimed",
                "draft"),
    Question: (*WORDS, "due"),
}  # fmt: skip


def words(row: Worded, title: str, language: str) -> None:
    """Give a row its title. What was put into other languages is outdated from now on. Raises Problem."""
    title = plain_line(title)
    if not title:
        raise Problem("no title", _("Write what it is called."), field="title")
    if len(title) > LONGEST:
        raise Problem(
            "too long",
            _("This text has %(length)s characters; there is room for %(limit)s. Shorten it or split it."),
            field="title",
            length=len(title),
            limit=LONGEST,
        )
    if language not in TONGUES:
        raise Problem("no language", _("Choose one of the languages of the list."), field="language")
    if not row._state.adding and (row.title, row.language) != (title, language):
        row.titles.pop(language, None)
        row.outdated = " ".join(sorted(row.titles))
    row.title, row.language = title, language


def save(row: Row, names: Iterable[str], revision: int) -> Row:
    """Write these facts if nobody else has since `revision`. Raises Problem."""
    told = {name: getattr(row, name) for name in {*names, *WORDS}}
    saved = (
        type(row)._default_manager.filter(pk=row.pk, revision=revision).update(revision=revision + 1, **told)
    )
    if not saved:
        raise Problem(
            "changed meanwhile",
            _("Somebody else changed this while you were writing. Theirs is shown beside yours; save again."),
        )
    row.revision = revision + 1
    return row


def as_it_stands(row: Worded) -> dict[str, Any]:
    """Everything that can be changed, as JSON: records by id, days in ISO 8601, figures as text."""
    told: dict[str, Any] = {}
    for name in FACTS[type(row)]:
        value = getattr(row, row._meta.get_field(name).attname)  # type: ignore[union-attr]
        told[name] = str(value) if isinstance(value, UUID | date | Decimal) else value
    return told


def as_it_was(row: Worded, was: Mapping[str, Any]) -> None:
    """Put facts of `as_it_stands` back on the row. Raises Problem when a record they name is gone."""
    for name, value in was.items():
        field = row._meta.get_field(name)
        if isinstance(field, models.ForeignKey) and value is not None:
            found = field.related_model._default_manager.filter(pk=value).first()
            if found is None:
                raise Problem(
                    "gone",
                    _("What stood here before is no longer in the project, so it cannot be put back."),
                )
            setattr(row, name, found)
        else:
            setattr(row, name, field.to_python(value))  # type: ignore[union-attr]


@action(may=policies.may_change, says="evidence change undone")
def undo_change(actor: Actor, row: Row, *, revision: int, was: Mapping[str, Any]) -> Row:
    """Put back what a change replaced. was: those facts of `as_it_stands` before it. revision: the one it made.

    Raises Problem when somebody changed it since, or when what would be put back is not here any more."""
    as_it_was(row, was)
    try:
        save(row, was, revision)
    except Problem:
        raise Problem(
            "changed since", _("Somebody changed this since, so nothing was undone. Look at it as it is now.")
        ) from None
    journal.tell(fields=sorted(was))
    return row


@action(may=policies.may_translate, says="evidence put into words")
def put_into(actor: Actor, row: Row, language: str, words: str) -> Row:
    """The title in another language; without words it is taken away again. Raises Problem."""
    words = plain_line(words)[:LONGEST]
    if language not in TONGUES or language == row.language:
        raise Problem("no language", _("Choose one of the languages of the list."), field="language")
    titles = {**row.titles, language: words}
    row.titles = {code: said for code, said in titles.items() if said}
    row.outdated = " ".join(code for code in row.outdated.split() if code != language)
    journal.tell(language=language)
    return save(row, (), row.revision)


def bring_back(kind: type[Row], kept: Mapping[str, Any], **of: Any) -> Row:
    """A removed record as it was, under its own id. kept: what `kept_of` said of it. Raises Problem."""
    row = kind(id=UUID(kept["id"]), code=kept["code"], order=kept["order"], **of)
    as_it_was(row, kept["was"])
    row.save(force_insert=True)
    return row


def kept_of(row: Result | Indicator | Question) -> dict[str, Any]:
    """What brings a record back after it was removed, as JSON."""
    return {"id": str(row.pk), "code": row.code, "order": row.order, "was": as_it_stands(row)}
