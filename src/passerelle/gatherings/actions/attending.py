"""Who is there is taken down: at the door, by a helper, from paper; heads are counted. Corrected, it says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import connection
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.core import journal
from passerelle.core.actions import action, action_at_once
from passerelle.core.actor import Actor
from passerelle.core.codes import new_code
from passerelle.core.errors import Denied, Problem
from passerelle.gatherings import policies, presence
from passerelle.gatherings.actions.corrections import correcting
from passerelle.gatherings.models import (
    Attendance,
    Channel,
    Correction,
    Door,
    Gathering,
    HeadCount,
    Participant,
    Registration,
    Sheet,
)
from passerelle.gatherings.models.doors import LATE

What = Correction.What
MOST_HEADS = 1_000_000
MOST_LINES = 500

# One row for each participant at each gathering; who was taken back stands again. Nothing when they stand already.
_PRESENT = """
INSERT INTO gatherings_attendance (id, gathering_id, participant_id, channel, mode, country, at)
SELECT %(id)s::uuid, one.id, who.id, %(channel)s, CASE one.mode WHEN 'both' THEN %(mode)s ELSE one.mode END, COALESCE((
    SELECT country FROM gatherings_registration WHERE gathering_id = one.id AND participant_id = who.id
), ''), %(at)s::timestamptz
{whom}
ON CONFLICT (gathering_id, participant_id) DO UPDATE SET taken_back_at = NULL
WHERE gatherings_attendance.taken_back_at IS NOT NULL
RETURNING gathering_id
"""
_BY_HAND = _PRESENT.format(
    whom="""
FROM gatherings_gathering AS one JOIN gatherings_participant AS who ON who.id = %(participant)s
WHERE one.id = %(gathering)s"""
)
# Whoever has this code with the organisation of the door, if it is open: what `Door.is_open` says, and that nobody is
# asked for a code where people are heads only, asked by the database in the moment of writing.
_AT_THE_DOOR = _PRESENT.format(
    whom="""
FROM gatherings_door AS door
JOIN gatherings_gathering AS one ON one.id = door.gathering_id
JOIN network_project AS project ON project.id = one.project_id
JOIN gatherings_participant AS who
  ON who.project_id = one.project_id AND who.controller_id = door.controller_id AND who.code = %(code)s
WHERE door.code = %(door)s AND door.closed_at IS NULL AND project.closed_at IS NULL AND one.over_at > %(late)s
  AND one.state <> 'cancelled' AND NOT one.heads_only AND one.kind <> 'school'"""
)
_OF_THE_DOOR = """
SELECT one.project_id FROM gatherings_door AS door JOIN gatherings_gathering AS one ON one.id = door.gathering_id
WHERE door.code = %(door)s
"""


@action(may=policies.may_attend, says="door opened")
def open_door(actor: Actor, gathering: Gathering) -> Door:
    """Give the gathering an address at which people say that they are there; the same as before, if it had one.

    It closes by itself after the end. Raises Problem where people are heads only, and when it is over."""
    _persons_allowed(gathering)
    if gathering.state == Gathering.State.CANCELLED:
        raise Problem("cancelled", _("It is cancelled. Plan it again first."))
    controller = presence.controller_of(gathering)
    if controller is None:
        raise Problem("no controller", _("Name a host first: somebody has to answer for who takes part."))
    told = {"controller_id": controller, "opened_at": timezone.now(), "closed_at": None}
    door, _made = Door.objects.update_or_create(
        gathering=gathering, defaults=told, create_defaults={**told, "code": new_code(6)}
    )
    if not door.is_open:
        raise Problem("over", _("It is over. Enter who came from the list on paper."))
    return door


@action(may=policies.may_attend, says="door closed", on_closed=True)
def close_door(actor: Actor, gathering: Gathering) -> Gathering:
    """Nobody comes in by the address any more; `open_door` opens it again."""
    Door.objects.filter(gathering=gathering, closed_at=None).update(closed_at=timezone.now())
    return gathering


@action_at_once(may=policies.may_knock, says="checked in", of=Door, project=_OF_THE_DOOR, sql=_AT_THE_DOOR)
def check_in(actor: Actor, door: str, *, code: str, mode: str = "") -> Mapping[str, Any]:
    """Somebody who is known to the organisation of the door says that they are there. door, code: of the door, and
    their own.

    Changes something when that is new and the door is open: twice counts once, and the database sees to both."""
    return _at_the_door(door, code, mode)


@action(may=policies.may_come_in, says="checked in")
def check_in_first(actor: Actor, door: Door, *, code: str, mode: str = "") -> bool:
    """The same for somebody who comes for the first time. Returns whether that is new.

    Raises Denied, and forgets them again, when the door was closed since it was looked at."""
    _persons_allowed(door.gathering)
    code = presence.checked(code)
    who = presence.taking_part(door.gathering.project_id, door.controller_id, code)
    if _written(_AT_THE_DOOR, _at_the_door(door.code, code, mode)):
        return True
    if not Attendance.objects.filter(gathering=door.pk, participant=who, taken_back_at=None).exists():
        raise Denied("checked in")
    return False


def _at_the_door(door: str, code: str, mode: str) -> dict[str, Any]:
    return {"door": door, "code": code, "late": timezone.now() - LATE, **_there(Channel.SELF, mode)}


def _there(channel: str, mode: str) -> dict[str, Any]:
    return {"id": uuid4(), "channel": channel, "mode": _said(mode), "at": timezone.now()}


def _written(sql: str, values: Mapping[str, Any]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone() is not None


@action(may=policies.may_attend, says="attendance entered")
def note_present(
    actor: Actor, gathering: Gathering, participant: Participant, *, channel: str = Channel.ASSISTED
) -> Participant:
    """A helper says that somebody is there. Raises Problem where people are heads only."""
    _persons_allowed(gathering)
    _of(gathering, participant)
    with correcting([gathering.pk], What.LATE, only_past=True):
        journal.tell(gathering=gathering.pk, again=not present(gathering, participant.pk, channel))
    return participant


def present(gathering: Gathering, participant: UUID, channel: str, mode: str = "") -> bool:
    """Inside an action: write that somebody is there. Whether that is new."""
    where = {"gathering": gathering.pk, "participant": participant}
    return _written(_BY_HAND, {**where, **_there(channel, mode)})


def mode_of(gathering: Gathering, said: str) -> str:
    """How somebody takes part: as they say, where the gathering leaves it open."""
    return _said(said) if gathering.mode == Gathering.Mode.BOTH else str(gathering.mode)


def _said(mode: str) -> str:
    Mode = Gathering.Mode
    return mode if mode in (Mode.ON_SITE, Mode.ONLINE) else Mode.ON_SITE.value


@action(may=policies.may_attend, says="attendance taken back", on_closed=False)
def take_back(actor: Actor, gathering: Gathering, attendance: Attendance) -> Attendance:
    """They were not there after all: it counts no more, and stays readable. `put_back` undoes it."""
    return _stand(gathering, attendance, What.TAKEN_BACK, timezone.now())


@action(may=policies.may_attend, says="attendance put back")
def put_back(actor: Actor, gathering: Gathering, attendance: Attendance) -> Attendance:
    """Undo: it counts again."""
    return _stand(gathering, attendance, What.PUT_BACK, None)


def _stand(gathering: Gathering, attendance: Attendance, what: str, taken_back_at: Any) -> Attendance:
    if attendance.gathering_id != gathering.pk:
        raise Problem("elsewhere", _("This is of another gathering."))
    # What moves a figure is found by the records behind it, which are gatherings.
    journal.tell(gathering=gathering.pk)
    with correcting([gathering.pk], what):
        attendance.taken_back_at = taken_back_at
        attendance.save(update_fields=["taken_back_at"])
    return attendance


@action(may=policies.may_attend, says="attendance changed")
def change_attendance(
    actor: Actor, gathering: Gathering, attendance: Attendance, *, mode: str, country: str
) -> Attendance:
    """How somebody took part and where they come from, as it was. country: two letters or ""."""
    if attendance.gathering_id != gathering.pk or mode not in Gathering.Mode.values:
        raise Problem("elsewhere", _("This is of another gathering."))
    journal.tell(gathering=gathering.pk, mode=mode, country=country)
    journal.tell(mode_before=attendance.mode, country_before=attendance.country)
    attendance.mode, attendance.country = mode, country
    attendance.save(update_fields=["mode", "country"])
    return attendance


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list on paper. code: as it is written there, "?" for somebody who wrote none."""

    number: int
    code: str
    country: str = ""
    mode: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What became of lines. wrong: {number: sentence}; again: numbers of those that were there already."""

    entered: int
    again: tuple[int, ...]
    wrong: Mapping[int, Any]


@action(may=policies.may_attend, says="list typed in")
def type_in(
    actor: Actor,
    gathering: Gathering,
    lines: Sequence[Line],
    *,
    entry: UUID,
    channel: str = Channel.PAPER,
    sheet: UUID | None = None,
) -> Typed:
    """Enter many lines: those that make sense are there afterwards, the others are told, each by its number.

    entry: a number of the form's own, so that a form sent twice is entered once, people without a code included.
    Raises Problem where people are heads only."""
    _persons_allowed(gathering)
    controller = presence.controller_of(gathering)
    if controller is None:
        raise Problem("no controller", _("Name a host first: somebody has to answer for who takes part."))
    wrong: dict[int, Any] = {}
    codes: dict[str, Line] = {}
    nameless: dict[UUID, Line] = {}
    again: list[int] = []
    for line in lines[:MOST_LINES]:
        if line.code == "?":
            nameless[uuid5(entry, f"{gathering.pk} {line.number}")] = line
            continue
        try:
            code = presence.checked(line.code)
        except Problem as problem:
            wrong[line.number] = problem
            continue
        if code in codes:
            again.append(line.number)
        codes.setdefault(code, line)
    found = presence.all_taking_part(gathering.project_id, controller, codes, nameless)
    people = nameless | {found[code]: line for code, line in codes.items()}
    there = Attendance.objects.filter(gathering=gathering, participant__in=people)
    known = dict(there.values_list("participant", "taken_back_at"))
    said = Registration.objects.filter(gathering=gathering, participant__in=people)
    countries = dict(said.values_list("participant", "country"))
    new = [
        Attendance(
            gathering=gathering,
            participant_id=person,
            channel=channel,
            mode=mode_of(gathering, line.mode),
            country=line.country or countries.get(person, ""),
        )
        for person, line in people.items()
        if person not in known
    ]
    with correcting([gathering.pk], What.LATE, only_past=True):
        Attendance.objects.bulk_create(new, ignore_conflicts=True)
        there.filter(taken_back_at__isnull=False).update(taken_back_at=None)
    stood = [person for person, back in known.items() if back is None]
    again += [people[person].number for person in stood]
    entered = len(people) - len(stood)
    journal.tell(lines=len(people), entered=entered, **({"sheet": sheet} if sheet else {}))
    if sheet is not None:
        Sheet.objects.filter(pk=sheet, gathering=gathering).update(lines=F("lines") + entered)
    return Typed(entered, tuple(sorted(again)), wrong)


@action(may=policies.may_count, says="heads counted")
def count_heads(
    actor: Actor, gathering: Gathering, heads: Mapping[str, int], *, mode: str = "", country: str = ""
) -> Gathering:
    """So many heads of each age band were in the room. Replaces what was counted before, which stays readable.

    heads: {band: number}; a band that is not named stays as it was. Raises Problem on a number that cannot be."""
    mode = mode_of(gathering, mode)
    if unknown := set(heads) - set(HeadCount.Band.values):
        raise Problem("band", _("This is no age band."), band=sorted(unknown)[0])
    if any(number < 0 or number > MOST_HEADS for number in heads.values()):
        raise Problem("number", _("Write a whole number, 0 or more."))
    stand = HeadCount.objects.select_for_update().filter(
        gathering=gathering, mode=mode, country=country, taken_back_at=None
    )
    with correcting([gathering.pk], What.LATE, only_past=True):
        there = {row.band: row for row in stand}
        changed = {
            band: number
            for band, number in heads.items()
            if (there[band].heads if band in there else 0) != number
        }
        gone = [there[band].pk for band in changed if band in there]
        HeadCount.objects.filter(pk__in=gone).update(taken_back_at=timezone.now())
        HeadCount.objects.bulk_create(
            HeadCount(gathering=gathering, band=band, mode=mode, country=country, heads=number)
            for band, number in changed.items()
            if number
        )
    return gathering


def _persons_allowed(gathering: Gathering) -> None:
    if presence.heads_only(gathering):
        raise Problem(
            "heads only", _("Here people are counted as heads only. Nobody is asked for a name or a code.")
        )


def _of(gathering: Gathering, participant: Participant) -> None:
    controller = presence.controller_of(gathering)
    if (participant.project_id, participant.controller_id) != (gathering.project_id, controller):
        raise Problem("another controller", _("This person is known to another organisation."))
