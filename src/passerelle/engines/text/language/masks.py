"""What may stand in any language: addresses, quoted titles, names, what brackets explain.

It is covered with digits, which are words of no language; lengths stay.
"""

import re
from collections.abc import Collection, Sequence

from passerelle.engines.text import words

ADDRESS = re.compile(
    r"\b(?:https?://|www\.)\S{1,2000}|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}"
    r"|\b[\w-]{1,64}(?:\.[\w-]{1,64}){0,3}\.(?:org|com|net|eu|info|example)\b(?:/\S{0,500})?"
)
_SIGN = re.compile(r"[^\n]")
# At most 12 words: what is longer is speech, and speech has a language.
_QUOTED = re.compile(
    r"“[^“”\n]{1,140}”|”[^“”\n]{1,140}”|„[^„“”\n]{1,140}[“”]|«[^«»\n]{1,140}»|»[^«»\n]{1,140}«"
    r"|\"[^\"\n]{1,140}\"|(?<![\w’])‘[^‘’\n]{1,140}’(?!\w)|‚[^‚‘’\n]{1,140}[‘’]|「[^「」\n]{1,60}」"
)
_EMPHASISED = re.compile(
    r"(?<![\w*])\*[^*\n\s][^*\n]{0,100}\*(?![\w*])|(?<![\w_])_[^_\n\s][^_\n]{0,100}_(?![\w_])"
)
_BRACKETS = re.compile(r"\([^()\n]{1,160}\)|\[[^\[\]\n]{1,160}\](?:\([^()\s]{1,2000}\))?")
_LINK_TARGET = re.compile(r"(?<=\])\([^()\s]{1,2000}\)")
_SPEECH = re.compile(r"[.!?…؟]\W{0,3}$")
_MOST_QUOTED, _MOST_SPOKEN, _MOST_IN_BRACKETS = 12, 5, 8


def covered(text: str, names: Collection[str] = ()) -> str:
    """The text with digits in place of what may stand in any language."""
    text = ADDRESS.sub(_digits, text)
    wanted = sorted({name for name in names if name.strip()}, key=lambda name: (-len(name), name))
    if wanted:
        text = re.sub("|".join(map(re.escape, wanted)), _digits, text)
    text = _LINK_TARGET.sub(_digits, text)
    text = _QUOTED.sub(lambda found: _if_short(found, _MOST_QUOTED), text)
    text = _EMPHASISED.sub(lambda found: _if_short(found, _MOST_QUOTED // 2), text)
    return _BRACKETS.sub(lambda found: _if_short(found, _MOST_IN_BRACKETS), text)


def _digits(found: re.Match[str]) -> str:
    return _SIGN.sub("0", found.group())


def _if_short(found: re.Match[str], most: int) -> str:
    inside = found.group()
    count = len(inside.split())
    if count > most or (count > _MOST_SPOKEN and _SPEECH.search(inside)):
        return inside
    return inside[0] + _SIGN.sub("0", inside[1:-1]) + inside[-1]


def names_in(tokens: Sequence[str], between: Sequence[str]) -> set[int]:
    """The places of words that make a name: capitals with at most three small connecting words between two of them.

    `between[k]` stands before `tokens[k]`. "Networks of Towns", "Solidaridad Sin Fronteras", "Camden Town Council"."""
    found: set[int] = set()
    start, last, gap = -1, -1, 0
    for at, token in enumerate(tokens):
        joined = at > 0 and between[at] in (" ", "-", " & ", "", "’", "'", "–", "//", " / ", "/")
        if start >= 0 and not joined:
            start = _closed(start, last, found)
        if token[0].isupper():
            if start < 0:
                start = at
            last, gap = at, 0
        elif start >= 0:
            gap += 1
            if gap > 3 or not is_connector(token):
                start = _closed(start, last, found)
    _closed(start, last, found)
    return found


def _closed(start: int, last: int, found: set[int]) -> int:
    if start >= 0 and last > start:
        found.update(range(start, last + 1))
    return -1


def is_connector(token: str) -> bool:
    return token.lower().replace("’", "'") in words.connectors()


def is_autonym(name: str) -> bool:
    """Whether this is what a language calls itself, as in a choice of languages."""
    return name.lower() in words.autonyms()
