"""The word lists of `data/words.json`: function words, names of page sections, titles that say nothing.

Written for Passerelle; each list is meant to be added to.
"""

import json
from functools import cache
from importlib.resources import files


@cache
def function_words() -> dict[str, frozenset[str]]:
    """Word, lower case → the languages that have it as a function word."""
    return _by_entry("function words")


@cache
def labels() -> dict[str, frozenset[str]]:
    """Name of a page section, lower case → the languages whose web pages use it."""
    return _by_entry("labels")


@cache
def say_nothing() -> frozenset[str]:
    """Names, case folded, that pages of every kind give to a section and that say nothing as a title."""
    return frozenset(name.casefold() for name in _by_entry("say nothing"))


def _by_entry(kind: str) -> dict[str, frozenset[str]]:
    languages: dict[str, set[str]] = {}
    for language, entries in _data()[kind].items():
        for entry in entries.split("|"):
            languages.setdefault(entry, set()).add(language)
    return {entry: frozenset(known) for entry, known in languages.items()}


@cache
def _data() -> dict[str, dict[str, str]]:
    source = files("passerelle.engines.text").joinpath("data", "words.json")
    loaded: dict[str, dict[str, str]] = json.loads(source.read_text(encoding="utf-8"))
    return loaded
