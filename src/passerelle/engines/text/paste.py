"""What people paste or upload, turned into clean text: from Word, from a web page, from a file.

Nothing is changed in silence: every kind of change is counted. Nothing is raised but `PasteProblem`.
"""

import re
from collections import Counter
from dataclasses import dataclass

from passerelle.engines.text import layout, markup
from passerelle.engines.text.segments import blocks, render

LIMIT = 2_000_000
"""Characters (text) or bytes (file), about 600 printed pages. Callers may ask for less."""
MOST_LINES = 30_000
"""Lines with words in them, after HTML is taken out. More are no text that people write."""

CODES = (
    "windows-1252",  # the file was not UTF-8 and was read as Windows-1252: other letters than meant are possible
    "broken-utf-8",  # bytes that were no UTF-8 in a file that else was
    "html-scripts",  # script, style, svg …, dropped with their content
    "html-tags",
    "entities",
    "direction-controls",  # characters that make text read in another order than it is written
    "control-characters",
    "broken-characters",  # lone surrogates
    "soft-hyphens",
    "zero-width",
    "no-break-spaces",
    "line-breaks",  # vertical tabs, form feeds, line separators
    "tabs",  # table cells
    "timestamps",
    "bullets",
    "joined-lines",  # hard-wrapped lines put back together
    "split-lines",  # lines that stand for paragraphs
)
"""Every code that `Change` can have, in the order in which changes are told."""


@dataclass(frozen=True, slots=True)
class Change:
    """One kind of change, a code of `CODES`, and how often it was made."""

    code: str
    count: int


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Clean Markdown (see `segments`), what was done to get there, and the time stamps that were taken
    out."""

    text: str
    changes: tuple[Change, ...]
    timestamps: tuple[str, ...] = ()


class PasteProblem(Exception):
    """Input that cannot be read as text.

    codes: "too-large" (size, limit, unit: characters, bytes or lines), "binary" (format: a name people know
    such as PDF, or None), "undecodable" (position).
    """

    def __init__(self, code: str, **params: str | int | None) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


# Embeddings, overrides and isolates can make a text read as other words than it holds (Unicode Technical
# Report 36; CVE-2021-42574). Joiners (U+200C, U+200D) and marks (U+200E, U+200F, U+061C) are needed to
# write Persian, Arabic and Hebrew, and stay.
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufff9-\ufffb\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ZERO_WIDTH = re.compile("[\u200b\u2060-\u2064\ufeff\u180e]")
_LINE = re.compile("[\x0b\x85\u2028]")
_PAGE = re.compile("[\x0c\u2029]")
_WIDE = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# French typography and numbers need these no-break spaces.
_NEEDED = re.compile(
    "(?<=[«‹])[\xa0\u202f]|(?<=[0-9])[\xa0\u202f](?=[0-9])|(?<=\\S)[\xa0\u202f](?=[:;!?»›%°€$£])"
)
_STAMP = (
    r"(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]"
    r"(?::[0-6][0-9](?:\.[0-9]{1,9})?)?(?:Z|[+-][0-2][0-9]:?[0-5][0-9])?"
)
# Glued to the end of a title, or alone on a line; one in a sentence is the author's.
_GLUED = re.compile(rf"(?:(?<=\S)|^[^\S\n]*)(?:{_STAMP}[^\S\n]*)+$", re.MULTILINE)
_ONE_STAMP = re.compile(_STAMP)

# Tags that only come together when something between them is taken out.
_MARKUP_LEFT = re.compile(r"[<&][a-zA-Z/!?#]")
_PASSES = 3


def clean(raw: str, *, limit: int = LIMIT) -> Cleaned:
    """Turn pasted text into clean Markdown, one block per paragraph, heading or list item.

    Cleaning what is clean changes nothing. Raises PasteProblem: too-large past `limit`
    characters or MOST_LINES lines.
    """
    if len(raw) > limit:
        raise PasteProblem("too-large", size=len(raw), limit=limit, unit="characters")
    counts: Counter[str] = Counter()
    timestamps: list[str] = []
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    for _ in range(_PASSES):
        before, text = text, _cleaned(text, counts, timestamps)
        if text == before or not _MARKUP_LEFT.search(text):
            break
    return Cleaned(text, _told(counts), tuple(timestamps))


def _cleaned(text: str, counts: Counter[str], timestamps: list[str]) -> str:
    text = markup.strip(_without_invisible(text, counts), counts)
    text = _without_invisible(text, counts)  # entities can hide them
    text = _ordinary_spaces(text, counts)
    for glued in _GLUED.findall(text):
        timestamps.extend(_ONE_STAMP.findall(glued))
        counts["timestamps"] += 1
    text = _GLUED.sub("", text)
    lines = sum(map(bool, map(str.strip, text.split("\n"))))
    if lines > MOST_LINES:
        raise PasteProblem("too-large", size=lines, limit=MOST_LINES, unit="lines")
    return render(blocks(layout.lay_out(text, counts)))


def _told(counts: Counter[str]) -> tuple[Change, ...]:
    return tuple(Change(code, counts[code]) for code in CODES if counts[code])


def _without_invisible(text: str, counts: Counter[str]) -> str:
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        counts["broken-characters"] += text.count("\ufffd")
    for code, pattern, instead in (
        ("direction-controls", _DIRECTION, ""),
        ("control-characters", _CONTROL, ""),
        ("soft-hyphens", re.compile("\xad"), ""),
        ("zero-width", _ZERO_WIDTH, ""),
        ("line-breaks", _LINE, "\n"),
        ("line-breaks", _PAGE, "\n\n"),
    ):
        text, count = pattern.subn(instead, text)
        counts[code] += count
    return text


def _ordinary_spaces(text: str, counts: Counter[str]) -> str:
    if text.isascii():
        return text
    # Set aside what is needed, in a sign that cannot be there any more.
    text = _NEEDED.sub(lambda found: "\x00" if found.group() == "\xa0" else "\x01", text)
    text, count = _WIDE.subn(" ", text)
    counts["no-break-spaces"] += count
    return text.replace("\x00", "\xa0").replace("\x01", "\u202f")


_MAGIC = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\xd0\xcf\x11\xe0", "DOC"),
    (b"{\\rtf", "RTF"),
    (b"\x1f\x8b", "GZIP"),
    (b"7z\xbc\xaf", "7Z"),
    (b"Rar!", "RAR"),
    (b"\x7fELF", "ELF"),
    (b"SQLite format 3", "SQLite"),
)
_PACKED = (
    (b"word/", "DOCX"),
    (b"xl/", "XLSX"),
    (b"ppt/", "PPTX"),
    (b"opendocument.text", "ODT"),
    (b"epub", "EPUB"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text of a file; `changes` says what had to be guessed: windows-1252 or broken-utf-8, else nothing."""

    text: str
    changes: tuple[Change, ...] = ()


def decode(data: bytes, *, limit: int = LIMIT) -> Decoded:
    """Text of an uploaded file: UTF-8, UTF-16 with a byte order mark, else Windows-1252.

    Raises PasteProblem: too-large past `limit` bytes, binary, undecodable.
    """
    if len(data) > limit:
        raise PasteProblem("too-large", size=len(data), limit=limit, unit="bytes")
    if name := _format(data):
        raise PasteProblem("binary", format=name)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return Decoded(data.decode("utf-16"))
        except UnicodeDecodeError as error:
            raise PasteProblem("undecodable", position=error.start) from error
    if b"\x00" in data:
        raise PasteProblem("binary", format=None)
    try:
        return Decoded(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return _guessed(data)


def _format(data: bytes) -> str | None:
    if data.startswith(b"PK\x03\x04"):
        return next((name for sign, name in _PACKED if sign in data[:4096]), "ZIP")
    return next((name for sign, name in _MAGIC if data.startswith(sign)), None)


def _guessed(data: bytes) -> Decoded:
    """A file that is not UTF-8 throughout: UTF-8 with faults when most of it is, else Windows-1252."""
    mended = data.decode("utf-8", "replace")
    broken = mended.count("\ufffd")
    if sum(character > "\x7f" for character in mended) > 3 * broken:
        return Decoded(mended.removeprefix("\ufeff"), (Change("broken-utf-8", broken),))
    try:
        text = data.decode("windows-1252")
    except UnicodeDecodeError as error:
        raise PasteProblem("undecodable", position=error.start) from error
    if 20 * len(_CONTROL.findall(text)) > len(text):
        raise PasteProblem("binary", format=None)
    return Decoded(text, (Change("windows-1252", sum(character > "\x7f" for character in text)),))
