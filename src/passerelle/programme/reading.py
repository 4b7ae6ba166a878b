"""How a series is read on a screen: what is left in how much time, and the last safe days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from passerelle.core.actor import Actor
from passerelle.core.templatetags.look import foreign, partial_date, partial_period
from passerelle.gatherings.models import Gathering
from passerelle.language.rows import in_a_row
from passerelle.programme import campaigning, participation, policies, queries
from passerelle.programme.models import Campaign, Series
from passerelle.programme.participation import Asked, Registered
from passerelle.programme.standing import Standing, left_in_time
from passerelle.tasks import schedule

ASKING = ("title", "kinds", "people", "abroad")
Rows = Mapping[Any, Mapping[str, Any]]


def day(one: date | None) -> SafeString | str:
    return partial_date(one.isoformat()) if one else "–"


def state_of(one: Series, standing: Standing | None) -> dict[str, Any]:
    """What parts/state.html takes: a bridge and a word."""
    if one.archived_at is not None:
        return {"state": "missing", "word": _("Put away")}
    if standing is None:
        return {"state": "wait", "word": _("No dates yet")}
    if not standing.outlook.left:
        return {"state": "reviewed", "word": _("All are held")}
    if not standing.outlook.fits:
        return {"state": "late", "word": _("Does not fit any more")}
    if standing.alarmed:
        return {"state": "late", "word": _("A date is missing")}
    return {"state": "draft", "word": _("On the way")}


def promise(one: Series, standing: Standing | None) -> list[dict[str, Any]]:
    """What was promised, as short facts."""
    facts: list[tuple[str, Any]] = [
        (_("Which gatherings count"), in_a_row(one.kind_names())),
        (_("How many"), one.number),
    ]
    if standing is not None:
        opens, closes = standing.aim.opens.isoformat(), standing.aim.closes.isoformat()
        facts.append((_("Period"), partial_period(opens, closes)))
    if one.spacing:
        facts.append((_("Between two, at least"), _days(one.spacing)))
    if one.lasts > 1:
        facts.append((_("Each takes"), _days(one.lasts)))
    if one.lead:
        facts.append((_("To prepare one"), _days(one.lead)))
    if one.people:
        facts.append((_("People at each, at least"), one.people))
    if one.abroad:
        facts.append((_("Of them from abroad, at least"), one.abroad))
    return [{"term": term, "value": value} for term, value in facts]


def _days(number: int) -> str:
    return ngettext("%(n)d day", "%(n)d days", number) % {"n": number}


def title_of(one: Series) -> SafeString:
    """The title as a link to its page."""
    words = format_html("<bdi{}>{}</bdi>", foreign(one.language), one.title)
    return format_html('<a href="{}">{}</a>', reverse("desk_series", args=[one.code]), words)


def of_a_gathering(actor: Actor, one: Gathering) -> Iterator[tuple[Any, Any]]:
    """Which series a gathering counts in, for its own page."""
    found = queries.series_with(actor, one)
    if found:
        yield _("Counts in"), format_html_join(" · ", "{}", ((title_of(series),) for series in found))
    belongs = campaigning.campaigns_with(actor, one)
    if belongs:
        yield _("Belongs to"), format_html_join(" · ", "{}", ((_campaign(each),) for each in belongs))
    has_begun = one.begins_at <= timezone.now() and one.project.closed_at is None
    if has_begun and policies.may_take_down(actor, one.project):
        address = f"{reverse('desk_questions_take_down', args=[one.project.code])}?at={one.code}"
        yield _("Questions"), format_html('<a href="{}">{}</a>', address, _("Take questions down"))
    stored = [{name: getattr(series, name) for name in ASKING} for series in found]
    asked = list(participation.asked_of(one.project.call, one.kind, stored))
    if not asked or one.state != Gathering.State.PLANNED or one.over:
        return
    there = queries.registered(actor, one)
    left = participation.in_days(participation.days_left(one.starts, schedule.today()))
    for wanted in asked:
        said = f"{participation.so_far(wanted, there)} · {left}"
        yield _("Asked by %(whose)s") % {"whose": wanted.whose}, said


def _campaign(one: Campaign) -> SafeString:
    words = format_html("<bdi{}>{}</bdi>", foreign(one.language), one.title)
    return format_html('<a href="{}">{}</a>', reverse("desk_campaign", args=[one.code]), words)


def line(one: Series, standing: Standing | None) -> list[Any]:
    """One series as a row of the list."""
    shown = standing if one.archived_at is None else None
    return [
        title_of(one),
        one.number,
        shown.outlook.held if shown else "–",
        shown.outlook.planned if shown else "–",
        left_in_time(shown) if shown else "–",
        day(shown.next_latest) if shown else "–",
        state_of(one, standing),
    ]


def gathering(row: Mapping[str, Any]) -> SafeString:
    """A gathering as a link, with its town."""
    words = format_html("<bdi{}>{}</bdi>", foreign(row["language"]), row["title"])
    link = format_html('<a href="{}">{}</a>', reverse("desk_gathering", args=[row["key"]]), words)
    return format_html("{} · <bdi>{}</bdi>", link, row["town"]) if row["town"] else link


def when(row: Mapping[str, Any]) -> SafeString | str:
    return partial_period(row["starts"], row["ends"]) if row["ends"] else partial_date(row["starts"])


def place_in(standing: Standing, number: int) -> str:
    """ "6 / 8", in its own direction."""
    return f"\u2066{number} / {standing.aim.number}\u2069"


def left(standing: Standing, rows: Rows, asked: Sequence[Asked]) -> list[list[Any]]:
    """Those left, one row each: which, what is planned, when, the first possible and the last safe day; who is
    registered so far, where so many are asked."""
    told = []
    for place, slot in enumerate(standing.outlook.slots, standing.outlook.held + 1):
        row = rows.get(slot.key) if slot.key else None
        told.append(
            [
                place_in(standing, place),
                gathering(row) if row else _("No date yet"),
                when(row) if row else "–",
                day(slot.earliest),
                day(slot.latest) if slot.latest else {"state": "late", "word": _("Does not fit any more")},
                *([people(row, asked) if row else "–"] if asked else []),
            ]
        )
    return told


def people(row: Mapping[str, Any], asked: Sequence[Asked]) -> str:
    """How many are registered so far, of how many that are asked."""
    there = Registered.of(row)
    return " · ".join(participation.so_far(one, there) for one in asked)


def held(standing: Standing, rows: Rows) -> list[list[Any]]:
    """Those that count already."""
    out = set(standing.outlook.outside)
    there = [row for row in rows.values() if row["state"] == "held" and row["key"] not in out]
    return [[place_in(standing, n), gathering(row), when(row)] for n, row in enumerate(there, 1)]


def remarks(standing: Standing, rows: Rows) -> list[SafeString]:
    """What somebody should look at: too close, outside the period, over and not noted."""
    found = []
    for clash in standing.outlook.clashes:
        one, other = rows[clash.one], rows[clash.other]
        if one["state"] == other["state"] == "held":
            continue
        sentence = (
            _("{one} and {other} are less than {days} apart.")
            if clash.sure
            else _("{one} and {other} may turn out to be less than {days} apart: write their days.")
        )
        told = {"one": gathering(one), "other": gathering(other), "days": _days(max(standing.aim.spacing, 1))}
        found.append(format_html(sentence, **told))
    for key in standing.outlook.outside:
        found.append(
            format_html(_("{one} is outside the period and does not count."), one=gathering(rows[key]))
        )
    for key in standing.outlook.unnoted:
        found.append(format_html(_("{one} is over. Note whether it took place."), one=gathering(rows[key])))
    return found
