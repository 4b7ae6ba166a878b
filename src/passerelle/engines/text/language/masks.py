"""What may stand in any language: addresses, quoted titles, names, what brackets explain.

It is covered with digits, which are words of no language; lengths stay.
"""

import re
from collections.abc import Collection, Sequence
from functools import cache

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
_HANDLE = re.compile(r"(?<!\w)[#@]\w{2,140}")
_SMALL = r"(?:d['’]|l['’]|d[eiao]s?|du|della|delle|dei|del|degli|l[aeo]s?|of|the|von|der|i|el|et|y|e)"
_STREET = re.compile(
    r"\b(?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Pp]lace|[Qq]uai|[Cc]hemin|[Aa]llée|[Ii]mpasse|[Vv]ia|[Vv]iale|[Pp]iazza|[Cc]orso"
    r"|[Cc]alle|[Pp]laza|[Pp]laça|[Cc]arrer|[Aa]venida|[Pp]aseo|[Pp]raça|[Rr]ua|[Ll]argo|[Tt]ravessa|[Ss]trada)"
    rf"(?: (?:{_SMALL} ?){{0,3}}[A-ZÀ-Þ0-9][\w’'-]*){{1,4}}"
)
# A law, its number and up to twelve words of its title.
LAW = re.compile(
    r"\b(?:Loi|Décret|Règlement|Directive|Ley|Decreto|Reglamento|Legge|Regolamento|Direttiva|Lei|Gesetz|Verordnung|Richtlinie"
    r"|Regulation|Act|Council Regulation|Council Directive|Förordning|Lag|Direktiv|Wet|Verordening|Ustawa|Zákon|Legea)"
    r"[^.;\n]{0,30}?(?:n[.°ºo]|[Nn]r|[Nn]o|\((?:EU|UE|EC|CE|EG|EEG)\)|[0-9]+/[0-9]+)[^.;\n]{0,30}?[0-9]+(?:[/-][0-9]+)*"
    r"(?:/(?:EU|UE|EC|CE|EG))?(?:[ ’'][^\s.;,)\n]+){0,12}"
)
_SPEECH = re.compile(r"[.!?…؟]\W{0,3}$")
_MOST_QUOTED, _MOST_SPOKEN, _MOST_IN_BRACKETS = 12, 5, 8


def covered(text: str, names: Collection[str] = ()) -> str:
    """The text with digits in place of what may stand in any language."""
    text = ADDRESS.sub(_digits, text)
    wanted = sorted({name for name in names if name.strip()}, key=lambda name: (-len(name), name))
    if wanted:
        text = re.sub("|".join(map(re.escape, wanted)), _digits, text)
    text = _LINK_TARGET.sub(_digits, text)
    text = _STREET.sub(_digits, LAW.sub(_digits, _HANDLE.sub(_digits, text)))
    text = _phrases().sub(_digits, text)
    text = _QUOTED.sub(lambda found: _if_short(found, _MOST_QUOTED), text)
    text = _EMPHASISED.sub(lambda found: _if_short(found, _MOST_QUOTED // 2), text)
    return _BRACKETS.sub(lambda found: _if_short(found, _MOST_IN_BRACKETS), text)


@cache
def _phrases() -> re.Pattern[str]:
    ordered = sorted(words.borrowed_phrases(), key=lambda phrase: (-len(phrase), phrase))
    any_of = "|".join(re.escape(phrase).replace("'", "['’]") for phrase in ordered)
    return re.compile(rf"(?<!\w)(?:{any_of})(?!\w)", re.IGNORECASE)


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
        joined = at > 0 and between[at] in (" ", "-", " & ", "", "’", "'", "’ ", "' ", "–", "//", " / ", "/")
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
