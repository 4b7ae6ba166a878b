"""An old project page, read: cleaned, its language found, split into segments, its repeats shown. Saves nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from passerelle.core.errors import Problem
from passerelle.engines.text import duplicates, language, paste, title
from passerelle.engines.text import reading as file
from passerelle.engines.text.segments import Block, blocks, render

LONGEST_PAGE = 200_000
LARGEST_FILE = 5_000_000  # bytes; it is read while somebody waits

CHANGES = {
    "html-scripts": lambda n: ngettext_lazy("%d script was taken out.", "%d scripts were taken out.", n),
    "html-tags": lambda n: ngettext_lazy(
        "%d piece of web code was taken out.", "%d pieces of web code were taken out.", n
    ),
    "direction-controls": lambda n: ngettext_lazy(
        "%d hidden sign that turns the reading direction was taken out.",
        "%d hidden signs that turn the reading direction were taken out.",
        n,
    ),
    "timestamps": lambda n: ngettext_lazy(
        "%d time stamp was taken out.", "%d time stamps were taken out.", n
    ),
    "windows-1252": lambda n: _(
        "The file is not in UTF-8; it was read as Windows-1252. Look at accented letters."
    ),
    "broken-characters": lambda n: ngettext_lazy(
        "%d broken sign was replaced.", "%d broken signs were replaced.", n
    ),
    "bullets": lambda n: ngettext_lazy("%d bullet became a list item.", "%d bullets became list items.", n),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """One segment as it will be kept, unless it repeats another one."""

    index: int
    block: Block
    repeats: int | None  # index of the segment it repeats
    near: tuple[tuple[str, str], ...]  # where the two differ: (there, here)
    foreign: str | None  # language, when it is not the page's

    @property
    def keep(self) -> bool:
        """Proposed to be kept; somebody confirms."""
        return self.repeats is None


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in a pasted page."""

    text: str
    title: str
    language: str | None
    pieces: tuple[Piece, ...]
    changes: tuple[Any, ...]

    @property
    def repeated(self) -> int:
        return sum(1 for piece in self.pieces if piece.repeats is not None)

    def kept(self, indexes: set[int]) -> str:
        """The Markdown of the chosen pieces, in order."""
        return render([piece.block for piece in self.pieces if piece.index in indexes])

    def as_json(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "language": self.language,
            "segments": [
                {
                    "index": p.index,
                    "kind": p.block.kind,
                    "text": p.block.text,
                    "hash": p.block.hash,
                    "repeats": p.repeats,
                    "differs": [list(pair) for pair in p.near],
                    "foreign": p.foreign,
                    "keep": p.keep,
                }
                for p in self.pieces
            ],
            "changes": [str(change) for change in self.changes],
        }


def read(raw: str | bytes, name: str = "", charset: str | None = None) -> Reading:
    """Read a pasted page, or a file: text, HTML, DOCX or PDF. Raises Problem when it is too large or no text.

    charset: the encoding that the server of a page claims."""
    try:
        notes: tuple[paste.Change, ...] = ()
        if isinstance(raw, bytes):
            if len(raw) > LARGEST_FILE:
                raise file.ReadProblem("too-large", size=len(raw), limit=LARGEST_FILE, unit="bytes")
            found_in_file = file.read(raw, name, charset)
            raw, notes = found_in_file.text, found_in_file.changes
        cleaned = paste.clean(raw, limit=LONGEST_PAGE)
    except (paste.PasteProblem, file.ReadProblem) as problem:
        raise _problem(problem) from None
    found = blocks(cleaned.text)
    if not found:
        raise Problem("empty", _("There is no text in it. Paste the words of the page."), field="pasted")
    spoken = language.detect(cleaned.text).language
    repeats = {r.index: r for r in duplicates.repeated(found)}
    name = title.guess_title(found) or ""
    pieces = tuple(_piece(i, block, repeats.get(i), spoken, name) for i, block in enumerate(found))
    told = tuple(
        text % change.count if "%d" in str(text) else text
        for change in (*notes, *cleaned.changes)
        if change.code in CHANGES
        for text in [CHANGES[change.code](change.count)]
    )
    return Reading(cleaned.text, name, spoken, pieces, told)


def _piece(
    index: int, block: Block, repeat: duplicates.Repeat | None, spoken: str | None, name: str
) -> Piece:
    runs = language.runs(block.text, spoken, names=[name] if name else []) if spoken else []
    foreign = next((run.language for run in runs), None)
    if repeat is None:
        return Piece(index, block, None, (), foreign)
    return Piece(index, block, repeat.of, repeat.words, foreign)


FILES = {
    "broken": _("This %(format)s file is damaged. Open it, copy its text and paste it here."),
    "encrypted": _(
        "This %(format)s file is locked. Open it with its password, copy its text and paste it here."
    ),
    "packed": _("This %(format)s file holds far more than a page. Open it, copy its text and paste it here."),
    "no-text": _("There is no text in this %(format)s file. If it is a scan, type or paste the words."),
    "mixed": _(
        "Line %(line)s of this file has letters that cannot be told. Copy the text and paste it here."
    ),
}


def _problem(problem: paste.PasteProblem | file.ReadProblem) -> Problem:
    if problem.code in FILES:
        return Problem("no text", FILES[problem.code], field="file", **problem.params)
    if problem.code == "too-large" and problem.params.get("unit") in ("bytes", "pages"):
        return Problem(
            "too large",
            _("This file is too large to be a page. Copy the text you need and paste it here."),
            field="file",
        )
    if problem.code == "too-large":
        return Problem(
            "too large",
            _("This is larger than a page: at most %(limit)s characters fit. Paste one page at a time."),
            field="pasted",
            limit=LONGEST_PAGE,
        )
    if problem.code == "binary" and problem.params.get("format"):
        return Problem(
            "no text",
            _("This file is %(format)s, not text. Open it, copy its text and paste it here."),
            field="file",
            format=problem.params["format"],
        )
    return Problem(
        "no text", _("This file is not text. Open it, copy its text and paste it here."), field="file"
    )
