"""Files with a text in them, for the commands: read, or refused with a sentence that says what to do."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from passerelle.commands import files

if TYPE_CHECKING:
    from passerelle.engines.text.reading import Read, ReadProblem

SAID = {
    "too-large": (
        "The file is too large: at most {limit} {unit} are read.",
        "Split it, or copy the part you need into a file of its own.",
    ),
    "binary": ("This is {format}, not a text.", "Save it as text, HTML, DOCX or PDF and try that file."),
    "undecodable": (
        "The letters of the file cannot be told, from byte {position} on.",
        "Open it in the program it comes from and save it as UTF-8 text.",
    ),
    "mixed": (
        "The file mixes encodings: line {line} is not UTF-8, other lines are.",
        "Open it in an editor, mend the broken letters there and save all of it as UTF-8.",
    ),
    "broken": (
        "This {format} file is damaged.",
        "Open it in the program it comes from, save it again, and try the new file.",
    ),
    "packed": (
        "This {format} file would unpack to far more than a text needs, and was not unpacked.",
        "If you trust it, open it, copy its text and save that as a text file.",
    ),
    "encrypted": (
        "This {format} file is locked with a password.",
        "Open it with the password and save a copy without one.",
    ),
    "no-text": (
        "There is no text in this {format} file.",
        "If it is a scan, let a program for text recognition (OCR) read it first, or type the text.",
    ),
}


def read(path: Path) -> Read:
    """The text of a file, or of the standard input when it is called "-". Raises files.Unreadable."""
    from passerelle.engines.text import reading

    logging.getLogger("pypdf").disabled = True  # it tells of every oddity of every file
    try:
        return reading.read(_bytes(path, reading.LARGEST), path.name)
    except reading.ReadProblem as problem:
        raise refused(path, problem) from None


def refused(path: Path, problem: ReadProblem) -> files.Unreadable:
    """The same problem as an entry for the list of errors."""
    said, proposal = SAID[problem.code]
    facts = {**problem.params, "format": problem.params.get("format") or "a program's own format"}
    if isinstance(limit := facts.get("limit"), int):
        facts["limit"] = f"{limit:,}"
    return files.Unreadable(path, said.format(**facts), proposal)


def _bytes(path: Path, most: int) -> bytes:
    """At most one byte more than `most`: enough to see that a file is too large, and no more memory than that."""
    if str(path) == "-":
        return sys.stdin.buffer.read(most + 1)
    if path.is_dir():
        raise files.Unreadable(path, "This is a folder.", "Name a file in it.")
    try:
        with path.open("rb") as opened:
            return opened.read(most + 1)
    except OSError:
        return files.read(path)  # which says why
