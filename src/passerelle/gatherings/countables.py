"""What this room counts: people once each, attendances, heads, registrations, gatherings held and who hosted them.

`rows.many` asks for all numbers at once. Whoever is the same person (`Participant.counted_as`) and has two rows at
one gathering has come once: the first row that stands tells how (country, mode, channel). So all numbers but people
and hosts add up over any parts, and people are never more than attendances. What was cancelled counts nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.db.models import Max, Min, QuerySet, Value
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from passerelle.core.actor import Actor
from passerelle.core.countables import Behind, Countable, Cut, Unit
from passerelle.gatherings.models import Attendance, Gathering, HeadCount, Registration
from passerelle.gatherings.rows import WHY, came, counted_heads, first_day, many, once, said, that_count

PLACES = ("kind", "city", "organisation", "month", "subject")


def gatherings(cut: Cut) -> QuerySet[Gathering]:
    """The gatherings of a cut, without what was cancelled; by the first day their dates can mean."""
    rows = that_count(cut.projects)
    if cut.since:
        rows = rows.filter(GreaterThanOrEqual(first_day("starts"), Value(cut.since.isoformat())))
    if cut.until:
        rows = rows.filter(LessThanOrEqual(first_day("starts"), Value(cut.until.isoformat())))
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
    return _once(came(), cut)


def registrations(cut: Cut) -> QuerySet[Registration]:
    """One row for each person who has a place at a gathering; who waits for one, or withdrew, has none."""
    return _once(said(), cut)


def _once(stand: QuerySet[Any], cut: Cut) -> QuerySet[Any]:
    first = once(stand.filter(gathering__in=gatherings(cut)))
    rows = stand.model._default_manager.unscoped(reason=WHY).filter(pk__in=first.values("pk"))
    return _of_people(rows.order_by(), cut)


def heads(cut: Cut) -> QuerySet[HeadCount]:
    """The counts of heads that stand."""
    return _of_people(counted_heads().filter(gathering__in=gatherings(cut)), cut).order_by()


def held(cut: Cut) -> QuerySet[Gathering]:
    """Gatherings that took place; country and mode are theirs, and a channel is nobody's."""
    rows = gatherings(cut).filter(state=Gathering.State.HELD)
    rows = rows.filter(country__in=cut.countries) if cut.countries else rows
    return rows.filter(mode__in=cut.modes) if cut.modes else rows


def _behind(name: str, actor: Actor, cut: Cut, numbers: Mapping[str, int] | None = None) -> Sequence[Behind]:
    """The gatherings, for who works in their project: who came to them is seen by the organisation that asked."""
    if numbers is None:
        numbers = OURS[name].by(cut, "subject")
    rows = Gathering.objects.visible_to(actor).filter(pk__in=numbers)
    told = rows.values_list("pk", "title", "language", "code", "starts").order_by("-begins_at", "pk")
    return [
        Behind(pk, title, language, reverse("desk_gathering", args=[code]), starts, numbers[str(pk)])
        for pk, title, language, code, starts in told
    ]


def _hosts_behind(actor: Actor, cut: Cut, numbers: Mapping[str, int] | None = None) -> Sequence[Behind]:
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
        many=many,
        behind=_hosts_behind if name == "hosts" else partial(_behind, name),
        subjects=partial(_behind, name),
        kinds=dict(Gathering.Kind.choices),
        parts=frozenset((*PLACES, *parts)),
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
OURS = {one.key.partition(".")[2]: one for one in COUNTABLES}
# By the journal's code of what was done.
MOVES = {
    "attendance entered": _("somebody was entered as present"),
    "checked in": _("somebody came in at the door"),
    "list typed in": _("a list of who came was typed in"),
    "attendance taken in": _("a table of who came was taken in"),
    "attendance table taken back": _("a table of who came was taken back"),
    "attendance changed": _("it was changed how or from where somebody came"),
    "attendance taken back": _("an attendance was taken back"),
    "attendance put back": _("an attendance counts again"),
    "heads counted": _("heads were counted"),
    "registered": _("somebody registered"),
    "registration changed": _("a registration was changed"),
    "registration withdrawn": _("a registration was withdrawn"),
    "registration taken up again": _("a registration was taken up again"),
    "registration erased": _("a registration was erased"),
    "gathering held": _("a gathering was noted as held"),
    "gathering cancelled": _("a gathering was cancelled"),
    "gathering planned again": _("a gathering was planned again"),
    "gathering changed": _("a gathering was changed"),
    "gathering change undone": _("a change of a gathering was undone"),
}
