"""DOCX: paragraphs, lists, tables and notes as lines (ECMA-376, part 1, chapter 17).

Read as a stream, part by part, so that neither a hostile archive nor a deep tree takes memory; pictures are
never unpacked.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from xml.parsers import expat

from passerelle.engines.text.markup import PICTURE
from passerelle.engines.text.reading.marks import settled
from passerelle.engines.text.reading.model import Read, ReadProblem

_MOST_PARTS = 5_000
_LARGEST_PART = 60_000_000  # bytes of XML, about 3,000 printed pages
_PIECE = 1 << 16
_START = re.compile(rb"<Relationship\b[^>]{0,1000}?/officeDocument\"[^>]{0,1000}>")
_TARGET = re.compile(rb"Target=\"/?([^\"]{1,200})\"")
_NAMESPACE = re.compile(r"^http://(?:schemas\.openxmlformats|purl\.oclc)\.org/\S*/(?:wordprocessingml)/main$")
# What is written but does not stand in the text: taken out, codes of fields, the copy for older programs.
_UNSEEN = frozenset(("del", "moveFrom", "instrText", "delText", "Fallback"))


def read(data: bytes, longest: int) -> Read:
    """The text of a Word document with the alternative texts of its pictures. Raises ReadProblem."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if len(archive.infolist()) > _MOST_PARTS:
                raise ReadProblem("packed", format="DOCX")
            names = set(archive.namelist())
            main = _main_part(archive, names)
            if main is None:
                raise ReadProblem("binary", format=_other(names))
            folder = main.rpartition("/")[0]
            lines = _Lines(_styles(archive, f"{folder}/styles.xml", names), longest)
            lines.take(_parsed(archive, main))
            if (notes := f"{folder}/footnotes.xml") in names:
                lines.take(_parsed(archive, notes))
    except (
        zipfile.BadZipFile,
        zlib.error,
        expat.ExpatError,
        EOFError,
        NotImplementedError,
        OSError,
    ) as problem:
        raise ReadProblem("broken", format="DOCX") from problem
    except RuntimeError as problem:  # how zipfile says that a part wants a password
        raise ReadProblem("encrypted", format="DOCX") from problem
    text, images = settled("\n".join(lines.written), lines.pictures)
    return Read(text, "docx", images)


def _other(names: set[str]) -> str:
    for start, name in (
        ("xl/", "XLSX"),
        ("ppt/", "PPTX"),
        ("META-INF/container.xml", "EPUB"),
        ("content.xml", "ODT"),
    ):
        if any(one.startswith(start) for one in names):
            return name
    return "ZIP"


def _main_part(archive: zipfile.ZipFile, names: set[str]) -> str | None:
    if "_rels/.rels" in names:
        for relation in _START.findall(_unpacked(archive, "_rels/.rels", 100_000)):
            target = _TARGET.search(relation)
            if (
                target
                and (main := target[1].decode("utf-8", "replace")) in names
                and main.startswith("word/")
            ):
                return main
    return "word/document.xml" if "word/document.xml" in names else None


def _unpacked(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    if archive.getinfo(name).file_size > most:
        raise ReadProblem("packed", format="DOCX")
    with archive.open(name) as part:
        return part.read(most)


_Event = tuple[
    str, str, Mapping[str, str]
]  # "start", "end" or "text"; name or words; attributes by local name


def _parsed(archive: zipfile.ZipFile, name: str):  # type: ignore[no-untyped-def]
    """Events of a part, as they are unpacked: generator of _Event."""
    if archive.getinfo(name).file_size > _LARGEST_PART:
        raise ReadProblem("packed", format="DOCX")
    waiting: list[_Event] = []
    parser = expat.ParserCreate(namespace_separator="\x1f")
    parser.buffer_text = True

    def start(tag: str, attributes: dict[str, str]) -> None:
        facts = {key.rpartition("\x1f")[2]: value for key, value in attributes.items()}
        waiting.append(("start", tag.rpartition("\x1f")[2], facts))

    def refuse(*_: object) -> None:
        raise ReadProblem("broken", format="DOCX")  # the standard forbids document types: they can swell

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda tag: waiting.append(("end", tag.rpartition("\x1f")[2], {}))
    parser.CharacterDataHandler = lambda words: waiting.append(("text", words, {}))
    parser.StartDoctypeDeclHandler = refuse
    with archive.open(name) as part:
        while piece := part.read(_PIECE):
            parser.Parse(piece, False)
            yield from waiting
            waiting.clear()
        parser.Parse(b"", True)
    yield from waiting


def _styles(archive: zipfile.ZipFile, name: str, names: set[str]) -> dict[str, str]:
    """Style → the mark before its paragraphs: headings, by names that are English in any Word, and lists."""
    levels: dict[str, int] = {}
    lists: set[str] = set()
    style = ""
    for kind, tag, facts in _parsed(archive, name) if name in names else ():
        if kind != "start":
            continue
        if tag == "style":
            style = facts.get("styleId", "")
        elif tag == "name" and style:
            inner = facts.get("val", "").lower()
            if inner == "title":
                levels[style] = 1
            elif inner.startswith("heading ") and inner[8:].isdigit():
                levels[style] = min(int(inner[8:]), 6)
        elif tag == "outlineLvl" and style and facts.get("val", "").isdigit() and int(facts["val"]) < 6:
            levels.setdefault(style, int(facts["val"]) + 1)
        elif tag == "numPr" and style:
            lists.add(style)
    return dict.fromkeys(lists, "- ") | {style: "#" * level + " " for style, level in levels.items()}


class _Lines:
    """Lines of a document, written while its events come."""

    def __init__(self, styles: Mapping[str, str], longest: int) -> None:
        self.written: list[str] = []
        self.pictures: list[tuple[str | None, str]] = []
        self._styles = styles
        self._limit = self._left = longest
        self._open: list[
            list[str]
        ] = []  # of each open paragraph its words; text boxes stand inside paragraphs
        self._marks: list[str] = []
        self._cells: list[list[str]] = []  # of each open table the cells of its row
        self._inside: list[list[str]] = []  # of each open cell its paragraphs
        self._unseen = 0
        self._reads = False  # inside w:t
        self._in_run = 0
        self._alt: tuple[str | None, str] = (None, "")

    def take(self, events) -> None:  # type: ignore[no-untyped-def]
        """Read all events of one part."""
        for kind, name, facts in events:
            if self._unseen:
                if name in _UNSEEN and kind != "text":
                    self._unseen += 1 if kind == "start" else -1
            elif kind == "text":
                self._say(name)
            elif kind == "start":
                self._start(name, facts)
            else:
                self._end(name)

    def _say(self, words: str) -> None:
        if self._reads and self._open:
            self._left -= len(words)
            if self._left < 0:
                raise ReadProblem("too-large", size=None, limit=self._limit, unit="characters")
            self._open[-1].append(words.replace(PICTURE, ""))

    def _start(self, name: str, facts: Mapping[str, str]) -> None:
        if name in _UNSEEN:
            self._unseen = 1
        elif name == "p":
            self._open.append([])
            self._marks.append("")
        elif name == "t":
            self._reads = True
        elif name == "r":
            self._in_run += 1
        elif name in ("tbl", "tc", "tr"):
            self._table(name)
        elif name in ("docPr", "shape"):
            self._alt = (facts.get("descr") or facts.get("alt"), facts.get("name", ""))
        elif name == "decorative" and facts.get("val") in ("1", "true"):
            self._alt = ("", self._alt[1])
        elif self._open:
            self._in_paragraph(name, facts)

    def _in_paragraph(self, name: str, facts: Mapping[str, str]) -> None:
        if name == "pStyle" and (mark := self._styles.get(facts.get("val", ""))):
            self._marks[-1] = mark
        elif name == "numId" and facts.get("val") == "0" and self._marks[-1] == "- ":
            self._marks[-1] = ""  # the list of the style is taken away here
        elif name == "numPr" and not self._marks[-1]:
            self._marks[-1] = "- "
        elif self._in_run and name in ("tab", "br", "cr", "noBreakHyphen"):
            self._open[-1].append({"tab": " ", "noBreakHyphen": "\u2011"}.get(name, "\n"))
        elif name in ("pic", "imagedata", "chart") and (name != "pic" or not facts):
            self.pictures.append(self._alt)
            self._open[-1].append(PICTURE)
            self._alt = (None, "")

    def _table(self, name: str) -> None:
        if name == "tbl":
            self._cells.append([])
        elif name == "tr" and self._cells:
            self._cells[-1].clear()
        elif name == "tc":
            self._inside.append([])

    def _end(self, name: str) -> None:
        if name == "p" and self._open:
            self._paragraph("".join(self._open.pop()), self._marks.pop())
        elif name == "t":
            self._reads = False
        elif name == "r":
            self._in_run -= 1
        elif name == "tc" and self._inside:
            words = " ".join(self._inside.pop())
            if self._cells:
                self._cells[-1].append(words)
        elif name == "tr" and self._cells:
            self._line(" | ".join(self._cells[-1]))
        elif name == "tbl" and self._cells:
            self._cells.pop()
            self._line("")

    def _paragraph(self, words: str, mark: str) -> None:
        if not words.strip():
            return
        if self._inside:
            self._inside[-1].append(" ".join(words.split("\n")))
            return
        first, *others = words.split("\n")
        self.written.append(mark + first.strip())
        self.written.extend(line.strip() for line in others)
        if mark != "- ":
            self.written.append("")

    def _line(self, words: str) -> None:
        if self._inside:  # a table in a cell
            if words:
                self._inside[-1].append(words)
        else:
            self.written.append(words)
