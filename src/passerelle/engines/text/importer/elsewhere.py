"""Countries' names that say nothing of a project: in persons' names, streets, addresses, menus and the foot of a page."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from passerelle.engines.text.importer.countries import Found, country_at
from passerelle.engines.text.importer.lines import Line, part_of
from passerelle.engines.text.importer.source import base, data, entries

_CUT = re.compile(r"\s*(?:\||>|»|›|/|·|•)\s*")
_JOINED = re.compile(r"-(?=[^\W\d_a-z])([^\W\d_]+)")
_JOINED_BEFORE = re.compile(r"([^\W\d_]+)-$")
_NAME_AFTER = re.compile(r" [^\W\d_][\w'-]+")
_LABEL = re.compile(r"([^\W\d_]+(?: [^\W\d_]+)?)\s?:\s")
_NEAR = 120  # signs from a label within a line to what it is about
_MOST_MENU = 120  # signs of a line that can be a menu


def partaking(
    text: str, lines: Sequence[Line], language: str | None, found: Sequence[Found]
) -> Iterator[Found]:
    """Of the countries found in a plain text those that are not part of a name of something else."""
    spoken = base(language)
    outside = [*_outside(text, lines)]
    named = -2  # where the last person's name ended
    for one in found:
        if one.named and (one.start == named + 1 or _is_person(text, one, spoken)):
            named = one.end
        elif not any(start <= one.start < end for start, end in outside) and not (
            (one.named and is_street(text, one.start, one.end, spoken)) or _is_written_to(text, one.start)
        ):
            yield one


def _outside(text: str, lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Lines about whom to write to, menus, and what stands at a page's foot."""
    for line in lines:
        begin = text.rfind("\n", 0, line.start) + 1
        end = text.find("\n", line.end)
        end = len(text) if end < 0 else end
        words = text[begin:end]
        menu = len(words) <= _MOST_MENU and any(
            cell.strip(" -*#").lower() in _menu() for cell in _CUT.split(words)[:-1]
        )
        if (line.part == "contact" and not line.is_label) or menu or is_foot(words):
            yield begin, end


def _is_written_to(text: str, at: int) -> bool:
    """Whether the last label on the line before is one for contacts: "… Contact: Jan Niemiec, jan@…"."""
    begin = max(text.rfind("\n", 0, at) + 1, at - _NEAR)
    labels = _LABEL.findall(text, begin, at)
    return bool(labels) and part_of(labels[-1]) == "contact"


@cache
def _menu() -> frozenset[str]:
    return frozenset(entries(data("elsewhere")["menu"]))


@cache
def _foot() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_any(data('elsewhere')['foot'])})", re.IGNORECASE)


@cache
def _streets(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A word for a street just before a name ("rue de", "Piazza"), and just behind it ("Street", "tér")."""
    lists = data("elsewhere")
    small = _any(lists["small words"])
    before = _any(lists["street before"].get(language, ""))
    behind = _any(lists["street behind"].get(language, ""))
    return (
        re.compile(rf"(?<!\w)(?:{before})\s(?:(?:{small})\s|(?:{small})')*[\"«„“]?$", re.IGNORECASE),
        re.compile(rf"[\"»”“]?\s(?:{behind})(?!\w)", re.IGNORECASE),
    )


def _any(listed: str) -> str:
    """The entries as a pattern; one that fits nothing if there are none."""
    return "|".join(map(re.escape, entries(listed))) or "(?!)"


def is_foot(words: str) -> bool:
    """Whether a line belongs to the foot of a page."""
    return _foot().search(words) is not None


def is_street_word(word: str, language: str) -> bool:
    """Whether a word in small letters is one for a street: "12 place d'Italie"."""
    lists = data("elsewhere")
    return any(word in entries(lists[side].get(language, "")) for side in ("street before", "street behind"))


def is_street(text: str, start: int, end: int, language: str) -> bool:
    """Whether text[start:end] is the name of a street: a word for one stands before or behind it."""
    before, behind = _streets(language)
    at = text.rfind("\n", 0, start) + 1
    return bool(before.search(text[max(at, start - 40) : start]) or behind.match(text[end : end + 24]))


def _is_person(text: str, found: Found, language: str) -> bool:
    """ "Claire Allemagne-Dubois", "Frau Polen", "posted by Jordan Peters"."""
    joined = _JOINED.match(text, found.end)
    if joined and not joined[1].isupper() and not country_at(text, joined.start(1), language):
        return True
    at = text.rfind("\n", 0, found.start) + 1
    before = text[max(at, found.start - 30) : found.start]
    if (name := _JOINED_BEFORE.search(before)) and _is_given(name[1], text, found, language):
        return True
    words = [word.lower().rstrip(":") for word in before.split()[-2:]]
    if not words or not before.endswith(" "):
        return False
    if words[-1] in _titles() or (words[0] in _titles() and before.split()[-1][0].isupper()):
        return True
    # "Photo: Jordan Peters", "by Chad Holland": a sentence would have a small word or a comma there.
    follows = _NAME_AFTER.match(text, found.end)
    signed = words[-1] in _signs() or " ".join(words) in _signs()
    return signed and follows is not None and follows.group()[1].isupper()


def _is_given(word: str, text: str, found: Found, language: str) -> bool:
    """Whether a word joined to a country is a name: no abbreviation, direction or other country."""
    at = found.start - 1 - len(word)
    small = word.lower() in entries(data("countries")["before names"])
    return word[:1].isupper() and not word.isupper() and not small and not country_at(text, at, language)


@cache
def _titles() -> frozenset[str]:
    return frozenset(entries(data("elsewhere")["titles"]))


@cache
def _signs() -> frozenset[str]:
    return frozenset(entries(data("elsewhere")["signed by"]))
