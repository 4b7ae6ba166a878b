"""How a campaign and its numbers are read on a screen, and as rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from passerelle.core.markdown import plain
from passerelle.core.templatetags.look import foreign, number, partial_date, partial_period
from passerelle.language.models import Edition
from passerelle.language.rows import in_a_row
from passerelle.language.tongues import name_in
from passerelle.network.models import Project
from passerelle.programme.models import Campaign, Reach, Way
from passerelle.programme.models.campaigns import UNITS
from passerelle.tasks.reading import reader


def period(one: Campaign) -> SafeString | str:
    return partial_period(one.starts, one.ends) if one.starts or one.ends else "–"


def ways(one: Campaign) -> str:
    return in_a_row(Way(way).label for way in one.by_ways) or "–"


def line(one: Any) -> list[Any]:
    """One campaign as a row of the list. one: with `belonging`, how many gatherings it has."""
    words = format_html("<bdi{}>{}</bdi>", foreign(one.language), one.title)
    link = format_html('<a href="{}">{}</a>', reverse("desk_campaign", args=[one.code]), words)
    word = pgettext("campaign", "Put away") if one.archived_at else pgettext("campaign", "Runs")
    state = {"state": "missing" if one.archived_at else "reviewed", "word": word}
    return [link, period(one), ways(one), one.belonging, state]


def facts(one: Campaign) -> list[dict[str, Any]]:
    told = [
        (_("Aim"), one.aim and format_html("<bdi{}>{}</bdi>", foreign(one.language), one.aim)),
        (_("Audience"), one.audience and format_html("<bdi{}>{}</bdi>", foreign(one.language), one.audience)),
        (_("Channels"), one.ways and ways(one)),
        (_("Period"), (one.starts or one.ends) and period(one)),
    ]
    return [{"term": term, "value": value} for term, value in told if value]


def state_of(one: Reach, corrected: bool) -> dict[str, Any]:
    if one.stands:
        return {"state": "reviewed", "word": _("Counts")}
    return {"state": "missing", "word": _("Corrected") if corrected else _("Taken back")}


def number_row(one: Reach, corrected: bool) -> list[Any]:
    """One number as a row: what stands no more stays readable."""
    link = reverse("desk_campaign_number", args=[one.code])
    return [
        {"text": str(one.get_kind_display()), "url": link, "lang": ""},
        one.number,
        partial_date(one.on),
        one.get_way_display(),
        format_html("<bdi>{}</bdi>", one.source),
        state_of(one, corrected),
    ]


def number_facts(one: Reach) -> list[dict[str, Any]]:
    """Everything that is known of one number, as the reader writes numbers and days."""
    told = dict(zip(heads(), cells(one), strict=True))
    told |= {_("Number"): number(one.number), _("When"): partial_date(one.on)}
    return [{"term": head, "value": value} for head, value in told.items()]


def number_before(one: Reach) -> SafeString:
    """What a number stood for before it was corrected."""
    return format_html("{} ({}, <bdi>{}</bdi>)", number(one.number), partial_date(one.on), one.source)


def heads() -> list[Any]:
    return [
        _("Campaign"),
        _("What was counted"),
        _("Number"),
        _("Unit"),
        _("When"),
        _("Channel"),
        _("Source"),
        _("Code"),
    ]


def cells(one: Reach) -> list[Any]:
    """One number as a row of the table that goes out: it comes in again as the same."""
    return [
        one.campaign.title,
        str(one.get_kind_display()),
        one.number,
        str(UNITS[one.kind].label),
        one.on,
        str(one.get_way_display()),
        one.source,
        one.code,
    ]


def shares(one: Campaign, project: Project, editions: Sequence[Edition]) -> list[dict[str, Any]]:
    """The message as plain text to copy, in each language that has it whole, with the address of the project's page.

    Nothing of it asks another company for anything: there is no button of theirs and no counter."""
    told = []
    for edition in editions:
        if not edition.parts or any(part["state"] == "missing" for part in edition.parts):
            continue
        words = "\n\n".join(plain(part["body"]) for part in edition.parts)
        if project.state == Project.State.PUBLISHED:
            words += f"\n\n{_address(project, edition.language)}"
        told.append(
            {"language": edition.language, "name": name_in(edition.language, reader()), "words": words}
        )
    return told


def _address(project: Project, language: str) -> str:
    """The public page of the project, in that language where there are pages in it."""
    known = language if language in dict(settings.LANGUAGES) else reader()
    with translation.override(known):
        return f"{settings.ADDRESS}{reverse('project', args=[project.code, project.slug])}"
