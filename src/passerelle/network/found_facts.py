"""Facts found in an old page, as somebody is asked about them: what each would become, and where it stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from passerelle.core.rooms import Found
from passerelle.engines.text.importer import Target, Value, import_page
from passerelle.language.tongues import country_name
from passerelle.network.goals import goals
from passerelle.network.models import Organisation
from passerelle.network.programmes import programmes

NAMES = {
    "title": _("Title"),
    "acronym": _("Acronym"),
    "period_start": _("Begins"),
    "period_end": _("Ends"),
    "country": _("Country"),
    "programme": _("Funding programme"),
    "sdg": _("Sustainable Development Goal"),
    "partner": _("Partner"),
    "objective": _("Objective"),
    "activity": _("Activity"),
    "output": pgettext_lazy("of a project", "Output"),
    "target": pgettext_lazy("of a project", "Target"),
    "contact": _("Contact"),
}
# What the rooms above keep of it (see core.rooms.Found).
_RESULTS = {"objective": "goal", "activity": "activity", "output": "output"}
_PASSAGES = ("objective", "activity", "output")  # too long to be marked; only their beginning is a place


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact with the words that say it. `becomes`: a field of the record and its value, or nothing: then it stays
    in the text only."""

    index: int
    value: Value
    says: str
    becomes: tuple[str, Any] | None = None

    @property
    def name(self) -> Any:
        return NAMES[self.value.field]

    @property
    def is_date(self) -> bool:
        return self.value.field in ("period_start", "period_end")

    @property
    def is_passage(self) -> bool:
        """Whether it stands here as the page says it, in the page's language."""
        return self.value.field in _PASSAGES


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of the text, those of one fact or of none; `places` are facts that begin there without being marked."""

    words: str
    fact: int | None = None
    places: tuple[int, ...] = ()


def facts(text: str, language: str | None, network: Iterable[Organisation], reader: str) -> tuple[Fact, ...]:
    """What a page says of its project, in the order of the text, said in the reader's language."""
    values = import_page(text, language).values
    known = {str(one).casefold(): one for one in network}
    began = next((str(value.value) for value in values if value.field == "period_start"), "")
    return tuple(_fact(index, value, known, began, reader) for index, value in enumerate(values))


def _fact(index: int, value: Value, known: dict[str, Organisation], began: str, reader: str) -> Fact:
    if isinstance(value.value, Target):
        target = value.value
        says = f"{target.number} {target.unit}"
        words = says if target.about in ("", target.unit) else f"{says}: {target.about}"
        return Fact(index, value, says, ("results", Found("target", words, target.number, target.unit)))
    said = value.value
    becomes: tuple[str, Any] | None = None
    if value.field in ("period_start", "period_end"):
        becomes = ("starts" if value.field == "period_start" else "ends", said)
    elif value.field == "country":
        becomes = ("countries", said)
        said = country_name(said, reader)
    elif value.field == "sdg":
        becomes = ("goals", said)
        said = f"{said}. {goals()[int(said)].name(reader)}"
    elif value.field == "programme" and (id_ := programme_of(said, began)):
        becomes = ("programme", id_)
    elif value.field in _RESULTS:
        becomes = ("results", Found(_RESULTS[value.field], said))
    elif value.field == "partner" and (organisation := known.get(said.casefold())):
        becomes = ("partners", organisation)
    return Fact(index, value, said, becomes)


def programme_of(name: str, began: str) -> str | None:
    """The programme of that name in whose years a project began; without a date only when there is just one."""
    same = [one for one in programmes().values() if one.names["en"].startswith(name)]
    if began:
        year = int(began[:4])
        same = [one for one in same if int(one.id[-9:-5]) <= year <= int(one.id[-4:])]
    return same[0].id if len(same) == 1 else None


def accepted(found: Iterable[Fact], indexes: Collection[int]) -> dict[str, Any]:
    """The fields of the record that the accepted facts make."""
    fields: dict[str, Any] = {}
    for fact in found:
        if fact.index not in indexes or fact.becomes is None:
            continue
        name, value = fact.becomes
        if name in ("countries", "goals", "partners", "results"):
            fields.setdefault(name, []).append(value)
        else:
            fields.setdefault(name, value)
    return fields


def marked(text: str, found: Iterable[Fact]) -> list[Piece]:
    """The text in pieces, so that each fact has a place in it; of two that overlap the first is marked."""
    pieces: list[Piece] = []
    waiting: list[int] = []
    at = 0
    for fact in found:
        start, end = fact.value.start, fact.value.end
        if start < at:
            waiting.append(fact.index)
            continue
        if start > at or waiting:
            pieces.append(Piece(text[at:start], None, tuple(waiting)))
            waiting = []
        at = start
        if fact.value.field in _PASSAGES:
            waiting.append(fact.index)
            continue
        pieces.append(Piece(text[start:end], fact.index))
        at = end
    return [*pieces, Piece(text[at:], None, tuple(waiting))]
