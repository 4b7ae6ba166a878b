"""The directory of competences: which organisation can do what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from passerelle.core.actor import Actor
from passerelle.language.sorting import order_by_name
from passerelle.network.models import Competence, Organisation
from passerelle.network.policies import COORDINATORS

SORTS = ("name", "country")


@dataclass(frozen=True, slots=True)
class Able:
    """An organisation with what it can do, in the order of the vocabulary."""

    organisation: Organisation
    competences: tuple[Competence, ...]


def able(
    actor: Actor,
    language: str,
    *,
    kind: str = "",
    words: str = "",
    sort: str = "name",
    backwards: bool = False,
) -> QuerySet[Organisation]:
    """Members that can do something; with `kind` that, with `words` by name, town or their own words."""
    seen = Competence.objects.visible_to(actor)
    if kind:
        seen = seen.filter(kind=kind)
    if words:
        seen = seen.filter(
            Q(note__icontains=words)
            | Q(organisation__name__icontains=words)
            | Q(organisation__town__icontains=words)
        )
    found = Organisation.objects.visible_to(actor).filter(pk__in=seen.values("organisation"))
    if sort == "country":
        by_country = found.order_by("country", "name")
        return by_country.reverse() if backwards else by_country
    return order_by_name(found, language, "name", backwards=backwards)


def furnished(actor: Actor, organisations: Iterable[Organisation]) -> list[Able]:
    """What each of these can do, in one query."""
    rows = list(organisations)
    order = {kind: place for place, kind in enumerate(Competence.Kind.values)}
    told: dict[object, list[Competence]] = {}
    for one in Competence.objects.visible_to(actor).filter(organisation__in=rows):
        told.setdefault(one.organisation_id, []).append(one)
    return [
        Able(row, tuple(sorted(told.get(row.pk, []), key=lambda one: order.get(one.kind, len(order)))))
        for row in rows
    ]


def kinds_there(actor: Actor) -> list[str]:
    """Which competences anybody has, in the order of the vocabulary: only these can be chosen."""
    there = set(Competence.objects.visible_to(actor).values_list("kind", flat=True).distinct())
    return [kind for kind in Competence.Kind.values if kind in there]


def spoken_for(actor: Actor) -> QuerySet[Organisation]:
    """The organisations this actor coordinates for, and may tell of."""
    own = {g.organisation for g in actor.grants if g.role in COORDINATORS and g.organisation}
    return Organisation.objects.visible_to(actor).filter(pk__in=own).order_by("name")
