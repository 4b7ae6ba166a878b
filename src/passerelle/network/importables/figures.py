"""Figures of cities from a table: one number with its city, year and source in each row.

A figure is never changed by a table. What stands here already is left as it is; another number of the same year stands
beside it until somebody chooses. Taking a table back leaves its figures readable as taken back, as on the screen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle.core.actor import Actor
from passerelle.core.importables import Change, Context, Field, Importable, Planned, Row, Wrong
from passerelle.engines.tables.words import loose, nearest
from passerelle.importing import kinds
from passerelle.language.tongues import country_name, name_in
from passerelle.network import actions, cities, measures, policies
from passerelle.network.importables.names import by_name
from passerelle.network.measures import Measured
from passerelle.network.models import City, CityFigure, Measure

STANDS = CityFigure.State.STANDS


def _measures(context: Context) -> Mapping[str, Measured]:
    """By key, code and name in every language, also with the unit behind it: "Area (km²)"."""
    known = measures.measures(context.language).values()
    names = [(one, [*one.labels.values(), one.key, one.code]) for one in known]
    return by_name([(one, [*said, *(f"{name} ({one.unit})" for name in said)]) for one, said in names])


FIELDS = (
    Field(
        "city",
        gettext_lazy("City"),
        kinds.line(120),
        "town|municipality|ville|commune|città|comune|stad|kommun|stadt|gemeinde|ciudad|بلدة",
        required=True,
    ),
    Field(
        "country",
        gettext_lazy("Country"),
        kinds.country,
        "country code|iso|pays|paese|land|país|البلد|الدولة",
        hint=gettext_lazy("Needed only where two cities have the same name."),
    ),
    Field(
        "measure",
        gettext_lazy("What it tells"),
        kinds.reference(
            _measures,
            gettext_lazy("Nothing that is told of cities is called that."),
            lambda context: [one.name for one in measures.measures(context.language).values()],
        ),
        "indicator|measure|variable|figure|indicateur|mesure|indicatore|misura|indikator|mått|nyckeltal|المؤشر",
        required=True,
    ),
    Field(
        "year",
        gettext_lazy("Year"),
        kinds.number(1000, 2999, whole=True),
        "date|année|an|anno|år|jahr|año|السنة|العام",
        required=True,
    ),
    Field(
        "value",
        gettext_lazy("Number"),
        kinds.number(-(10**15), 10**15),
        "value|amount|total|valeur|nombre|chiffre|valore|numero|värde|antal|tal|wert|zahl|valor|القيمة|العدد",
        required=True,
    ),
    Field(
        "source",
        gettext_lazy("Source"),
        kinds.line(300),
        "who says so|reference|source des données|fonte|källa|quelle|fuente|المصدر",
        required=True,
    ),
    Field(
        "address",
        gettext_lazy("Where it can be looked up"),
        kinds.web_address,
        "link|url|web|address|lien|adresse|indirizzo|länk|adress|enlace|الرابط",
    ),
    Field(
        "definition",
        gettext_lazy("Definition"),
        kinds.line(500),
        "note|notes|meaning|définition|définition exacte|definizione|anmärkning|التعريف",
    ),
    Field(
        "language",
        gettext_lazy("Language of the definition"),
        kinds.language,
        "language|langue|lingua|språk|sprache|idioma|اللغة",
    ),
)


def plan(context: Context, rows: Sequence[Row]) -> tuple[list[Planned], list[Wrong]]:
    """What the same source said of the same city and year already is there; everything else is new."""
    known = _Known(context)
    planned: list[Planned] = []
    wrong: list[Wrong] = []
    seen: dict[Any, int] = {}
    for row in rows:
        told = row.values
        if not all(told.get(field.key) not in (None, "") for field in FIELDS if field.required):
            planned.append(Planned(row))  # whoever reads it says which cells are empty
            continue
        city = known.city(told)
        problem = known.problem(city, told)
        if city is None or problem:
            wrong.append(Wrong(row.number, "city", told["city"], problem or "", known.near(told)))
            continue
        values = {**told, "city": city, "value": Decimal(str(round(told["value"], 4)))}
        key = (city.pk, told["measure"].id, told["year"], values["value"], loose(told["source"]))
        if key in seen:
            problem = _("The same stands in row %(row)s already.") % {"row": seen[key] + 1}
            wrong.append(Wrong(row.number, "value", str(told["value"]), problem))
            continue
        seen[key] = row.number
        there = known.figures.get(key)
        planned.append(Planned(Row(row.number, values), there))
        other = known.used.get(key[:3])
        if there is None and other is not None and other != values["value"]:
            problem = _(
                "Another figure of this year is here already: %(value)s. Both will stand side by side."
            )
            beside = problem % {"value": told["measure"].told(other)}
            wrong.append(Wrong(row.number, "value", str(told["value"]), beside, stops=False))
    return planned, wrong


class _Known:
    """The cities, and the figures that stand, before a table comes in."""

    def __init__(self, context: Context) -> None:
        self.context = context
        found = list(City.objects.visible_to(context.actor))
        self._by_both = {(loose(one.name), one.country): one for one in found}
        self._by_name = by_name([(one, [one.name]) for one in found])
        self._names = [one.name for one in found]
        self._may = cache(lambda city: policies.may_tell_of(context.actor, city))
        standing = CityFigure.objects.visible_to(context.actor).filter(state=STANDS)
        self.figures: dict[Any, CityFigure] = {}
        self.used: dict[Any, Decimal] = {}
        for one in standing:
            what = (one.city_id, one.measure_id, one.year)
            self.figures[(*what, one.value, loose(one.source))] = one
            if one.used:
                self.used[what] = one.value

    def city(self, told: Mapping[str, Any]) -> City | None:
        name = loose(told["city"])
        if told.get("country"):
            return self._by_both.get((name, told["country"]))
        return self._by_name.get(name)

    def problem(self, city: City | None, told: Mapping[str, Any]) -> str:
        if city is None:
            return _("There is no city of this name, or two of them. Add it, or say the country as well.")
        if not self._may(city):
            return _("Figures of a city are told by coordinators of an organisation in it.")
        return ""

    def near(self, told: Mapping[str, Any]) -> str:
        return (
            "" if loose(told["city"]) in map(loose, self._names) else nearest(told["city"], self._names) or ""
        )


def commit(context: Context, planned: Sequence[Planned]) -> list[Change]:
    """Write down what is new, each figure by the rules of a single one."""
    found = Measure.objects.visible_to(context.actor).in_bulk()
    changes: list[Change] = []
    for told in (one.row.values for one in planned if one.state == "new"):
        figure = actions.add_figure(
            context.actor,
            told["city"],
            found[told["measure"].id],
            year=int(told["year"]),
            value=told["value"],
            source=told["source"],
            address=told.get("address", ""),
            definition=told.get("definition", ""),
            language=told.get("language", context.language),
        )
        changes.append({"id": str(figure.pk), "was": None, "now": {"used": figure.used}})
    return changes


def hindrances(context: Context, changes: Sequence[Change]) -> list[str]:
    """Which figures were corrected, chosen or taken back since."""
    there = _there(context, changes)
    known = measures.measures(context.language)
    return [
        _("%(name)s was changed since.")
        % {"name": f"{one.city.name}, {known[one.measure_id].name} {one.year}"}
        for change in changes
        if (one := there[change["id"]]).state != STANDS or one.used != change["now"]["used"]
    ]


def undo(context: Context, changes: Sequence[Change]) -> None:
    """Take the figures back, the last one first; they stay readable with the reason."""
    there = _there(context, changes)
    for change in reversed(changes):
        reason = _("The table it came with was taken back.")
        actions.take_back_figure(context.actor, there[change["id"]], reason=reason)


def _there(context: Context, changes: Sequence[Change]) -> dict[str, CityFigure]:
    found = CityFigure.objects.visible_to(context.actor).filter(pk__in=[one["id"] for one in changes])
    return {str(one.pk): one for one in found.select_related("city", "measure")}


def cells(language: str, words: str = "") -> list[list[Any]]:
    """The figures that stand, as rows that come in again as the same: those that are used before those beside them."""
    known = measures.measures(language)
    places = {pk: at for at, pk in enumerate(known)}
    standing = CityFigure.objects.unscoped(reason="figures of cities are public").filter(state=STANDS)
    found: dict[Any, list[CityFigure]] = {}
    for figure in standing.order_by("-used", "added_at", "code"):
        found.setdefault(figure.city_id, []).append(figure)
    return [
        [
            city.name,
            country_name(city.country, language),
            known[one.measure_id].name,
            one.year,
            int(one.value) if one.value == one.value.to_integral_value() else float(one.value),
            one.source,
            one.address,
            one.definition,
            name_in(one.language, language) if one.definition else "",
        ]
        for city in cities.cities(language, words)
        for one in sorted(found.get(city.pk, []), key=lambda one: (places[one.measure_id], -one.year))
    ]


def heads() -> list[Any]:
    return [field.label for field in FIELDS]


def may(actor: Actor, place: Any = None) -> bool:
    """Whoever may tell of any city; of which one, each row is asked."""
    return policies.may_tell_of_cities(actor)


FIGURES = Importable(
    key="figures",
    label=gettext_lazy("Figures of cities"),
    explains=gettext_lazy(
        "One number with its city, year and source in each row. What is here already stays as it is; another number of "
        "the same year stands beside it."
    ),
    fields=FIELDS,
    may=may,
    plan=plan,
    commit=commit,
    hindrances=hindrances,
    undo=undo,
    address=lambda place: reverse("desk_cities"),
    order=30,
)
