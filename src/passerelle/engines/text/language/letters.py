"""How usual a word's letters are in a language: the trigrams of `data/letters.json` (see `tools/letters.py`)."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

# The counts were taken from texts spelled like this.
_SPELLED = str.maketrans({"ی": "ي", "ș": "ş", "ț": "ţ"})


class Letters:
    """Natural logarithms of the trigrams of one language; `of` keeps what it was asked.

    small: counted in a short text, so that even its own language looks strange to it."""

    def __init__(self, levels: list[str], step: float, *, small: bool) -> None:
        self.small = small
        self._unseen = -float(levels[-1]) * step
        self._known = {
            level[at : at + 3]: -number * step
            for number, level in enumerate(levels[:-1])
            for at in range(0, len(level), 3)
        }
        self._asked: dict[str, float] = {}

    def of(self, word: str) -> float:
        """The sum over the trigrams of a word, which is lower case."""
        told = self._asked.get(word)
        if told is None:
            spelled = f" {word.translate(_SPELLED)} "
            get, unseen = self._known.get, self._unseen
            told = sum([get(spelled[at : at + 3], unseen) for at in range(len(spelled) - 2)])
            if len(self._asked) < 20_000:
                self._asked[word] = told
        return told


@cache
def letters(language: str) -> Letters | None:
    """The statistics of a language, or None when there are none here."""
    data = _data()
    levels = data["levels"].get(language)
    return Letters(levels, data["step"], small=language in data["small"]) if levels else None


@cache
def _data() -> dict[str, Any]:
    source = files("passerelle.engines.text").joinpath("data", "letters.json")
    loaded: dict[str, Any] = json.loads(source.read_text(encoding="utf-8"))
    return loaded
