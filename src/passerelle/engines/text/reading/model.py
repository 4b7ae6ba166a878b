"""What a file says once it is read, and why it cannot be."""

from dataclasses import dataclass
from typing import Literal

from passerelle.engines.text.paste import Change

Kind = Literal["text", "html", "docx", "pdf"]


@dataclass(frozen=True, slots=True)
class Image:
    """A picture, at text[start:end]; in Markdown that is its mark, elsewhere start equals end.

    `alt` is its alternative text: "" says that it is an ornament, None that nobody wrote one.
    """

    start: int
    end: int
    alt: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Read:
    """The text of a file, to which every offset refers (code points).

    Plain text stands as in the file, without its byte order mark and with "\\n" as line end. Of HTML, DOCX and PDF
    the text is made of lines: "# " before headings, "- " before list items, " | " between cells, a blank line between
    paragraphs. `declared` is the language that the file itself claims (BCP 47). `changes` says what was guessed.
    """

    text: str
    kind: Kind
    images: tuple[Image, ...] = ()
    declared: str | None = None
    changes: tuple[Change, ...] = ()


class ReadProblem(Exception):
    """A file that cannot be read as text.

    codes: "too-large" (size, limit, unit: characters, bytes, lines or pages), "binary" (format: a name people know, or
    None), "undecodable" (position), "mixed" (line: the first with letters of another encoding), "broken" (format),
    "packed" (format: unpacked it would be too large), "encrypted" (format), "no-text" (format: pictures of text, or
    nothing at all).
    """

    def __init__(self, code: str, **params: str | int | None) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params
