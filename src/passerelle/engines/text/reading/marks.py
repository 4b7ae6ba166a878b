"""Lines of a text that was laid out otherwise, and the pictures that stood between its words."""

import re
from collections.abc import Sequence

from passerelle.engines.text.markup import PICTURE
from passerelle.engines.text.reading.model import Image

_BLANKS = re.compile(r"[ \t\xa0]+")
_EMPTY_LINES = re.compile(rf"\n{{3,}}|\n\n(?={PICTURE}*(?:- |[0-9]{{1,3}}\. ))")
_CELLS = " | "
_AROUND = re.compile(rf" ?({PICTURE}) ?")


def settled(text: str, pictures: Sequence[tuple[str | None, str]]) -> tuple[str, tuple[Image, ...]]:
    """The text with single blanks and at most one empty line in a row, and its pictures with their offsets.

    `pictures` are (alternative text, name) in the order of the PICTURE signs in the text, which go.
    """
    lines = _with_words([_line(line) for line in text.split("\n")])
    pieces = _EMPTY_LINES.sub(_fewer, "\n".join(lines)).strip("\n").split(PICTURE)
    images: list[Image] = []
    at = len(pieces[0])
    for (alt, name), piece in zip(pictures, pieces[1:], strict=False):
        images.append(Image(at, at, alt, name))
        at += len(piece)
    return "".join(pieces), tuple(images)


def _fewer(found: re.Match[str]) -> str:
    return found[0][:-1] if len(found[0]) == 2 else "\n\n"  # items of a list stand close


def _with_words(lines: list[str]) -> list[str]:
    """The lines, with pictures that stand alone on one moved before the next words, or behind the last ones."""
    written: list[str] = []
    waiting = ""
    for line in lines:
        if line.startswith(PICTURE) and not line.strip(PICTURE):
            waiting += line
        elif line:
            if _CELLS in line and len(written) > 1 and not written[-1] and _CELLS in written[-2]:
                written.pop()  # rows of a table stand close
            written.append(waiting + line)
            waiting = ""
        else:
            written.append(line)
    while written and not written[-1]:
        written.pop()
    return [*written[:-1], written[-1] + waiting] if written else [waiting]


def _line(line: str) -> str:
    if "\xa0" not in line and "\t" not in line and "  " not in line and PICTURE not in line:
        return line.strip(" ")
    # No-break spaces belong to French typography and to numbers; only rows of blanks are folded.
    folded = _BLANKS.sub(lambda found: found[0] if found[0] == "\xa0" else " ", line).strip(" \xa0")
    if PICTURE in folded:
        folded = _AROUND.sub(lambda found: f" {found[1]}" if " " in found[0] else found[1], folded).strip(" ")
        if not folded.replace(PICTURE, "").strip():
            folded = folded.replace(" ", "")
    return folded
