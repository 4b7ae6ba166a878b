"""In which languages somebody reads: the page's, then their own order. Nobody needs an account or a cookie for that.

The order comes from the address (`?also=it,sv`, which can be kept and sent), else from the browser's own settings.
Nothing of it is stored.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import trans_real

from passerelle.language.tongues import UnknownTongue, tongue

MOST = 4  # each is one more text to read from the database


@dataclass(frozen=True, slots=True)
class Chain:
    """Languages in which somebody likes a text that is missing in the page's, the dearest first.

    asked: they said so in the address."""

    languages: tuple[str, ...] = ()
    asked: bool = False


def chain(request: HttpRequest, language: str) -> Chain:
    """What the reader of a page in `language` reads besides it."""
    if told := request.GET.get("also", ""):
        return Chain(_known(told[:60].split(","), language), asked=True)
    return Chain(_known(preferred(request.META.get("HTTP_ACCEPT_LANGUAGE", "")), language))


def preferred(header: str) -> tuple[str, ...]:
    """The languages of `Accept-Language`, the dearest first; those with the weight 0 are not wanted."""
    return tuple(code for code, weight in trans_real.parse_accept_lang_header(header[:200]) if weight > 0)


def _known(codes: Iterable[str], language: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for code in codes:
        try:
            found[tongue(code).code] = None
        except UnknownTongue:
            continue
    found.pop(language, None)
    return tuple(found)[:MOST]
