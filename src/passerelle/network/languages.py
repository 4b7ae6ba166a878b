"""How far projects are in each language, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from passerelle.core.actor import Actor
from passerelle.language import plain, texts
from passerelle.language.sorting import order_by_name
from passerelle.network import policies
from passerelle.network.actions.found import PAGE, TITLE
from passerelle.network.models import Project

FIELDS = (TITLE, PAGE)


@dataclass(frozen=True, slots=True)
class Cover:
    """One project in one language: paragraphs by state. own: it is written in it."""

    language: str
    current: int
    outdated: int
    missing: int
    own: bool = False

    @property
    def total(self) -> int:
        return self.current + self.outdated + self.missing

    @property
    def begun(self) -> bool:
        return self.current + self.outdated > 0


@dataclass(frozen=True, slots=True)
class Row:
    """A project in every language asked for. next: where to go on, None when nothing waits or nothing is written."""

    project: Project
    covers: tuple[Cover, ...]

    @property
    def next(self) -> Cover | None:
        """What is outdated first, because readers see it; then what is nearest to being whole."""
        open_ones = [one for one in self.covers if not one.own and one.outdated + one.missing]
        return min(open_ones, key=lambda one: (not one.outdated, not one.begun, one.missing), default=None)


def translating(actor: Actor, language: str) -> QuerySet[Project]:
    """The open projects in which an actor may translate, sorted for a reader of `language`."""
    mine = actor.projects(*policies.COORDINATORS, "facilitator")
    seen = Project.objects.visible_to(actor).filter(pk__in=mine, closed_at=None)
    return order_by_name(seen, language, "acronym")


def covered(projects: Sequence[Project]) -> tuple[list[str], list[Row]]:
    """The languages of the interface and those in which these projects have anything, and a row for each project; three
    queries."""
    told = texts.tell_many(Project.KIND, [one.pk for one in projects], FIELDS)
    used = {
        tag
        for fields in told.values()
        for one in fields.values()
        for tag in (*one.languages(), one.text.language)
    }
    languages = [*texts.INTERFACE, *sorted(tag for tag in used - {*texts.INTERFACE} if plain.is_known(tag))]
    return languages, [Row(one, _covers(told.get(one.pk, {}), languages)) for one in projects]


def _covers(told: dict[str, texts.Told], languages: Sequence[str]) -> tuple[Cover, ...]:
    own = {one.text.language for one in told.values()}
    counted = texts.coverage(told, FIELDS, languages)
    return tuple(Cover(tag, **counted[tag], own=own == {tag}) for tag in languages)
