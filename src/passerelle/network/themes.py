"""The taxonomy of themes as somebody reads it, and what has which theme."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef

from passerelle.engines.text.collation import sort_key
from passerelle.network import terms
from passerelle.network.models import Project, Theme, Themed


@dataclass(frozen=True, slots=True)
class Term:
    """A theme with its name for one reader. language: of the name. retired: out of use. into: merged into that one."""

    id: UUID
    code: str
    name: str
    language: str
    parent: UUID | None
    retired: bool
    into: UUID | None
    labels: dict[str, str]

    @property
    def missing(self) -> list[str]:
        return terms.missing(self.labels)


class Vocabulary:
    """All themes for a reader of one language."""

    def __init__(self, rows: Iterable[Term], language: str) -> None:
        self.language = language
        self.by_id = {term.id: term for term in rows}
        self.by_code = {term.code: term for term in self.by_id.values()}
        self._below: dict[UUID | None, list[Term]] = {}
        for term in sorted(self.by_id.values(), key=lambda t: (sort_key(t.name, language), t.code)):
            self._below.setdefault(term.parent, []).append(term)

    def __bool__(self) -> bool:
        return bool(self.by_id)

    def tree(self) -> list[tuple[int, Term]]:
        """(depth, theme), each theme before its narrower ones, in the order of the reader's language."""
        told: list[tuple[int, Term]] = []
        waiting = [(0, term) for term in reversed(self._below.get(None, []))]
        while waiting:
            depth, term = waiting.pop()
            told.append((depth, term))
            waiting += [(depth + 1, one) for one in reversed(self._below.get(term.id, []))]
        return told

    def in_use(self) -> list[tuple[int, Term]]:
        return [(depth, term) for depth, term in self.tree() if not term.retired]

    def within(self, theme: UUID) -> set[UUID]:
        """A theme and everything narrower."""
        found, waiting = set(), [theme]
        while waiting:
            here = waiting.pop()
            found.add(here)
            waiting += [term.id for term in self._below.get(here, [])]
        return found

    def above(self, theme: UUID) -> list[UUID]:
        """What a theme stands under, the nearest first."""
        found: list[UUID] = []
        here = self.by_id.get(theme)
        while here is not None and here.parent is not None:
            found.append(here.parent)
            here = self.by_id.get(here.parent)
        return found

    def named(self, themes: Collection[UUID]) -> list[Term]:
        """These themes by name, in the reader's order."""
        found = [self.by_id[one] for one in themes if one in self.by_id]
        return sorted(found, key=lambda term: sort_key(term.name, self.language))


def vocabulary(language: str) -> Vocabulary:
    """Every theme with its names; one query."""
    rows = list(
        Theme.objects.unscoped(reason="the taxonomy is public").values_list(
            "pk", "code", "parent", "retired_at", "merged_into", "labels__language", "labels__text"
        )
    )
    labels = terms.gathered((row[0], row[5], row[6]) for row in rows)
    told = {}
    for pk, code, parent, retired, into, _language, _text in rows:
        name = terms.label_in(labels[pk], language)
        told[pk] = Term(
            pk, code, name.text or code, name.language, parent, retired is not None, into, labels[pk]
        )
    return Vocabulary(told.values(), language)


def themes_of(kind: str, subject: UUID) -> set[UUID]:
    """The themes of one thing."""
    return set(Themed.objects.filter(subject_kind=kind, subject=subject).values_list("theme", flat=True))


def of_projects() -> ArraySubquery:
    """The themes of each project, to annotate a query of projects with."""
    own = Themed.objects.filter(subject_kind=Project.KIND, subject=OuterRef("pk"))
    return ArraySubquery(own.values("theme"))


def usage() -> dict[UUID, int]:
    """How many things have each theme itself."""
    counted = Themed.objects.values_list("theme").annotate(n=Count("pk")).order_by()
    return dict(counted)
