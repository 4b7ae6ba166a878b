"""Pages as they are on the site, turned into pages that open from a folder: every address in them is relative.

What cannot work in a folder goes (forms, scripts, addresses for machines on the network); a link to something that is
not in the folder keeps its words and loses its address; a link to elsewhere stays, and says that it leads there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape
from html.parser import HTMLParser
from urllib.parse import urlsplit

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
GOES = frozenset({"form", "script", "noscript", "iframe", "object"})
_IN_CSS = re.compile(r"""url\(\s*(['"]?)([^'")]+)\1\s*\)|@import\s+(['"])([^'"]+)\3""")
_IN_ATOM = re.compile(r'(<link\b[^>]*?\bhref=")([^"]*)(")')

# From an address as it stands in a page to the one in the folder; "" for what is not in it, None for elsewhere.
Place = Callable[[str], str | None]


def addresses(html: str) -> list[str]:
    """Every address a page names, as it stands there, outside of what goes anyway."""
    found: list[str] = []

    def note(address: str) -> str | None:
        found.append(address)
        return address

    _Rewriter(note, "").turned(html)
    return found


def page(html: str, place: Place, outside: str) -> str:
    """The page for a folder. outside: the words after a link that leads to the network."""
    return _Rewriter(place, outside).turned(html)


def in_sheet(css: str) -> list[str]:
    """What a style sheet loads; its addresses are relative already, and stay as they are."""
    return [one[1] or one[3] for one in _IN_CSS.findall(css)]


def feed(xml: str, place: Place) -> str:
    """A feed for a folder: its links lead to the pages beside it."""

    def turned(match: re.Match[str]) -> str:
        target = place(unescape(match[2]))
        return f"{match[1]}{escape(target)}{match[3]}" if target else match[0]

    return _IN_ATOM.sub(turned, xml)


def title_of(html: str) -> str:
    """What a page is called, without the name of the site."""
    found = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    return unescape(found[1]).rpartition(" – ")[0].strip() if found else ""


class _Rewriter(HTMLParser):
    def __init__(self, place: Place, outside: str) -> None:
        super().__init__(convert_charrefs=False)
        self.place, self.outside = place, outside
        self.out: list[str] = []
        self.dropping: list[str] = []  # open elements inside one that goes
        self.leads_away: list[bool] = []  # of the links that are open

    def turned(self, html: str) -> str:
        self.feed(html)
        self.close()
        return "".join(self.out)

    def _say(self, words: str) -> None:
        if not self.dropping:
            self.out.append(words)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.dropping or tag in GOES:
            if tag not in VOID:
                self.dropping.append(tag)
            return
        told = {name: value or "" for name, value in attrs}
        raw = self.get_starttag_text() or ""
        if tag == "meta" and ("property" in told or told.get("name") == "description"):
            return
        if tag == "link":
            self._link(raw, told)
        elif tag == "a":
            self._anchor(raw, told)
        else:
            for name in ("src", "poster"):
                if name in told:
                    raw = _with(raw, name, self.place(told[name]) or "")
            self.out.append(raw)

    handle_startendtag = handle_starttag

    def _link(self, raw: str, told: dict[str, str]) -> None:
        if told.get("rel") == "canonical":
            return
        target = self.place(told.get("href", ""))
        if target:
            self.out.append(_with(raw, "href", target))

    def _anchor(self, raw: str, told: dict[str, str]) -> None:
        address = told.get("href", "")
        away = False
        if address and not address.startswith("#"):
            target = self.place(address)
            if target is None:
                away = urlsplit(address).scheme in ("http", "https")
                raw = _with(raw, "rel", "external noopener")
            else:
                raw = _with(raw, "href", target)
        self.leads_away.append(away)
        self.out.append(raw)

    def handle_endtag(self, tag: str) -> None:
        if self.dropping:
            if tag in self.dropping:
                while self.dropping.pop() != tag:
                    pass
            return
        if tag == "a" and self.leads_away and self.leads_away.pop() and self.outside:
            self.out.append(f' <span class="small">({escape(self.outside)})</span>')
        self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._say(data)

    def handle_entityref(self, name: str) -> None:
        self._say(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._say(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        self._say(f"<!{decl}>")


def _with(raw: str, name: str, value: str) -> str:
    """A start tag with another value of one attribute; without it where the value is empty."""
    given = f' {name}="{escape(value)}"' if value else ""
    pattern = re.compile(rf"""\s{name}\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""", re.IGNORECASE)
    if pattern.search(raw):
        return pattern.sub(lambda _: given, raw, count=1)
    return re.sub(r"\s*(/?)>$", lambda end: f"{given}{end[1]}>", raw, count=1)
