"""By what the people and heads of this room can be told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from passerelle.core.countables import Unit
from passerelle.core.describing import UNSAID, Attribute, Row, Source, quarter
from passerelle.gatherings import queries
from passerelle.gatherings.countables import WHY
from passerelle.gatherings.models import Attendance, Gathering, HeadCount, Registration
from passerelle.language.tongues import country_name
from passerelle.questionnaires import queries as answers
from passerelle.questionnaires.attributes import ATTRIBUTES

ELSEWHERE = "elsewhere"


def sources(project: UUID) -> Iterator[Source]:
    """Heads by age, and people by the country they come from; both by town and mode. People also by what they said of
    themselves when they registered: one source, because they are the same people."""
    found = _Places(project)
    mode = Attribute("mode", _("Mode"), dict(Gathering.Mode.choices))
    place = Attribute("town", _("Town"), found.towns)
    ages = Attribute("age", _("Age"), dict(HeadCount.Band.choices))
    country = Attribute("country", _("Country they come from"), found.countries)
    said = [
        Attribute(key, ATTRIBUTES[key], {**values, UNSAID: _("Not said")})
        for key, values in answers.attributes_within(project, Gathering.KIND).items()
    ]
    yield Source(
        "gatherings.heads",
        _("Heads, counted in the room"),
        Unit.HEADS,
        (ages, place, mode),
        lambda controller, attributes: _heads(project, controller, attributes, found),
    )
    yield Source(
        "gatherings.people",
        _("People who took part, counted once"),
        Unit.PEOPLE,
        (country, place, mode, *said),
        lambda controller, attributes: _people(project, controller, attributes, found),
    )


class _Places:
    """The towns and countries of a project's partners: what can be, whether or not anybody came from there."""

    def __init__(self, project: UUID) -> None:
        rows = queries.where_partners_are(project)
        reader = translation.get_language() or "en"
        countries = sorted({country for country, _cities in rows if country})
        self.countries = {code: country_name(code, reader) for code in countries} | {
            ELSEWHERE: _("Another country"),
            UNSAID: _("Not said"),
        }
        cities = sorted({city for _country, cities in rows for city in cities}, key=lambda one: one[::-1])
        self.towns: dict[str, Any] = dict(cities) | {ELSEWHERE: _("Another town")}

    def country(self, code: str) -> str:
        return UNSAID if not code else code if code in self.countries else ELSEWHERE

    def town(self, code: str | None) -> str:
        return code if code in self.towns else ELSEWHERE


def _heads(project: UUID, controller: UUID, attributes: Collection[str], places: _Places) -> Iterator[Row]:
    rows = (
        HeadCount.objects.unscoped(reason=WHY)
        .filter(queries.counted_by(project, controller), taken_back_at=None, gathering__project=project)
        .exclude(gathering__state=Gathering.State.CANCELLED)
        .values_list("gathering__begins_at", "band", "gathering__city__code", "mode", "heads")
    )
    told: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for begins, band, city, mode, heads in rows:
        by = {"age": band, "town": places.town(city), "mode": mode}
        told[quarter(timezone.localdate(begins)), tuple(by[key] for key in attributes)] += heads
    yield from (Row(when, values, number) for (when, values), number in sorted(told.items()))


def _people(project: UUID, controller: UUID, attributes: Collection[str], places: _Places) -> Iterator[Row]:
    """Everybody at the gathering they first came to: a person enters once, whatever they come to later."""
    rows = (
        Attendance.objects.unscoped(reason=WHY)
        .filter(participant__controller=controller, gathering__project=project, taken_back_at=None)
        .exclude(gathering__state=Gathering.State.CANCELLED)
        .order_by("participant__counted_as", "gathering__begins_at", "at", "pk")
        .distinct("participant__counted_as")
        .annotate(given=_given(project, controller))
        .values_list("gathering__begins_at", "country", "gathering__city__code", "mode", "given")
    )
    wanted = [one for row in rows for one in row[-1]] if ATTRIBUTES.keys() & set(attributes) else []
    said = answers.attributes_of(wanted)
    told: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for begins, country, city, mode, given in rows:
        by = {"country": places.country(country), "town": places.town(city), "mode": mode}
        by |= dict.fromkeys(ATTRIBUTES, UNSAID)
        for response in reversed(given):  # so that the first one stands
            by |= said.get(response, {})
        told[quarter(timezone.localdate(begins)), tuple(by[key] for key in attributes)] += 1
    yield from (Row(when, values, number) for (when, values), number in sorted(told.items()))


def _given(project: UUID, controller: UUID) -> ArraySubquery:
    """What somebody who came answered with their registrations, the first first: of several answers the first counts,
    so that one person's numbers do not move about. What was withdrawn says nothing."""
    rows = (
        Registration.objects.unscoped(reason=WHY)
        .filter(
            participant__counted_as=OuterRef("participant__counted_as"),
            participant__project=project,
            participant__controller=controller,
            response__isnull=False,
        )
        .exclude(state=Registration.State.WITHDRAWN)
    )
    return ArraySubquery(rows.order_by("at", "pk").values("response"))
