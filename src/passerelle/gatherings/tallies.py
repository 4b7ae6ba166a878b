"""The numbers of one gathering, side by side and never added up."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet, Value

from passerelle.gatherings.models import Attendance, Channel, Correction, HeadCount, Registration

WHY = "numbers are the project's, whoever asks"
State = Registration.State
PEOPLE = "participant__counted_as"


def numbers_of(gathering: UUID) -> dict[str, int]:
    """What is said of one gathering, cancelled or not; one question.

    people, attendances, heads, registrations, walk_ins: attendances of people without a place; no_shows: places of
    people who did not come; others: attendances that somebody else entered for them."""
    came = Attendance.objects.unscoped(reason=WHY).filter(gathering=gathering, taken_back_at=None)
    said = Registration.objects.unscoped(reason=WHY).filter(gathering=gathering, state=State.CONFIRMED)
    counted = HeadCount.objects.unscoped(reason=WHY).filter(gathering=gathering, taken_back_at=None)
    rows = _told(came, "came", PEOPLE).union(
        _told(said, "said", PEOPLE), _told(counted, "heads", "pk", F("heads")), all=True
    )
    heads = 0
    channels: dict[UUID, str] = {}
    announced: set[UUID] = set()
    for what, who, channel, number, _at in sorted(rows, key=lambda row: row[4]):
        if what == "came":
            channels.setdefault(who, channel)
        elif what == "said":
            announced.add(who)
        else:
            heads += number
    present = set(channels)
    return {
        "people": len(present),
        "attendances": len(present),
        "heads": heads,
        "registrations": len(announced),
        "walk_ins": len(present - announced),
        "no_shows": len(announced - present),
        "others": sum(1 for channel in channels.values() if channel != Channel.SELF),
    }


def _told(rows: QuerySet[Any], what: str, who: str, number: Any = None) -> QuerySet[Any, Any]:
    told = rows.order_by().annotate(what=Value(what), number=number or Value(1))
    return told.values_list("what", who, "channel", "number", "at")


def corrections_of(gathering: UUID) -> list[Correction]:
    """What changed the numbers of a gathering since it was over, the newest first; at most fifty."""
    return list(Correction.objects.unscoped(reason=WHY).filter(gathering=gathering)[:50])
