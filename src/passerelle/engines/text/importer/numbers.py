"""Whole numbers, in digits by any language's rules and in words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from passerelle.engines.text.importer.source import base, data, entries

_GROUPED = r"[0-9]{1,3}(?:(?P<sign>[ .,'])[0-9]{3})(?:(?P=sign)[0-9]{3}){0,2}"
# Arabic writes "and" together with the number behind it.
_DIGITS = re.compile(
    rf"(?:(?<![\w.,:/])(?<![\w)]-)|(?<=[\s][وبل]))(?:{_GROUPED}|[0-9]{{1,7}})(?![\w%:/]|[.,][0-9])"
)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Number:
    """A number at plain[start:end]."""

    start: int
    end: int
    value: int
    spelled: bool = False


def numbers(text: str, language: str | None) -> Iterator[Number]:
    """Numbers of a plain text in order of their kind: digits first, then words from two on."""
    written: list[Number] = []
    for match in _DIGITS.finditer(text):
        digits = re.sub(r"[^0-9]", "", match.group())
        end, value = match.end(), int(digits)
        if following := _millions().match(text, end):
            end, value = following.end(), value * 1_000_000
        elif value < 1000 and (following := _thousands(base(language)).match(text, end)):
            end, value = following.end(), value * 1000
        written.append(Number(match.start(), end, value))
    yield from written
    ends = {number.end for number in written}  # "2 thousand" is one number
    for number in _spelled(text, base(language)):
        if following := _millions().match(text, number.end):
            yield Number(number.start, following.end(), number.value * 1_000_000, spelled=True)
        elif number.end not in ends:
            yield number


@cache
def _millions() -> re.Pattern[str]:
    return re.compile(" (?:" + "|".join(entries(data("numbers")["millions"])) + r")(?!\w)", re.IGNORECASE)


@cache
def _thousands(language: str) -> re.Pattern[str]:
    words = [word for word, value in number_words(language).items() if value == 1000] or ["thousand"]
    return re.compile(" (?:" + "|".join(map(re.escape, words)) + r")(?!\w)", re.IGNORECASE)


@cache
def number_words(language: str) -> dict[str, int]:
    """Spelled number, lower case with single blanks → its value: simple and joined ones."""
    lists = data("numbers")
    known: dict[str, int] = {}
    for entry in entries(lists["words"].get(language, lists["words"]["en"])):
        value, word = entry.split(" ", 1)
        known.setdefault(word.lower().replace("-", " "), int(value))
    how = lists["tens and ones"].get(language, "apart").split(" ")
    if how[0] == "glued":
        ones = {word: value for word, value in known.items() if value < 10}
        ones |= _listed_ones(language)
        tens = {word: value for word, value in known.items() if 20 <= value < 100 and value % 10 == 0}
        for ten, high in list(tens.items()):
            for one, low in ones.items():
                for word in _glued(language, how, ten, one):
                    known.setdefault(word, high + low)
    _add_hundreds(known, language)
    return known


def _add_hundreds(known: dict[str, int], language: str) -> None:
    """Joined hundreds and thousands: "etthundratjugo", "zweitausend"."""
    listed = data("numbers")["hundreds"].get(language)
    if listed is None:
        return
    hundred, thousand, alone = (listed + " " + listed.split(" ")[0]).split(" ")[:3]
    below = {word: value for word, value in known.items() if value < 100}
    ones = {word: value for word, value in below.items() if value < 10} | _listed_ones(language)
    hundreds = {one + hundred: 100 * digit for one, digit in ones.items()} | {hundred: 100, alone: 100}
    for start, high in hundreds.items():
        known.setdefault(start, high)
        for word, value in below.items():
            known.setdefault(start + word, high + value)
    thousands = {word + thousand: 1000 * value for word, value in below.items()} | {thousand: 1000}
    thousands |= {one + thousand: 1000 for one, digit in ones.items() if digit == 1}
    thousands |= {word: value for word, value in known.items() if 1000 <= value < 10_000}
    for start, high in thousands.items():
        known.setdefault(start, high)
        if high < 10_000:
            for word, value in hundreds.items():
                known.setdefault(start + word, high + value)


def _glued(language: str, how: list[str], ten: str, one: str) -> Iterator[str]:
    if how[1] == "ones":
        yield one + how[2] + ten
        if how[2] == "en":
            yield one + "ën" + ten
        return
    yield ten + one
    if language == "it" and one[0] in "uo":
        yield ten[:-1] + one
    if language == "hu" and ten == "húsz":
        yield "huszon" + one


@cache
def _ones(language: str) -> dict[str, int]:
    return _listed_ones(language) | {
        word: value for word, value in number_words(language).items() if value < 20
    }


def _listed_ones(language: str) -> dict[str, int]:
    """Words for one and other forms that stand only inside longer numbers."""
    listed = (entry.split(" ", 1) for entry in entries(data("numbers")["ones"].get(language, "")))
    return {word.lower(): int(value) for value, word in listed}


@cache
def _first_words(language: str) -> frozenset[str]:
    return frozenset(word.split(" ")[0] for word in number_words(language))


@cache
def _link(language: str) -> str | None:
    how = data("numbers")["tens and ones"].get(language, "apart").split(" ")
    if how[0] == "glued":
        return data("numbers")["behind hundreds"].get(language)
    return how[1] if len(how) > 1 else None


def _spelled(text: str, language: str) -> Iterator[Number]:
    words = list(_WORD.finditer(text))
    low = [word.group().lower() for word in words]
    first = _first_words(language)
    at = 0
    while at < len(words):
        prefix = 0
        if low[at] not in first:
            if language == "ar" and low[at][0] in "وبلف" and low[at][1:] in first:
                prefix = 1
            else:
                at += 1
                continue
        value, used = _value_from(text, words, low, at, language, prefix)
        if used and value >= 2:
            yield Number(words[at].start() + prefix, words[at + used - 1].end(), value, True)
        at += max(used, 1)


def _value_from(
    text: str, words: list[re.Match[str]], low: list[str], at: int, language: str, prefix: int
) -> tuple[int, int]:
    """The value of the number words from `at` on, and how many words they are."""
    total = current = used = 0
    low_at = low[at][prefix:]
    while at + used < len(words):
        if used and text[words[at + used - 1].end() : words[at + used].start()] not in (" ", "-"):
            break
        here = low_at if used == 0 else low[at + used]
        value, length = _longest(low, at + used, here, language, text, words)
        if length == 0 and used and _linked(low, at + used, here, language, current):
            rest = here[1:] if language == "ar" else low[at + used + 1]
            value = number_words(language).get(rest, 0) if language == "ar" else _ones_or_tens(rest, language)
            length = 1 if language == "ar" else 2
        if length == 0 and used and current % 10 == 0 and current % 100 >= 20 and here in _ones(language):
            value, length = _ones(language)[here], 1
        if length == 0 or value == 0 or not _fits(current, value, total):
            break
        if value >= 1000:
            total += max(current, 1) * value
            current = 0
        elif value == 100 and 1 < current < 20:
            current *= 100
        else:
            current += value
        used += length
    return total + current, used


def _ones_or_tens(word: str, language: str) -> int:
    return _ones(language).get(word, 0) or number_words(language).get(word, 0)


def _linked(low: list[str], at: int, here: str, language: str, current: int) -> bool:
    link = _link(language)
    behind_hundreds = language in data("numbers")["behind hundreds"]
    if link is None or current < (100 if behind_hundreds else 1):
        return False
    if language == "ar":
        return here.startswith(link) and here[1:] in number_words(language)
    return here == link and at + 1 < len(low) and _ones_or_tens(low[at + 1], language) > 0 and current >= 20


def _fits(current: int, value: int, total: int) -> bool:
    """Whether a number word can go on after what stands: twenty – five, three – hundred, but not five – seven."""
    if current == 0:
        return not (total and value >= 1000)
    if value >= 1000:
        return True
    if value == 100:
        return current < 20  # "eleven hundred"
    if current < 10:  # Arabic says ones first: five and twenty
        return 20 <= value < 100 and value % 10 == 0
    if current % 100 == 0:
        return value < 100
    return current % 10 == 0 and current % 100 >= 20 and value < (20 if current % 100 in (60, 80) else 10)


def _longest(
    low: list[str], at: int, here: str, language: str, text: str, words: list[re.Match[str]]
) -> tuple[int, int]:
    known = number_words(language)
    for length in (4, 3, 2):
        if at + length <= len(low):
            joined = " ".join([here, *low[at + 1 : at + length]])
            together = text[words[at].start() : words[at + length - 1].end()]
            if joined in known and len(together) <= len(joined) + 1 and "\n" not in together:
                return known[joined], length
    return (known[here], 1) if here in known else (0, 0)
