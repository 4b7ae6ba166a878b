"""What is known of cities, as somebody reads it: profiles with contradicting figures side by side, ties, totals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from passerelle.core.actor import Actor
from passerelle.language.sorting import name_order
from passerelle.network import measures
from passerelle.network.measures import Measured
from passerelle.network.models import City, CityFigure, FigureChange, Organisation, Project, Reliance, Tie
from passerelle.network.rollup import LATEST, Total

State = CityFigure.State


@dataclass(frozen=True, slots=True)
class Year:
    """All that was ever told for one measure of one city and year: what stands first, the one used before the others.

    contradicted: different numbers stand side by side."""

    measure: Measured
    year: int
    figures: tuple[CityFigure, ...]
    contradicted: bool


def profile(city: City, named: dict[UUID, Measured]) -> list[Year]:
    """A city's figures by measure, the newest year first; one query. named: every measure (measures.measures)."""
    rows: dict[tuple[UUID, int], list[CityFigure]] = {}
    for figure in CityFigure.objects.unscoped(reason="figures of cities are public").filter(city=city):
        rows.setdefault((figure.measure_id, figure.year), []).append(figure)
    places = {pk: at for at, pk in enumerate(named)}
    told = []
    for (measure, year), figures in sorted(rows.items(), key=lambda one: (places[one[0][0]], -one[0][1])):
        figures.sort(key=lambda f: (f.state != State.STANDS, not f.used, f.added_at, f.code))
        standing = {f.value for f in figures if f.state == State.STANDS}
        told.append(Year(named[measure], year, tuple(figures), len(standing) > 1))
    return told


def cities(language: str, words: str = "") -> QuerySet[City]:
    """All cities by name in the reader's order, each with how many organisations and figures it has."""
    found = City.objects.unscoped(reason="cities are public")
    if words:
        found = found.filter(name__icontains=words)
    return found.annotate(
        inside=Count("organisations", distinct=True),
        told=Count("figures", filter=Q(figures__state=State.STANDS), distinct=True),
    ).order_by(*name_order(language))


def history(city: City) -> QuerySet[FigureChange]:
    """What happened to a city's figures, the newest first."""
    return FigureChange.objects.filter(city=city).select_related("figure")


def organisations_of(city: City, language: str) -> list[Organisation]:
    inside = Organisation.objects.unscoped(reason="organisations of a city are public").filter(city=city)
    return list(inside.order_by(*name_order(language)))


@dataclass(frozen=True, slots=True)
class NetworkFigure:
    """One figure of the whole network, or of a project's cities together."""

    measure: Measured
    year: int
    total: Total[UUID]
    of: int

    @property
    def missing(self) -> int:
        """How many of these cities are not in it."""
        return self.of - len(self.total.cities)


def network_figures(language: str, project: Project | None = None) -> list[NetworkFigure]:
    """The network's figure of each measure and year that some city tells, the newest year first; three queries.

    project: of the cities its partners are in, by the same rules."""
    here = City.objects.unscoped(reason="cities are public")
    if project is not None:
        here = here.filter(organisations__partnerships__project=project).distinct()
    ids = list(here.values_list("pk", flat=True)) if project is not None else None
    named, figures = measures.measures(language), measures.used(cities=ids)
    all_of_them = here.count() if ids is None else len(ids)
    told = []
    for measure in named.values():
        years = sorted(figures.get(measure.id, {}), reverse=True)
        for year in years[:1] if measure.rule == LATEST else years:
            told.append(NetworkFigure(measure, year, measures.total(measure, year, figures), all_of_them))
    return told


@dataclass(frozen=True, slots=True)
class Bond:
    """One tie as it is drawn and as it is written: the same values for picture and table."""

    code: str
    one: City
    other: City
    kind: str
    label: Any
    since: str
    until: str
    source: str
    address: str


def ties(language: str, *, city: City | None = None, kind: str = "", words: str = "") -> list[Bond]:
    """The register, by the names of the two cities in the reader's order; one query."""
    found = Tie.objects.unscoped(reason="ties of cities are public").select_related("one", "other")
    if city is not None:
        found = found.filter(Q(one=city) | Q(other=city))
    if kind in Tie.Kind.values:
        found = found.filter(kind=kind)
    if words:
        found = found.filter(Q(one__name__icontains=words) | Q(other__name__icontains=words))
    column = f"name_{language}"
    told = []
    for tie in found:
        pair = sorted((tie.one, tie.other), key=lambda c: (bytes(getattr(c, column, b"") or b""), c.name))
        told.append(
            Bond(
                tie.code,
                pair[0],
                pair[1],
                tie.kind,
                Tie.Kind(tie.kind).label,
                tie.since,
                tie.until,
                tie.source,
                tie.address,
            )
        )
    key = column if told and hasattr(told[0].one, column) else "name"
    return sorted(told, key=lambda b: (_key(b.one, key), _key(b.other, key), b.since))


def _key(city: City, column: str) -> Any:
    value = getattr(city, column)
    return value if isinstance(value, str) else bytes(value or b"")


def reliances(actor: Actor, **narrow: Any) -> list[Reliance]:
    """Pages and reports that use figures, those first whose figure has changed."""
    found = Reliance.objects.visible_to(actor).filter(**narrow)
    return list(found.select_related("city", "project").order_by(F("outdated").desc(), "-since"))


def named(found: Iterable[Reliance], known: dict[UUID, Measured]) -> Sequence[dict[str, Any]]:
    """Uses of figures with the name of the measure and the values in the reader's writing; no query."""
    return [
        {
            "use": one,
            "measure": known[one.measure_id],
            "value": known[one.measure_id].told(one.value),
            "now": known[one.measure_id].told(one.now),
        }
        for one in found
    ]
