"""Which language a text is in as a whole, by CLD2 (`pycld2`), which knows 80 languages and is unsure of little text."""

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

import pycld2

from passerelle.engines.text import words
from passerelle.engines.text.language.letters import letters
from passerelle.engines.text.language.masks import ADDRESS

LOOKED_AT = 20_000
"""Signs of a document that are looked at to find its language."""


@dataclass(frozen=True, slots=True)
class Detection:
    """`language` is None when unsure; `confidence` is 0–1; `runner_up` is the next guess, or the only one
    if unsure."""

    language: str | None
    confidence: float
    runner_up: str | None


_NOTHING = Detection(None, 0.0, None)
_RENEWED = {"iw": "he", "no": "nb", "in": "id", "ji": "yi", "jw": "jv", "mo": "ro", "un": ""}
# CLD2 refuses text with these; addresses would count as English.
_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_PLANE_ENDS = re.compile(
    "["
    + "".join(chr(plane * 0x10000 + 0xFFFE) + chr(plane * 0x10000 + 0xFFFF) for plane in range(1, 17))
    + "]"
)
_SURE_FROM = 40
"""Letters from which CLD2 is believed alone; of less text it is often sure and wrong."""


def _readable(text: str) -> str:
    text = _REFUSED.sub(" ", text)
    return _PLANE_ENDS.sub(" ", text) if text and max(text) > "\uffff" else text


def detect(text: str) -> Detection:
    """Language of a text as a whole. Names, numbers and single words are honestly unsure. Raises nothing."""
    plain = ADDRESS.sub(" ", _readable(text[:LOOKED_AT]))
    many = sum(map(str.isalpha, plain))
    if many < 2:
        return _NOTHING
    reliable, guesses = _asked(plain)
    votes = _votes(plain)
    voted, clearly = _voted(votes)
    if not guesses:
        return Detection(voted, 0.6, None) if clearly else _NOTHING
    language, share = guesses[0]
    language = of_script(language, plain)
    runner_up = guesses[1][0] if len(guesses) > 1 else None
    if language in NORDIC:
        language = max(language, *NORDIC, key=lambda one: votes[one] + _by_letters(plain, one))
    if voted == language and (clearly or reliable):
        return Detection(language, max(0.8, share), runner_up)
    if reliable and share >= 0.5 and many >= _SURE_FROM:
        if clearly and voted and _OUTVOTED * votes[language] <= votes[voted]:
            return Detection(voted, 0.6, language)
        if other := _rather(plain, language, votes):
            return Detection(other, 0.6, language)
        return Detection(language, share, voted or runner_up)
    if clearly:
        return Detection(voted, 0.6, language)
    if reliable and _script_says(plain):
        return Detection(language, 0.7 * share, runner_up)
    return Detection(None, 0.0, language)


def of_script(language: str, plain: str) -> str:
    """The language of a text for which CLD2 has another code: it has one Kurdish for Sorani, which is written in Arabic
    letters, and Kurmanji, which is not; and it takes much Croatian, and Serbian in Latin letters, for Bosnian."""
    if language == "ku":
        return "ckb" if _script_says(plain) else "kmr"
    if language == "bs":
        said = {token.lower() for token in _TOKEN.findall(plain)}
        if len(words.croatian() & said) > 1:
            return "hr"
        if len(words.serbian() & said) > 1:
            return "sr"
    return language


def _asked(plain: str) -> tuple[bool, list[tuple[str, float]]]:
    try:
        reliable, _, details = pycld2.detect(plain, bestEffort=True)
    except (pycld2.error, UnicodeError, ValueError):
        return False, []
    guesses = [(_RENEWED.get(code, code), percent / 100) for _, code, percent, _ in details]
    return bool(reliable), [(code, share) for code, share in guesses if code and share > 0]


def _script_says(plain: str) -> bool:
    """Whether most letters are of a script that few languages share: there CLD2 needs little text."""
    signs = [character for character in plain if character.isalpha()]
    others = sum(sign >= _FIRST_OTHER_SCRIPT and not "\u1e00" <= sign <= "\u1eff" for sign in signs)
    return 2 * others > len(signs)


NORDIC = ("da", "nb", "sv")
"""CLD2 mistakes them for each other; their function words are not mistaken."""
_OUTVOTED = 5
"""How many times more function words of another language tell that CLD2 does not know the one it looks at."""
_VOTE = 60
"""Weight of a function word, shared by the languages that have it."""
_TOKEN = re.compile(r"[^\W\d_]+(?:['’](?=[^\W\d_]))?")
_FIRST_OTHER_SCRIPT = "\u0370"


_VOTE_A_NAT = 4
"""What a nat of difference between the letters of two languages counts among votes; see `passages`."""


def _by_letters(plain: str, language: str) -> float:
    model = letters(language)
    return _VOTE_A_NAT * sum(model.of(token.lower()) for token in _TOKEN.findall(plain)) if model else 0.0


def _languages_of(token: str) -> frozenset[str]:
    return words.function_words().get(token.lower().replace("’", "'"), frozenset())


def _votes(plain: str) -> Counter[str]:
    votes: Counter[str] = Counter()
    for token in _TOKEN.findall(plain):
        languages = _languages_of(token)
        for language in languages:
            votes[language] += _VOTE // len(languages)
    return votes


def _voted(votes: Counter[str]) -> tuple[str | None, bool]:
    """The language whose function words stand out against the next one's, and whether there are at least two."""
    ranked = _ranked(votes)
    if not ranked or ranked[0][1] < _VOTE or (len(ranked) > 1 and 2 * ranked[0][1] < 3 * ranked[1][1]):
        return None, False
    return ranked[0][0], ranked[0][1] >= 2 * _VOTE


def _rather(plain: str, language: str, votes: Counter[str]) -> str | None:
    """The language for which both its function words and its letters speak, against the one that CLD2 is sure of.

    Of a sentence with few signs that are its own, CLD2 is sometimes sure of English: "dice lo stesso, mese per mese"."""
    other, count = next((one for one in _ranked(votes) if one[0] != language), ("", 0))
    ours, theirs = letters(language), letters(other)
    if count < _VOTE or count <= votes[language] or not ours or not theirs or ours.small or theirs.small:
        return None
    said = [token.lower() for token in _TOKEN.findall(plain)]
    return other if sum(map(theirs.of, said)) > sum(map(ours.of, said)) else None


def _ranked(votes: Counter[str]) -> list[tuple[str, int]]:
    return sorted(votes.items(), key=lambda entry: (-entry[1], entry[0]))


def likeliest(text: str, languages: Collection[str]) -> str | None:
    """Of some languages the one that most function words of a text speak for, if it is one."""
    ranked = _ranked(Counter({code: votes for code, votes in _votes(text).items() if code in languages}))
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def asked(text: str) -> str | None:
    """What CLD2 says of a passage when it is sure of it."""
    reliable, guesses = _asked(_readable(text[:LOOKED_AT]))
    return guesses[0][0] if reliable and guesses and guesses[0][1] >= 0.7 else None


def languages_in(text: str) -> tuple[str, ...]:
    """The languages that CLD2 finds in parts of a text, the one with most letters first."""
    plain = _readable(text[:LOOKED_AT])
    try:
        *_, parts = pycld2.detect(plain, bestEffort=True, returnVectors=True)
    except (pycld2.error, UnicodeError, ValueError):
        return ()
    lengths: Counter[str] = Counter()
    for part in parts:
        lengths[of_script(_RENEWED.get(part[3], part[3]), plain)] += part[1]
    return tuple(code for code, _ in _ranked(lengths) if code)
