"""Projects as cards and facts: what stands where, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.translation import gettext, ngettext

from passerelle.core.templatetags.look import number, partial_period
from passerelle.language.rows import in_a_row
from passerelle.network.models import Project
from passerelle.network.queries import Card, cards
from passerelle.public.queries import Coverage, coverages
from passerelle.public.sections import named


def furnished(projects: Sequence[Project], language: str) -> list[dict[str, Any]]:
    """What parts/card.html takes, for each project; five queries whatever their number."""
    states = coverages([project.pk for project in projects], language)
    return [_card(card, states.get(card.project.pk), language) for card in cards(list(projects), language)]


def _card(card: Card, coverage: Coverage | None, language: str) -> dict[str, Any]:
    project = card.project
    state, word = translation_state(coverage, language)
    return {
        "url": reverse("project", args=[project.code, project.slug]),
        "title": project.acronym,
        "summary": card.title if card.title != project.acronym else "",
        "lang": card.title_language,
        "planks": card.planks,
        "facts": facts(
            (gettext("When"), period(project)),
            (gettext("Lead"), name(card.lead)),
            (gettext("Where"), listed(card.countries, language)),
        ),
        "state": state,
        "word": word,
    }


def facts(*pairs: tuple[str, Any]) -> list[dict[str, Any]]:
    """What parts/facts.html takes; what is not known is left out."""
    return [{"term": term, "value": value} for term, value in pairs if value]


def period(project: Project) -> Any:
    """The dates as precise as they were given; the length where only that is known; nothing when nothing is."""
    if project.starts or project.ends:
        return partial_period(project.starts, project.ends)
    if project.months:
        months = ngettext("%(count)s month", "%(count)s months", project.months)
        told = months % {"count": number(project.months)}
        return format_html('<time datetime="P{}M">{}</time>', project.months, told)  # a length, ISO 8601
    return ""


def name(text: str) -> Any:
    """A name keeps its own reading direction among the words around it."""
    return format_html("<bdi>{}</bdi>", text) if text else ""


def listed(names: Sequence[str], language: str) -> str:
    """ "Austria, Italy and Sweden", with the reader's own commas and "and"."""
    return conditional_escape(in_a_row(names, language))


def translation_state(coverage: Coverage | None, language: str) -> tuple[str, str]:
    """The one thing to know about a page before opening it: how much of it is in the reader's language.

    Returns a state of parts/state.html and its words; the least that can be relied on is named."""
    if coverage is None:
        return "", ""
    source = {"language": named(coverage.source, language)}
    states = coverage.states
    if states == {"missing"}:
        return "missing", gettext("Only in %(language)s so far") % source
    if "missing" in states:
        return "missing", gettext("Partly only in %(language)s so far") % source
    if "outdated" in states:
        return "outdated", gettext("Partly older than the text in %(language)s") % source
    if "machine" in states:
        return "machine", gettext("Partly machine translation")
    if "translated" in states:
        return "reviewed", gettext("Translated by a person")
    return "reviewed", gettext("Written in %(language)s") % source
