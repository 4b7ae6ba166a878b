"""The parts of a DOCX: opened within bounds, read without entities or network, packed again as they were."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

MOST_UNPACKED = 80_000_000  # bytes
MOST_PARTS = 3_000
_TYPES = "[Content_Types].xml"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
MAIN = f"{_WORD}document.main+xml"
# What is written in a template (.dotx) or kept from running (.docm) is told by its content type, not by its name.
_TEMPLATE = f"{_WORD}template.main+xml"
_SPOKEN = {
    MAIN: "body",
    f"{_WORD}header+xml": "header",
    f"{_WORD}footer+xml": "footer",
    f"{_WORD}footnotes+xml": "footnotes",
    f"{_WORD}endnotes+xml": "endnotes",
}
_CT = "{http://schemas.openxmlformats.org/package/2006/content-types}"


class NotATemplate(Exception):
    """code: damaged, not_docx, macros, too_large, locked."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class Template:
    """parts: bytes by name, in the order of the file. spoken: the parsed parts that hold text, by name, with what they
    are: body, header, footer, footnotes, endnotes. styles: ids by the name Word gives a style in every language."""

    parts: dict[str, bytes]
    spoken: dict[str, tuple[str, Any]]
    styles: dict[str, str] = field(default_factory=dict)

    def packed(self) -> bytes:
        """The file again; the same template gives the same bytes."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for name, content in self.parts.items():
                if name in self.spoken:
                    content = told(self.spoken[name][1])
                new.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
        return out.getvalue()


def read(content: bytes) -> Template:
    """The template in these bytes. Raises NotATemplate."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise NotATemplate("locked")  # an old .doc, or one with a password: both lie in the older container
    parts = _parts(content)
    try:
        types = parse(parts[_TYPES])
        kinds = {
            str(one.get("PartName")).lstrip("/"): str(one.get("ContentType"))
            for one in types.iter(f"{_CT}Override")
        }
        if any("macroEnabled" in kind for kind in kinds.values()):
            raise NotATemplate("macros")
        for one in types.iter(f"{_CT}Override"):
            if one.get("ContentType") == _TEMPLATE:
                one.set("ContentType", MAIN)
                parts[_TYPES] = told(types)
        kinds = {name: MAIN if kind == _TEMPLATE else kind for name, kind in kinds.items()}
        spoken = {
            name: (_SPOKEN[kind], parse(parts[name]))
            for name, kind in kinds.items()
            if kind in _SPOKEN and name in parts
        }
        if not any(kind == "body" for kind, _root in spoken.values()):
            raise NotATemplate("not_docx")
        return Template(parts, spoken, _styles(parts))
    except (KeyError, etree.XMLSyntaxError):
        raise NotATemplate("not_docx") from None


def parse(content: bytes) -> Any:
    """A part's tree; no entity is resolved and nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.doctype:
        raise NotATemplate("not_docx")  # no part of a DOCX has one
    return root


def told(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _parts(content: bytes) -> dict[str, bytes]:
    """What is unpacked is counted while it is read: what a file says of its size may be wrong."""
    found: dict[str, bytes] = {}
    left = MOST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if len(packed.infolist()) > MOST_PARTS:
                raise NotATemplate("too_large")
            for info in packed.infolist():
                if info.is_dir():
                    continue
                if info.flag_bits & 1:
                    raise NotATemplate("locked")
                with packed.open(info) as part:
                    found[info.filename] = part.read(left + 1)
                left -= len(found[info.filename])
                if left < 0:
                    raise NotATemplate("too_large")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error):
        raise NotATemplate("damaged") from None
    return found


def _styles(parts: dict[str, bytes]) -> dict[str, str]:
    if "word/styles.xml" not in parts:
        return {}
    found = {}
    for one in parse(parts["word/styles.xml"]).iter(qn("w:style")):
        name = one.find(qn("w:name"))
        if name is not None:
            found[str(name.get(qn("w:val"))).lower()] = str(one.get(qn("w:styleId")))
    return found
