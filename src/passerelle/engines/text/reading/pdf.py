"""PDF with a text layer, by pypdf; what is only a picture of text is said to be one.

Lines that the page's width broke are put back together, words broken by a hyphen too.
"""

import io
import re
from typing import Any

from passerelle.engines.text.reading.marks import settled
from passerelle.engines.text.reading.model import Read, ReadProblem

_MOST_PAGES = 500
_MOST_STEPS = 2_000_000
"""Drawing steps of a whole file. A page has some thousands; forms that draw forms can multiply them without end."""
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u2010\xad]\n(?=[^\W\d_])")
_STOPS = (".", "!", "?", ":", ";", "…", "|")
_SHORT = 45  # letters; a shorter line was ended by its author


def read(data: bytes, longest: int) -> Read:
    """The text of a PDF. Raises ReadProblem."""
    from pypdf import PdfReader

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadProblem("encrypted", format="PDF")
        if len(reader.pages) > _MOST_PAGES:
            raise ReadProblem("too-large", size=len(reader.pages), limit=_MOST_PAGES, unit="pages")
        words = _words(reader, longest)
        declared = reader.root_object.get("/Lang") if reader.root_object else None
    except ReadProblem:
        raise
    except Exception as problem:
        # pypdf lets through whatever a damaged file makes Python stumble over.
        raise ReadProblem("broken", format="PDF") from problem
    text, _ = settled(words, ())
    return Read(text, "pdf", (), str(declared) if declared else None)


def _words(reader: Any, longest: int) -> str:
    steps = length = 0

    def step(*_: object) -> None:
        nonlocal steps
        steps += 1
        if steps > _MOST_STEPS:
            raise ReadProblem("packed", format="PDF")

    pages: list[str] = []
    for page in reader.pages:
        words = page.extract_text(visitor_operand_before=step)
        length += len(words)
        if length > longest:
            raise ReadProblem("too-large", size=length, limit=longest, unit="characters")
        pages.append(_joined(words))
    return "\n\n".join(pages)


def _joined(words: str) -> str:
    words = words.replace("\r\n", "\n").replace("\r", "\n")
    words = _HYPHEN.sub(_mended, words)
    lines = [line.strip() for line in words.split("\n")]
    written: list[str] = []
    widest = max(map(len, lines), default=0)
    long_before = full_before = False
    for line in lines:
        opens = line[:1].isalnum() or line[:1] in ("(", "«", "“", "„", '"')
        # A capital may begin a heading; after a line as wide as the page it is a name or a German noun.
        if opens and (full_before or (long_before and not line[0].isupper())):
            written[-1] += " " + line
        else:
            written.append(line)
        ended = line.endswith(_STOPS)
        long_before = not ended and len(line) >= max(_SHORT, 0.6 * widest)
        full_before = not ended and len(line) >= max(_SHORT, 0.85 * widest)
    return "\n".join(written)


def _mended(found: re.Match[str]) -> str:
    # "inter-\ncultural" was one word; "Île-de-\nFrance" keeps its hyphen.
    following = found.string[found.end()]
    return "" if following.islower() else "-"
