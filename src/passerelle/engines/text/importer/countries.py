"""Countries, in the forms that a language gives their names.

The names are CLDR's (by way of Babel) and some more; each word of a name takes the endings of its language's cases.
States only: names of territories are everyday words too often ("Réunion").
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from babel import Locale, UnknownLocaleError

from passerelle.engines.text.importer.source import base, data, entries, plain

STATES = frozenset(data("countries")["states"].split("|"))
_ALSO = {"EL": "GR", "UK": "GB"}  # as the European Union writes them
_IN_EUROPE = frozenset(data("countries")["in europe"].split("|"))
_WORD = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*")
_CODE = re.compile(r"\(\s?([A-Z]{2})\s?\)|(?<=[ /])([A-Z]{2})(?=\)|\s*$)", re.MULTILINE)
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_SENTENCE = re.compile(r"[.!?:;\n|()•]")
_ARABIC_PREFIXES = ("و", "ب", "ل", "ف", "ك", "وب", "ول", "وفي")
_GERMANIC = ("de",)
_COUNTRY_FIRST = ("lv", "lt", "et", "fi", "hu", "sv", "da", "nb", "tr")
_HAILS_FROM = frozenset(data("countries")["from"].split("|"))
_GROWN_ARTICLES = frozenset(("l", "il", "id", "in", "ir", "is", "it", "iċ", "ix", "iż"))
_ARTICLES = frozenset(data("countries")["before names"].split("|"))


@dataclass(frozen=True, slots=True)
class Found:
    """A country's name at plain[start:end], or its code or flag."""

    start: int
    end: int
    code: str
    named: bool = True


def countries(text: str, language: str | None, taken: Sequence[tuple[int, int]] = ()) -> Iterator[Found]:
    """Countries named in a plain text (see `source.plain`), as names, codes in brackets, or flags.

    Left out: names inside the names of organisations, where people fled from, and what lies in `taken`, such as
    the names of programmes.
    """
    forbidden = data("countries")["not"].get(base(language), "").split("|")
    for found in _all(text, base(language)):
        inside = any(start < found.end and found.start < end for start, end in taken)
        if inside or found.code in forbidden:
            continue
        if not found.named or not (_fled(text, found) or _in_a_name(text, found, base(language))):
            yield found


def _all(text: str, language: str) -> list[Found]:
    found = [*_named(text, language), *_coded(text)]
    return sorted(found, key=lambda one: one.start)


def _coded(text: str) -> Iterator[Found]:
    codes = [
        (match.start(1 if match[1] else 2), match[1] or match[2])
        for match in _CODE.finditer(text)
        if (match[1] or match[2]) in _IN_EUROPE
    ]
    # A single pair of capitals is anything; several are a list of partners.
    bracketed = {code for at, code in codes if text[max(0, at - 2) : at].rstrip()[-1:] == "("}
    if len(bracketed) > 1:
        for at, code in codes:
            if code in bracketed:
                yield Found(at, at + 2, _ALSO.get(code, code), False)
    for flag in _FLAG.finditer(text):
        code = "".join(chr(ord(sign) - 0x1F1E6 + 65) for sign in flag.group())
        if code in STATES:
            yield Found(flag.start(), flag.end(), code, False)


def _named(text: str, language: str) -> Iterator[Found]:
    known = [_names(language), _names("en")] if language != "en" else [_names("en")]
    words = list(_WORD.finditer(text))
    at = 0
    while at < len(words):
        word = words[at].group()
        best: tuple[int, int, str] | None = None
        for key, skipped in _keys(word, language):
            for names in known:
                for parts, code in names.get(key, ()):
                    if (best is None or len(parts) > best[0]) and _goes_on(text, words, at, parts):
                        best = (len(parts), skipped, code)
        if best is None:
            at += 1
            continue
        yield Found(words[at].start() + best[1], words[at + best[0] - 1].end(), best[2])
        at += best[0]


def _keys(word: str, language: str) -> Iterator[tuple[str, int]]:
    """Under which spellings a word is looked up, and how many letters are a prefix grown to it."""
    if word[0].isupper():
        yield word.lower(), 0
        if "." in word:
            yield word.replace(".", "").lower(), 0
    elif "\u0600" <= word[0] <= "\u06ff":
        yield word, 0
        if language == "ar":
            for prefix in _ARABIC_PREFIXES:
                if word.startswith(prefix) and len(word) > len(prefix) + 2:
                    yield word[len(prefix) :], len(prefix)
            for prefix in ("لل", "ولل"):
                if word.startswith(prefix):
                    yield "ال" + word[len(prefix) :], len(prefix)


def _goes_on(text: str, words: list[re.Match[str]], at: int, parts: tuple[frozenset[str], ...]) -> bool:
    if at + len(parts) > len(words):
        return False
    for step in range(1, len(parts)):
        between = text[words[at + step - 1].end() : words[at + step].start()]
        if len(between) > 3 or between.strip(" -\n'"):
            return False
        if words[at + step].group().lower() not in parts[step]:
            return False
    return True


_Names = dict[str, list[tuple[tuple[frozenset[str], ...], str]]]


@cache
def _names(language: str) -> _Names:
    """First word of a name → what its further words may be, and the country."""
    lists = data("countries")
    known: _Names = {}
    for code, name in [*_cldr(language), *_others(lists["other names"].get(language, {}))]:
        if code in STATES:
            _add(known, [_forms(word, language) for word in _split(name)], code)
    for code, listed in lists["forms"].get(language, {}).items():
        for name in entries(listed):
            _add(known, [frozenset({word.lower()}) for word in _split(name)], code)
    return known


def _split(name: str) -> list[str]:
    return [word.group() for word in _WORD.finditer(plain(name))]


def _others(listed: dict[str, str]) -> Iterator[tuple[str, str]]:
    for code, names in listed.items():
        for name in entries(names):
            yield code, name
            if "." in name:
                yield code, name.replace(".", "").replace(" ", "")


def _add(known: _Names, parts: list[frozenset[str]], code: str) -> None:
    if len(parts) > 1 and parts[0] <= _GROWN_ARTICLES:
        parts = parts[1:]  # Maltese: "l-Italja", "mill-Italja"
    if parts:
        for first in parts[0]:
            known.setdefault(first, []).append((tuple(parts), code))


def _cldr(language: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for tag in {"pt": ("pt", "pt_PT"), "hr": ("hr", "bs", "sr_Latn"), "sr": ("sr", "sr_Latn")}.get(
        language, (language,)
    ):
        try:
            found.extend(Locale.parse(tag).territories.items())
        except (UnknownLocaleError, ValueError):
            continue
    return found


@cache
def _endings(language: str) -> list[tuple[str, list[str]]]:
    listed: dict[str, str] = data("countries")["endings"].get(language, {})
    return sorted(
        ((end, others.split("|")) for end, others in listed.items()), key=lambda rule: -len(rule[0])
    )


def _forms(word: str, language: str) -> frozenset[str]:
    """A word of a name with the endings of its language."""
    low = word.lower()
    found = {low, plain(low)}
    for ending, others in _endings(language):
        ending = plain(ending)
        if low.endswith(ending) and len(low) > 2:
            stem = low[: len(low) - len(ending)]
            found.update(plain(stem + other.strip()) for other in others)
            break
    return frozenset(found)


@cache
def _organisations() -> re.Pattern[str]:
    stems = entries(data("countries")["names of organisations"])
    return re.compile(r"(?:^|(?<=[\s\"«“]))(?:" + "|".join(map(re.escape, stems)) + ")", re.IGNORECASE)


@cache
def _flight() -> re.Pattern[str]:
    stems = entries(data("countries")["where people come from"])
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, stems)) + ")", re.IGNORECASE)


def _fled(text: str, found: Found) -> bool:
    """Whether people came from there rather than partners: "families that fled Syria, Eritrea and Iraq"."""
    if found.code in _IN_EUROPE - {"UA"}:
        return False
    before = text[max(0, found.start - 70) : found.start]
    pause = max((match.end() for match in re.finditer(r"[.!?:;\n|]", before)), default=0)
    after = re.split(r"[.!?:;,\n|]", text[found.end : found.end + 25], maxsplit=1)[0]
    return bool(_flight().search(before, pause) or _flight().search(after))


def _is_country(word: str, language: str) -> bool:
    low = word.lower()
    return low in _names(language) or low in _names("en")


def country_at(text: str, at: int, language: str | None) -> int | None:
    """Where the name of a country ends that begins at plain[at], or None."""
    words = list(_WORD.finditer(text, at, at + 70))
    if not words or words[0].start() != at:
        return None
    low = words[0].group().lower()
    ends = [
        words[len(parts) - 1].end()
        for names in (_names(base(language)), _names("en"))
        for parts, _ in names.get(low, ())
        if _goes_on(text, words, 0, parts)
    ]
    return max(ends, default=None)


def _in_a_name(text: str, found: Found, language: str) -> bool:
    """Whether the country is a word of a name: "Amnesty Italia", "Eesti Punane Rist", "University of Malta"."""
    start = found.start
    around = text[max(0, start - 60) : start]
    pause = max((match.end() for match in _SENTENCE.finditer(around)), default=0)
    before = around[pause:]
    last = re.search(r"([^\W\d_][\w'+-]*)[ ]$", before)
    if last and last[1][0].isupper() and before[: last.start()].strip() != "" and language not in _GERMANIC:
        low = last[1].lower()
        shouted = last[1].isupper() and text[found.start : found.end].isupper()
        if low not in _ARTICLES and not shouted and not _is_country(last[1], language):
            return True
    within = re.search(r"((?:[\w'’-]+[ ]){1,4})$", before)
    hails = bool(last and last[1].lower() in _HAILS_FROM)  # "Associação Rio Claro from Portugal"
    if within and not hails and _is_organisation(text, within[1], start - len(within[1])):
        return True
    # "in Sweden Malmö was the host"; but in some languages the country goes before: "Lietuvos Raudonasis Kryžius".
    if last and last[1].lower() in _ARTICLES and language not in _COUNTRY_FIRST:
        return False
    after = re.match(r"[ ]([^\W\d_]+)", text[found.end : found.end + 40])
    return bool(
        after
        and after[1][0].isupper()
        and language not in _GERMANIC
        and not _is_country(after[1], language)
        and after[1].lower() not in _ARTICLES
        and not after[1].isupper()
    )


_ITEM = 80  # signs of a line that is an entry of a list rather than a sentence


def _is_organisation(text: str, words: str, at: int) -> bool:
    """Whether words before a country begin the name of an organisation: "University of", not "associations in"."""
    named = [match for match in _organisations().finditer(words) if not words[match.start()].islower()]
    if not named:
        return False
    first = at + named[0].start()
    begin = text.rfind("\n", 0, first) + 1
    end = text.find("\n", first)
    opens = not text[begin:first].strip(" -*•\"'") or text[max(begin, first - 2) : first].strip() in ".!?"
    return not opens or (end if end >= 0 else len(text)) - begin <= _ITEM
