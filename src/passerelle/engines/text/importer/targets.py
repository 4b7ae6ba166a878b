"""Counts that a project promises or reports: a number and the word for what is counted.

A number counts only with a unit word after it ("8 transnational events"), or before it with a colon or in the next
cell ("Participants: 450"). Years, shares, prices, ordinals, times and numbers of things ("article 5") are none.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from passerelle.engines.text import words as word_lists
from passerelle.engines.text.importer.elsewhere import is_street
from passerelle.engines.text.importer.lines import Line
from passerelle.engines.text.importer.model import Target, Value
from passerelle.engines.text.importer.numbers import Number, numbers
from passerelle.engines.text.importer.source import base, data, entries
from passerelle.engines.text.importer.things import unlisted

_LETTERS = r"(?:[^\W\d_][\u0300-\u036f\u064b-\u0652]*)+"
_WORD = re.compile(rf"{_LETTERS}(?:['-]{_LETTERS})*")
_MARKS = re.compile("[\u064b-\u0652]")
_STEP = re.compile(r"['\"«»“”]{0,2} ['\"«»“”]{0,2}")
_WITHIN = 4  # words from the number to its unit
_MOST_LETTERS = 9  # of an ending
# A sign between two digits belongs to a number.
_PAUSE = re.compile(r"(?<!\d)[.,:]|[.,:](?!\d)|[;\n|!?•()،؛]|\s-\s")
_HEAD_LAST = frozenset(("en", "lt", "lv", "et", "fi", "hu", "tr"))
# Where adjectives stand before their noun, one made of a unit's stem is none: "6 miestnych plánov".
_ADJECTIVE = {
    **dict.fromkeys(
        ("cs", "sk", "pl", "sl", "hr"),
        re.compile(r"(?:n|sk|ck|ow|ov|ev|dn)(?:ých|ích|ych|ich|ymi|ými|imi|ími|é|í|ih|im|e|i|a)$"),
    ),
    **dict.fromkeys(
        ("uk", "ru", "bg", "mk", "sr"), re.compile(r"(?:н|ск|ов|ев)(?:их|ых|ими|ыми|ні|ые|ие|и|і|е|а)$")
    ),
}
# Endings of the cases for "to", "for", "with" and "in": such a word is no head of what stands before it.
_CASES_BEHIND = {
    "lt": re.compile(r"(?:ams|oms|ėms|ims|ums|ais|omis|ėmis|imis|uose|ose|ėse|yse)$"),
    "lv": re.compile(r"(?:iem|ām|ēm|īm|os|ās|ēs|īs)$"),
    "et": re.compile(r"(?:tele|dele|ile|tega|dega|iga|tes|des|is)$"),
    "fi": re.compile(r"(?:ille|illa|illä|issa|issä|ista|istä|ineen)$"),
    "hu": re.compile(r"(?:nak|nek|val|vel|ban|ben|ból|ből|ról|ről|ként)$"),
    "tr": re.compile(r"(?:lara|lere|larla|lerle|larda|lerde|lardan|lerden)$"),
}
_TO_OF = frozenset(entries(data("units")["of"]))
_MONEY_BEFORE = re.compile(r"(?:[€$£₴₺]|eur|euro|euros|usd|chf|sek|pln|zł|kr)\s?$", re.IGNORECASE)
_MONEY_AFTER = re.compile(
    r"\s?(?:[€$£₴₺]|(?:eur|euro|euros|evro|evra|evrov|eura|eiro|eurų|eurot|euroa|euró|ευρω|євро|евро|avro|يورو|usd|chf|sek|nok|dkk|"
    r"pln|zł|zlotych|kč|kr|ft|forint|lei|ron|грн|лв|tl|kronor|kroner|dollar\w*)(?!\w))",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"\.(?= )")
_POSTAL = re.compile(r"[0-9]{1,4} ?[a-zA-Z]?,\s$")  # the number of a house
_POSTAL_CODE = 1000
_AROUND_THE_CLOCK = frozenset((48, 72))
_TOWN = 5_000  # from so many inhabitants on a place is described, not a project's reach
_INHABITANTS = tuple(entries(data("units")["inhabitants"]))


def targets(
    text: str, written: str, lines: Sequence[Line], language: str | None, taken: Sequence[tuple[int, int]]
) -> Iterator[Value]:
    """Targets of a plain text, each number of a thing once; numbers in `taken` (dates, names) are none.

    `written` is the same text in its own letters, in which units and what they are about are given."""
    language = base(language)
    seen: dict[int, list[str]] = {}
    counted = -1
    for number, spoken in _all_numbers(text, language):
        if number.start <= counted or any(start < number.end and number.start < end for start, end in taken):
            continue
        line = _line_of(lines, number.start)
        if line is None or not _may_count(text, number, line):
            continue
        unit = _unit_after(text, number, line, lines, spoken) or _unit_before(text, number, line, spoken)
        listed = unit is not None
        if not listed and spoken == language and not _unit_after(text, number, line, lines, "en"):
            unit = unlisted(text, number, line, spoken)
            if unit and any(start < unit[1] and unit[0] < end for start, end in taken):
                continue  # "12 and 13 October"
        if unit is None or not _makes_sense(text, number, unit, line):
            continue
        start, end = unit
        if written[start].isupper() and is_street(text, start, end, language):
            continue  # "12 Baker Street"
        counted = number.start
        word = written[start:end]
        if any(_alike(word, other) for other in seen.get(number.value, ())):
            continue
        seen.setdefault(number.value, []).append(word)
        target = Target(number.value, word, _about(text, written, number, unit, line))
        sure = 0.5 if not listed else 0.9 if line.part == "target" or not number.spelled else 0.8
        yield Value("target", target, min(number.start, start), max(number.end, end), sure)


def _all_numbers(text: str, language: str) -> list[tuple[Number, str]]:
    """Numbers with the language whose words may follow: the page's, or English where a run of it stands."""
    found = [(number, language) for number in numbers(text, language)]
    if language != "en":
        found += [(number, "en") for number in numbers(text, "en")]
    return sorted(found, key=lambda one: (one[0].start, -one[0].end, one[1] != language))


def _alike(word: str, other: str) -> bool:
    """Whether two words are forms of one: "kommuner", "kommunerna"."""
    shorter, longer = sorted((word.lower(), other.lower()), key=len)
    common = next(
        (at for at, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter)
    )
    return common >= min(4, len(shorter)) and common >= 0.6 * len(shorter) and len(longer) - common <= 6


def _line_of(lines: Sequence[Line], at: int) -> Line | None:
    low, high = 0, len(lines)
    while low < high:
        middle = (low + high) // 2
        if lines[middle].end <= at:
            low = middle + 1
        else:
            high = middle
    return lines[low] if low < len(lines) and lines[low].start <= at else None


def _may_count(text: str, number: Number, line: Line) -> bool:
    before = text[max(line.start, number.start - 24) : number.start]
    after = text[number.end : number.end + 14]
    if not number.spelled:
        if (
            _POSTAL.search(before)
            and number.value >= _POSTAL_CODE
            and " " not in text[number.start : number.end]
        ):
            return False
        if _MONEY_BEFORE.search(before) or _MONEY_AFTER.match(after) or _ORDINAL.match(after):
            return False
        if line.part == "contact" or re.match(
            r"\s?(?:%|‰|°|º|percent|procent|prozent|per cent|pour cent|por cento)", after, re.I
        ):
            return False
        year = 1900 < number.value < 2100 and number.end - number.start == 4
        if year and number.value % 100:
            return False
    if number.spelled and _one_in().search(before):
        return False
    last = re.search(r"([^\W\d_]+|[§№+])\.?\s?$", before)
    return not (last and last[1].lower() in _not_before()) or number.spelled


@cache
def _one_in() -> re.Pattern[str]:
    """ "One in five", "un sur cinq": a share."""
    return re.compile(r"(?<!\w)(?:" + "|".join(data("units")["shares"].split("|")) + r")\s$", re.IGNORECASE)


@cache
def _not_before() -> frozenset[str]:
    return frozenset(entries(data("units")["not before"].lower()))


def _unit_after(
    text: str, number: Number, line: Line, lines: Sequence[Line], language: str
) -> tuple[int, int] | None:
    at = number.end
    plus = re.compile(r"\s?\+").match(text, at)
    at = plus.end() if plus else at
    if text[number.start : number.end].strip() == text[line.start : line.end].strip(" +"):
        # A counter: the number alone on its line, what it counts on the next.
        following = next((one for one in lines if one.start >= line.end), None)
        if (
            following is None
            or following.end - following.start > 60
            or (following.is_label and following.labelled)
        ):
            return None
        return _first_unit(text, following.start, following.end, language, number)
    step = _STEP.match(text, at)
    return _first_unit(text, step.end(), line.end, language, number) if step else None


def _first_unit(text: str, at: int, end: int, language: str, number: Number) -> tuple[int, int] | None:
    best: tuple[int, int] | None = None
    for count in range(_WITHIN + 1):
        word = _WORD.match(text, at, end)
        if word is None or (best is not None and word.group()[0].isupper() and language != "de"):
            break
        if is_unit(word.group(), language):
            if best is not None and _is_for(word.group(), text[slice(*best)], language):
                break
            if not _describes(text, word, end, language):
                best = word.span()
                if language not in _HEAD_LAST:
                    return best
        elif best is not None or (count and _stops(word.group(), language)) or _stops(word.group(), language):
            break
        step = _STEP.match(text, word.end())
        if step is None or (count >= _WITHIN - 1 and best is None):
            break
        at = step.end()
    return best


def _is_for(word: str, unit: str, language: str) -> bool:
    """Whether a unit stands in a case that its predecessor does not: "aštuoni seminarai mokytojams"."""
    cases = _CASES_BEHIND.get(language)
    return cases is not None and bool(cases.search(word.lower())) and not cases.search(unit.lower())


def _describes(text: str, word: re.Match[str], end: int, language: str) -> bool:
    """Whether a word is an adjective of a unit that follows, with one more in between at most."""
    shape = _ADJECTIVE.get(language)
    if shape is None or not shape.search(word.group().lower()):
        return False
    for _ in range(2):
        step = _STEP.match(text, word.end())
        following = _WORD.match(text, step.end(), end) if step else None
        if following is None or _stops(following.group(), language):
            return False
        if is_unit(following.group(), language) and not shape.search(following.group().lower()):
            return True
        if not shape.search(following.group().lower()):
            return False
        word = following
    return False


def _stops(word: str, language: str) -> bool:
    low = word.lower()
    return low not in _TO_OF and language in word_lists.function_words().get(low, frozenset())


def _unit_before(text: str, number: Number, line: Line, language: str) -> tuple[int, int] | None:
    """ "Participants: 450", "Participants | 450"."""
    head = text[max(line.start, number.start - 60) : number.start]
    if line.labelled and line.start <= number.start <= line.start + 2:
        head = text[text.rfind("\n", 0, line.start) + 1 : number.start]
    found = re.search(
        r"(?:^|[|,;(\n•-]\s?)([^|:\n,;]{2,50}?)\s?[:|=]\s?(?:ca\.?|>|~|\+|about|over)?\s?$", head
    )
    rest = text[number.end : line.end].strip(" .+")
    if not found or (rest and rest[0] not in "|;•(") or len(found[1].split()) > 4:
        return None
    words = [word for word in _WORD.finditer(found[1]) if is_unit(word.group(), language)]
    if not words:
        return None
    word = words[-1] if language in _HEAD_LAST else words[0]
    start = number.start - len(head) + found.start(1) + word.start()
    return start, start + len(word.group())


def _makes_sense(text: str, number: Number, unit: tuple[int, int], line: Line) -> bool:
    word = text[unit[0] : unit[1]].lower()
    before = text[max(line.start, number.start - 16) : number.start].lower()
    # Up to 24 it is the time of day, and 48 hours are a delay.
    hours = (
        (number.value <= 24 or number.value in _AROUND_THE_CLOCK)
        and line.part != "target"
        and word in _hours()
    )
    town = number.value >= _TOWN and any(word.startswith(stem) for stem in _INHABITANTS)
    # "every 6 months", "the last 3 months" are no length of a project.
    passing = _is_month(word) and _passing().search(before)
    return not (hours or town or passing)


@cache
def _passing() -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(data("units")["passing"].split("|")) + r")\s(?:the\s)?$")


@cache
def _hours() -> frozenset[str]:
    return frozenset(entries(data("units")["hours"]))


def _is_month(word: str) -> bool:
    return any(_fits(word, stem, False) for stem in entries(data("units")["months"]))


def is_unit(word: str, language: str) -> bool:
    """Whether a word names what projects count."""
    low = _MARKS.sub("", word.lower())
    return any(
        _is_one(form, language)
        for form in {low, low.rpartition("-")[2] or low, low.rpartition("'")[2] or low}
    )


@cache
def _stems(language: str) -> tuple[dict[str, tuple[tuple[str, bool], ...]], bool]:
    lists = data("units")
    by_start: dict[str, list[tuple[str, bool]]] = {}
    joining = language in lists["joining"].split("|")
    for stem in entries(lists["units"].get(language, lists["units"]["en"])):
        whole = "=" in stem
        by_start.setdefault(
            "" if joining and not whole and len(stem) > 3 else stem.strip("=")[:2], []
        ).append((stem.strip("="), whole))
    return {start: tuple(stems) for start, stems in by_start.items()}, joining


@cache
def _is_one(low: str, language: str) -> bool:
    by_start, joining = _stems(language)
    forms = {low}
    if language == "ar":
        forms |= {low.removeprefix("ال"), low.removeprefix("لل"), low.removeprefix("وال")}
    for form in forms:
        if any(_fits(form, stem, whole) for stem, whole in by_start.get(form[:2], ())):
            return True
        if joining and any(
            _fits(form, stem, whole) or _ends_so(form, stem) for stem, whole in by_start.get("", ())
        ):
            return True
    return False


def _fits(word: str, stem: str, whole: bool) -> bool:
    stem = stem.strip("=")
    if whole:
        return word == stem
    # A short stem takes a short ending, or it is the beginning of quite another word.
    return word.startswith(stem) and len(word) - len(stem) <= (_MOST_LETTERS if len(stem) > 4 else 5)


def _ends_so(word: str, stem: str) -> bool:
    """A joined word: "Bürgerversammlungen", "erfarenhetsutbyten", "projektipartnerit"."""
    at = word.rfind(stem)
    return at > 2 and len(word) - at - len(stem) <= 6


def _about(text: str, written: str, number: Number, unit: tuple[int, int], line: Line) -> str:
    """What the count is about: the words after the unit up to a pause, or those before the number."""
    after_end = max(unit[1], number.end)
    pause = _PAUSE.search(text, after_end, line.end)
    after = written[after_end : pause.start() if pause else line.end].strip(" \xa0'\"-–—«»“”„")
    if after:
        return _short(after)
    before_start = min(unit[0], number.start)
    begin = max(
        (match.end() for match in _PAUSE.finditer(text, line.start, before_start)), default=line.start
    )
    before = written[begin:before_start].strip(" \xa0'\"-–—:«»“”„")
    between = written[number.end : unit[0]].strip() if unit[0] > number.end else ""
    return _short(before or between)


def _short(words: str) -> str:
    if len(words) <= 100:
        return words
    return words[:100].rpartition(" ")[0]
