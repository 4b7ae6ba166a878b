"""What a careful reader would stop at before a text is published: `passerelle check FILE…`.

Text, Markdown, HTML, DOCX and PDF. Prints a list with an entry per file. Exit 0 without findings, 1 with findings (notes
on long sentences alone are none), 2 when a file cannot be read.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from passerelle.commands import files, pages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from passerelle.engines.text.glossary import Entry
    from passerelle.engines.text.publishing import Beside, Finding

SAID = {
    "language-run": "This is {language}, the rest of the page is {main}.",
    "duplicate-block": "{paragraphs} paragraphs stand here a second time.",
    "two-translations": "The same line was translated in two ways: “{there}” and “{here}”.",
    "forbidden-term": "“{words}” is the wrong word here: “{instead}”.",
    "forbidden-term built-in": "“{words}” is a machine's rendering of “{meant}”: “{instead}”.",
    "mismatch number-form": "“{written}” is written by the rules of another language ({language}).",
    "mismatch date-form": "“{written}” is a date in another language ({language}).",
    "mismatch changed": "“{here}” stands here, “{there}” in the other text.",
    "mismatch added": "“{here}” is not in the other text.",
    "mismatch missing": "“{there}” of the other text is missing here.",
    "mismatch term": "“{there}” of the other text is called “{instead}” in the glossary, which does not stand here.",
    "long-sentence": "A sentence of {words} words: 35 and fewer are easier to follow.",
    "hidden-character": "A sign that nobody sees: {names}.",
    "missing-alt": "This picture has no alternative text: {name}.",
    "missing-alt file-name": "The alternative text of this picture is the name of a file: {name}.",
}


# Names for the sentences, where a code would puzzle; other languages are called by their code.
NAMES = dict(
    re.findall(
        r"(\w+)=(\w+)",
        "am=Amharic|ar=Arabic|bg=Bulgarian|ca=Catalan|ckb=Sorani|cs=Czech|da=Danish|de=German|el=Greek|en=English"
        "|es=Spanish|et=Estonian|eu=Basque|fa=Persian|fi=Finnish|fr=French|ga=Irish|gl=Galician|hr=Croatian|hu=Hungarian"
        "|is=Icelandic|it=Italian|kmr=Kurmanji|lt=Lithuanian|lv=Latvian|mk=Macedonian|mt=Maltese|nb=Norwegian|nl=Dutch"
        "|pl=Polish|ps=Pashto|pt=Portuguese|ro=Romanian|ru=Russian|sk=Slovak|sl=Slovene|so=Somali|sq=Albanian|sr=Serbian"
        "|sv=Swedish|sw=Swahili|ti=Tigrinya|tr=Turkish|uk=Ukrainian|ur=Urdu|vi=Vietnamese|zh=Chinese|he=Hebrew|hi=Hindi",
    )
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="text, Markdown, HTML, DOCX or PDF; - reads standard input",
    )
    parser.add_argument(
        "--against",
        type=Path,
        metavar="FILE",
        help="the same text in another language: numbers, dates and addresses are compared",
    )
    parser.add_argument(
        "--glossary",
        type=Path,
        metavar="FILE.csv",
        help="terms to use and to avoid: columns language, term, forbidden, source language, source",
    )
    parser.add_argument("--language", help="the language of the files, where it is known")
    parser.add_argument(
        "--json", action="store_true", help="JSON (also without this option; kept for scripts)"
    )


def run(args: argparse.Namespace) -> int:
    try:
        beside = _beside(args.against) if args.against else None
        glossary = _glossary(args.glossary) if args.glossary else ()
    except files.Unreadable as problem:
        files.tell(
            [
                {"file": str(path), "language": None, "findings": [], "errors": [problem.error]}
                for path in args.file
            ]
        )
        return files.BAD
    told = [_checked(path, args.language, glossary, beside) for path in args.file]
    files.tell([entry for entry, _ in told])
    return max((code for _, code in told), default=files.DONE)


def _checked(
    path: Path, language: str | None, glossary: Sequence[Entry], beside: Beside | None
) -> tuple[dict[str, Any], int]:
    from passerelle.engines.text.publishing import check

    try:
        read = pages.read(path)
    except files.Unreadable as problem:
        return {"file": str(path), "language": None, "findings": [], "errors": [problem.error]}, files.BAD
    found = check(read.text, language=language, images=read.images, glossary=glossary, beside=beside)
    entry: dict[str, Any] = {"file": str(path), "language": found.language}
    if read.kind != "text":
        entry["text"] = read.text
    entry["findings"] = [_as_json(finding) for finding in found.findings]
    return entry, files.FINDINGS if found.has_faults else files.DONE


def _as_json(finding: Finding) -> dict[str, Any]:
    told: dict[str, Any] = {"kind": finding.kind, "start": finding.start, "end": finding.end}
    if finding.language:
        told["language"] = finding.language
    if finding.of:
        told["of"] = list(finding.of)
    told["message"] = said(finding)
    if finding.is_note:
        told["note"] = True
    return told | {name: value for name, value in finding.facts.items() if name not in told}


def said(finding: Finding) -> str:
    """The finding as an English sentence."""
    sentence = SAID.get(f"{finding.kind} {finding.code}") or SAID[finding.kind]
    if finding.kind == "duplicate-block" and finding.facts["paragraphs"] == 1:
        sentence = "This paragraph stands here a second time."
    if finding.kind == "forbidden-term" and not finding.facts.get("instead"):
        sentence = "The glossary says not to use “{words}”."
    facts = dict(finding.facts)
    if "main" in facts:
        facts["main"] = NAMES.get(str(facts["main"]), facts["main"])
    return sentence.format(language=NAMES.get(finding.language or "", finding.language), **facts)


def _beside(path: Path) -> Beside:
    from passerelle.engines.text.language import base
    from passerelle.engines.text.publishing import Beside

    read = pages.read(path)
    return Beside(read.text, base(read.text))


def _glossary(path: Path) -> Sequence[Entry]:
    from passerelle.engines.text.publishing.listed import Unusable, entries

    data = files.read(path)
    try:
        return entries(data)
    except Unusable as problem:
        raise files.Unreadable(path, problem.problem, problem.proposal) from None
