"""A whole attendance sheet at once: taken in, and taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.gatherings import policies, presence
from passerelle.gatherings.actions.corrections import correcting
from passerelle.gatherings.models import Attendance, Channel, Correction, Gathering, HeadCount
from passerelle.network.models import Project

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Came:
    """Somebody who was there. controller: who answers for the gathering."""

    gathering: Gathering
    controller: UUID
    code: str
    mode: str
    country: str
    channel: str = Channel.TABLE


@dataclass(frozen=True, slots=True)
class Heads:
    """How many heads of unknown age, in place of what was counted before with the same mode and country."""

    gathering: Gathering
    controller: UUID
    mode: str
    country: str
    heads: int


def may_take_in(
    actor: Actor, project: Project, came: Sequence[Came], heads: Sequence[Heads], *_: Any, **__: Any
) -> bool:
    """For every gathering in it: whoever works for the organisation that answers for it."""
    return all(
        policies.receives_for(actor, project.pk, one)
        for one in {row.controller for row in came} | {row.controller for row in heads}
    ) and policies.may_see_who(actor, project)


@action(may=may_take_in, says="attendance taken in")
def take_in_attendance(
    actor: Actor,
    project: Project,
    came: Sequence[Came],
    heads: Sequence[Heads],
    changed: Sequence[tuple[Attendance, Mapping[str, str]]] = (),
) -> tuple[list[UUID], list[UUID], list[UUID]]:
    """Enter a sheet, checked before (see `importables_of_attendance`): the ids of attendances that count now and did
    not, and of counts of heads that are new, and of those they replaced."""
    people: dict[tuple[UUID, str], UUID] = {}
    for controller in {row.controller for row in came}:
        codes = {row.code for row in came if row.controller == controller}
        found = presence.all_taking_part(project.pk, controller, codes)
        people |= {(controller, code): pk for code, pk in found.items()}
    wanted = {(row.gathering.pk, people[row.controller, row.code]): row for row in came}
    gatherings = {row.gathering.pk for row in came} | {row.gathering.pk for row in heads}
    gone = Attendance.objects.filter(gathering__in=gatherings, taken_back_at__isnull=False).order_by()
    back = {
        (where, who): pk
        for where, who, pk in gone.values_list("gathering_id", "participant_id", "pk")
        if (where, who) in wanted
    }
    again = list(back.values())
    with correcting(gatherings, Correction.What.TABLE, only_past=True):
        new = Attendance.objects.bulk_create(
            (
                Attendance(
                    gathering_id=gathering,
                    participant_id=person,
                    channel=row.channel,
                    mode=row.mode,
                    country=row.country,
                )
                for (gathering, person), row in wanted.items()
                if (gathering, person) not in back
            ),
            batch_size=BATCH,
        )
        Attendance.objects.filter(pk__in=again).update(taken_back_at=None)
        for row, facts in changed:
            for name, value in facts.items():
                setattr(row, name, value)
        Attendance.objects.bulk_update([row for row, _facts in changed], ["mode", "country"], batch_size=500)
        made, replaced = _count(heads)
    journal.tell(attendances=len(new) + len(again), heads=len(made), changed=len(changed))
    return [row.pk for row in new] + again, made, replaced


def _count(heads: Sequence[Heads]) -> tuple[list[UUID], list[UUID]]:
    if not heads:
        return [], []
    wanted = {(row.gathering.pk, row.mode, row.country): row.heads for row in heads}
    stand = HeadCount.objects.filter(
        gathering__in={key[0] for key in wanted}, band=HeadCount.Band.UNKNOWN, taken_back_at=None
    )
    gone = [row.pk for row in stand if (row.gathering_id, row.mode, row.country) in wanted]
    HeadCount.objects.filter(pk__in=gone).update(taken_back_at=timezone.now())
    made = HeadCount.objects.bulk_create(
        HeadCount(gathering_id=where, mode=mode, country=country, heads=number, channel=Channel.TABLE)
        for (where, mode, country), number in wanted.items()
        if number
    )
    return [row.pk for row in made], gone


@action(may=policies.may_see_who, says="attendance table taken back")
def take_back_attendance(
    actor: Actor,
    project: Project,
    entered: Iterable[str],
    counted: Iterable[str],
    replaced: Iterable[str],
    changed: Mapping[str, Mapping[str, str]],
) -> None:
    """What a table entered counts no more, and what it replaced counts again; of the actor's organisations."""
    now = timezone.now()
    mine = Attendance.objects.visible_to(actor).filter(gathering__project=project)
    rows = mine.filter(pk__in=list(entered))
    heads = HeadCount.objects.filter(gathering__project=project)
    gone, again = heads.filter(pk__in=list(counted)), heads.filter(pk__in=list(replaced))
    where = {*rows.values_list("gathering", flat=True), *gone.values_list("gathering", flat=True)}
    with correcting(where, Correction.What.TAKEN_BACK, only_past=True):
        Attendance.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(taken_back_at=now)
        gone.update(taken_back_at=now)
        again.update(taken_back_at=None)
        for row in mine.filter(pk__in=list(changed)):
            Attendance.objects.filter(pk=row.pk).update(**changed[str(row.pk)])
