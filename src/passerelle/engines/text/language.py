"""Which language a text is in, and where it changes to another.

The document is asked of CLD2 (`pycld2`), which knows 80 languages and is unsure of little text; runs are
found by function words, which no text does without and no other language shares, on the most likely path
(Viterbi) through the words. Languages are BCP 47 codes as CLD2 gives them, with the withdrawn `iw` and `no`
renewed.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import pycld2

from passerelle.engines.text import words

LOOKED_AT = 20_000
"""Signs of a document that are looked at to find its language."""
RUNS_LOOKED_AT = 200_000
"""Signs of a document in which runs of other languages are looked for: about 60 printed pages."""


@dataclass(frozen=True, slots=True)
class Detection:
    """`language` is None when unsure; `confidence` is 0–1; `runner_up` is the next guess, or the only one
    if unsure."""

    language: str | None
    confidence: float
    runner_up: str | None


@dataclass(frozen=True, slots=True)
class Run:
    """Words in another language than the text's: text[start:end], within one line."""

    start: int
    end: int
    language: str


_NOTHING = Detection(None, 0.0, None)
_RENEWED = {"iw": "he", "no": "nb", "in": "id", "ji": "yi", "jw": "jv", "mo": "ro", "un": ""}
# CLD2 refuses text with these; addresses would count as English.
_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_PLANE_ENDS = re.compile(
    "["
    + "".join(chr(plane * 0x10000 + 0xFFFE) + chr(plane * 0x10000 + 0xFFFF) for plane in range(1, 17))
    + "]"
)
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S{1,2000}|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}")
_SURE_FROM = 40
"""Letters from which CLD2 is believed alone; of less text it is often sure and wrong."""


def detect(text: str) -> Detection:
    """Language of a text as a whole. Names, numbers and single words are honestly unsure. Raises nothing."""
    plain = _ADDRESS.sub(" ", _PLANE_ENDS.sub(" ", _REFUSED.sub(" ", text[:LOOKED_AT])))
    letters = sum(map(str.isalpha, plain))
    if letters < 2:
        return _NOTHING
    reliable, guesses = _asked(plain)
    voted, clearly = _voted(plain)
    if not guesses:
        return Detection(voted, 0.6, None) if clearly else _NOTHING
    language, share = guesses[0]
    runner_up = guesses[1][0] if len(guesses) > 1 else None
    if voted == language and (clearly or reliable):
        return Detection(language, max(0.8, share), runner_up)
    if reliable and share >= 0.5 and letters >= _SURE_FROM:
        return Detection(language, share, voted or runner_up)
    if clearly:
        return Detection(voted, 0.6, language)
    if reliable and _script_says(plain):
        return Detection(language, 0.7 * share, runner_up)
    return Detection(None, 0.0, language)


def _asked(plain: str) -> tuple[bool, list[tuple[str, float]]]:
    try:
        reliable, _, details = pycld2.detect(plain, bestEffort=True)
    except (pycld2.error, UnicodeError, ValueError):
        return False, []
    guesses = [(_RENEWED.get(code, code), percent / 100) for _, code, percent, _ in details]
    return bool(reliable), [(code, share) for code, share in guesses if code and share > 0]


def _script_says(plain: str) -> bool:
    """Whether most letters are of a script that few languages share: there CLD2 needs little text."""
    letters = [character for character in plain if character.isalpha()]
    others = sum(sign >= _FIRST_OTHER_SCRIPT and not "\u1e00" <= sign <= "\u1eff" for sign in letters)
    return 2 * others > len(letters)


_VOTE = 60
"""Weight of a function word, shared by the languages that have it."""
_TOKEN = re.compile(r"[^\W\d_]+(?:['’](?=[^\W\d_]))?")


def _languages_of(token: str) -> frozenset[str]:
    return words.function_words().get(token.lower().replace("’", "'"), frozenset())


def _voted(plain: str) -> tuple[str | None, bool]:
    """The language whose function words stand out against the next one's, and whether there are at least two."""
    votes: Counter[str] = Counter()
    for token in _TOKEN.findall(plain):
        languages = _languages_of(token)
        for language in languages:
            votes[language] += _VOTE // len(languages)
    ranked = _ranked(votes)
    if not ranked or ranked[0][1] < _VOTE or (len(ranked) > 1 and 2 * ranked[0][1] < 3 * ranked[1][1]):
        return None, False
    return ranked[0][0], ranked[0][1] >= 2 * _VOTE


_SWITCH = 3.5
_SWITCH_AT_COMMA = 2.5
_SWITCH_AT_SENTENCE = 1.5
"""Prices of changing the language between two words; a function word of one's own earns `_OWN`."""
_OWN = 2.0
_STRANGE = 0.6
_SENTENCE = re.compile(r"[.!?…]|[:;«»“”‘()–—|]")
_COMMA = re.compile(r"[,/]")
_SIGN = re.compile(r"[^\n]")
_CELL_END = re.compile(r"(?<=[|»›→])(?=\s)")
_FEWEST = 2
"""Function words that make a run. One alone is a name ("The Beatles") or chance."""
_DENSITY = 0.15
"""Least share of function words among the words of a run."""
_LABEL_WORDS = 6
_MOST_STATES = 4
"""Other languages considered in one line."""


_ALPHABETS: dict[str, frozenset[str]] = {
    "en": frozenset(),
    "fr": frozenset("àâæçéèêëîïôœùûüÿ"),
    "it": frozenset("àèéìíîòóùú"),
    "sv": frozenset("åäöé"),
    "da": frozenset("æøåé"),
    "pt": frozenset("áâãàçéêíóôõú"),
    "de": frozenset("äöüß"),
    "es": frozenset("áéíñóúü"),
    "nl": frozenset("ëïéèö"),
    "pl": frozenset("ąćęłńóśźż"),
    "lt": frozenset("ąčęėįšųūž"),
}
_FIRST_OTHER_SCRIPT = "\u0370"
_SCRIPTS = (
    ("ar", re.compile("[\u0621-\u064a\u0671-\u06d3\u06fa-\u06ff]")),
    ("uk", re.compile("[\u0400-\u045f\u048a-\u04ff]")),
    ("el", re.compile("[\u0370-\u03ff\u1f00-\u1fff]")),
    ("he", re.compile("[\u05d0-\u05ea]")),
    ("hy", re.compile("[\u0531-\u0587]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("am", re.compile("[\u1200-\u137f]")),
)
# Letters that one language of a script has and the script's first guess has not.
_TELLING = {"ar": (("fa", "پچژگ"), ("ur", "ٹڈڑے")), "uk": (("ru", "ыэъё"),)}
_WRITTEN_IN = {
    "ar": frozenset(("ar", "fa", "ur", "ps", "prs", "ku", "sd", "ug", "ckb")),
    "uk": frozenset(("uk", "ru", "bg", "sr", "mk", "be", "kk", "ky", "mn", "tg")),
    "am": frozenset(("am", "ti")),
    "he": frozenset(("he", "yi")),
}
_OTHER_SCRIPT = frozenset(("el", "hy", "ka")).union(*_WRITTEN_IN.values()) - {"ku", "sr"}
# Written Norwegian and Danish share their function words.
_READ_AS = {"nb": "da", "nn": "da", "no": "da"}


def runs(text: str, main: str, *, names: Collection[str] = ()) -> tuple[Run, ...]:
    """Where a text in `main` changes to another language, in order.

    names: words and titles that may stand in any language (the project's, its partners'); they neither make
    nor break a run. Known by function words: en, fr, it, sv, da, de, es, pt, nl, pl, lt; by script: Arabic,
    Cyrillic, Greek, Hebrew, Armenian, Georgian, Ethiopic. In a text whose own function words are not known here,
    CLD2 has to agree. Looks at the first `RUNS_LOOKED_AT` signs; raises nothing.
    """
    main = main.lower().split("-")[0]
    main = _READ_AS.get(main, main)
    found: list[Run] = []
    at = 0
    for line in _masked(text[:RUNS_LOOKED_AT], names).split("\n"):
        for cell in _cells(line) if line else ():
            found.extend(
                Run(at + start, at + end, language) for start, end, language in _runs_of_cell(cell, main)
            )
            at += len(cell)
        at += 1
    return tuple(found)


def _cells(line: str) -> list[str]:
    """The parts of a table row or a bread-crumb trail, which are in a language each, with their separators."""
    return _CELL_END.split(line) if "«" not in line else [line]


def _masked(text: str, names: Collection[str]) -> str:
    """The text with digits in place of names and addresses, which are words of no language."""
    text = _ADDRESS.sub(_digits, text)
    wanted = sorted({name for name in names if name.strip()}, key=lambda name: (-len(name), name))
    return re.sub("|".join(map(re.escape, wanted)), _digits, text) if wanted else text


def _digits(found: re.Match[str]) -> str:
    return _SIGN.sub("0", found.group())


def _runs_of_cell(line: str, main: str) -> Iterator[tuple[int, int, str]]:
    tokens = list(_TOKEN.finditer(line))
    if 0 < len(tokens) <= _LABEL_WORDS and (label := _label(line, main)):
        yield tokens[0].start(), tokens[-1].end(), label
        return
    seen: dict[str, frozenset[str]] = {}
    known: list[frozenset[str]] = []
    heard: Counter[str] = Counter()
    for token in tokens:
        word = token.group()
        if word not in seen:
            seen[word] = _known_in(word, main)
        known.append(seen[word])
        if seen[word] and main not in seen[word]:
            heard.update(seen[word])
    others = [language for language, count in _ranked(heard) if count >= _FEWEST]
    if not others:
        return
    path = _path(line, tokens, known, [main, *others[:_MOST_STATES]])
    start = 0
    for end in range(1, len(tokens) + 1):
        if end < len(tokens) and path[end] == path[start]:
            continue
        place, last = tokens[start].start(), tokens[end - 1].end()
        if path[start] != main and _is_run(line[place:last], known[start:end], path[start], main):
            yield place, last, path[start]
        start = end


def _ranked(heard: Counter[str]) -> list[tuple[str, int]]:
    return sorted(heard.items(), key=lambda entry: (-entry[1], entry[0]))


def _known_in(token: str, main: str) -> frozenset[str]:
    if token[0] < _FIRST_OTHER_SCRIPT:
        return _languages_of(token)
    for guess, letters in _SCRIPTS:
        if letters.match(token):
            if main in _WRITTEN_IN.get(guess, (guess,)):
                return frozenset({main})
            told = [code for code, signs in _TELLING.get(guess, ()) if any(sign in token for sign in signs)]
            return frozenset(told or [guess])
    return frozenset()


def _label(line: str, main: str) -> str | None:
    """The language of a section name left in another language than the page's ("Project number" on an
    Italian one)."""
    name = " ".join(line.lower().strip(" \t#*_:-–—•|").split())
    languages = words.labels().get(name, frozenset())
    return None if main in languages or not languages or main not in _ALPHABETS else sorted(languages)[0]


def _is_run(text: str, known: list[frozenset[str]], language: str, main: str) -> bool:
    own = sum(language in languages and main not in languages for languages in known)
    if own < max(_FEWEST, _DENSITY * len(known)):
        return False
    return (
        main in _ALPHABETS or main in _OTHER_SCRIPT or language in [code for code, _ in _asked(text)[1][:1]]
    )


def _path(
    line: str, tokens: list[re.Match[str]], known: list[frozenset[str]], states: list[str]
) -> list[str]:
    """The most likely language of each word (Viterbi): every function word earns its languages `_OWN`, every
    change of language costs, less where the text pauses. At a draw the language of the word before is kept, and
    the text's own, first of `states`, goes before others."""
    scores = [0.0] * len(states)
    came_from: list[list[int]] = []
    end_before = 0
    for token, languages in zip(tokens, known, strict=True):
        price = _price(line[end_before : token.start()])
        end_before = token.end()
        top = max(scores)
        best, changed = scores.index(top), top - price
        steps: list[int] = []
        for state, language in enumerate(states):
            stays = scores[state] >= changed
            steps.append(state if stays else best)
            if not stays:
                scores[state] = changed
            scores[state] += _earned(token.group(), languages, language)
        came_from.append(steps)
    state = scores.index(max(scores))
    path: list[str] = []
    for steps in reversed(came_from):
        path.append(states[state])
        state = steps[state]
    return path[::-1]


def _price(between: str) -> float:
    if between in (" ", "", "-"):
        return _SWITCH
    if _SENTENCE.search(between):
        return _SWITCH_AT_SENTENCE
    return _SWITCH_AT_COMMA if _COMMA.search(between) else _SWITCH


def _earned(word: str, known: frozenset[str], language: str) -> float:
    if language in known:
        return _OWN
    if language in _OTHER_SCRIPT:
        return -_OWN if word[0] < _FIRST_OTHER_SCRIPT else 0.0
    if known or word.isascii() or language not in _ALPHABETS:
        return 0.0
    return 0.0 if all(sign < "\x80" or sign in _ALPHABETS[language] for sign in word.lower()) else -_STRANGE
