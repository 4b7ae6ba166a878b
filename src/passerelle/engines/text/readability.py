"""How hard a text is to read: the length of its sentences, and Björnsson's readability index (LIX).

LIX = words / sentences + 100 · long words / words, where a long word has more than six letters (C. H. Björnsson,
"Läsbarhet", 1968). It was made for Swedish and serves languages of similar words (see J. Anderson, "Lix and Rix",
Journal of Reading 26, 1983); where words are made of many parts, or written without vowels, only sentences are counted.
"""

from dataclasses import dataclass

from passerelle.engines.text.sentences import WORD, Sentence, sentences

LONG = 20
"""Words. Guides for plain language (Inclusion Europe, "Information for all"; European Commission, "How to write
clearly") ask for sentences of 15 to 20."""
_LONG_WORD = 7
_INDEXED = frozenset(["sv", "da", "nb", "nn", "en", "de", "nl", "fr", "it", "es", "pt", "ca"])
EASY, MEDIUM, HARD = 30, 40, 50
"""Below 30 very easy, to 40 easy (fiction), to 50 of middle difficulty (newspapers), above hard (official texts)."""


@dataclass(frozen=True, slots=True)
class Readability:
    """`lix` is None where the index says nothing: in other languages, and of fewer than ten words. `long`: sentences
    of more than `LONG` words."""

    sentences: int
    words: int
    lix: int | None
    long: tuple[Sentence, ...]


def readability(text: str, language: str) -> Readability:
    """How hard a text in plain words, without markup, is to read. Linear in its length."""
    found = tuple(sentences(text))
    words = WORD.findall(text)
    indexed = language.split("-")[0] in _INDEXED and len(words) >= 10
    long_words = sum(len(word) >= _LONG_WORD for word in words)
    lix = round(len(words) / len(found) + 100 * long_words / len(words)) if indexed and found else None
    return Readability(len(found), len(words), lix, tuple(one for one in found if one.words > LONG))
