"""Partners that running text names: "in collaboration with X, Y and Z", "the partners are …", "coordinated by …".

Only names are taken that some sign shows to be an organisation's (a word for its kind, an abbreviation, a country behind
it) or that stand in one list with such a name. "In collaboration with schools" and "led by Anna Berg" give nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from passerelle.engines.text.importer.model import Value
from passerelle.engines.text.importer.names import (
    Name,
    alike,
    arabic_names,
    are_one,
    behind,
    is_none,
    link,
    name_at,
)
from passerelle.engines.text.importer.source import base, data, entries, plain

_COMMA = re.compile(r"\s?[,;]\s")
_FURTHER = 400  # signs behind a cue
_MOST = 15


def told_partners(
    text: str, language: str | None, taken: Sequence[tuple[int, int]], listed: Sequence[str]
) -> Iterator[Value]:
    """The partners that sentences of a plain text name, in order.

    `taken` are the places of programmes' names, `listed` the names in the page's list of partners: a page with such a
    list has named them all, but perhaps who coordinates."""
    read_as = base(language)
    seen = [plain(name).casefold() for name in listed]
    for cue in _cues(read_as).finditer(text):
        if len(listed) > 1 and cue.lastgroup not in ("by", "is", "last"):
            continue
        for name in _after(text, cue, read_as):
            said = text[name.start : name.end]
            key = plain(said).casefold()
            if any(start < name.end and name.start < end for start, end in taken):
                continue
            if not any(alike(key, other) for other in seen):
                seen.append(key)
                yield Value("partner", said, name.start, name.end, 0.65 if name.sign else 0.5)


@cache
def _cues(language: str) -> re.Pattern[str]:
    """What stands before names, each kind in a group: with, are, unite, is, by, last."""
    lists = data("partners")
    stems = "|".join(
        (r"\w*" if one[0] == "*" else "") + re.escape(one.strip("*")) for one in entries(lists["partners"])
    )
    are = lists["are"] + ("|a|az" if language == "hu" else "")  # which has no word for "are"
    patterns = [
        rf"(?P<with>(?<!\w)(?:{_any_of(lists['with'].get(language, '') + '|' + lists['with']['en'])}))(?:\s|(?<='))",
        rf"(?P<are>(?<!\w)(?:{stems})\w*(?:\s[\w']+){{0,3}}?\s?(?:{_any_of(are)}))\s",
        rf"(?P<unite>(?<!\w)(?:{_any_of(lists['unite'])}))\s",
        rf"(?P<is>(?<!\w)(?:{_any_of(lists['coordinator'])}))\s",
        rf"(?P<by>(?<!\w)(?:{_any_of(lists['by'])}))(?:\s|(?<='))",
    ]
    for by, verbs in lists["by, verb last"].get(language, {}).items():
        patterns.append(rf"(?P<last>(?<!\w)(?:{by}))\s(?=[^.!?\n,]{{3,90}}?\s(?:{verbs})(?!\w))")
    return re.compile("|".join(patterns), re.IGNORECASE)


def _any_of(listed: str) -> str:
    """The entries as a pattern, the longest first."""
    return "|".join(map(re.escape, sorted(entries(listed), key=len, reverse=True)))


def _after(text: str, cue: re.Match[str], language: str) -> list[Name]:
    """The names behind a cue, or none if nothing shows that they are organisations."""
    stop = min(len(text), cue.end() + _FURTHER)
    if language == "ar":
        return arabic_names(text, cue.end(), stop)[:_MOST]
    names = _list(text, cue.end(), stop, language, most=1 if cue.lastgroup in ("by", "is", "last") else _MOST)
    if cue.lastgroup == "unite" and len(names) < 2:
        return []
    if cue.lastgroup != "are" and not any(name.sign for name in names):
        return []
    return [name for name in names if name.sign or not name.loose]


def _list(text: str, at: int, stop: int, language: str, *, most: int) -> list[Name]:
    """The names that stand in a row from `at` on, between commas and "and"."""
    found: list[Name] = []
    commas = False
    for _ in range(most):
        name = name_at(text, at, stop, language)
        if name is None:
            break
        name, at = behind(text, name, stop, language)
        if not is_none(text[name.start : name.end], language):
            found.append(name)
        comma = _COMMA.match(text, at, stop)
        both = link(language).match(text, comma.end() - 1 if comma else at, stop)
        if not comma and not both:
            break
        if both and not comma and not commas and found:
            following = name_at(text, both.end(), stop, language)
            if following and are_one(text, found[-1], following):
                found[-1] = replace(found[-1], end=following.end)
                break
        commas = commas or comma is not None
        at = both.end() if both else comma.end() if comma else at
    return found
