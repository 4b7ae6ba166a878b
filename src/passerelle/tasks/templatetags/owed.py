"""When something is owed, in words that fit beside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from passerelle.core import dates
from passerelle.core.templatetags.look import foreign

register = template.Library()


# A page shows a hundred of these lines: what stands in each is put together here, in a fifth of the time that as many
# conditions of a template take.
@register.simple_tag
def titled(line: Any) -> SafeString:
    """Number and title, in the title's own language."""
    title = format_html("<bdi{}>{}</bdi>", foreign(line.language), line.title)
    return format_html('<bdi class="num">{}</bdi> {}', line.number, title) if line.number else title


@register.simple_tag
def beside(row: Any, several: bool = False, finished: bool = False) -> SafeString:
    """Whose it is and what stands in the way: project (of several), organisation, person, day, whom it waits for, when
    somebody was reminded. row: a views.week.Row; finished: only whose it was."""
    line = row.line
    whose = _whose(line)
    told = [f"{whose}, <bdi>{escape(row.person)}</bdi>" if row.person else whose]
    if several:
        told.insert(0, f"<bdi>{escape(line.project.acronym)}</bdi>")
    if not finished:
        told += _hindered(line)
    return mark_safe(" · ".join(told))


def _whose(line: Any) -> str:
    if line.keeper_id:
        return escape(gettext("seen by your organisation only"))
    if line.organisation:
        return f"<bdi>{escape(line.organisation)}</bdi>"
    return escape(gettext("nobody is responsible yet"))


def _hindered(line: Any) -> Iterator[str]:
    if line.late and line.days:
        yield escape(gettext("due %(day)s") % {"day": short(line.due)})
    if line.waiting_for_id and line.waiting_for_id != line.responsible_id:
        yield escape(gettext("waits for %(who)s") % {"who": line.waited_for})
    if line.reminded:
        yield escape(gettext("reminded %(day)s") % {"day": short(line.reminded)})


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
def short(day: date | datetime | None) -> str:
    """A day near today: "Wed 4 Mar"; of a moment, the day here."""
    if isinstance(day, datetime):
        day = timezone.localdate(day)
    return _short(day, get_language() or "en") if day else ""


@register.filter
def long(day: date | None) -> str:
    """A day in full, as plain text for a mail: "4 March 2026"."""
    return dates.format_partial(day.isoformat(), get_language() or "en") if day else ""


@lru_cache(maxsize=2048)
def _short(day: date, reader: str) -> str:
    return dates.short_day(day, reader)
