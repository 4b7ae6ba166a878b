"""Numbers as people type them: comma decimals, blanks and dots between thousands, currency and percent signs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from passerelle.engines.tables.reading import Cell
from passerelle.engines.tables.words import digits, tidy

_DRESS = re.compile(
    r"(?i)^(?:€|eur|kr|sek|dkk|zł|pln|\$|£|%|٪)\s*|\s*(?:€|eur|kr|sek|dkk|zł|pln|\$|£|%|٪|h)\.?$"
)
_ARABIC = str.maketrans({"٫": ",", "٬": " ", "’": "'", "−": "-", "–": "-"})
_GROUPED = {
    ".": re.compile(r"-?\d{1,3}(?:[ ,'’]\d{3})*(?:\.\d+)?|-?\d+(?:\.\d+)?"),
    ",": re.compile(r"-?\d{1,3}(?:[ .'’]\d{3})*(?:,\d+)?|-?\d+(?:,\d+)?"),
}


def decimal_sign(cells: Iterable[Cell], usual: str) -> str:
    """Which of "." and "," ends the whole part in this column: what its cells prove, else what is usual."""
    comma = point = False
    for cell in cells:
        if isinstance(cell, str) and (text := _bare(cell)):
            comma |= bool(re.search(r",\d{1,2}$|,\d{4,}$|\.\d{3}\.|\.\d{3},", text))
            point |= bool(re.search(r"\.\d{1,2}$|\.\d{4,}$|,\d{3},|,\d{3}\.", text))
    return usual if comma == point else "," if comma else "."


def number(cell: Cell, decimal: str) -> float:
    """The number in a cell. decimal: the sign before the fraction. Raises ValueError."""
    if not isinstance(cell, str):
        return cell
    text = _bare(cell)
    if not _GROUPED[decimal].fullmatch(text):
        raise ValueError(cell)
    plain = re.sub(r"[ '’]", "", text).replace("." if decimal == "," else ",", "").replace(decimal, ".")
    found = float(plain)
    return int(found) if found.is_integer() else found


def _bare(cell: str) -> str:
    text = tidy(digits(cell)).translate(_ARABIC)
    return _DRESS.sub("", _DRESS.sub("", text))
