"""The rules people write in the column "due": M14, start+30d, end-2m, D2.3+14d, 2027-05-31."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

MOST = 999  # days, weeks or months; longer than any project
_MONTH = re.compile(r"m(\d{1,3})")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_BOUND = re.compile(r"(?P<anchor>start|end)(?:(?P<sign>[+-])(?P<amount>\d{1,3})(?P<unit>[dwm]))?")
_AFTER = re.compile(
    r"(?P<item>[a-z]{1,4}\d{1,3}(?:\.\d{1,3}){0,2})(?P<sign>[+-])(?P<amount>\d{1,3})(?P<unit>[dwm])"
)


class NotARule(ValueError):
    """The text is no rule that can be worked out."""


class Anchor(StrEnum):
    """What a deadline hangs on."""

    DAY = "day"  # a fixed day
    MONTH = "month"  # the last day of a month of the project
    START = "start"  # the project's first day
    END = "end"  # the project's last day
    ITEM = "item"  # another item of the plan, by its number


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. amount: so many units (d, w, m) after the anchor, negative before it; for MONTH, which month.

    `str(rule)` is how it is stored: one text for one rule, whatever blanks and case it came with."""

    anchor: Anchor
    amount: int = 0
    unit: str = "d"
    day: date | None = None
    item: str = ""

    def __str__(self) -> str:
        if self.anchor == Anchor.DAY:
            assert self.day is not None
            return self.day.isoformat()
        if self.anchor == Anchor.MONTH:
            return f"M{self.amount}"
        name = self.item or self.anchor.value
        return f"{name}{self.amount:+d}{self.unit}" if self.amount or self.item else name

    @property
    def bound(self) -> bool:
        """Whether it moves when the project's dates do."""
        return self.anchor != Anchor.DAY

    @property
    def after_the_end(self) -> bool:
        """It says itself that it lies after the project: a report due sixty days after the end."""
        return self.anchor == Anchor.END and self.amount > 0


@lru_cache(maxsize=1 << 12)
def parse(text: str) -> Rule:
    """Read a rule; blanks and case make no difference. Raises NotARule.

    M14 is the last day of the project's month 14, as in the Union's grant agreements (Annex 1, "Due date (month)").
    """
    plain = re.sub(r"\s+", "", text).casefold().replace("−", "-").replace("–", "-")
    if match := _DAY.fullmatch(plain):
        try:
            return Rule(Anchor.DAY, day=date(*(int(part) for part in match.groups())))
        except ValueError:
            raise NotARule(text) from None
    if match := _MONTH.fullmatch(plain):
        if not int(match[1]):
            raise NotARule(text)
        return Rule(Anchor.MONTH, int(match[1]), "m")
    if match := _BOUND.fullmatch(plain):
        amount = int(f"{match['sign'] or ''}{match['amount'] or 0}")
        if match["anchor"] == "start" and amount < 0:
            raise NotARule(text)
        return Rule(Anchor(match["anchor"]), amount, match["unit"] or "d" if amount else "d")
    if match := _AFTER.fullmatch(plain):
        amount = int(f"{match['sign']}{match['amount']}")
        return Rule(Anchor.ITEM, amount, match["unit"], item=match["item"].upper())
    raise NotARule(text)


def shifted(day: date, amount: int, unit: str) -> date:
    """So many days, weeks or months later; a day the month does not have is its last one.

    Later amounts never give earlier days. Raises OverflowError outside the calendar."""
    if unit == "m":
        months = day.year * 12 + day.month - 1 + amount
        year, month = divmod(months, 12)
        if not 1 <= year <= 9999:
            raise OverflowError(year)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    return day + timedelta(days=amount * (7 if unit == "w" else 1))


def end_of_month(start: date, month: int) -> date:
    """The last day of a project's month, 1 being the first: counted from its first day, not the calendar's months."""
    return shifted(start, month, "m") - timedelta(days=1)


def from_the_end(end: date, amount: int, unit: str) -> date:
    """So much after (or before) the last day; months are whole, so two months before 29 February is 31 December."""
    if unit == "m":
        return shifted(end + timedelta(days=1), amount, "m") - timedelta(days=1)
    return shifted(end, amount, unit)
