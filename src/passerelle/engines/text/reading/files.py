"""The one door: bytes in, their text out."""

import re

from passerelle.engines.text import paste
from passerelle.engines.text.reading import pdf, web, word
from passerelle.engines.text.reading.model import Image, Read, ReadProblem

LARGEST = 20_000_000
"""Bytes of a file; a DOCX or PDF of that size is pictures for the most part."""
LONGEST = paste.LIMIT
"""Characters of its text."""

_PDF_WITHIN = 1024  # where readers look for the head of a PDF (ISO 32000-1, annex H, note 13)
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html)\b", re.I | re.S
)
_PICTURE = re.compile(r"!\[([^\[\]\n]{0,1000})\]\(([^()\s]{1,2000})(?:\s+\"[^\"\n]{0,500}\")?\)")


def read(data: bytes, name: str = "", charset: str | None = None) -> Read:
    """The text of a file; its kind is told by its bytes, of HTML also by the end of its `name`.

    `charset` is the encoding that its server claims, which goes before the one that HTML claims itself (HTML standard,
    13.2.3.2). Raises ReadProblem."""
    if len(data) > LARGEST:
        raise ReadProblem("too-large", size=len(data), limit=LARGEST, unit="bytes")
    if b"%PDF-" in data[:_PDF_WITHIN]:
        found = pdf.read(data, LONGEST)
    elif data.startswith(b"PK\x03\x04"):
        found = word.read(data, LONGEST)
    elif data.startswith(b"\xd0\xcf\x11\xe0") and "EncryptedPackage".encode("utf-16-le") in data:
        raise ReadProblem("encrypted", format="DOCX")
    elif _HTML.match(data.removeprefix(b"\xef\xbb\xbf")[:4096]) or name.lower().endswith(
        (".html", ".htm", ".xhtml")
    ):
        found = web.read(_decoded(data, web.charset(data, charset)))
    else:
        found = _plain(_decoded(data, web.charset(data, charset) if charset else None))
    if not any(map(str.isalnum, found.text)):
        raise ReadProblem("no-text", format=found.kind.upper())
    return found


def _decoded(data: bytes, declared: str | None) -> paste.Decoded:
    if declared:
        try:
            return paste.Decoded(data.decode(declared).removeprefix("\ufeff"))
        except UnicodeDecodeError:
            pass
    try:
        decoded = paste.decode(data, limit=LONGEST)
    except paste.PasteProblem as problem:
        raise ReadProblem(problem.code, **problem.params) from None
    if any(change.code == "broken-utf-8" for change in decoded.changes):
        raise ReadProblem("mixed", line=_first_bad_line(data))
    return decoded


def _first_bad_line(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return data.count(b"\n", 0, error.start) + 1
    return 1


def _plain(decoded: paste.Decoded) -> Read:
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    images = tuple(
        Image(found.start(), found.end(), found[1].strip() or None, found[2])
        for found in _PICTURE.finditer(text)
    )
    return Read(text, "text", images, None, decoded.changes)
