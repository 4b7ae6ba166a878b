"""All facts of a page, each once, in the order of their places."""

from dataclasses import replace

from passerelle.engines.text.importer.countries import countries, country_at
from passerelle.engines.text.importer.dates import dates
from passerelle.engines.text.importer.elsewhere import partaking
from passerelle.engines.text.importer.goals import goals
from passerelle.engines.text.importer.lines import Line, lines
from passerelle.engines.text.importer.model import Page, Value
from passerelle.engines.text.importer.partners import told_partners
from passerelle.engines.text.importer.passages import passages
from passerelle.engines.text.importer.period import period
from passerelle.engines.text.importer.programmes import mentions, programmes
from passerelle.engines.text.importer.source import plain
from passerelle.engines.text.importer.spoken import spoken_by_words
from passerelle.engines.text.importer.targets import targets
from passerelle.engines.text.language import detect

LOOKED_AT = 100_000
"""Signs of a page in which facts are looked for: about 30 printed pages."""


def import_page(text: str, language: str | None = None, *, declared: str | None = None) -> Page:
    """The facts in a text; its language is found unless it is given (BCP 47). Raises nothing, in linear time.

    `declared` is what a file claims to be written in: believed where the words leave it open."""
    looked_at = text[:LOOKED_AT]
    spoken = language or _language(looked_at) or _claimed(declared) or spoken_by_words(looked_at)
    read_as = spoken or detect(looked_at).runner_up
    same = plain(looked_at)
    parts = lines(looked_at)
    funds = mentions(same)
    said = list(passages(looked_at, parts, read_as))
    listed = [str(value.value) for value in said if value.field == "partner"]
    found = [
        *said,
        *period(same, parts, read_as, funds, _names(said)),
        *programmes(same),
        *goals(same, parts),
        *_countries(same, parts, read_as, funds),
    ]
    found = [one for one in found if one.field != "partner" or _can_be_partner(one, same, read_as, found)]
    found.extend(
        replace(one, value=looked_at[one.start : one.end])
        for one in told_partners(same, read_as, funds, listed)
        if not _is_written_to(one, parts)
    )
    dated = [
        (date.start, date.end) for date in dates(same, read_as) if date.month and (date.year or date.day)
    ]
    goal_places = [(value.start, value.end) for value in found if value.field == "sdg"]
    found.extend(targets(same, looked_at, parts, read_as, [*dated, *funds, *goal_places]))
    return Page(spoken, text, tuple(sorted(found, key=lambda value: (value.start, value.end, value.field))))


def _can_be_partner(one: Value, text: str, language: str | None, found: list[Value]) -> bool:
    """What stands in the partners' part of a page and is a country, or a line of goals or dates, is none."""
    if country_at(text, one.start, language) == one.end:
        return False
    return not any(
        other.field in ("sdg", "period_start") and one.start <= other.start < one.end for other in found
    )


def _is_written_to(one: Value, lines: tuple[Line, ...]) -> bool:
    """Whether a name stands in a line about contacts: "Ansprechpartnerin: …"."""
    return any(line.part == "contact" and line.start <= one.start < line.end for line in lines)


def _language(text: str) -> str | None:
    """The language of the sentences; labels and names of other languages do not turn it."""
    prose = "\n".join(line for line in text.split("\n") if len(line.split()) >= 6)
    return detect(prose).language or detect(text).language


def _names(passages: list[Value]) -> list[str]:
    """What the page calls its project: the short name, and the first word of the title."""
    words = [str(value.value) for value in passages if value.field in ("acronym", "title")]
    return [plain(word).split()[0].strip(",:.-") for word in words if word.split()]


def _claimed(declared: str | None) -> str | None:
    return declared.lower().partition("-")[0] if declared else None


def _countries(
    text: str, parts: tuple[Line, ...], language: str | None, funds: tuple[tuple[int, int], ...]
) -> list[Value]:
    found: dict[str, Value] = {}
    for one in partaking(text, parts, language, [*countries(text, language, funds)]):
        found.setdefault(one.code, Value("country", one.code, one.start, one.end, 0.9))
    return list(found.values())
