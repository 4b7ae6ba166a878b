"""What a document is, whatever it is written as. Every text knows its language; words are words, never markup.

`language` is a BCP 47 tag everywhere; "" means the language of what stands around. Runs are the words of a block:
a plain string stands for one run in the block's language.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from unicodedata import bidirectional

# Scripts written from right to left, by the primary subtags of the languages mostly written in them.
RIGHT_TO_LEFT = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "ps", "prs", "sd", "syr", "ug", "ur", "yi"))

BY_HAND = 9  # millimetres of a row somebody writes in: as ruled paper for forms has them
KEPT_WHOLE = 14  # rows: a table up to here is not torn between two pages

State = Literal["", "reviewed", "machine", "outdated", "missing", "draft"]


def rtl(language: str) -> bool:
    """Whether a language is written from right to left; an Arabic or Hebrew script subtag decides alone."""
    primary, *more = language.lower().replace("_", "-").split("-")
    scripts = [one for one in more if len(one) == 4 and one.isalpha()]
    return scripts[0] in ("arab", "hebr", "syrc", "thaa") if scripts else primary in RIGHT_TO_LEFT


NO_LANGUAGE = "zxx"  # BCP 47: no linguistic content, such as numbers and addresses


def of_name(name: str) -> str:
    """The language tag of a proper name: not known, in the direction of its first letter (UAX #9, P2 and P3)."""
    strong = next((kind for kind in map(bidirectional, name) if kind in ("L", "R", "AL")), "L")
    return "und" if strong == "L" else "und-arab"


@dataclass(frozen=True, slots=True)
class Run:
    """Some words. link: an http, https or mailto address. "\\n" within is a hard line break."""

    text: str
    language: str = ""
    strong: bool = False
    emphasis: bool = False
    link: str = ""


Words = str | tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """level 1 stands under the title, 5 is the deepest."""

    words: Words
    level: int = 1
    language: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """kind: "lead" opens a text in larger type, "small" says something beside it."""

    words: Words
    language: str = ""
    kind: Literal["", "lead", "small"] = ""


@dataclass(frozen=True, slots=True)
class Item:
    words: Words
    language: str = ""
    inside: tuple[List, ...] = ()


@dataclass(frozen=True, slots=True)
class List:
    """start: the first number of a numbered list."""

    items: tuple[Item, ...]
    numbered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class Quote:
    blocks: tuple[Block, ...]
    language: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The head names the columns, the first cell of a row names the row. Every row is as long as the head.

    widths: shares of the line, one per column; without them columns are equal. by_hand: each row is high enough to
    write in with a pen. Raises ValueError otherwise."""

    caption: str
    head: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...]
    language: str = ""
    widths: tuple[float, ...] = ()
    by_hand: bool = False

    def __post_init__(self) -> None:
        if not self.head or any(len(row) != len(self.head) for row in self.rows):
            raise ValueError("every row of a table has as many cells as its head")
        if self.widths and len(self.widths) != len(self.head):
            raise ValueError("widths are given for each column or for none")


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG drawing and what it shows in words; without words it is decoration. width: millimetres."""

    svg: str
    alternative: str = ""
    width: float = 60
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a thing is, in pairs of a word and what is the case."""

    pairs: tuple[tuple[str, Words], ...]
    language: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know before reading on."""

    title: str
    blocks: tuple[Block, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Blocks in one state of translation: a bridge, a word, and what can be relied on.

    language: of the blocks; word and say are in the language around. state "": the author's own words."""

    blocks: tuple[Block, ...]
    language: str = ""
    state: State = ""
    word: str = ""
    say: str = ""


@dataclass(frozen=True, slots=True)
class Funder:
    """What a funder asks to be said. emblem: "eu" for the flag of the European Union, with `emblem_says` in words."""

    statement: str
    disclaimer: str = ""
    grant: str = ""
    language: str = ""
    emblem: Literal["", "eu"] = ""
    emblem_says: str = ""
    beside: str = ""


@dataclass(frozen=True, slots=True)
class PageBreak:
    pass


Block = Heading | Paragraph | List | Quote | Table | Picture | Facts | Note | Part | Funder | PageBreak


@dataclass(frozen=True, slots=True)
class Document:
    """title, language and made are what every reader and machine asks first.

    made: a moment with a zone; it is the document's date, so the same description gives the same bytes.
    house: who publishes, in the head; kicker: what kind of document this is, over the title. planks: of the arch
    beside the title, 0 for none. short: the title in few words, at the head of each further page. foot: a few words
    at the bottom of each; head and foot are passed over by who listens, so nothing stands in them alone. page: how a
    page is numbered, with {page} and {pages}."""

    title: str
    language: str
    made: datetime
    blocks: tuple[Block, ...]
    title_language: str = ""
    house: str = "Passerelle"
    kicker: str = ""
    planks: int = 0
    short: str = ""
    foot: str = ""
    page: str = "{page} / {pages}"
    keywords: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        if not self.title.strip() or not self.language:
            raise ValueError("a document has a title and a language")
        if self.made.tzinfo is None:
            raise ValueError("the moment a document was made has a zone")


def runs(words: Words) -> tuple[Run, ...]:
    """The runs of a block's words."""
    return (Run(words),) if isinstance(words, str) else words
