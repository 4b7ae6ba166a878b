"""The last moment of a deadline in its own zone, also in a night when the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LAST_SECOND = time(23, 59, 59)


class OnTheClock(StrEnum):
    """What a local time is in its zone on that day."""

    ONCE = "once"
    SKIPPED = "skipped"  # the clocks jump over it in spring
    REPEATED = "repeated"  # they show it twice in autumn


def zone(name: str) -> ZoneInfo:
    """The zone of this name (IANA). Raises ValueError when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"no such zone: {name[:64]}") from None


@lru_cache(maxsize=1 << 12)
def last_moment(day: date, at: time | None, name: str) -> datetime:
    """The moment in UTC after which it is late. at: None for a deadline by day, which ends with the day there.

    A time the clocks jump over counts as if they had not (02:30 becomes 03:30; RFC 5545, 3.3.5, reads it so too). A
    time they show twice is the second one: who hands in before the clock shows that time again is not late.
    """
    local = datetime.combine(day, at or LAST_SECOND, zone(name))
    if on_the_clock(day, at or LAST_SECOND, name) == OnTheClock.REPEATED:
        local = local.replace(fold=1)
    return local.astimezone(UTC)


def on_the_clock(day: date, at: time, name: str) -> OnTheClock:
    """Whether the clocks of a zone show this time once, never or twice on this day."""
    first = datetime.combine(day, at, zone(name))
    second = first.replace(fold=1)
    if first.utcoffset() == second.utcoffset():
        return OnTheClock.ONCE
    before, after = first.utcoffset(), second.utcoffset()
    assert before is not None
    assert after is not None
    return OnTheClock.SKIPPED if after > before else OnTheClock.REPEATED
