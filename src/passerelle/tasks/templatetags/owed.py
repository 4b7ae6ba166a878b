"""When something is owed, in words that fit beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from passerelle.core import dates
from passerelle.core.templatetags.look import foreign
from passerelle.tasks.reading import figure

register = template.Library()


@register.simple_tag(takes_context=True)
def owed(context: template.Context, rows: Iterable[Any], finished: bool = False) -> SafeString:
    """Things owed, one line each, with the one action that helps. Built here because a page shows a hundred of them, and
    as a template each takes ten times as long.

    rows: of views.week.Row. finished: they are done. From the context: items, the address of items; back, where an
    action leads back to; several, whether to name the project."""
    items, several = context["items"], bool(context.get("several"))
    token = format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}"><input type="hidden" name="back" value="{}">',
        context["csrf_token"],
        context["back"],
    )
    drawn = []
    for row in rows:
        line, title = row.line, escape(row.line.title)
        named = f"<bdi{foreign(line.language)}>{title}</bdi>"
        drawn.append(
            f"<li>{_done_on(line) if finished else when(line)}"
            f'<p><a href="{items}{line.code}/">{_titled(line, title)}</a><br>'
            f'<span class="soft small">{_beside(row, several, finished)}</span></p>'
            f"{_action(row, named, token, finished)}</li>"
        )
    return mark_safe(f'<ul class="due">{"".join(drawn)}</ul>')


@register.simple_tag
def titles(lines: Iterable[Any], items: str) -> SafeString:
    """Numbers and titles only. items: the address of items."""
    drawn = (
        f'<li><a href="{items}{line.code}/">{_titled(line, escape(line.title))}</a></li>' for line in lines
    )
    return mark_safe(f'<ul class="small">{"".join(drawn)}</ul>')


def _titled(line: Any, title: str) -> str:
    """Number and title, in the title's own language."""
    number = f'<bdi class="num" dir="ltr">{escape(line.number)}</bdi> ' if line.number else ""
    return f"<bdi{foreign(line.language)}>{number}{title}</bdi>"


def _done_on(line: Any) -> str:
    return f'<time datetime="{timezone.localdate(line.done_at)}">{short(line.done_at)}</time>'


def _action(row: Any, title: str, token: str, finished: bool) -> str:
    """The one action that helps; title: in its own language, for whoever hears the button alone."""
    said = f'{escape(row.label)}<span class="offscreen">: {title}</span>'
    if row.post:
        kind = "text" if finished else "second"
        button = f'<button class="btn {kind}" type="submit" name="do" value="{row.verb}">{said}</button>'
        return f'<form method="post" action="{escape(row.url)}">{token}{button}</form>'
    return f'<a class="btn second" href="{escape(row.url)}">{said}</a>' if row.label else ""


def _beside(row: Any, several: bool, finished: bool) -> str:
    """Whose it is and what stands in the way: project, organisation, person, day, whom it waits for, when somebody was
    reminded. finished: only whose it was."""
    line = row.line
    whose = _whose(line)
    told = [f"{whose} · <bdi>{escape(row.person)}</bdi>" if row.person else whose]
    if several:
        told.insert(0, f"<bdi>{escape(line.project.acronym)}</bdi>")
    if not finished:
        told += _hindered(line)
    return " · ".join(told)


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


register.filter(figure)


@register.filter
def money(value: Decimal | None) -> SafeString | str:
    return figure(value, money=True)


@lru_cache(maxsize=2048)
def _short(day: date, reader: str) -> str:
    return dates.short_day(day, reader)
