"""What the public site reads beyond the network's own queries: published things only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from passerelle.core.actor import SystemActor
from passerelle.core.models import Seal
from passerelle.language.models import Edition, Text
from passerelle.language.outlines import PartPath
from passerelle.language.texts import INTERFACE, Owner
from passerelle.network.models import Project
from passerelle.network.queries import coordinators_of
from passerelle.network.roles import Role
from passerelle.people.queries import names_of


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a page is translated into the reader's language: its states, and the language it was written in."""

    states: frozenset[str]
    source: str


def coverages(projects: Iterable[UUID], language: str) -> dict[UUID, Coverage]:
    """The states of the parts of many pages in one query."""
    newest = (
        Edition.objects.filter(owner_kind=Project.KIND, owner__in=list(projects), language=language)
        .order_by("owner", "-number")
        .distinct("owner")
        .annotate(states=PartPath("$[*].state"), sources=PartPath("$[0].source"))
    )
    rows = newest.values_list("owner", "states", "sources")
    return {owner: Coverage(frozenset(states), sources[0]) for owner, states, sources in rows if sources}


def published() -> models.QuerySet[Project]:
    """Published projects are everybody's, whoever asks."""
    return Project.objects.unscoped(reason="published projects").filter(state=Project.State.PUBLISHED)


def newest(count: int) -> list[Project]:
    """The projects that began last; one query."""
    return list(published().order_by("-starts", "-acronym")[:count])


def by_id(ids: Sequence[UUID]) -> list[Project]:
    """These projects in this order; one query."""
    found = published().in_bulk(list(ids))
    return [found[one] for one in ids if one in found]


def titles(language: str) -> dict[UUID, str]:
    """The titles of all projects in the reader's language."""
    editions = Edition.objects.filter(owner_kind=Project.KIND, language=language)
    return dict(editions.order_by("owner", "-number").distinct("owner").values_list("owner", "title"))


@dataclass(frozen=True, slots=True)
class Editions:
    """What one reader gets of one record: the text, the text it was translated from, and where else it can be read.

    spoken: for every language in which something can be read, the language each part of its edition is in.
    also: the same text in the other languages this reader likes, in their order."""

    shown: Edition | None
    source: Edition | None
    spoken: dict[str, list[str]]
    also: tuple[Edition, ...] = ()


def editions(owner: Owner, language: str, asked: str = "", chain: Sequence[str] = ()) -> Editions:
    """The edition in the reader's language, or in the language asked for if the text exists in it; one query.

    chain: languages for what is missing in the reader's. Only what may be shown comes with its parts: a text may exist
    in many languages, and be long."""
    written_in = Text.objects.filter(owner_kind=owner.kind, owner=owner.id).values("language")
    needed = Q(language__in=[language, asked, *chain]) | Q(language__in=written_in)
    newest = (
        Edition.objects.filter(owner_kind=owner.kind, owner=owner.id)
        .order_by("language", "-number")
        .distinct("language")
        .defer("parts")
        .annotate(
            spoken=PartPath("$[*].language"),
            read=models.Case(
                models.When(needed, then=F("parts")),
                default=models.Value([], output_field=models.JSONField()),
            ),
        )
    )
    found: dict[str, Edition] = {}
    for edition in newest:
        edition.parts = edition.read
        found[edition.language] = edition
    there: dict[str, list[str]] = {code: one.spoken for code, one in found.items() if code in one.spoken}  # type: ignore[attr-defined]
    shown = found.get(asked if asked in there and asked not in INTERFACE else language)
    source = next((part["source"] for part in shown.parts), None) if shown else None
    also = tuple(found[code] for code in chain if code in there and found[code] is not shown)
    return Editions(shown, found.get(source) if source else None, there, also)


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to ask: by name only with their consent, else by role and organisation."""

    name: str
    role: str
    organisation: str


def contacts(project: Project) -> list[Contact]:
    """Who answers for a project, lead coordinators first; at most three queries."""
    found = coordinators_of(project, consent="shown")
    shown = {one.person for one in found if one.agreed}
    names = names_of(SystemActor(reason="name shown with consent"), shown) if shown else {}
    told = (
        Contact(names.get(one.person) or "", str(Role(one.role).label), one.organisation) for one in found
    )
    return list(dict.fromkeys(told))


def seals() -> models.QuerySet[Any]:
    """The sealed blocks of the journal, newest first, without their fingerprints."""
    return Seal.objects.order_by("-number").defer("fingerprints")
