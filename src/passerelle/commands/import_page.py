"""Find the facts of an old project page: text, HTML, DOCX or PDF.

Title, short name, period, countries, programme, goals, partners, objectives, activities, outputs, targets and contacts,
each with the passage that says it. Nothing is saved unless --save asks for a draft, and nothing is invented.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from passerelle.commands import files

if TYPE_CHECKING:
    from passerelle.engines.text.importer import Page


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the page, or - for standard input")
    parser.add_argument("--json", action="store_true", help="JSON instead of lines to read")
    parser.add_argument("--language", help="the language of the page; without it the one that is found")
    parser.add_argument(
        "--save",
        metavar="ACRONYM",
        help="save a draft project of this acronym; `passerelle import-page --save X --help` says more",
    )


def run(args: argparse.Namespace) -> int:
    from passerelle.commands import pages
    from passerelle.engines.text.importer import import_page

    try:
        read = pages.read(args.file)
    except files.Unreadable as problem:
        files.tell({"errors": [problem.error]})
        return files.BAD
    page = import_page(read.text, args.language, declared=read.declared)
    if args.json:
        files.tell(page.as_json())
    else:
        for line in _lines(page):
            print(line)
    return files.DONE


def _lines(page: Page) -> list[str]:
    """A line per fact: where it stands, what it is, what it says."""
    told = [f"language: {page.language or 'unsure'}"]
    for value in page.values:
        number = page.text.count("\n", 0, value.start) + 1
        said = value.value
        words = said if isinstance(said, str) else f"{said.number} {said.unit}"
        told.append(f"line {number}: {value.field.replace('_', ' ')}: {words}")
    return told
