"""The small Markdown of readable texts as HTML that is safe whatever was written.

Bold, emphasis, links and hard breaks inside a segment; segments as headings, paragraphs, lists and quotes. Raw HTML
does not exist: its characters are shown. Links lead to http, https and mailto only; anything else stays text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

SCHEMES = ("http://", "https://", "mailto:")
DEEPEST_HEADING = 6


@dataclass(frozen=True, slots=True)
class Piece:
    """One segment to show. level: 1–6 of a heading as it will be shown, nesting of an item (0 outermost) or a
    quote (1 outermost). number: what a numbered item counts; 1 when not given."""

    kind: str
    level: int
    text: str
    number: int | None = None


def inline(text: str) -> SafeString:
    """One segment's words: bold, emphasis, links, hard breaks. Everything else is text."""
    return mark_safe(_reader().renderInline(text))


def plain(text: str) -> str:
    """One segment's words alone, on one line: no signs of Markdown, no addresses of links."""
    words = (
        child.content if child.type == "text" else " "
        for token in _reader().parseInline(text)
        for child in token.children or ()
        if child.type in ("text", "softbreak", "hardbreak")
    )
    return " ".join("".join(words).split())


def tokens(text: str) -> list[Token]:
    """One segment's words as tokens, for writers of other things than HTML."""
    return [inner for token in _reader().parseInline(text) for inner in token.children or ()]


def render(pieces: Iterable[Piece]) -> SafeString:
    """Segments in reading order; neighbouring items make one list, neighbouring quotes one quote."""
    groups = groupby(pieces, key=_togetherness)
    return SafeString("\n".join([_together(kind, list(group)) for kind, group in groups]))


def headings(levels: Iterable[int]) -> list[int]:
    """The levels headings are shown at: under the page's own <h1>, and never jumping over one on the way down.

    An author who begins with a third-level heading, or skips one, still leaves a page that can be walked by its
    headings (WCAG 2.2, 1.3.1)."""
    shown, open_ = [], list[int]()
    for level in levels:
        while open_ and open_[-1] >= level:
            open_.pop()
        open_.append(level)
        shown.append(min(len(open_) + 1, DEEPEST_HEADING))
    return shown


@cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("zero", {"html": False})
    reader.enable(["newline", "escape", "emphasis", "link", "autolink"])
    reader.validateLink = _is_address  # type: ignore[method-assign]
    reader.add_render_rule("link_open", _link)
    return reader


def _is_address(url: str) -> bool:
    return url.strip().lower().startswith(SCHEMES)


def _link(self: Any, tokens: Any, index: int, options: Any, env: Any) -> str:
    tokens[index].attrSet("rel", "noopener")
    return self.renderToken(tokens, index, options, env)


def _togetherness(piece: Piece) -> str:
    return {"item": "list", "numbered": "list", "quote": "quote"}.get(piece.kind, "alone")


def _together(kind: str, pieces: list[Piece]) -> SafeString:
    if kind == "list":
        return _list(pieces)
    if kind == "quote":
        return _quote(pieces)
    return SafeString("\n".join([_alone(piece) for piece in pieces]))


def _alone(piece: Piece) -> SafeString:
    if piece.kind != "heading":
        return format_html("<p>{}</p>", inline(piece.text))
    tag = f"h{min(max(piece.level, 2), DEEPEST_HEADING)}"
    return format_html("<{}>{}</{}>", tag, inline(piece.text), tag)


def _list(items: list[Piece]) -> SafeString:
    """Nested lists. An item nested deeper than one step below the item before it is held at one step."""
    out: list[str] = []
    open_: list[str] = []
    for item in items:
        tag, depth = ("ol" if item.kind == "numbered" else "ul"), min(max(item.level, 0), len(open_))
        while len(open_) > depth + 1:
            out.append(f"</li></{open_.pop()}>")
        if len(open_) == depth + 1 and open_[-1] != tag:
            out.append(f"</li></{open_.pop()}>")
        if len(open_) == depth + 1:
            out.append("</li>")
        else:
            open_.append(tag)
            first = item.number or 1
            out.append(f'<ol start="{first:d}">' if tag == "ol" and first != 1 else f"<{tag}>")
        out.append(f"<li>{inline(item.text)}")
    out += [f"</li></{tag}>" for tag in reversed(open_)]
    return mark_safe("".join(out))


def _quote(pieces: list[Piece]) -> SafeString:
    runs = [(max(level, 1), list(run)) for level, run in groupby(pieces, key=lambda p: p.level)]
    told = [
        format_html(
            "{}{}{}",
            mark_safe("<blockquote>" * level),
            format_html_join("", "<p>{}</p>", ((inline(p.text),) for p in run)),
            mark_safe("</blockquote>" * level),
        )
        for level, run in runs
    ]
    return SafeString("".join(told))
