"""From the house's texts to documents (`engines.documents`), and from documents to answers.

What was written once is kept by what it says: the same document asked for again costs no setting.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from threading import Lock

from django.http import HttpResponse

from passerelle.core.markdown import Piece, tokens
from passerelle.engines.documents import Document, Heading, Item, List, Paragraph, Quote, Run, docx, pdf
from passerelle.engines.documents.model import Block

MOST_KEPT = 8_000_000  # bytes, in each process


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of file a document can be had as."""

    ending: str
    mime: str
    write: Callable[[Document], bytes]


FORMS = {
    form.ending: form
    for form in (
        Form("pdf", "application/pdf", pdf.write),
        Form("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx.write),
    )
}


class _Kept:
    def __init__(self) -> None:
        self.files: OrderedDict[str, bytes] = OrderedDict()
        self.lock = Lock()

    def file(self, document: Document, form: Form) -> bytes:
        key = hashlib.sha256(f"{form.ending}\0{document!r}".encode("utf-8", "surrogatepass")).hexdigest()
        with self.lock:
            if key in self.files:
                self.files.move_to_end(key)
                return self.files[key]
        made = form.write(document)
        with self.lock:
            self.files[key] = made
            while sum(map(len, self.files.values())) > MOST_KEPT and len(self.files) > 1:
                self.files.popitem(last=False)
        return made


_kept = _Kept()


def answer(document: Document, ending: str, name: str) -> HttpResponse:
    """The document as a file to take away. ending: one of FORMS. name: of the file, without its ending."""
    form = FORMS[ending]
    response = HttpResponse(_kept.file(document, form), content_type=form.mime)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    response.headers["Content-Language"] = document.language
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def words(text: str) -> tuple[Run, ...]:
    """One segment's words: bold, emphasis, links, hard breaks, as on the page (`core.markdown.inline`)."""
    found: list[Run] = []
    strong = emphasis = 0
    links: list[str] = []
    for token in tokens(text):
        match token.type:
            case "strong_open" | "strong_close":
                strong += token.nesting
            case "em_open" | "em_close":
                emphasis += token.nesting
            case "link_open":
                links.append(str(token.attrGet("href") or ""))
            case "link_close":
                links.pop()
            case "hardbreak" | "softbreak":
                found.append(Run("\n" if token.type == "hardbreak" else " "))
            case _ if token.content:
                link = links[-1] if links else ""
                found.append(Run(token.content, strong=strong > 0, emphasis=emphasis > 0, link=link))
    return tuple(found)


def blocks(pieces: Iterable[Piece]) -> tuple[Block, ...]:
    """Segments in reading order as blocks: neighbouring items make one list, neighbouring quotes one quote."""
    found: list[Block] = []
    for kind, group in groupby(pieces, key=_together):
        run = list(group)
        if kind == "list":
            found += _lists(run, 0)
        elif kind == "quote":
            found.append(Quote(tuple(Paragraph(words(piece.text)) for piece in run)))
        else:
            found += [_alone(piece) for piece in run]
    return tuple(found)


def _together(piece: Piece) -> str:
    return {"item": "list", "numbered": "list", "quote": "quote"}.get(piece.kind, "alone")


def _alone(piece: Piece) -> Block:
    if piece.kind != "heading":
        return Paragraph(words(piece.text))
    return Heading(words(piece.text), max(piece.level - 1, 1))


def _lists(pieces: list[Piece], depth: int) -> list[List]:
    """Lists, one inside the other; where the kind changes on the same step, another list begins."""
    made: list[List] = []
    at = 0
    while at < len(pieces):
        first = pieces[at]
        items: list[Item] = []
        while at < len(pieces) and (pieces[at].level <= depth or not items):
            if items and pieces[at].kind != first.kind:
                break
            end = at + 1
            while end < len(pieces) and pieces[end].level > depth:
                end += 1
            items.append(Item(words(pieces[at].text), inside=tuple(_lists(pieces[at + 1 : end], depth + 1))))
            at = end
        made.append(List(tuple(items), numbered=first.kind == "numbered", start=first.number or 1))
    return made
