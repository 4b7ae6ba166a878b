"""The numbers of one gathering, side by side and never added up."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Sum

from passerelle.gatherings.models import Attendance, Channel, HeadCount, Registration

WHY = "numbers are the project's, whoever asks"
PEOPLE = "participant__counted_as"


def numbers_of(gathering: UUID) -> dict[str, int]:
    """What is said of one gathering, cancelled or not; three questions.

    people, attendances, heads, registrations, walk_ins: attendances of people without a place; no_shows: places of
    people who did not come; others: attendances that somebody else entered for them."""
    came = Attendance.objects.unscoped(reason=WHY).filter(gathering=gathering, taken_back_at=None)
    said = Registration.objects.unscoped(reason=WHY).filter(
        gathering=gathering, state=Registration.State.CONFIRMED
    )
    first = came.order_by(PEOPLE, "at", "pk").distinct(PEOPLE)
    channels = dict(first.values_list(PEOPLE, "channel"))
    announced = set(said.values_list(PEOPLE, flat=True))
    present = set(channels)
    counted = HeadCount.objects.unscoped(reason=WHY).filter(gathering=gathering, taken_back_at=None)
    return {
        "people": len(present),
        "attendances": len(present),
        "heads": counted.aggregate(n=Sum("heads"))["n"] or 0,
        "registrations": len(announced),
        "walk_ins": len(present - announced),
        "no_shows": len(announced - present),
        "others": sum(1 for channel in channels.values() if channel != Channel.SELF),
    }
