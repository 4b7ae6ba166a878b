"""Scripts, and which language of a script some words are in."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from passerelle.engines.text import words
from passerelle.engines.text.language.letters import letters

LATIN = "Latn"
_SCRIPTS = (
    ("Grek", "\u0370-\u03ff\u1f00-\u1fff"),
    ("Cyrl", "\u0400-\u052f"),
    ("Armn", "\u0531-\u058a"),
    ("Hebr", "\u0590-\u05ff"),
    ("Arab", "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefe"),
    ("Deva", "\u0900-\u097f"),
    ("Beng", "\u0980-\u09ff"),
    ("Guru", "\u0a00-\u0a7f"),
    ("Taml", "\u0b80-\u0bff"),
    ("Thai", "\u0e00-\u0e7f"),
    ("Geor", "\u10a0-\u10ff"),
    ("Ethi", "\u1200-\u139f"),
    ("Kana", "\u3040-\u30ff"),
    ("Hani", "\u3400-\u9fff"),
    ("Hang", "\uac00-\ud7af"),
)
_FIRST = "\u0370"
_OTHER = re.compile("|".join(f"(?P<{name}>[{signs}])" for name, signs in _SCRIPTS))
_LATIN_LETTERS = re.compile(r"[A-Za-zÀ-ɏ]")
WITHOUT_BLANKS = frozenset(("Kana", "Hani", "Thai"))
"""Scripts that put no blanks between words: there letters are counted."""

WRITTEN_IN = {
    "Grek": ("el",),
    "Cyrl": ("uk", "ru", "bg", "sr", "mk", "be"),
    "Armn": ("hy",),
    "Hebr": ("he",),
    "Arab": ("ar", "fa", "ps", "ur", "ckb"),
    "Deva": ("hi", "mr", "ne"),
    "Beng": ("bn",),
    "Guru": ("pa",),
    "Taml": ("ta",),
    "Thai": ("th",),
    "Geor": ("ka",),
    "Ethi": ("am", "ti"),
    "Kana": ("ja",),
    "Hani": ("zh",),
    "Hang": ("ko",),
}
"""The languages of a script that can be told here; the first is the guess of last resort."""
# Languages of the script that are not told from its others, and so never run against one of them.
_ALSO = {
    "Arab": ("prs", "sd", "ug"),
    "Cyrl": ("kk", "ky", "mn", "tg"),
    "Hebr": ("yi",),
    "Hani": ("ja",),
    "Kana": ("zh",),
}
# Letters that one language of a script has and its neighbours have not (the alphabets of CLDR).
_TELLING = {
    "ur": "ٹڈڑےںھ",
    "ps": "ټډړږښګڼېۍځڅ",
    "ckb": "ەێۆڵڕڤ",
    "fa": "پچژگ",
    "uk": "іїєґ",
    "ru": "ыэъё",
    "be": "ўыэё",
    "sr": "ђјљњћџ",
    "mk": "ѓѕќјљњџ",
    "bg": "ъщ",
}


SMALL = 0.8
"""What a letter counts more where the statistics are of a short text."""


def script_of(word: str) -> str:
    """The script of a word's first letter."""
    if word[0] < _FIRST:
        return LATIN
    found = _OTHER.match(word)
    return found.lastgroup or LATIN if found else LATIN


def script_of_text(text: str, language: str) -> str:
    """The script of a text's own language; of two the one of most letters."""
    known = scripts_of(language)
    if len(known) == 1:
        return next(iter(known))
    looked_at = text[:4_000]
    other = Counter(found.lastgroup or LATIN for found in _OTHER.finditer(looked_at))
    if not other:
        return LATIN
    name, count = other.most_common(1)[0]
    latin = len(_LATIN_LETTERS.findall(looked_at))
    return name if count > latin else LATIN


@cache
def scripts_of(language: str) -> frozenset[str]:
    """The scripts that a language is written in."""
    found = same_script(language)
    return found | {LATIN} if language == "sr" or not found else found


@cache
def same_script(language: str) -> frozenset[str]:
    """The languages that words of a script other than Latin can be in on a page of this language."""
    return frozenset(
        script
        for script, known in WRITTEN_IN.items()
        if language in known or language in _ALSO.get(script, ())
    )


def told(tokens: Sequence[str], script: str) -> tuple[str, int]:
    """The language of words in one script other than Latin, and how many of its function words they are."""
    known = WRITTEN_IN[script]
    if len(known) == 1:
        return known[0], sum(known[0] in words.function_words().get(token, ()) for token in tokens)
    functions = words.function_words()
    votes = dict.fromkeys(known, 0.0)
    counts = dict.fromkeys(known, 0)
    for token in tokens:
        languages = functions.get(token.lower(), frozenset())
        for language in known:
            if language in languages:
                counts[language] += 1
                votes[language] += 2.0 / len(languages.intersection(known))
            if any(sign in token for sign in _TELLING.get(language, "")):
                votes[language] += 1.5 / sum(
                    any(sign in token for sign in _TELLING.get(one, "")) for one in known
                )
    for language in known:
        statistics = letters(language)
        if statistics is not None and tokens:
            strangeness = sum(statistics.of(token.lower()) for token in tokens) / sum(map(len, tokens))
            votes[language] += strangeness + (SMALL if statistics.small else 0.0)
        else:
            votes[language] -= 8.0
    best = max(known, key=lambda language: votes[language])
    return best, counts[best]
