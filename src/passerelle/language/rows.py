"""Names in a row, with the reader's own commas and "and": "a, b and c", «أ وب وج»."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Literal

from babel import Locale
from django.utils import translation

from passerelle.language.tongues import tongue

Style = Literal["standard", "or", "unit"]


def in_a_row(names: Iterable[Any], reader: str = "", style: Style = "standard") -> str:
    """The names as one text, empty for none. reader: a language; without it, the one that is being written in.

    style: with "and" or "or" before the last, or "unit" for a cell of a table. Source: CLDR list patterns.
    """
    told = [str(name) for name in names]
    if len(told) < 2:
        return "".join(told)
    patterns = _patterns(tongue(reader or translation.get_language() or "en").babel, style)
    if len(told) == 2:
        return patterns["2"].format(*told)
    row = patterns["start"].format(*told[:2])
    for name in told[2:-1]:
        row = patterns["middle"].format(row, name)
    return patterns["end"].format(row, told[-1])


@lru_cache(maxsize=256)
def _patterns(locale: str, style: Style) -> Mapping[str, str]:
    """Babel's `format_list` takes a style as a whole, and fails where a language says only what differs: Swedish "unit"
    from three names on, Arabic with two (python-babel, issue 1098). Each piece is inherited, as CLDR's root has it."""
    there = Locale.parse(locale).list_patterns
    return {**there["standard"], **there.get(f"{style}-short", {}), **there.get(style, {})}
