"""Sustainable Development Goals, by their numbers."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from passerelle.engines.text.importer.lines import Line
from passerelle.engines.text.importer.model import Value
from passerelle.engines.text.importer.source import data, entries

_NUMBER = re.compile(r"(?<![\d.,/:+-])(?:1[0-7]|[1-9])(?![\d%]|[.,:/]\d| \d{3})")
_AND = "and|et|e|y|i|und|en|och|og|ja|un|ir|a|és|și|и|και|і|та|ve|و|in|dhe|u"
_LIST = rf"(?:1[0-7]|[1-9])(?![\d%]| \d{{3}})(?:\s*(?:,|;|&|/|\+|(?:{_AND}|SDG|ODD|ODS|OSS)(?!\w))\s*){{0,3}}"
_GOAL = (
    r"goals?|ziele?n?|mål|objectifs?|obiettiv[oi]|objetivos?|doel(?:en|stelling(?:en)?)?|cel(?:e|u|em|ów)?|cíle?|ciele?ľ?|"
    r"cilj\w{0,4}|tavoite(?!tt)|tavoitte\w{0,5}|eesmär\w{0,4}|mērķ\w{0,4}|tiksl\w{0,4}|cél\w{0,5}|obiectiv\w{0,4}|цел\w{0,4}|ціл\w{0,4}|"
    r"στοχο\w{0,3}|циљ\w{0,5}|markmið\w{0,4}|għan(?:ijiet)?|objektiv\w{0,4}|amaç\w{0,4}|hedef\w{0,4}|(?:ال)?هدف|(?:ال)?أهداف|(?:ال)?اهداف"
)
_SHORT = r"SDG'?s?|ODDs?|ODSs?|OSS|OSZ|KEA|CZR|ЦУР|ЦСР|ЦОР|OZHQ|DVT|IAM|ΣΒΑ|SDG-?\w{0,6}"


_ONLY_NUMBERS = re.compile(r"(?:(?:1[0-7]|[1-9])(?:\s*[,;&/]\s*|\s+)?)+(?<!\d\d\d)")


@cache
def _said() -> re.Pattern[str]:
    names = "|".join(_in_any_case(name) for name in entries(data("headings")["parts"]["sdg"]))
    return re.compile(rf"(?<!\w)(?:{names}|agenda 2030|2030 agenda|SDGs?|ODD|ODS)(?!\w)", re.IGNORECASE)


def _in_any_case(name: str) -> str:
    """A name whose longer words may have other endings: "kestävän kehityksen tavoitteita"."""
    words = (re.escape(word[:-2]) + r"\w{0,5}" if len(word) > 5 else word for word in name.split(" "))
    return r"\s".join(words) if " " in name else re.escape(name)


@cache
def _marked() -> re.Pattern[str]:
    """Numbers behind "SDG", behind a word for "goal", or behind the whole name."""
    names = "|".join(map(re.escape, sorted(entries(data("headings")["parts"]["sdg"]), key=len, reverse=True)))
    return re.compile(
        rf"(?:(?<!\w)(?:{_SHORT})(?!\w)|(?i:(?<!\w)(?:{names}|{_GOAL})(?!\w)))\s{{0,2}}"
        rf"(?:n[°.ºr]{{1,2}}\s?|no\.?\s?|[:#(-]\s?|(?:[^\W\d_]+\s?){{1,3}}:\s){{0,2}}(?P<list>(?:{_LIST})+)"
    )


def goals(text: str, lines: Sequence[Line]) -> Iterator[Value]:
    """The goals that a plain text names: after "SDG", after "goal" where the text speaks of the Agenda 2030, or in
    the part of the page that is about them."""
    found: dict[str, Value] = {}
    speaks = _said().search(text) is not None
    for match in _marked().finditer(text):
        by_letters = match.group()[:1].isupper() and match.group()[1:2].isupper()
        near = text[max(0, match.start() - 60) : match.end() + 60]
        if by_letters or speaks or "2030" in near:
            _take(text, match.start("list"), match.end("list"), found, 0.9)
    for line in lines:
        if line.part == "objective" and _ONLY_NUMBERS.fullmatch(text, line.start, line.end):
            _take(text, line.start, line.end, found, 0.7)  # "Objectives | 4, 11" in a table of facts
        if line.part == "sdg" and not line.is_label and line.end - line.start < 160:
            _take(text, line.start, line.end, found, 0.8)
    yield from found.values()


def _take(text: str, start: int, end: int, found: dict[str, Value], sure: float) -> None:
    for number in _NUMBER.finditer(text, start, end):
        found.setdefault(number.group(), Value("sdg", number.group(), number.start(), number.end(), sure))
