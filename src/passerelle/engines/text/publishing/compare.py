"""Numbers, dates and addresses that differ between a text and the same text in another language.

What is written differently is no difference: digits and words (8 = eight), 1,300 and 1 300, 2 March 2020 and 02/03/2020.
Where both texts have as many paragraphs, each is compared with its own.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from passerelle.engines.text.glossary import Entry, Glossary
from passerelle.engines.text.importer.dates import Date, dates
from passerelle.engines.text.importer.numbers import numbers
from passerelle.engines.text.importer.source import data, plain
from passerelle.engines.text.publishing.finding import Finding

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}")
_WEB = re.compile(r"\b(?:https?://(?:www\.)?|www\.)([\w.-]{3,200})(?::\d+)?(?:/\S{0,1000})?")
_PHONE = re.compile(r"(?<![\w+])\+\d(?:[ ()./-]{0,2}\d){6,13}(?!\d)")
_TIME = re.compile(
    r"(?<![\w.,])(?:[01]?\d|2[0-4])(?::[0-5]\d\b| ?h ?(?:[0-5]\d\b|\b)|(?:[.:][0-5]\d)? (?:am|pm|Uhr|uur)\b)"
    r"|(?:\b(?:kl\.?|klockan|klokken|klukkan|klo|kello|orele|ob|ώρα|τις|ore|alle|at|um|om|las|às|godz\.|ora|kell|plkst\.|val\.|saat|в|о|об|на|στις))"
    r" (?:[01]?\d|2[0-4])[.:][0-5]\d\b(?![.:/-]\d)"
)
# With thousands apart or not: 350,000.50 and 350 000,50 and 48.5.
_DECIMAL = re.compile(
    r"(?<![\w.,:/])(?P<whole>\d{1,3}(?P<sign>[ .,'])\d{3}(?:(?P=sign)\d{3}){0,3}(?!(?P=sign))|\d{1,6})"
    r"[.,](?P<part>\d{1,2})(?![\w/]|[.,:]\d)"
)
_LIST_NUMBER = re.compile(r"^[ \t#>*-]*\(?\d{1,3}[.)]", re.MULTILINE)
_BEHIND = ".,;:!?)"
"""Signs that end the sentence around an address."""
_ARABIC_SIGNS = str.maketrans("٬٫", ",.")
_SMALL = 12
"""Numbers up to this one are often words, and words are inflected, hidden ("both", "pair") or left out."""
_SPELLED_TO = 24
"""Numbers up to this one are taken for each other's when one is in words."""
# Their calendars count other years; months and days are theirs too.
_OTHER_CALENDARS = frozenset(("fa", "prs", "ps", "am", "ti", "ckb", "ne", "th"))


@dataclass(frozen=True, slots=True)
class _Fact:
    """What a text says at [start:end]; key is equal where two texts say the same."""

    kind: str
    key: tuple[int | str, ...]
    start: int
    end: int
    spelled: bool = False

    @property
    def is_small(self) -> bool:
        return self.kind == "number" and len(self.key) == 1 and int(self.key[0]) <= _SMALL


Places = Sequence[tuple[int, int]]


def differences(
    there: str,
    there_language: str | None,
    there_places: Places,
    here: str,
    here_language: str | None,
    places: Places,
) -> Iterator[Finding]:
    """Findings in `here`, of what its source says otherwise. places: the paragraphs of each, once each."""
    theirs, ours = _facts(there, there_language), _facts(here, here_language)
    if not all(_is_read(language) for language in (there_language, here_language)):
        theirs, ours = (
            [fact for fact in facts if fact.kind != "date" and not fact.is_small] for facts in (theirs, ours)
        )
    aligned = len(there_places) == len(places)
    missing = _without(theirs, ours)
    added = _without(ours, theirs)
    if aligned:
        swapped = _swapped(theirs, ours, there_places, places)
        missing += [fact for fact, _ in swapped if fact not in missing]
        added += [fact for _, fact in swapped if fact not in added]
    pairs = _pairs(missing, added, there_places, places, aligned)
    paired = {id(fact) for pair in pairs for fact in pair}
    for was, is_ in pairs:
        yield _finding("changed", is_.start, is_.end, there[was.start : was.end], here[is_.start : is_.end])
    for fact in added:
        if id(fact) not in paired and not fact.is_small and not fact.spelled:
            yield _finding("added", fact.start, fact.end, "", here[fact.start : fact.end])
    for fact in missing:
        if id(fact) not in paired and not fact.is_small and not fact.spelled:
            start, end = _counterpart(fact.start, there_places, places, len(here))
            yield _finding("missing", start, end, there[fact.start : fact.end], "")


def _is_read(language: str | None) -> bool:
    """Whether months and small numbers of a language are known, and its years are everybody's."""
    code = (language or "").lower().partition("-")[0]
    return (
        code not in _OTHER_CALENDARS and code in data("dates")["months"] and code in data("numbers")["words"]
    )


def _finding(code: str, start: int, end: int, there: str, here: str) -> Finding:
    return Finding("mismatch", start, end, code, facts={"there": there, "here": here})


def _without(some: list[_Fact], others: list[_Fact]) -> list[_Fact]:
    """Those of `some` that the others do not say; a date says its year and, without a year, its day."""
    said = {(fact.kind, fact.key) for fact in others}
    dated = [fact.key for fact in others if fact.kind == "date"]
    values = {fact.key for fact in others if fact.kind == "number"}

    def is_said(fact: _Fact) -> bool:
        if (fact.kind, fact.key) in said:
            return True
        if fact.kind == "date":
            if any(_agree(fact.key, other) for other in dated):
                return True
            return fact.key[1] == 0 and (fact.key[0],) in values
        if fact.kind == "number" and len(fact.key) == 1:
            return any(fact.key[0] == other[0] for other in dated)
        return False

    return [fact for fact in some if not is_said(fact)]


def _agree(one: tuple[int | str, ...], other: tuple[int | str, ...]) -> bool:
    """Whether two dates (year, month, day; 0 what is not said) can be the same, also with day and month turned round."""
    turned = (other[0], other[2], other[1])
    return any(
        all(a == b or not a or not b for a, b in zip(one, against, strict=True))
        for against in ((other, turned) if other[2] else (other,))
    )


def _swapped(
    theirs: list[_Fact], ours: list[_Fact], there: Places, here: Places
) -> list[tuple[_Fact, _Fact]]:
    """Of each paragraph the facts that its counterpart has not, where both sides have one too many of a kind."""
    found: list[tuple[_Fact, _Fact]] = []
    left, right = _by_place(theirs, there), _by_place(ours, here)
    for number in range(len(here)):
        for kind in ("number", "date", "address", "phone"):
            one = [fact for fact in left.get(number, ()) if fact.kind == kind]
            other = [fact for fact in right.get(number, ()) if fact.kind == kind]
            lost, gained = _surplus(one, other), _surplus(other, one)
            if len(lost) == len(gained):
                found.extend(zip(lost, gained, strict=True))
    return [pair for pair in found if not (pair[0].spelled and pair[1].spelled)]


def _surplus(some: list[_Fact], others: list[_Fact]) -> list[_Fact]:
    counts = Counter(fact.key for fact in others)
    left: list[_Fact] = []
    for fact in some:
        if counts[fact.key]:
            counts[fact.key] -= 1
        elif fact.kind != "date" or not any(_agree(fact.key, other.key) for other in others):
            left.append(fact)
    return left


def _by_place(facts: list[_Fact], places: Places) -> dict[int, list[_Fact]]:
    found: dict[int, list[_Fact]] = {}
    at = 0
    for fact in facts:
        while at < len(places) - 1 and places[at][1] <= fact.start:
            at += 1
        found.setdefault(at, []).append(fact)
    return found


def _pairs(
    missing: list[_Fact], added: list[_Fact], there: Places, here: Places, aligned: bool
) -> list[tuple[_Fact, _Fact]]:
    """What stands here for what stands there: of a kind, and in the same paragraph or, of unlike texts, the same in
    number."""
    found: list[tuple[_Fact, _Fact]] = []
    lost, gained = _by_place(sorted(missing, key=_start), there), _by_place(sorted(added, key=_start), here)
    groups = (
        [(lost.get(k, []), gained.get(k, [])) for k in range(len(here))] if aligned else [(missing, added)]
    )
    for some, others in groups:
        for kind in ("number", "date", "address", "phone"):
            for small in (False, True):
                one = [fact for fact in some if fact.kind == kind and fact.is_small == small]
                other = [fact for fact in others if fact.kind == kind and fact.is_small == small]
                written = [fact for fact in other if not fact.spelled]
                if len(one) == len(written):
                    found.extend(zip(sorted(one, key=_start), sorted(written, key=_start), strict=True))
        if aligned:
            found.extend(_last_numbers(some, others, found))
    return found


def _last_numbers(
    some: list[_Fact], others: list[_Fact], paired: list[tuple[_Fact, _Fact]]
) -> Iterator[tuple[_Fact, _Fact]]:
    """The one number that is left on either side of a paragraph, one in digits and the other in words or of another
    size: "12 stations" and "thirteen stations"."""
    taken = {id(fact) for pair in paired for fact in pair}
    one, other = (
        [fact for fact in facts if fact.kind == "number" and id(fact) not in taken]
        for facts in (some, others)
    )
    if len(one) != 1 or len(other) != 1 or (one[0].spelled and other[0].spelled):
        return
    if all(len(fact.key) == 1 and int(fact.key[0]) <= _SPELLED_TO for fact in (*one, *other)):
        yield one[0], other[0]


def _start(fact: _Fact) -> int:
    return fact.start


def _counterpart(at: int, there: Places, here: Places, length: int) -> tuple[int, int]:
    """The paragraph that stands about as far in the text."""
    if not there or not here:
        return 0, length
    number = next((k for k, (_, end) in enumerate(there) if at < end), len(there) - 1)
    return here[min(len(here) - 1, round(number * len(here) / len(there)))]


def _facts(text: str, language: str | None) -> list[_Fact]:
    facts: list[_Fact] = []
    # "60%" is the number that "60 %" is.
    rest = re.sub(r"(?<=\d)[%٪]", " ", plain(text).translate(_ARABIC_SIGNS))

    def take(pattern: re.Pattern[str], kind: str, key: int) -> None:
        nonlocal rest
        for match in pattern.finditer(rest):
            if kind:
                is_address = kind == "address"
                said = match[key].lower().rstrip(_BEHIND) if is_address else re.sub(r"\D", "", match[key])
                end = match.start() + len(match[0].rstrip(_BEHIND) if is_address else match[0])
                facts.append(_Fact(kind, (said,), match.start(), end))
        rest = pattern.sub(_hidden, rest)

    take(_EMAIL, "address", 0)
    take(_WEB, "address", 1)
    take(_PHONE, "phone", 0)
    take(_LIST_NUMBER, "", 0)
    take(_TIME, "", 0)
    said = dates(rest, language)
    facts += [
        _Fact("date", (date.year, date.month, date.day), date.start, date.end)
        for date in said
        if _is_date(date)
    ]
    rest = _blanked(rest, said)
    for match in _DECIMAL.finditer(rest):
        whole = int(re.sub(r"\D", "", match["whole"]))
        facts.append(_Fact("number", (whole, match["part"].rstrip("0")), match.start(), match.end()))
    rest = _DECIMAL.sub(_hidden, rest)
    facts += [
        _Fact("number", (one.value,), one.start, one.end, one.spelled)
        for one in numbers(rest, language)
        if one.value > 1
    ]
    return sorted(facts, key=_start)


def _is_date(date: Date) -> bool:
    return bool(date.year or date.day)


def _hidden(match: re.Match[str]) -> str:
    return "#" * len(match.group())


def _blanked(text: str, dates: Sequence[Date]) -> str:
    for date in dates:
        text = text[: date.start] + "#" * (date.end - date.start) + text[date.end :]
    return text


def lost_terms(
    there: str,
    there_language: str | None,
    there_places: Places,
    here: str,
    here_language: str | None,
    places: Places,
    glossary: Sequence[Entry],
) -> Iterator[Finding]:
    """Terms of the source whose translation in the glossary does not stand in the text."""
    if not glossary or there_language is None or here_language is None:
        return
    kept = Glossary(glossary)
    used = {hit.entry.concept for hit in kept.find(here, here_language) if not hit.entry.forbidden}
    told: set[str] = set()
    for hit in kept.find(there, there_language, here_language):
        concept = hit.entry.concept
        if hit.offered and concept not in used and concept not in told:
            told.add(concept)
            start, end = _counterpart(hit.start, there_places, places, len(here))
            facts: dict[str, str | int] = {"there": hit.words, "instead": hit.offered[0].term}
            yield Finding("mismatch", start, end, "term", facts=facts)
