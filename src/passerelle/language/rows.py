"""Names in a row, with the reader's own commas and "and": "a, b and c", «أ وب وج»."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from babel.lists import format_list
from django.utils import translation

from passerelle.language.tongues import tongue

Style = Literal["standard", "or", "unit"]


def in_a_row(names: Iterable[Any], reader: str = "", style: Style = "standard") -> str:
    """The names as one text, empty for none. reader: a language; without it, the one that is being written in.

    style: with "and" or "or" before the last, or "unit" for a cell of a table. Source: CLDR list patterns.
    """
    told = [str(name) for name in names]
    locale = tongue(reader or translation.get_language() or "en").babel
    return str(format_list(told, style=style, locale=locale)) if told else ""
