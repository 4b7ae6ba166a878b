"""Names of organisations in running text: where one begins and ends, and what shows that it is one.

A name is words in capitals or quotation marks, small words between them, and a word for its kind before or behind.
"""

import re
from dataclasses import dataclass, replace
from functools import cache

from passerelle.engines.text import words as word_lists
from passerelle.engines.text.importer.countries import country_at
from passerelle.engines.text.importer.source import data, entries, plain

_WORD = re.compile(r"[^\W\d_]+(?:[.'&·+-][^\W\d_]+)*(?:\+(?!\w))?")
_PART = re.compile(r"[^\W\d_]+")
_QUOTED = re.compile(r"[\"«“„”][^\"«»“”„\n]{2,60}[\"»”“]")
_BRACKET = re.compile(r"\s?\(([^()\n]{1,60})\)")
_NEXT = re.compile(r"[,;.](?:\s|$)|\s?\(|\s*$")
_ELIDED = re.compile(
    r"(?:[Ll]|[Dd]|[Dd]ell|[Aa]ll|[Dd]all|[Ss]ull|[Nn]ell|il|l|id|is|it|iż|ir|in)['-](?=[^\W\d_]|[\"«“„])"
)
_GROWN = re.compile(r"(?:\w{1,4}'|ta[lnrsdx]-)[^\W\d_a-z]")
_FROM_THERE = re.compile(r"(?:b[óő]l|r[óő]l|st[aä]|lt[aä]|ast|ist|dan|den|tan|ten)$")
_ALSO = r"(?:\s(?:also|også|även|auch|anche|aussi|också))?"
# Languages in which only the first word of a name has a capital.
_SMALL_LATER = frozenset(("cs", "sk", "sl", "hr", "sr", "bg", "mk", "uk", "ru", "lv", "lt", "et"))
_MOST_WORDS = 9
_JOINED_KIND = 4  # letters that may follow a kind at the end of a joined word


@dataclass(frozen=True, slots=True)
class Name:
    """A name at plain[start:end].

    `sign`: it is known to be an organisation's. `loose`: more words follow before the next in the list.
    """

    start: int
    end: int
    sign: bool
    loose: bool = False


def name_at(text: str, at: int, stop: int, language: str) -> Name | None:
    """The name that begins at `at`, behind articles and small words for its kind."""
    start: int | None = None
    small = 0
    while True:
        if elided := _ELIDED.match(text, at, stop):
            at = elided.end()
        word = _WORD.match(text, at, stop)
        if _QUOTED.match(text, at, stop) or (word and _is_capital(word.group())):
            if start is not None and country_at(text, at, language):
                return None  # "cultural centres of Estonia"
            return _whole(text, at if start is None else start, at, stop, language, sign=start is not None)
        if word is None or text[word.end() : word.end() + 1] != " ":
            return None
        if is_kind(word.group()):
            start = at if start is None else start
        elif start is not None or plain(word.group().lower()) not in _listed("articles"):
            small += 1  # "the local association X", "l'associazione culturale X"
            if small > 2 or (start is not None and word.group().lower() in _listed("whereabouts")):
                return None  # "associations in Lyon" are some, not one
        at = word.end() + 1


def _whole(text: str, start: int, at: int, stop: int, language: str, *, sign: bool) -> Name | None:
    """The name from `start`, whose first word in capitals or quotation stands at `at`, to its last."""
    end = step = at
    for count in range(_MOST_WORDS):
        quoted = _QUOTED.match(text, step, stop)
        word = quoted or _WORD.match(text, step, stop)
        if word is None or not (quoted or _belongs(text, word, stop, language, first=count == 0)):
            break
        if quoted or _is_capital(word.group()) or is_kind(word.group()):
            end = word.end()
            sign = sign or quoted is not None or _shows(word.group())
        step = word.end() + 1
        if text[word.end() : step] not in (" ", "'"):
            break
    if end <= at:
        return None
    if language in _SMALL_LATER and (rest := _rest(text, end, stop, language, sign=sign)):
        end, sign = rest, True
    form = _legal_form().match(text, end, stop)
    return Name(start, form.end() if form else end, sign or form is not None)


def _belongs(text: str, word: re.Match[str], stop: int, language: str, *, first: bool) -> bool:
    """Whether a word goes on with the name before it."""
    said = word.group()
    if _is_capital(said):
        # "Obec Mýtina Szlovákiából": the country has the ending for "from".
        return first or not (_FROM_THERE.search(said) and country_at(text, word.start(), language))
    if first:
        return False
    if is_kind(said):
        return True
    low = said.lower()
    return low not in _ands(language) and _goes_on(text, word, stop, language)


def _goes_on(text: str, word: re.Match[str], stop: int, language: str) -> bool:
    """Whether a small word inside a name is followed by the rest of it, not by the country it lies in."""
    for _ in range(3):
        at = word.end() + 1
        if word.group().lower() not in _listed("inside") or text[at - 1 : at] not in (" ", "'", "-"):
            return False
        following = _WORD.match(text, at, stop)
        if following is None:
            return _QUOTED.match(text, at, stop) is not None
        if _is_capital(following.group()):
            return country_at(text, at, language) is None
        word = following
    return False


def _rest(text: str, at: int, stop: int, language: str, *, sign: bool) -> int | None:
    """Where a name ends whose later words are small: "spolek Otevřené dveře" up to the next in the list, "Мирненська
    міська рада" up to its kind."""
    common = word_lists.function_words()
    for _ in range(2):
        word = None if link(language).match(text, at, stop) else _PART.match(text, at + 1, stop)
        if word is None or text[at] != " " or word.group()[0].isupper():
            return None
        if language in common.get(word.group(), frozenset()):
            return None
        at = word.end()
        known = _NEXT.match(text, at, stop) or link(language).match(text, at, stop)
        if (sign and known) or (not sign and is_kind(word.group())):
            return at
    return None


def behind(text: str, name: Name, stop: int, language: str) -> tuple[Name, int]:
    """The name, surer if brackets or a country stand behind it, and where a list goes on."""
    if bracket := _BRACKET.match(text, name.end, stop):
        return replace(name, sign=True), bracket.end()
    at = name.end
    for _ in range(5):
        word = _PART.match(text, at + 1, stop) if text[at : at + 1] in (" ", "'", "-") else None
        if word is None or link(language).match(text, at, stop):
            break
        if ends := country_at(text, word.start(), language):
            return replace(name, sign=True), ends
        if word.group().lower() not in _listed("from"):
            break
        at = word.end()
    more = text[name.end : name.end + 1] == " " and _PART.match(text, name.end + 1, stop)
    return replace(name, loose=bool(more) and not link(language).match(text, name.end, stop)), name.end


def are_one(text: str, name: Name, following: Name) -> bool:
    """ "Fondazione Terra e Mare": one name, not two."""
    first, second = text[name.start : name.end], text[following.start : following.end]
    one_word = " " in first and " " not in second and not second.isupper()
    return one_word and not following.sign and text[name.end : name.end + 2].strip()[:1] not in (",", "(")


def is_none(name: str, language: str) -> bool:
    """Whether it is a country, a funder, or a kind of organisation without a name: "Vereinen in Sachsen"."""
    words = _WORD.findall(name)
    if len(name) < 3 or any(word in _listed("no partners") for word in words[:3]):
        return True
    if country_at(name, 0, language) == len(name):
        return True
    kinds = [is_kind(word) for word in words]
    some = language == "de" and len(words) > 1 and kinds[0] and words[1].lower() in _listed("whereabouts")
    return not _QUOTED.search(name) and ((all(kinds) and not name.isupper()) or some)


def alike(name: str, other: str) -> bool:
    """Whether two names, in small letters, are one: written out or shorter, whatever the endings."""
    if name in other or other in name:
        return True
    words, others = ({word[:5] for word in _WORD.findall(one) if len(word) > 3} for one in (name, other))
    return bool(words) and (words <= others or others <= words)


@cache
def link(language: str) -> re.Pattern[str]:
    """ "And" between two names."""
    words = "|".join(map(re.escape, sorted(_ands(language), key=len, reverse=True)))
    return re.compile(rf"\s(?:{words}){_ALSO}\s", re.IGNORECASE)


@cache
def _ands(language: str) -> frozenset[str]:
    more = {"nl": ["alsook"], "pl": ["oraz"], "ru": ["а также"]}.get(language, [])
    return frozenset([*entries(data("dates")["and"].get(language, "")), "and", "&", *more])


def _is_capital(word: str) -> bool:
    """ "Avenir", "l'Avenir", "tal-Belt"."""
    return word[0].isupper() or _GROWN.match(word) is not None


def _shows(word: str) -> bool:
    """Whether a word of a name shows that it is an organisation's: its kind, or an abbreviation."""
    return is_kind(word) or sum(sign.isupper() for sign in word) >= 2


@cache
def is_kind(word: str) -> bool:
    """Whether a word says what kind of organisation it is, in any language: "municipality", "Verein"."""
    low = plain(word.lower())
    starts, whole, joined = _kinds()
    low = low[2:] if low.startswith(("l'", "d'")) else low
    return (
        low in whole
        or low.startswith(starts)
        or any((at := low.rfind(stem)) > 1 and len(low) - at - len(stem) <= _JOINED_KIND for stem in joined)
    )


@cache
def _kinds() -> tuple[tuple[str, ...], frozenset[str], tuple[str, ...]]:
    listed = entries(data("partners")["kinds"])
    joined = tuple(one[1:] for one in listed if one[0] == "*")
    whole = frozenset(one[1:] for one in listed if one[0] == "=")
    return (
        tuple(one.strip("*") for one in listed if one[0] != "=" and len(one) > 3),
        whole | frozenset(joined),
        joined,
    )


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(entries(data("partners")[name]))


@cache
def _legal_form() -> re.Pattern[str]:
    return re.compile(rf",?\s(?:{data('partners')['legal forms']})(?!\w)")


def arabic_names(text: str, at: int, stop: int) -> list[Name]:
    """Names in a script without capitals: each begins with a word for its kind."""
    kinds = _listed("kinds in arabic")
    found: list[Name] = []
    start: int | None = None
    end = at
    last = at
    for word in _WORD.finditer(text, at, stop):
        between, last = text[last : word.start()], word.end()
        said = word.group()
        bare = said[1:] if said[:1] == "و" and said[1:] in kinds else said
        if start is not None and (bare in kinds or _ends_in_arabic(said, between) or end - start > 60):
            found.append(Name(start, end, True))
            start = None
        if re.search(r"[.!؟\n:؛]", between) or (start is None and not found and bare not in kinds):
            break
        if bare in kinds:
            start = word.start() + len(said) - len(bare)
        end = word.end() if start is not None else end
    if start is not None:
        found.append(Name(start, end, True))
    return [name for name in found if " " in text[name.start : name.end]]


def _ends_in_arabic(word: str, between: str) -> bool:
    return word in _listed("ends in arabic") or re.search(r"[.!؟\n:؛،,()]", between) is not None
