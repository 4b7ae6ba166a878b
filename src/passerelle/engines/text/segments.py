"""A readable text as segments: a small Markdown subset, one block per segment.

The subset is CommonMark 0.31's headings, paragraphs, lists, quotes, hard line breaks (backslash), links and
emphasis. Links and emphasis are inline and stay inside a block's text. Deviations, each so that no words
are lost or moved: a line without indentation never continues a list item; a second paragraph inside an item
is a paragraph of its own; code blocks and raw HTML do not exist (their characters are plain text); a line
of dashes only separates.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["heading", "paragraph", "item", "numbered", "quote"]

DEEPEST = 6
"""Deepest heading, list or quote level; deeper input is held at this level."""

_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029\x0b\x0c]")
# Neither PostgreSQL nor XML can hold these; U+FFFE and U+FFFF are not characters.
_UNSTORABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
# Lines that look blank: nothing but blanks and characters without width.
_LOOKS_BLANK = re.compile("^(?:[^\\S\n]|[\u200b-\u200f\u2060\ufeff\xad])++$", re.MULTILINE)
_BLANK_LINES = re.compile(r"\n{3,}")
_LONG_MARKS = re.compile(r"[^\w\s\x00-\x7f]{31,}")
_MARKS_IN_A_ROW = 30

_SIGNS = frozenset("#->*+•_=0123456789")
_HEADING = re.compile(r"\s*(#{1,6})\s+(.*)$")
_CLOSING_HASHES = re.compile(r"(?:#+(?:\s+|$))+")  # read from the end: linear
_UNDERLINE = re.compile(r"\s*(={3,}|-{3,})$")
_SEPARATOR = re.compile(r"\s*(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})$")
_QUOTE = re.compile(r"\s*((?:>\s*)+)(.*)$")
_ITEM = re.compile(r"(\s*)([-*+•]|[0-9]{1,3}[.)])\s+(.*)$")


@dataclass(frozen=True, slots=True)
class Block:
    """One segment of a text.

    `level` is 1–6 for headings, 0–6 for items (nesting), 1–6 for quotes and 0 for paragraphs. `text` is
    inline Markdown on one line; a hard break is a backslash and a line end. `number` is a numbered item's
    own number. `hash` addresses the segment by its words alone: moving it, re-wrapping it or making it a
    heading keeps it.
    """

    kind: Kind
    level: int
    text: str
    number: int | None = None
    hash: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "hash", digest(self.text))


def digest(text: str) -> str:
    """Hash of a segment's words: the first 32 hex digits of SHA-256 over NFC text with single spaces.

    Every kind of blank counts as one space, so a no-break space put before a French colon changes nothing.
    """
    if not text.isprintable():
        text = _UNSTORABLE.sub("\ufffd", text)
    words = " ".join(_composed(text).split())
    return hashlib.sha256(words.encode("utf-8")).hexdigest()[:32]


def normalise(text: str) -> str:
    """The same words with one spelling: NFC, `\\n`, no trailing blanks, at most one blank line, no final
    line end.

    Control characters and lone surrogates, which cannot be stored, become U+FFFD. Twice is the same as once.
    """
    text = _composed(_UNSTORABLE.sub("\ufffd", _LINE_ENDS.sub("\n", text)))
    text = "\n".join([line.rstrip() for line in _LOOKS_BLANK.sub("", text).split("\n")])
    return _BLANK_LINES.sub("\n\n", text).strip("\n")


def _composed(text: str) -> str:
    """NFC in linear time: sorting endless accents on one letter is quadratic, so they are cut into groups
    of 30 by U+034F, as in the Stream-Safe Text Format (Unicode Standard Annex 15, section 13)."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _LONG_MARKS.sub(_grouped, text))


def _grouped(found: re.Match[str]) -> str:
    pieces: list[str] = []
    row = 0
    for character in found.group():
        row = row + 1 if unicodedata.combining(character) else 0
        if row > _MARKS_IN_A_ROW:
            pieces.append("\u034f")
            row = 1
        pieces.append(character)
    return "".join(pieces)


def blocks(markdown: str) -> tuple[Block, ...]:
    """Split a text into its segments, in order. Any string is accepted; nothing is raised.

    `blocks(render(blocks(x))) == blocks(x)` for every x. Time is linear in the length.
    """
    reader = _Reader()
    for line in normalise(markdown).split("\n"):
        reader.read(line)
    reader.close()
    return tuple(reader.found)


class _Reader:
    """Reads line by line; holds the one block that is still open."""

    def __init__(self) -> None:
        self.found: list[Block] = []
        self._kind: Kind = "paragraph"
        self._level = 0
        self._number: int | None = None
        self._lines: list[str] = []
        self._columns: list[int] = []  # where the text of each enclosing item begins

    def read(self, line: str) -> None:
        sign = line.lstrip()[:1]
        if not sign:
            self.close()
        elif sign not in _SIGNS:
            self._plain(line)
        elif self._is_title_of(line):
            self._kind, self._level = "heading", 1 if sign == "=" else 2
            self.close()
        elif heading := _heading(line):
            self._open("heading", *heading)
            self.close()
        elif _SEPARATOR.match(line):
            self.close()
        elif item := _ITEM.match(line):
            self._item(item)
        elif quote := _QUOTE.match(line):
            self._quote(quote)
        else:
            self._plain(line)

    def _is_title_of(self, underline: str) -> bool:
        if self._kind != "paragraph" or len(self._lines) != 1 or not _UNDERLINE.match(underline):
            return False
        return not _breaks(self._lines[0]) and not self._lines[0].endswith("#")

    def _plain(self, line: str) -> None:
        if self._lines and (self._kind == "paragraph" or (self._is_item and line[0].isspace())):
            self._lines.append(line.strip())
        else:
            self._open("paragraph", 0, line)

    @property
    def _is_item(self) -> bool:
        return self._kind in ("item", "numbered")

    def _open(self, kind: Kind, level: int, text: str, number: int | None = None) -> None:
        self.close()
        self._kind, self._level, self._number = kind, level, number
        if kind not in ("item", "numbered"):
            self._columns.clear()
        self._lines.append(text.strip())

    def _item(self, item: re.Match[str]) -> None:
        indent = len(item[1].expandtabs(4))
        while self._columns and indent < self._columns[-1]:
            self._columns.pop()
        del self._columns[DEEPEST:]
        level = len(self._columns)
        self._columns.append(indent + len(item[2]) + 1)
        if item[2][0].isdigit():
            self._open("numbered", level, item[3], int(item[2][:-1]))
        else:
            self._open("item", level, item[3])

    def _quote(self, quote: re.Match[str]) -> None:
        level = min(quote[1].count(">"), DEEPEST)
        text = quote[2].strip()
        if _looks_blank(text):
            self.close()
        elif self._lines and self._kind == "quote" and self._level == level:
            self._lines.append(text)
        else:
            self._open("quote", level, text)

    def close(self) -> None:
        kind, level, number, lines = self._kind, self._level, self._number, self._lines
        self._kind, self._level, self._number, self._lines = "paragraph", 0, None, []
        if not lines:
            return
        text = _joined(lines)
        joined = kind == "paragraph" and len(lines) > 1
        if joined and any(_guarded(line) != line for line in text.split("\n")):
            # "1." alone on a line and its words on the next one: together they are an item.
            for line in text.split("\n"):
                self.read(line)
            self.close()
        elif not _looks_blank(text):
            self.found.append(Block(kind, level, text, number))


def _heading(line: str) -> tuple[int, str] | None:
    found = _HEADING.match(line)
    if not found:
        return None
    closing = _CLOSING_HASHES.match(found[2][::-1])
    text = found[2][: len(found[2]) - closing.end()] if closing else found[2]
    return (len(found[1]), text) if text else None


def _looks_blank(text: str) -> bool:
    return not text or bool(_LOOKS_BLANK.fullmatch(text))


def _breaks(line: str) -> bool:
    """Whether a line asks for a hard break: an odd number of backslashes at its end."""
    return (len(line) - len(line.rstrip("\\"))) % 2 == 1


def _joined(lines: Sequence[str]) -> str:
    return "".join([line + ("\n" if _breaks(line) else " ") for line in lines[:-1]] + [lines[-1]])


def render(parts: Iterable[Block]) -> str:
    """Write segments as Markdown, without a final line end.

    A paragraph that would be read as another kind of block gets a backslash before its first sign.
    """
    written: list[str] = []
    columns: list[int] = []
    before: Block | None = None
    for block in parts:
        lines = [line.strip() for line in _tidy(block.text).split("\n") if line.strip()]
        if not lines:
            continue
        is_item = block.kind in ("item", "numbered")
        if not is_item:
            columns.clear()
        if before is not None:
            written.append("\n" if is_item and before.kind in ("item", "numbered") else "\n\n")
        written.append(_written(block, lines, columns))
        before = block
    return "".join(written)


def _tidy(text: str) -> str:
    """`normalise`, at once where there is nothing to do."""
    if text.isprintable() and unicodedata.is_normalized("NFC", text):
        return text
    return normalise(text)


def _written(block: Block, lines: list[str], columns: list[int]) -> str:
    if block.kind == "heading":
        return "#" * min(max(block.level, 1), 6) + " " + " ".join(lines)
    if block.kind == "quote":
        sign = ">" * min(max(block.level, 1), DEEPEST) + " "
        return "\n".join([sign + line for line in lines])
    if block.kind == "paragraph":
        return "\n".join([_guarded(line) for line in lines])
    marker = "- " if block.kind == "item" else f"{1 if block.number is None else block.number}. "
    if _SEPARATOR.match(marker + lines[0]):
        marker = "+ "
    del columns[max(block.level, 0) :]
    indent = columns[-1] if columns else 0
    columns.append(indent + len(marker))
    later = [_guarded(line) for line in lines[1:]]
    return " " * indent + marker + ("\n" + " " * columns[-1]).join([lines[0], *later])


def _guarded(line: str) -> str:
    item = _ITEM.match(line)
    if item and item[2][0] in "0123456789":
        at = item.end(2) - 1
    elif item or _heading(line) or _SEPARATOR.match(line) or line[0] == ">":
        at = 0
    else:
        return line
    return line[:at] + "\\" + line[at:]
