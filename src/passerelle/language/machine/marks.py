"""A segment's marks (bold, emphasis, links, hard breaks) as HTML tags that engines carry through, and back again.

Addresses of links stay here: the engine sees a number, so no address can be changed, followed or lost in silence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

from passerelle.core import markdown

_SIGNS = {"strong_open": "<b>", "strong_close": "</b>", "em_open": "<i>", "em_close": "</i>"}
_BACK = {"b": "**", "i": "*"}
_MARKDOWN = re.compile(r"([\\*_\[\]<>])")
_BLANKS = re.compile(r"[^\S\n]+")
_AROUND_BREAK = re.compile(r" *\\\n *")


@dataclass(frozen=True, slots=True)
class Veiled:
    """A segment as an engine gets it; `addresses` are those of its links, in their order."""

    html: str
    addresses: tuple[str, ...]


def veil(text: str) -> Veiled:
    """Inline Markdown as HTML of b, i, br and numbered a."""
    html: list[str] = []
    addresses: list[str] = []
    for token in markdown.tokens(text):
        if token.type == "link_open":
            html.append(f'<a id="{len(addresses)}">')
            addresses.append(str(token.attrGet("href") or ""))
        elif token.type == "link_close":
            html.append("</a>")
        elif token.type == "hardbreak":
            html.append("<br/>")
        elif token.type == "softbreak":
            html.append(" ")
        else:
            html.append(_SIGNS.get(token.type) or escape(token.content, quote=False))
    return Veiled("".join(html), tuple(addresses))


def unveil(html: str, veiled: Veiled) -> str | None:
    """The answer as inline Markdown; None when a link was lost, doubled or left open, or nothing came back."""
    back = _Back(veiled.addresses)
    back.feed(html)
    back.close()
    words = _AROUND_BREAK.sub(lambda _found: "\\\n", _BLANKS.sub(" ", back.text)).strip()
    return words if words and back.whole else None


class _Back(HTMLParser):
    def __init__(self, addresses: tuple[str, ...]) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self._addresses = addresses
        self._seen: list[int] = []
        self._open: list[str] = []

    @property
    def whole(self) -> bool:
        return not self._open and sorted(self._seen) == list(range(len(self._addresses)))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        number = dict(attrs).get("id") or ""
        if tag == "br":
            self.text += "\\\n"
        elif tag == "a":
            known = number.isdecimal() and int(number) < len(self._addresses)
            self._seen.append(int(number) if known else -1)
            self._open.append(f"]({self._addresses[int(number)]})" if known else "]")
            self.text += "["
        elif tag in _BACK:
            self._open.append(_BACK[tag])
            self.text += _BACK[tag]

    def handle_endtag(self, tag: str) -> None:
        if tag in ("a", *_BACK) and self._open:
            self.text = self.text.rstrip(" ") if tag in _BACK else self.text
            self.text += self._open.pop()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:
        self.text += _MARKDOWN.sub(r"\\\1", data.replace("\n", " "))
