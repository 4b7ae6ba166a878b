"""Reads a PDF's words as ISO 32000-1, 14.8.2.3 and 14.9.4 say: reversed runs, replaced texts, tables of letters."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field

import pikepdf


@dataclass
class _Reader:
    told: list[list[str]] = field(default_factory=lambda: [[]])
    open: list[str] = field(default_factory=list)
    letters: dict[int, str] = field(default_factory=dict)

    def begin(self, tag: str, properties: object = None) -> None:
        """Text within a replaced run is silent; within a reversed run it is turned when the run ends."""
        kind = ""
        if tag == "/ReversedChars":
            kind = "reversed"
            self.told.append([])
        elif isinstance(properties, pikepdf.Dictionary) and "/ActualText" in properties:
            kind = "replaced"
            self.say(str(properties.ActualText))
        self.open.append(kind)

    def end(self) -> None:
        if self.open.pop() == "reversed":
            run = self.told.pop()
            self.told[-1] += reversed(run)

    def say(self, text: str) -> None:
        if "replaced" not in self.open:
            self.told[-1].append(text)

    def show(self, pieces) -> None:
        for piece in pieces:
            if isinstance(piece, pikepdf.String):
                raw = bytes(piece)
                for at in range(0, len(raw), 2):
                    self.say(self.letters.get(int.from_bytes(raw[at : at + 2]), ""))


def read(made: bytes) -> str:
    """All words of a PDF in the order of its content."""
    reader = _Reader()
    with pikepdf.open(io.BytesIO(made)) as file:
        for page in file.pages:
            tables = {name: _letters(font) for name, font in page.Resources.Font.items()}
            for operands, operator in pikepdf.parse_content_stream(page):
                match str(operator):
                    case "BDC" | "BMC":
                        reader.begin(str(operands[0]), *operands[1:])
                    case "EMC":
                        reader.end()
                    case "Tf":
                        reader.letters = tables[str(operands[0])]
                    case "Tj":
                        reader.show(operands)
                    case "TJ":
                        reader.show(operands[0])
    return "".join(reader.told[0])


def _letters(font: pikepdf.Object) -> dict[int, str]:
    table = font.ToUnicode.read_bytes().decode("latin-1")
    found = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.S):
        for code, letters in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            found[int(code, 16)] = bytes.fromhex(letters).decode("utf-16-be")
    return found
