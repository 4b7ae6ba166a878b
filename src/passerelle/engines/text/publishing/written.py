"""Numbers written by another language's rules: "1,300" in a French text.

Only what cannot be read otherwise is told: groups of three digits, and decimals with a unit behind them. A number
between blanks by thin spaces is right everywhere (ISO 80000-1).
"""

import re
from collections.abc import Collection, Iterator

from passerelle.engines.text.language.masks import ADDRESS
from passerelle.engines.text.publishing.finding import Finding

# Decimal sign and the sign between thousands, from CLDR 48 (numbers/symbols).
_COMMA_DECIMAL = frozenset(
    re.findall(
        r"\w+",
        """it de es nl da el tr ro hr sr sl id vi az gl ca pt eu is mk rw fr sv nb fi pl cs sk hu uk ru bg be lt lv et sq
        kk hy ka af""",
    )
)
_POINT_GROUPED = frozenset(re.findall(r"\w+", "it de es nl da el tr ro hr sr sl id vi az gl ca pt eu is mk"))
_POINT_DECIMAL = frozenset(
    re.findall(r"\w+", "en zh ja ko hi th he sw so am ti ga mt cy ur bn mr ne ta ha yo ig tl om")
)
# In Arabic script both stand beside signs of its own; nothing there is told to be wrong.

_NOT_INSIDE = r"(?<![\w.,/:#§№-])"
_NOT_GOING_ON = r"(?![\w/:-]|[.,]\w)"
_COMMA_GROUPS = re.compile(rf"{_NOT_INSIDE}[1-9]\d{{0,2}}(?:,\d{{3}})+(?:\.\d+)?{_NOT_GOING_ON}")
_POINT_GROUPS = re.compile(rf"{_NOT_INSIDE}[1-9]\d{{0,2}}(?:\.\d{{3}})+(?:,\d+)?{_NOT_GOING_ON}")
_UNIT = (
    r"(?=[ \xa0\u202f]?(?:%|‰|€|\$|£|EUR|kr\b|km\b|M€|k€|m(?:n|ln|ld|io|rd|lrd)\b|mill?[ijo]\w+|[Mm]ill\.|mill[oó]n\w*"
    r"|bill?[ijo]\w+|[Mm]il[ij]ard\w*|per cent|[Pp]er[cz]ent\w*|[Pp]ro[csz]ent\w*|por ciento|pour cent|per cento|százalék"
    r"|процент\w*|відсот\w*|mil\b|tys\.|tūkst))"
)
_POINT_DECIMALS = re.compile(rf"{_NOT_INSIDE}\d{{1,3}}\.\d{{1,2}}{_UNIT}")
_COMMA_DECIMALS = re.compile(rf"{_NOT_INSIDE}\d{{1,3}},\d{{1,2}}{_UNIT}")
# Behind these a group of three digits may be a decimal fraction: 1,250 kg, 3.142 times.
_MEASURE = re.compile(
    r"[ \xa0\u202f]?(?:k?g\b|[kcmd]?m\b|[kcmd]?m[²³]|[mcd]?l\b|t\b|ha\b|°|%|‰|s\b|ms\b|[kMG]?Hz|[kMG]?W|[Mm]il[ijl]"
    r"|m(?:ill|ln|ld|rd|io)|bill|Mrd|Mio)"
)
# Before these stands no amount.
_BEFORE = re.compile(
    r"(?:\b(?:v|ver|version|versione|versión|kap|chap|art|artikel|article|articolo|par|punkt|point|punto|no|nr|n°|nº|p|s|S|pp"
    r"|ISO|EN|DIN|IP)\.? ?|[=<>±])$",
    re.I,
)


def numbers(text: str, language: str | None, others: Collection[str] = ()) -> Iterator[Finding]:
    """Numbers of a text in `language` that follow other rules; `others`: languages that the text or its source is in,
    of which the first that writes so is named."""
    code = (language or "").lower().split("-")[0]
    wrong: tuple[tuple[re.Pattern[str], bool, str], ...]
    if code in _POINT_DECIMAL:
        wrong = ((_POINT_GROUPS, True, "de"), (_COMMA_DECIMALS, False, "de"))
    elif code in _COMMA_DECIMAL:
        wrong = ((_COMMA_GROUPS, True, "en"), (_POINT_DECIMALS, False, "en"))
        if code not in _POINT_GROUPED and any(one in _POINT_GROUPED for one in others):
            wrong += ((_POINT_GROUPS, True, "de"),)
    else:
        return
    writing = {_POINT_GROUPS: _POINT_GROUPED, _COMMA_DECIMALS: _POINT_GROUPED}
    plain = ADDRESS.sub(lambda found: "x" * len(found.group()), text)
    for pattern, grouped, usual in wrong:
        writers = writing.get(pattern, _POINT_DECIMAL)
        whose = next((one for one in others if one in writers), usual)
        for found in pattern.finditer(plain):
            if (
                grouped
                and found.group().count(found.group()[1:].lstrip("0123456789")[:1]) == 1
                and _MEASURE.match(plain, found.end())
            ):
                continue
            if not _BEFORE.search(plain[max(0, found.start() - 12) : found.start()]):
                yield Finding(
                    "mismatch",
                    found.start(),
                    found.end(),
                    "number-form",
                    whose,
                    facts={"written": found.group()},
                )
