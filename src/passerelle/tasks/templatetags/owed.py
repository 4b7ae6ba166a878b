"""When something is owed, in words that fit beside it."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from passerelle.core import dates

register = template.Library()


@register.simple_tag
def when(line: Any) -> SafeString:
    """How late it is, or its day; today stands out."""
    if line.late:
        return format_html('<span class="late"><strong>{}</strong></span>', days_late(line))
    day = _day(line)
    if line.days == 0:
        return format_html(
            '<span class="now"><strong><time datetime="{}">{}</time></strong></span>', line.due, day
        )
    return format_html('<time datetime="{}">{}</time>', line.due, day)


def _day(line: Any) -> str:
    if line.days > 1:
        return short(line.due)
    day = gettext("Today") if line.days == 0 else gettext("Tomorrow")
    if line.due_time is None:
        return day
    return gettext("%(day)s, %(time)s") % {"day": day, "time": f"{line.due_time:%H:%M}"}


@register.simple_tag
def days_late(line: Any) -> str:
    """ "12 days late"; what was due today at an hour that has passed is late since today."""
    if line.days == 0:
        return gettext("late since today")
    return ngettext("%(n)s day late", "%(n)s days late", line.days) % {"n": line.days}


@register.filter
def short(day: date | None) -> str:
    """A day near today: "Wed 4 Mar"."""
    return _short(day, get_language() or "en") if day else ""


@register.filter
def long(day: date | None) -> str:
    """A day in full, as plain text for a mail: "4 March 2026"."""
    return dates.format_partial(day.isoformat(), get_language() or "en") if day else ""


@lru_cache(maxsize=2048)
def _short(day: date, reader: str) -> str:
    return dates.short_day(day, reader)
