"""The language of a page of few words, by the importer's own: names of months, numbers, what is counted."""

import re

from passerelle.engines.text.importer.numbers import number_words
from passerelle.engines.text.importer.source import data, plain
from passerelle.engines.text.importer.targets import is_unit

_WORD = re.compile(r"[^\W\d_]{3,40}")
_LOOKED_AT = 200  # words


def spoken_by_words(text: str) -> str | None:
    """The language whose words clearly stand out, or None."""
    words = {word.lower() for word in _WORD.findall(plain(text))[:_LOOKED_AT]}
    counts = sorted(
        ((_count(words, language), language) for language in data("units")["units"]), reverse=True
    )
    (most, language), (next_most, _) = counts[:2]
    return language if most > next_most else None


def _count(words: set[str], language: str) -> int:
    months = plain(data("dates")["months"].get(language, "")).replace("|", " ").split(" ")
    whole = {month for month in months if month and "*" not in month}
    stems = tuple(month[:-1] for month in months if month.endswith("*"))
    return sum(
        2 * (word in whole or (bool(stems) and word.startswith(stems)))
        + 2 * (word in number_words(language))
        + is_unit(word, language)
        for word in words
    )
