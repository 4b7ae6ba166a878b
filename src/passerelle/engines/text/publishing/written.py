"""Numbers and dates written by another language's rules: "1,300" or "March 2, 2020" in a French text.

Only what cannot be read otherwise is told: groups of three digits, and decimals with a unit behind them. A number
between blanks by thin spaces is right everywhere (ISO 80000-1).
"""

import re
from collections.abc import Collection, Iterator
from functools import cache

from passerelle.engines.text.importer.source import data, plain
from passerelle.engines.text.language.masks import ADDRESS, LAW
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


_NAMED = re.compile(
    r"(?<![\w.])(?:[0-3]?\d(?:st|nd|rd|th|er|\.|:[ae])? (?:(?:of|de|d'|di) ?)?"
    r"(?P<month>[^\W\d_]{3,20})\.?,? (?:(?:de|del) )?(?:19|20)\d\d"
    r"|(?P<american>[A-Z][a-z]{2,9})\.? [0-3]?\d(?:st|nd|rd|th)?, (?:19|20)\d\d)(?!\w)"
)


def dates(
    text: str, language: str | None, others: Collection[str], runs: Collection[tuple[int, int]]
) -> Iterator[Finding]:
    """Dates whose month is named in another language than the text's, outside `runs` of that language."""
    code = (language or "").lower().split("-")[0]
    own = _months().get(code)
    if own is None:
        return
    for found in _NAMED.finditer(plain(LAW.sub(lambda law: "x" * len(law.group()), text))):
        month = (found["month"] or found["american"]).lower()
        if any(start <= found.start() < end for start, end in runs) or _is_of(month, own):
            continue
        whose = next(
            (one for one in (*others, "en", *_months()) if _is_of(month, _months().get(one, ()))), None
        )
        if whose and whose != code:
            yield Finding(
                "mismatch",
                found.start(),
                found.end(),
                "date-form",
                whose,
                facts={"written": text[found.start() : found.end()]},
            )


def _is_of(month: str, forms: Collection[str]) -> bool:
    return any(month == form or (form.endswith("*") and month.startswith(form[:-1])) for form in forms)


@cache
def _months() -> dict[str, tuple[str, ...]]:
    """Language → the forms of its months in which they are looked up; one ending in * goes on with any letters."""
    return {
        language: tuple(
            form for month in plain(listed).split(" ") for form in month.replace("_", " ").split("|")
        )
        for language, listed in data("dates")["months"].items()
    }
