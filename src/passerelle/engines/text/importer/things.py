"""What is counted although no list names it: "cinq péniches", "700 lukijaa".

No list holds everything that projects count. The word next to a number is taken for it unless something speaks for a
date, a measure, an address, a section or a share: less sure than a listed unit, and for a person to judge like all.
"""

import re
from functools import cache

from passerelle.engines.text import words as word_lists
from passerelle.engines.text.importer.elsewhere import is_foot, is_street_word
from passerelle.engines.text.importer.lines import Line
from passerelle.engines.text.importer.numbers import Number
from passerelle.engines.text.importer.source import data, entries

_WORD = re.compile(r"[^\W\d_]{4,}(?:['-][^\W\d_]+)*(?![\w@])")
_OF = re.compile(r" (?:(?:de|of the|of) )?")
_PLACE = re.compile(r"(?:(?<![\w])[0-9]{1,4} ?[a-zA-Z]?|[^\W\d_]), ?$")
_NEAR = 120  # signs on either side that are looked at
_FEWEST_SPELLED = 3
_SHORT = 4  # letters of a stem that takes two more, or it begins quite another word
_MOST_FIGURES = 5  # of a number without blanks or signs; longer ones are codes
_NOUNS_IN_CAPITALS = ("de",)
_PLURAL = re.compile(r"(?<![su])s$|men$|folk$|people$")
# Where adjectives stand before their noun and can be told by their ending.
_ADJECTIVE = {
    "nl": re.compile(r"(?:ige|lijke|ische|se|ale|ele|ve|nde|te|re|ke)$"),
    "sv": re.compile(r"(?:iga|liga|ska|ande|ade|na|la|ra|ta)$"),
    "da": re.compile(r"(?:ige|lige|ske|ende|ede)$"),
    "nb": re.compile(r"(?:ige|lige|ske|ende|ede)$"),
    **dict.fromkeys(
        ("cs", "sk", "pl", "sl", "hr"), re.compile(r"(?:ých|ích|ych|ich|ými|ymi|imi|né|ní|nih|skih)$")
    ),
    **dict.fromkeys(
        ("uk", "ru", "bg", "mk", "sr"), re.compile(r"(?:них|ных|ських|ских|нових|ових|ими|ыми|ни|ски)$")
    ),
}


def unlisted(text: str, number: Number, line: Line, language: str) -> tuple[int, int] | None:
    """The place of the word for what a number of a plain text counts, or None where nothing shows that it counts."""
    at = number.end
    for _ in range(3):
        step = _OF.match(text, at)
        word = _WORD.match(text, step.end(), line.end) if step else None
        if word is None or _is_none(word.group(), language):
            return None
        if _is_noun(word.group(), language):
            return word.span() if _may_count(text, number, line) else None
        at = word.end()
    return None


def _may_count(text: str, number: Number, line: Line) -> bool:
    if line.part in ("contact", "programme", "title", "sdg") or line.kind == "heading":
        return False
    begin, end = max(line.start, number.start - _NEAR), min(line.end, number.end + _NEAR)
    if is_foot(text[begin:end]):
        return False
    if _share().search(text[begin : number.start]):
        return False
    if number.spelled:
        return number.value >= _FEWEST_SPELLED
    written = text[number.start : number.end]
    year = 1900 <= number.value <= 2100 and len(written) == 4
    code = written.isdigit() and len(written) >= _MOST_FIGURES
    return (
        number.value > 1
        and not year
        and not code
        and not _PLACE.search(text[max(begin, number.start - 8) : number.start])
    )


def _is_none(word: str, language: str) -> bool:
    low = word.lower()
    if language in word_lists.function_words().get(low, frozenset()) or is_street_word(low, language):
        return True
    if word[0].isupper() and language not in _NOUNS_IN_CAPITALS:
        return True
    return any(
        low.startswith(stem)
        and len(low) - len(stem) <= (0 if whole else 2 if len(stem) <= _SHORT else len(low))
        for stem, whole in _no_units().get(low[:2], ())
    )


def _is_noun(word: str, language: str) -> bool:
    if language in _NOUNS_IN_CAPITALS:
        return word[0].isupper()
    if language == "en":
        return _PLURAL.search(word) is not None
    shape = _ADJECTIVE.get(language)
    return shape is None or not shape.search(word)


@cache
def _share() -> re.Pattern[str]:
    """ "3 de cada 4 inscritos", "law no. 26"."""
    return re.compile(
        r"(?<!\w)(?:[0-9]+ (?:de cada|su|sur|von|of|in|out of|av|af|op|em cada|z|ze|din|из|з|από|من)) $|(?:رقم|№|nº|n°) $"
    )


@cache
def _no_units() -> dict[str, tuple[tuple[str, bool], ...]]:
    """Measures, times and parts of a text, by their first two letters."""
    found: dict[str, list[tuple[str, bool]]] = {}
    for stem in entries(data("units")["no units"]):
        whole = stem.endswith("=")
        found.setdefault(stem[:2], []).append((stem.rstrip("="), whole))
    return {start: tuple(stems) for start, stems in found.items()}
