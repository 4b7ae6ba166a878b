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
def labelled() -> frozenset[str]:
    """The languages whose names of sections are known."""
    return frozenset(_data()["labels"])


@cache
def international() -> frozenset[str]:
    """Names of sections that pages in many languages use as they are: "Newsletter", "Team"."""
    return frozenset(_data()["borrowed labels"]["all"].split("|"))


@cache
def label_words() -> frozenset[str]:
    """English words that names of sections are made of."""
    return frozenset(_data()["label words"]["en"].split("|")).union(
        part for name in _data()["labels"]["en"].split("|") for part in name.split() if len(part) > 3
    )


@cache
def small_english() -> frozenset[str]:
    """What stands between them."""
    return frozenset(_data()["label words"]["small"].split("|"))


@cache
def autonyms() -> frozenset[str]:
    """What languages call themselves, lower case."""
    return frozenset(_data()["autonyms"]["all"].split("|"))


@cache
def borrowed_phrases() -> frozenset[str]:
    """Phrases that many languages use as they are, lower case."""
    return frozenset(_data()["borrowed phrases"]["all"].split("|"))


@cache
def connectors() -> frozenset[str]:
    """Small words that tie the nouns of a name, lower case."""
    return frozenset(_data()["connectors"]["all"].split("|"))


@cache
def croatian() -> frozenset[str]:
    """Words of Croatian that Bosnian and Serbian have not."""
    return frozenset(_data()["croatian"]["hr"].split("|"))


@cache
def serbian() -> frozenset[str]:
    """Words in Latin letters as Serbian spells them and neither Croatian nor Bosnian does."""
    return frozenset(_data()["serbian"]["sr"].split("|"))


@cache
def organisations() -> frozenset[str]:
    """Words that names of organisations begin with, lower case."""
    return frozenset(_data()["organisations"]["all"].split("|"))


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
