"""A report from the records as they are now: every number counted once, every word in the report's language or said not
to be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext

from passerelle.core.dates import format_partial, format_period
from passerelle.evidence.counting import Period, wanted
from passerelle.evidence.freezing import frozen
from passerelle.evidence.models import Indicator
from passerelle.evidence.models.indicators import units
from passerelle.evidence.reports import programmes, tallying
from passerelle.evidence.reports.model import (
    Funder,
    Line,
    Partner,
    Report,
    Section,
    Sheet,
    Text,
)
from passerelle.evidence.reports.programmes import Definition
from passerelle.evidence.rules import Rule
from passerelle.gatherings.models import Gathering
from passerelle.language import texts
from passerelle.language.plain import called
from passerelle.language.rows import in_a_row
from passerelle.language.tongues import UnknownTongue, country_name
from passerelle.network.actions import TITLE, owner_of
from passerelle.network.models import Organisation, Project
from passerelle.network.programmes import programme
from passerelle.network.queries import partners_of

OF_EVENT = "event:"  # before the code of a gathering: the key of what is written about it


def compose(
    project: Project,
    form: Definition,
    *,
    title: str,
    language: str,
    since: date | None,
    until: date | None,
    without: Iterable[str] = (),
    written: Mapping[str, Mapping[str, str]] | None = None,
) -> Report:
    """The report, without anybody's name (see `people.named`).

    without: codes of gatherings left out. written: what was typed, by part or "event:<code>": {language, words}."""
    left_out = set(without)
    with translation.override(language):
        found = [one for one in tallying.chosen(project.pk, since, until) if one.code not in left_out]
        told = tallying.tallies(project.pk, found)
        typed = {key: _typed(one, language) for key, one in (written or {}).items()}
        partners = partners_of(project, language)
        return Report(
            definition=form.id,
            programme=form.name(language),
            year=form.year,
            checked=form.checked,
            language=language,
            title=title,
            project=project.acronym,
            project_title=_title(project, language),
            grant=project.grant_number,
            lead=next((one.organisation.name for one in partners if one.lead), project.lead_name),
            runs=format_period(project.starts, project.ends, language)
            if project.starts or project.ends
            else "",
            since=since.isoformat() if since else "",
            until=until.isoformat() if until else "",
            period=_period(since, until, language),
            made=timezone.localdate().isoformat(),
            invented=project.invented,
            sent=False,
            claims=form.claims,
            counts=told.counts(),
            splits=told.splits(form.splits, language),
            sections=tuple(_section(key, form, typed, language) for key in form.sections),
            sheets=tuple(_sheet(n, one, told, form, typed, language) for n, one in enumerate(found, 1)),
            lines=lines(_figures(project, since, until), language),
            partners=tuple(
                Partner(
                    one.organisation.name,
                    str(Organisation.Kind(one.organisation.kind).label),
                    one.organisation.town,
                    country_name(one.organisation.country, language),
                    one.lead,
                )
                for one in partners
            ),
            people=(),
            hands=tuple(programmes.hand(key, language) for key in form.hands),
            funder=_funder(project, language),
        )


def _period(since: date | None, until: date | None, language: str) -> str:
    if since and until:
        return format_period(since.isoformat(), until.isoformat(), language)
    if since:
        return gettext("From %(day)s on") % {"day": format_partial(since.isoformat(), language)}
    if until:
        return gettext("Until %(day)s") % {"day": format_partial(until.isoformat(), language)}
    return gettext("The whole project")


# ---------------------------------------------------------------- words


def _typed(one: Mapping[str, str], language: str) -> Text:
    words, spoken = one.get("words", ""), one.get("language", "") or language
    return Text(words, spoken, _elsewhere(spoken, language) if words.strip() else "")


def _elsewhere(spoken: str, language: str) -> str:
    """What is said about words that are not in the report's language."""
    if spoken == language:
        return ""
    try:
        name = called(spoken, language)
    except UnknownTongue:
        name = spoken
    return gettext("Only in %(language)s so far") % {"language": name}


def _title(project: Project, language: str) -> Text:
    found = texts.edition(owner_of(project), language)
    if found is None or not found.title:
        # Nothing is published yet: the newest draft.
        told = texts.tell(owner_of(project)).get(TITLE)
        if told is None:
            return Text()
        return Text(told.newest.body, told.text.language, _elsewhere(told.text.language, language))
    return Text(found.title, found.title_language, _elsewhere(found.title_language, language))


def _section(key: str, form: Definition, typed: Mapping[str, Text], language: str) -> Section:
    return Section(
        key,
        key if key in programmes.MADE else "text",
        programmes.heading(key, language),
        programmes.asks(key, language),
        form.limits.get(key, 0),
        typed.get(key, Text()),
    )


# ---------------------------------------------------------------- gatherings


def _sheet(
    number_: int,
    one: Gathering,
    told: tallying.Tallies,
    form: Definition,
    typed: Mapping[str, Text],
    language: str,
) -> Sheet:
    return Sheet(
        code=one.code,
        number=number_,
        title=one.title,
        language=one.language,
        kind=str(one.get_kind_display()),
        starts=one.starts,
        ends=one.ends,
        when=format_period(one.starts, one.ends, language)
        if one.ends
        else format_partial(one.starts, language),
        place=one.place,
        town=one.town,
        country=one.country,
        country_name=country_name(one.country, language) if one.country else "",
        mode=str(one.get_mode_display()),
        host=one.host.name if one.host else "",
        spoken=in_a_row([_language(code, language) for code in one.spoken], language),
        state=one.state,
        counts=told.counts(one.pk),
        splits=told.splits(form.splits, language, one.pk),
        text=typed.get(f"{OF_EVENT}{one.code}", Text()),
    )


def _language(code: str, reader: str) -> str:
    try:
        return called(code, reader)
    except UnknownTongue:
        return code


# ---------------------------------------------------------------- indicators


def _figures(project: Project, since: date | None, until: date | None) -> list[dict[str, Any]]:
    rows = Indicator.objects.unscoped(reason="numbers are the project's").filter(project=project)
    rows = rows.select_related("result", "owner").order_by("result__order", "order", "created_at", "pk")
    return frozen(wanted(rows), Period(since, until))


def lines(figures: Sequence[Mapping[str, Any]], language: str) -> tuple[Line, ...]:
    """The indicators as `evidence.freezing` tells them, in words of a language, which is active."""
    labels = dict(units())
    return tuple(
        Line(
            title=_worded(one, language),
            unit=one["unit"],
            unit_label=str(labels.get(one["unit"], one["unit"])),
            baseline=one["baseline"],
            target=one["target"],
            reached=one["value"],
            low=one["low"],
            high=one["high"],
            rule=rule_in_words(Rule.read(one["rule"])),
            source=one["source"],
            claimed=one["claimed"],
            why=_why(one["why"]),
            code=one["indicator"],
        )
        for one in figures
    )


def _worded(one: Mapping[str, Any], language: str) -> Text:
    if one["language"] == language:
        return Text(one["title"], language)
    words = one["titles"].get(language)
    if words:
        return Text(words, language)
    return Text(one["title"], one["language"], _elsewhere(one["language"], language))


def _why(code: str) -> str:
    return {
        "gone": gettext("Nobody counts this here any more."),
        "no rule": gettext("Nobody has said yet how it is counted."),
        "no figure": gettext("No figure has been entered yet."),
    }.get(code, "")


def rule_in_words(rule: Rule) -> str:
    """How a number comes about, in the language that is active."""
    if rule.by_hand:
        return gettext("Entered by hand, added up") if rule.adds else gettext("Entered by hand, the newest")
    said = " + ".join(str(one.label) for one in rule.known)
    some = [str(one.kinds[kind]) for kind in rule.kinds for one in rule.known[:1] if kind in one.kinds]
    return f"{said} ({', '.join(some)})" if said and some else said


# ---------------------------------------------------------------- the funder


def _funder(project: Project, language: str) -> Funder | None:
    funding = programme(project.programme)
    if funding is None:
        return None
    statement, disclaimer = funding.acknowledgement(language), funding.disclaimer(language)
    return Funder(
        statement.text,
        disclaimer.text,
        statement.language,
        statement.official and disclaimer.official,
        funding.emblem,
        funding.acronym,
    )


def parts_to_write(form: str, report: Report) -> list[str]:
    """The keys of everything somebody can write in a report: texts of its form, and one for each gathering."""
    known = programmes.definition(form)
    return [*(known.texts if known else ()), *(f"{OF_EVENT}{one.code}" for one in report.sheets)]


def as_sent(report: Report) -> Report:
    return replace(report, sent=True)
