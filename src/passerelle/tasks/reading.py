"""How what is owed is read on a screen: its state, its deadline, who answers for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_time, get_timezone_location
from babel.numbers import format_decimal
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from passerelle.core.actor import Actor
from passerelle.core.models import StoredFile
from passerelle.core.templatetags.look import foreign, partial_date
from passerelle.engines.planning.moments import OnTheClock, on_the_clock
from passerelle.people.queries import names_of
from passerelle.tasks.models import Item

Cell = Any  # what parts/table.html takes


def reader() -> str:
    return translation.get_language() or "en"


def names(actor: Actor, items: Iterable[Item]) -> dict[UUID, str | None]:
    """The names of the people who answer for these items, as far as the actor may know them; two queries."""
    return names_of(actor, {item.person_id for item in items if item.person_id})


def state_of(item: Item) -> dict[str, Any]:
    """What parts/state.html takes: a bridge and a word."""
    if item.state == Item.State.DROPPED:
        return {"state": "missing", "word": item.get_state_display()}
    if item.submitted_on is not None:
        return {"state": "reviewed", "word": pgettext("deliverable", "Handed in")}
    if item.state == Item.State.DONE:
        return {"state": "reviewed", "word": item.get_state_display()}
    if item.late:
        return {"state": "late", "word": pgettext("task", "Late")}
    if item.waiting_for_id is not None:
        waited = item.waiting_for.name if item.waiting_for else ""
        return {"state": "wait", "word": _("Waits for %(name)s") % {"name": waited}}
    return {"state": "draft", "word": item.get_state_display()}


def due_of(item: Item) -> SafeString | str:
    """The day, the hour where there is one, and the rule it follows."""
    return due(item.due, item.due_time, item.due_zone, item.due_rule)


def due(day: date | None, at: time | None, zone: str, rule: str) -> SafeString | str:
    if day is None:
        return rule_only(rule) if rule else "–"
    told = partial_date(day)
    if at is not None:
        told = format_html("{}, {}", told, clock(at, zone))
        if turn := clocks_turn(day, at, zone):
            told = format_html('{} <small class="soft">({})</small>', told, turn)
    bound = rule if rule != day.isoformat() else ""
    return (
        format_html('{} <small class="soft"><bdi class="num" dir="ltr">{}</bdi></small>', told, bound)
        if bound
        else told
    )


def clocks_turn(day: date, at: time, zone: str) -> str:
    """What a night of changing clocks makes of an hour; nothing on all other days."""
    shown = on_the_clock(day, at, zone)
    if shown == OnTheClock.SKIPPED:
        return _("the clocks jump over this hour; the one after it counts")
    if shown == OnTheClock.REPEATED:
        return _("the clocks show this hour twice; the second time counts")
    return ""


def rule_only(rule: str) -> SafeString:
    """A rule that comes to no day as long as the project's dates are not known."""
    return format_html(
        '<bdi class="num" dir="ltr">{}</bdi> <small class="soft">{}</small>',
        rule,
        _("no date while the project has none"),
    )


def clock(at: time, zone: str) -> str:
    """17:00 (Brussels): the time on the clocks there, and where."""
    return f"{format_time(at, 'HH:mm', locale=_locale(reader()))} ({place_of(zone)})"


def place_of(zone: str) -> str:
    """The city a time zone is named after, in the reader's language."""
    return str(get_timezone_location(ZoneInfo(zone), locale=_locale(reader()), return_city=True))


def who(item: Item, known: dict[UUID, str | None], actor: Actor) -> SafeString | str:
    """The responsible organisation and, as far as the reader may know it, the person."""
    parts = []
    if item.responsible is not None:
        parts.append(format_html("<bdi>{}</bdi>", item.responsible.name))
    if item.person_id is not None:
        if item.person_id == actor.person:
            parts.append(format_html("{}", pgettext("the reader", "you")))
        elif name := known.get(item.person_id):
            parts.append(format_html("<bdi>{}</bdi>", name))
    return format_html_join(" · ", "{}", ((part,) for part in parts)) if parts else _("nobody yet")


def title_of(item: Item, *, numbered: bool = False) -> SafeString:
    """The title as a link to its page; numbered: with its number before it."""
    number = format_html('<bdi dir="ltr">{}</bdi> ', item.number) if numbered and item.number else ""
    # The number stands before the title in the title's direction: in a narrow column of an Arabic page it would else
    # come between the words of an English one.
    words = format_html("<bdi{}>{}{}</bdi>", foreign(item.language), number, item.title)
    link = format_html('<a href="{}">{}</a>', reverse("desk_item", args=[item.code]), words)
    if item.keeper is None:
        return link
    return format_html('{} <small class="soft">({})</small>', link, _("seen by your organisation only"))


def files(given: list[StoredFile]) -> SafeString | str:
    """The files as links, each under its name."""
    rows = ((reverse("file", args=[one.pk]), one.name) for one in given)
    return format_html_join(", ", '<a href="{}" download><bdi>{}</bdi></a>', rows) or "–"


def day(value: date | None) -> SafeString | str:
    return partial_date(value) if value else "–"


def figure(value: Decimal | int | None, *, money: bool = False) -> SafeString | str:
    """A figure of at most two decimals in the reader's language. money: with both decimals or with none."""
    if value is None:
        return "–"
    pattern = "#,##0.00" if money and value != int(value) else "#,##0.##"
    told = format_decimal(value, pattern, locale=_locale(reader()))
    # From right to left the sign would move behind its number.
    return format_html('<bdi dir="ltr">{}</bdi>', told) if value < 0 else told


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def due_as_kept(row: dict[str, Any]) -> SafeString | str:
    """The deadline of a row of an earlier plan (actions.amending.rows_of)."""
    at = time.fromisoformat(row["time"]) if row["time"] else None
    return due(date.fromisoformat(row["due"]) if row["due"] else None, at, row["zone"], row["rule"])


def held(told: SafeString | str) -> SafeString:
    """A day at which a deadline had to be held, because its rule lies outside the project."""
    return format_html('{} <small class="soft">({})</small>', told, _("held inside the project"))
