"""Reads the style sheets and templates for the tests of the look."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import passerelle
from passerelle.core.templatetags import look

SOURCE = Path(passerelle.__file__).parent
CORE = Path(look.__file__).parent.parent
STATIC = CORE / "static" / "passerelle"
CSS = STATIC / "css"
VOID = frozenset(("br", "circle", "hr", "img", "input", "link", "meta", "path", "rect", "use", "wbr"))

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def sheets() -> dict[str, str]:
    """Name of a sheet → its text without comments."""
    return {path.name: _COMMENT.sub("", path.read_text()) for path in sorted(CSS.glob("*.css"))}


def templates() -> dict[str, str]:
    """Every template of every room, by its path inside the product."""
    found = (path for path in SOURCE.rglob("templates/**/*") if path.suffix in (".html", ".txt", ".svg"))
    return {str(path.relative_to(SOURCE)): path.read_text() for path in sorted(found)}


def declarations(css: str) -> Iterator[tuple[str, str]]:
    """(property, value) of every declaration; selectors and media queries are left out."""
    for block in re.findall(r"\{([^{}]*)\}", css):
        for line in re.split(r";(?![^(]*\))", block):
            name, colon, value = line.partition(":")
            if colon:
                yield name.strip(), value.strip()


def top_level(css: str) -> list[str]:
    """The preludes of the statements that stand outside every block."""
    depth, start, found = 0, 0, []
    for position, sign in enumerate(css):
        if sign in "{;" and depth == 0:
            found.append(" ".join(css[start:position].split()))
        depth += (sign == "{") - (sign == "}")
        if sign in "};" and depth == 0:
            start = position + 1
    return found


def colours(selector: str) -> dict[str, str]:
    """Token → colour (#rrggbb) of one block of tokens.css, the light block underneath."""
    text = sheets()["tokens.css"]
    light = block(text, ":root {")
    return light if selector == ":root {" else light | block(text, selector)


def block(text: str, selector: str) -> dict[str, str]:
    start = text.index(selector) + len(selector)
    body = text[start : text.index("}", start)]
    return {name: value for name, value in re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", body)}


def contrast(first: str, second: str) -> float:
    """Ratio of two colours after WCAG 2.2, from 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


class Page(HTMLParser):
    """Elements of a page: dicts of their attributes with `tag`, `text` and `inside` (those around)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[dict] = []
        self.open: list[dict] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        element = {**dict(attrs), "tag": tag, "text": "", "inside": [e["tag"] for e in self.open]}
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        while tag not in VOID and self.open and self.open.pop()["tag"] != tag:
            pass

    def handle_data(self, data):
        for element in self.open:
            element["text"] += data

    def all(self, *tags: str, **attributes: str) -> list[dict]:
        return [
            e
            for e in self.elements
            if (not tags or e["tag"] in tags) and all(e.get(k) == v for k, v in attributes.items())
        ]

    def by_id(self, name: str) -> dict | None:
        return next((e for e in self.elements if e.get("id") == name), None)
