"""What is measured of cities, and the network's figures that follow from theirs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from passerelle.core.templatetags.look import number
from passerelle.engines.text.collation import sort_key
from passerelle.network import terms
from passerelle.network.models import City, CityFigure, Measure
from passerelle.network.rollup import LATEST, MEAN, Total, roll_up


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure with its name for one reader. language: of the name. weight: which measure a mean is weighted by."""

    id: UUID
    code: str
    key: str
    name: str
    language: str
    unit: str
    rule: str
    weight: UUID | None
    labels: dict[str, str]

    def told(self, value: Decimal | None) -> str:
        """A value with its unit, in the reader's way of writing numbers; a dash where there is none."""
        if value is None:
            return "–"
        whole = value == value.to_integral_value()
        # The year of something is no quantity: no thousands stand apart in it.
        plain = self.rule == LATEST and whole
        figure = str(int(value)) if plain else number(int(value) if whole else float(value))
        return f"{figure}\u202f%" if self.unit == "%" else f"{figure} {self.unit}".strip()

    def drawn(self, value: Decimal | None) -> str:
        """The network's figure: a share that was calculated is told to one decimal, no finer than its sources."""
        return self.told(round(value, 1) if value is not None and self.unit == "%" else value)


def measures(language: str) -> dict[UUID, Measured]:
    """Every measure by its name in the reader's order; one query."""
    rows = list(
        Measure.objects.unscoped(reason="what is measured is public").values_list(
            "pk", "code", "key", "unit", "rule", "weight", "labels__language", "labels__text"
        )
    )
    labels = terms.gathered((row[0], row[6], row[7]) for row in rows)
    found = {}
    for pk, code, key, unit, rule, weight, _language, _text in rows:
        label = terms.label_in(labels[pk], language)
        found[pk] = Measured(
            pk, code, key, label.text or code, label.language, unit, rule, weight, labels[pk]
        )
    return dict(sorted(found.items(), key=lambda pair: sort_key(pair[1].name, language)))


Used = dict[UUID, dict[int, dict[UUID, Decimal]]]


def used(measure: UUID | None = None, cities: Iterable[UUID] | None = None) -> Used:
    """The figures in use, {measure: {year: {city: value}}}; one query. measure: that one and what weighs it."""
    rows = CityFigure.objects.unscoped(reason="figures of cities are public").filter(used=True)
    if measure is not None:
        rows = rows.filter(
            measure__in=Measure.objects.filter(pk=measure).values_list("weight")
        ) | rows.filter(measure=measure)
    if cities is not None:
        rows = rows.filter(city__in=list(cities))
    found: Used = {}
    for which, year, city, value in rows.values_list("measure", "year", "city", "value"):
        found.setdefault(which, {}).setdefault(year, {})[city] = value
    return found


def total(measure: Measured | Measure, year: int, figures: Used) -> Total[UUID]:
    """The network's figure of one measure and year. figures: as `used` gives them."""
    weight = measure.weight if isinstance(measure, Measured) else measure.weight_id
    own = figures.get(_id(measure), {})
    if measure.rule == LATEST and year != max(own, default=year):
        return Total(None, ())
    weights = figures.get(weight, {}).get(year, {}) if weight and measure.rule == MEAN else None
    return roll_up(measure.rule, own.get(year, {}), weights)


def _id(measure: Measured | Measure) -> UUID:
    return measure.id if isinstance(measure, Measured) else measure.pk


def now(measure: Measure, year: int, city: City | None) -> Decimal | None:
    """The figure in use: a city's, or the network's when no city is given."""
    figures = used(measure.pk)
    if city is None:
        return total(measure, year, figures).value
    return figures.get(measure.pk, {}).get(year, {}).get(city.pk)
