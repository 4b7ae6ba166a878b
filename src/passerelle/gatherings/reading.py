"""How a gathering is read on a screen: its state, when and where it is, in which languages."""

from __future__ import annotations

from typing import Any

from babel.dates import format_time
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from passerelle.core import markdown
from passerelle.core.dates import format_partial, parse_partial, short_day
from passerelle.core.rooms import Coming
from passerelle.core.templatetags.look import foreign, partial_date, partial_period
from passerelle.engines.text.segments import blocks
from passerelle.gatherings.models import Gathering
from passerelle.language.rows import in_a_row
from passerelle.language.tongues import country_name, name_in
from passerelle.tasks.reading import clocks_turn, place_of, reader

Cell = Any  # what parts/table.html takes


def state_of(one: Gathering) -> dict[str, Any]:
    """What parts/state.html takes: a bridge and a word."""
    if one.state == Gathering.State.CANCELLED:
        return {"state": "missing", "word": one.get_state_display()}
    if one.state == Gathering.State.HELD:
        return {"state": "reviewed", "word": one.get_state_display()}
    if one.over:
        return {"state": "wait", "word": _("Did it take place?")}
    return {"state": "draft", "word": one.get_state_display()}


def when(one: Gathering) -> SafeString | str:
    """From when to when, as precise as it was given; the hours of the place, with its zone."""
    if not one.starts_time and not one.ends_time:
        return partial_period(one.starts, one.ends) if one.ends else partial_date(one.starts)
    begins, ends = (format_time(at, "HH:mm") if at else "" for at in (one.starts_time, one.ends_time))
    if one.ends:
        told: SafeString | str = format_html("{} – {}", _at(one.starts, begins), _at(one.ends, ends))
    else:
        told = _at(one.starts, f"{begins}–{ends}" if ends else begins)
    told = format_html("{} ({})", told, place_of(one.zone))
    turn = one.starts_time and clocks_turn(parse_partial(one.starts).first_day(), one.starts_time, one.zone)
    return format_html('{} <small class="soft">({})</small>', told, turn) if turn else told


def _at(day: str, hours: str) -> SafeString | str:
    """A day and its hours, which stay in one line and in their order on a page from right to left."""
    if not hours:
        return partial_date(day)
    clock = format_html('<bdi class="num" dir="ltr">{}</bdi>', hours)
    return format_html(pgettext("a day and its hours", "{day}, {hours}"), day=partial_date(day), hours=clock)


def coming(one: Gathering) -> Coming:
    """As it stands on the page that begins the week."""
    first = parse_partial(one.starts)
    day = short_day(first.first_day(), reader()) if first.day else format_partial(first, reader())
    hours = "–".join(at.isoformat("minutes") for at in (one.starts_time, one.ends_time) if at)
    clock = format_html('<bdi class="num" dir="ltr">{}</bdi> · ', hours) if hours and not one.ends else ""
    beside = format_html("{}{}", clock, where(one))
    return Coming(
        one.project_id,
        day,
        one.starts,
        one.title,
        one.language,
        reverse("desk_gathering", args=[one.code]),
        beside,
    )


def where(one: Gathering) -> SafeString | str:
    """The place, its town and country; that it is online. Each in the direction of its own language."""
    said = [one.place, one.town, country_name(one.country, reader()) if one.country else ""]
    if one.mode != Gathering.Mode.ON_SITE:
        said.append(one.get_mode_display())
    return format_html_join(" · ", "<bdi>{}</bdi>", ((part,) for part in said if part)) or "–"


def title_of(one: Gathering) -> SafeString:
    """The title as a link to its page."""
    words = format_html("<bdi{}>{}</bdi>", foreign(one.language), one.title)
    return format_html('<a href="{}">{}</a>', reverse("desk_gathering", args=[one.code]), words)


def languages(one: Gathering) -> str:
    """Its languages by name, in the reader's way."""
    return in_a_row(name_in(code, reader()) for code in one.spoken)


def spoken_in(codes: str) -> str:
    """Codes of languages with blanks between, by name, in the reader's way."""
    return in_a_row(name_in(code, reader()) for code in codes.split())


def named(name: str) -> SafeString:
    """A name in the direction of its own script."""
    return format_html("<bdi>{}</bdi>", name)


def agenda(one: Gathering) -> SafeString:
    """The agenda as HTML, headings under the one of its section."""
    parts = blocks(one.agenda)
    levels = iter(markdown.headings([1, *(part.level + 1 for part in parts if part.kind == "heading")])[1:])
    return markdown.render(
        markdown.Piece(
            part.kind, next(levels) if part.kind == "heading" else part.level, part.text, part.number
        )
        for part in parts
    )


def brief(one: Gathering) -> dict[str, Any]:
    """What gatherings/public_rows.html takes: one line of a public list."""
    return {
        "one": one,
        "url": reverse("gathering", args=[one.code]),
        "when": when(one),
        "where": where(one),
        "cancelled": one.state == Gathering.State.CANCELLED,
        "registers": one.takes_registrations,
    }
