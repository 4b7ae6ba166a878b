"""One way in and one way out for the four formats; which one a file is, its bytes tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from passerelle.engines.text.exchange import docx, markup, po, tmx, xliff
from passerelle.engines.text.exchange.model import LARGEST, MOST, Bundle, Unreadable


@dataclass(frozen=True, slots=True)
class Format:
    """name: as people know it. suffix: of its files. media_type: as IANA lists it, where it does."""

    key: str
    name: str
    suffix: str
    media_type: str
    write: Callable[[Bundle], bytes]


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMATS = {
    one.key: one
    for one in (
        Format("docx", "Word (DOCX)", "docx", _WORD, docx.write),
        Format("xliff", "XLIFF 2.0", "xlf", "application/xliff+xml", xliff.write),
        Format("po", "PO (gettext)", "po", "text/x-gettext-translation", po.write),
        Format("tmx", "TMX 1.4", "tmx", "application/x-tmx+xml", tmx.write),
    )
}


def write(bundle: Bundle, key: str) -> bytes:
    """The bundle as a file of one of `FORMATS`. Raises KeyError for another."""
    return FORMATS[key].write(bundle)


def read(content: bytes) -> Bundle:
    """The bundle in a file of any of the formats. Raises Unreadable."""
    if len(content) > LARGEST:
        raise Unreadable("too-large")
    bundle = _read(content)
    if len(bundle.segments) > MOST:
        raise Unreadable("too-large")
    if not bundle.segments:
        raise Unreadable("empty")
    return bundle


def _read(content: bytes) -> Bundle:
    start = content[:400].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not content.strip():
        raise Unreadable("empty")
    if content.startswith(b"PK"):
        return docx.read(content)
    if start.startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        root = markup.parse(content)
        return tmx.read(root) if root.tag == "tmx" else xliff.read(root)
    if b"msgid" in content:
        return po.read(content)
    raise Unreadable("unknown")
