"""What this room counts: people once each, attendances, heads, registrations, gatherings held and who hosted them.

One question to the database for each number. Whoever is the same person (`Participant.counted_as`) and has two rows at
one gathering has come once: the first row that stands tells how (country, mode, channel). So all numbers but people
and hosts add up over any parts, and people are never more than attendances. What was cancelled counts nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.db.models import CharField, Count, F, IntegerField, Max, Min, QuerySet, Sum, Value
from django.db.models.functions import Cast, Concat, Left
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from passerelle.core.actor import Actor
from passerelle.core.countables import Behind, Countable, Cut, Unit
from passerelle.gatherings.models import Attendance, Gathering, HeadCount, Registration

WHY = "numbers are the project's, whoever asks"
PEOPLE, PLACES, ROWS = "participant__counted_as", ("kind", "city", "organisation", "month", "subject"), "pk"
_FIELDS = {"kind": "kind", "city": "city_id", "organisation": "host_id", "subject": "pk"}


def gatherings(cut: Cut) -> QuerySet[Gathering]:
    """The gatherings of a cut, without what was cancelled; by the first day their dates can mean."""
    rows = Gathering.objects.unscoped(reason=WHY).filter(project__in=cut.projects)
    rows = rows.exclude(state=Gathering.State.CANCELLED).order_by()
    # "2027-05" is written as its first day would be: "2027-05-01".
    first_day = Left(Concat("starts", Value("-01-01")), 10)
    if cut.since:
        rows = rows.filter(GreaterThanOrEqual(first_day, Value(cut.since.isoformat())))
    if cut.until:
        rows = rows.filter(LessThanOrEqual(first_day, Value(cut.until.isoformat())))
    asked = {
        "kind__in": cut.kinds,
        "host__in": cut.organisations,
        "city__in": cut.cities,
        "pk__in": cut.subjects,
    }
    return rows.filter(**{name: values for name, values in asked.items() if values})


def _of_people(rows: QuerySet[Any], cut: Cut) -> QuerySet[Any]:
    asked = {"country__in": cut.countries, "mode__in": cut.modes, "channel__in": cut.channels}
    return rows.filter(**{name: values for name, values in asked.items() if values})


def attendances(cut: Cut) -> QuerySet[Attendance]:
    """One row for each person at each gathering."""
    stand = Attendance.objects.unscoped(reason=WHY).filter(taken_back_at=None)
    return _of_people(_once(stand, Attendance, cut), cut)


def registrations(cut: Cut) -> QuerySet[Registration]:
    """One row for each person who has a place at a gathering; who waits for one, or withdrew, has none."""
    stand = Registration.objects.unscoped(reason=WHY).filter(state=Registration.State.CONFIRMED)
    return _of_people(_once(stand, Registration, cut), cut)


def _once(stand: QuerySet[Any], model: type[Any], cut: Cut) -> QuerySet[Any]:
    """The first of the rows that one person has at one gathering."""
    pair = ("gathering_id", PEOPLE)
    first = stand.filter(gathering__in=gatherings(cut)).order_by(*pair, "at", "pk").distinct(*pair)
    return model.objects.unscoped(reason=WHY).filter(pk__in=first.values("pk")).order_by()


def heads(cut: Cut) -> QuerySet[HeadCount]:
    """The counts of heads that stand."""
    rows = HeadCount.objects.unscoped(reason=WHY).filter(taken_back_at=None, gathering__in=gatherings(cut))
    return _of_people(rows, cut).order_by()


def held(cut: Cut) -> QuerySet[Gathering]:
    """Gatherings that took place; country and mode are theirs, and a channel is nobody's."""
    rows = gatherings(cut).filter(state=Gathering.State.HELD)
    rows = rows.filter(country__in=cut.countries) if cut.countries else rows
    return rows.filter(mode__in=cut.modes) if cut.modes else rows


def _part(rows: QuerySet[Any], part: str) -> Any:
    """What the rows are told apart by."""
    prefix = "" if rows.model is Gathering else "gathering__"
    if part == "month":
        return Left(Concat(f"{prefix}starts", Value("-01"), output_field=CharField()), 7)
    if part in _FIELDS:
        return F(f"{prefix}{_FIELDS[part]}")
    return F(part)


def _sum(rows: QuerySet[Any], what: Any) -> int:
    return rows.aggregate(number=what)["number"] or 0


def _by(rows: QuerySet[Any], what: Any, part: str) -> Mapping[str, int]:
    told = rows.values(part_of_it=_part(rows, part)).annotate(number=what)
    return {
        "" if key is None else str(key): number
        for key, number in told.values_list("part_of_it", "number")
        if number
    }


Rows = Any  # (cut) -> rows
NUMBERS: Mapping[str, tuple[Rows, Any]] = {
    "people": (attendances, Count(PEOPLE, distinct=True)),
    "attendances": (attendances, Count(ROWS)),
    "heads": (heads, Sum("heads")),
    "registrations": (registrations, Count(ROWS)),
    "held": (held, Count(ROWS)),
    "hosts": (held, Count("host_id", distinct=True)),
}


def _count(name: str, cut: Cut) -> int:
    rows, what = NUMBERS[name]
    return _sum(rows(cut), what)


def _query(name: str, cut: Cut, at: int, part: str = "") -> QuerySet[Any, Any]:
    """The number as a row (at, number), none when it is 0; by a part as rows (at, key, number)."""
    rows, what = NUMBERS[name]
    if part:
        found = rows(cut)
        key = Cast(_part(found, part), CharField())
        told = found.annotate(at_place=Value(at, IntegerField())).values("at_place", part_of_it=key)
        return told.annotate(number=what).values_list("at_place", "part_of_it", "number")
    told = rows(cut).annotate(at_place=Value(at, IntegerField())).values("at_place").annotate(number=what)
    return told.values_list("at_place", "number")


def _parts(name: str, cut: Cut, part: str) -> Mapping[str, int]:
    rows, what = NUMBERS[name]
    return _by(rows(cut), what, part)


def _behind(name: str, actor: Actor, cut: Cut) -> Sequence[Behind]:
    """The gatherings, for who works in their project: who came to them is seen by the organisation that asked."""
    rows, what = NUMBERS[name]
    found = rows(cut)
    prefix = "" if found.model is Gathering else "gathering__"
    mine = Gathering.objects.visible_to(actor).values("pk")
    told = found.filter(**{f"{prefix}pk__in": mine}).values(
        *(f"{prefix}{field}" for field in ("pk", "title", "language", "code", "starts", "begins_at"))
    )
    return [
        Behind(
            one[f"{prefix}pk"],
            one[f"{prefix}title"],
            one[f"{prefix}language"],
            reverse("desk_gathering", args=[one[f"{prefix}code"]]),
            one[f"{prefix}starts"],
            one["number"],
        )
        for one in told.annotate(number=what).order_by(f"-{prefix}begins_at", f"{prefix}pk")
        if one["number"]
    ]


def _hosts_behind(actor: Actor, cut: Cut) -> Sequence[Behind]:
    found = held(cut).filter(pk__in=Gathering.objects.visible_to(actor).values("pk")).exclude(host=None)
    told = found.values("host_id", "host__name", "host__code").annotate(
        last=Max("starts"), where=Min("project__code")
    )
    return [
        Behind(
            one["host_id"],
            one["host__name"],
            "",
            f"{reverse('desk_gatherings', args=[one['where']])}?when=past&host={one['host__code']}",
            one["last"],
            1,
        )
        for one in told.order_by("-last", "host_id")
    ]


def _countable(name: str, unit: Unit, label: Any, says: Any, *parts: str) -> Countable:
    return Countable(
        key=f"gatherings.{name}",
        unit=unit,
        label=label,
        says=says,
        count=partial(_count, name),
        by=partial(_parts, name),
        behind=_hosts_behind if name == "hosts" else partial(_behind, name),
        kinds=dict(Gathering.Kind.choices),
        parts=frozenset((*PLACES, *parts)),
        query=partial(_query, name),
    )


_WHO = ("country", "mode", "channel")
COUNTABLES = (
    _countable(
        "people",
        Unit.PEOPLE,
        _("People who came"),
        _("Each person once, by their own code, however often they came. Heads are not in it."),
        *_WHO,
    ),
    _countable(
        "attendances",
        Unit.ATTENDANCES,
        _("Attendances at gatherings"),
        _("Each person once at each gathering they came to."),
        *_WHO,
    ),
    _countable(
        "heads",
        Unit.HEADS,
        _("Heads at gatherings"),
        _(
            "Counted in the room, where nobody is asked for a name or a code. Nobody of them is in another number."
        ),
        *_WHO,
    ),
    _countable(
        "registrations",
        Unit.ITEMS,
        _("Registrations"),
        _(
            "Places that people asked for and have, without the waiting list. Whether they came is another number."
        ),
        *_WHO,
    ),
    _countable(
        "held",
        Unit.ITEMS,
        _("Gatherings held"),
        _("Gatherings that are noted as held; country and mode are those of the gathering."),
        "country",
        "mode",
    ),
    _countable(
        "hosts",
        Unit.ORGANISATIONS,
        _("Organisations that hosted"),
        _("Each organisation once that hosted a gathering that was held."),
        "country",
        "mode",
    ),
)
