"""A table of two columns for Word, the source beside the translation, and what comes back of it.

Nothing in the file ties a row to its segment but the words of the source, whose hash they are: so rows may be moved,
sorted and taken out, and a row whose source somebody touched is told. Tracked changes are read as accepted.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

from passerelle.engines.text.exchange import markup
from passerelle.engines.text.exchange.model import LARGEST, Bundle, Segment, Unreadable
from passerelle.engines.text.exchange.moments import moment, stamp

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_KEYWORDS = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}keywords"
_GONE = frozenset(f"{_W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "tcPr", "instrText", "delText"))
_BREAK = "\\\n"
_MADE, _NAME, _FROM, _INTO = "made=", "name=", "from=", "into="


def write(bundle: Bundle) -> bytes:
    """The bundle as DOCX. Its time is `made`, which it must have: the same bundle gives the same bytes."""
    from passerelle.engines.documents import docx
    from passerelle.engines.documents.model import Document, Paragraph, Run, Table

    made = bundle.made or datetime(1970, 1, 1, tzinfo=UTC)
    source, target = bundle.source_language, bundle.target_language
    keywords = [f"{_NAME}{bundle.name}", f"{_FROM}{source}", f"{_INTO}{target}"]
    keywords += [f"{_MADE}{stamp(bundle.made)}"] if bundle.made else []
    cells = [((Run(one.source, source),), (Run(one.target, target),)) for one in bundle.segments]
    head = (bundle.source_name or source, bundle.target_name or target)
    lead = (Paragraph(bundle.lead),) if bundle.lead else ()
    title = bundle.title or bundle.name
    blocks = (*lead, Table(title, head, tuple(cells)))
    return docx.write(Document(title, bundle.language or target, made, blocks, keywords=tuple(keywords)))


def read(content: bytes) -> Bundle:
    """The bundle in a DOCX: the rows of every table that has two columns. Raises Unreadable."""
    body, told = _opened(content)
    segments: list[Segment] = []
    tables = [table for table in body.iter(f"{_W}tbl") if _wide(table)]
    if not tables:
        raise Unreadable("no-table")
    for table in tables:
        for row in table.iter(f"{_W}tr"):
            cells = [_text(cell) for cell in _cells(row)]
            if len(cells) == 2 and cells[0] and row.find(f"{_W}trPr/{_W}tblHeader") is None:
                segments.append(Segment(cells[0], cells[1]))
    return Bundle(
        told.get(_NAME, ""),
        told.get(_FROM, ""),
        told.get(_INTO, ""),
        tuple(segments),
        moment(told.get(_MADE, "")),
    )


def _opened(content: bytes) -> tuple[Element, dict[str, str]]:
    """The text of a DOCX, and what its keywords say. What is unpacked is counted before it is read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            sizes = {part.filename: part.file_size for part in parts.infolist()}
            if "word/document.xml" not in sizes:
                raise Unreadable("unknown")
            if sizes["word/document.xml"] > LARGEST:
                raise Unreadable("too-large")
            body = markup.parse(parts.read("word/document.xml"))
            core = "docProps/core.xml"
            known = markup.parse(parts.read(core)) if sizes.get(core, LARGEST) < 100_000 else None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, KeyError):
        raise Unreadable("damaged") from None
    except Exception as reason:
        if isinstance(reason, Unreadable):
            raise
        raise Unreadable("damaged") from None  # zlib and lzma have errors of their own
    keywords = (known.findtext(_KEYWORDS) or "" if known is not None else "").split(", ")
    heads = (_MADE, _NAME, _FROM, _INTO)
    return body, {head: one[len(head) :] for one in keywords for head in heads if one.startswith(head)}


def _wide(table: Element) -> bool:
    return any(len(_cells(row)) == 2 for row in table.iter(f"{_W}tr"))


def _cells(row: Element) -> list[Element]:
    """The cells of a row; Word wraps some of them into content controls."""
    return [
        cell
        for child in row
        for cell in (
            [child] if child.tag == f"{_W}tc" else child.iter(f"{_W}tc") if child.tag == f"{_W}sdt" else ()
        )
    ]


def _text(cell: Element) -> str:
    lines = ["".join(_signs(line)).strip() for line in cell.iter(f"{_W}p")]
    return _BREAK.join(line for line in lines if line)


def _signs(element: Element) -> list[str]:
    found: list[str] = []
    for child in element:
        if child.tag in _GONE:
            continue
        if child.tag == f"{_W}t":
            found.append(child.text or "")
        elif child.tag in (f"{_W}tab", f"{_W}ptab"):
            found.append(" ")
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            found.append("\n")
        elif child.tag == f"{_W}noBreakHyphen":
            found.append("\u2011")
        else:
            found += _signs(child)
    return found
