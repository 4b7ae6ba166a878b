"""A text taken over from elsewhere, read: its languages, its repeats, and which news say the same. Saves nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from passerelle.engines.text import language
from passerelle.engines.text.segments import Block, render
from passerelle.network.reading import Piece, Reading

SECOND = 0.15
"""Least share of a text's letters in another language for the text to stand in two: below that it quotes."""
_SURE_FROM = 40
"""Letters from which a paragraph is asked for its language by itself (see `engines.text.language`)."""

_STOPS = (".", "!", "?", "…", "؟", "。")


@dataclass(frozen=True, slots=True)
class Spoken:
    """One piece with the language it is in. heads: its words became the title and need not be said again."""

    piece: Piece
    language: str | None
    heads: bool

    @property
    def index(self) -> int:
        return self.piece.index


@dataclass(frozen=True, slots=True)
class Pair:
    """A paragraph, and the one that says the same in the second language."""

    first: Spoken
    second: Spoken


@dataclass(frozen=True, slots=True)
class Taken:
    """What was found. second: the other language of a text that stands in two, None when it stands in one.

    pairs: each paragraph with its translation where both halves have the same paragraphs in the same order."""

    reading: Reading
    language: str | None
    second: str | None
    spoken: tuple[Spoken, ...]
    pairs: tuple[Pair, ...]

    def in_language(self, wanted: str | None) -> list[Spoken]:
        return [one for one in self.spoken if one.language == wanted and one.piece.repeats is None]

    def kept(self, indexes: set[int]) -> str:
        return render([one.piece.block for one in self.spoken if one.index in indexes])

    def translations(self, indexes: set[int]) -> dict[str, str]:
        """{hash of a kept paragraph: what stands for it in the second language}."""
        return {
            p.first.piece.block.hash: p.second.piece.block.text
            for p in self.pairs
            if p.first.index in indexes
        }

    def title_translation(self) -> str:
        return next((_plain(p.second.piece.block) for p in self.pairs if p.first.heads), "")


def take(reading: Reading) -> Taken:
    """Find the languages of a text that was read, and pair the halves of one that stands in two."""
    languages = [_language_of(piece, reading.language) for piece in reading.pieces]
    letters: Counter[str] = Counter()
    for piece, spoken in zip(reading.pieces, languages, strict=True):
        if spoken and piece.repeats is None:
            letters[spoken] += sum(map(str.isalpha, piece.block.text))
    order = [code for code, count in letters.most_common() if count >= SECOND * letters.total()]
    first = _first(order, languages) or reading.language
    second = next((code for code in order if code != first), None)
    pieces = tuple(
        Spoken(piece, spoken, _plain(piece.block) == reading.title and piece.repeats is None)
        for piece, spoken in zip(
            reading.pieces, _settled(reading.pieces, languages, first, second), strict=True
        )
    )
    taken = Taken(reading, first, second, pieces, ())
    pairs = _pairs(taken.in_language(first), taken.in_language(second)) if second else ()
    return Taken(reading, first, second, pieces, pairs)


def _first(order: list[str], languages: list[str | None]) -> str | None:
    """Of the languages with weight, the one that speaks first."""
    return next((spoken for spoken in languages if spoken in order), None)


def _settled(
    pieces: Sequence[Piece], languages: list[str | None], first: str | None, second: str | None
) -> list[str | None]:
    """Each piece in the first or the second language. What is too short to tell belongs to what stands before it,
    a heading or a line that ends in no stop to what follows."""
    if second is None:
        return [spoken or first for spoken in languages]
    known = [spoken if spoken in (first, second) else None for spoken in languages]
    settled: list[str | None] = []
    before = next((spoken for spoken in known if spoken), first)
    for at, (piece, spoken) in enumerate(zip(pieces, known, strict=True)):
        ahead = next((one for one in known[at + 1 :] if one), None)
        before = spoken or (ahead if ahead and _leads(piece.block) else before)
        settled.append(before)
    return settled


def _leads(block: Block) -> bool:
    return block.kind == "heading" or (block.kind == "paragraph" and not block.text.rstrip().endswith(_STOPS))


def _language_of(piece: Piece, spoken: str | None) -> str | None:
    text = piece.block.text
    if sum(map(str.isalpha, text)) >= _SURE_FROM:
        return language.detect(text).language or spoken
    told = language.detect(text)
    return told.language if told.confidence >= 0.6 else None


def _pairs(first: list[Spoken], second: list[Spoken]) -> tuple[Pair, ...]:
    """Halves of the same shape only: what would have to be guessed is left to a person."""
    same = [(one.piece.block.kind, one.piece.block.level) for one in first]
    if same != [(one.piece.block.kind, one.piece.block.level) for one in second]:
        return ()
    return tuple(Pair(one, other) for one, other in zip(first, second, strict=True))


def _plain(block: Block) -> str:
    return " ".join(block.text.replace("*", "").split())
