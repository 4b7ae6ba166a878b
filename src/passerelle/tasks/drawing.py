"""The plan as a picture: months across, one line for each work package and each promise. The table beside it says the
same; both are made from the same `Line`s.

The server draws it in the reader's direction: in a page from right to left time runs from right to left.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from textwrap import wrap

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from passerelle.core.templatetags.look import direction
from passerelle.engines.planning.rules import shifted

Across = Callable[[date], float]
WIDE, NAMES, ROW, HEAD = 960, 250, 26, 34
SIZE = 7  # half a mark
LONGEST = 34  # signs of a name in one line beside the picture
MORE = 17  # what each further line of a name takes
APART, TOGETHER = {"ltr": "\u2066", "rtl": "\u2067"}, "\u2069"  # Unicode's isolates


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the timeline. A work package has a first and last day, anything else is due on `last`.

    kind: "package", "deliverable" or "milestone". state: "done", "late" or "open", with its word.
    language: of the name."""

    name: str
    kind: str
    first: date | None
    last: date | None
    state: str = "open"
    word: str = ""
    language: str = ""


def timeline(
    lines: list[Line],
    first: date,
    last: date,
    today: date,
    *,
    turned: bool,
    title: str,
    description: str,
    now: str,
) -> SafeString:
    """The picture as SVG with a title and a description. turned: from right to left. now: the word at today's line."""
    days = max(1, (last - first).days)

    def across(day: date) -> float:
        at = NAMES + (WIDE - NAMES - 12) * min(1.0, max(0.0, (day - first).days / days))
        return round(WIDE - at if turned else at, 1)

    names = [wrap(line.name, LONGEST) or [""] for line in lines]
    tops = [HEAD]
    for name in names:
        tops.append(tops[-1] + ROW + MORE * (len(name) - 1))
    height = tops[-1] + 10
    drawn = [
        *_months(first, last, across, height),
        *(
            _line(line, name, top + ROW / 2, across, turned)
            for line, name, top in zip(lines, names, tops, strict=False)
        ),
    ]
    if first <= today <= last:
        drawn.append(
            format_html(
                '<path class="kl" stroke-width="3" d="M{0} {1}V{2}"/><text class="s c" x="{0}" y="30">{3}</text>',
                across(today), HEAD, height, now,
            )
        )  # fmt: skip
    return format_html(
        '<svg width="{0}" height="{1}" viewBox="0 0 {0} {1}" role="img" aria-labelledby="tl-title tl-desc">'
        '<title id="tl-title">{2}</title><desc id="tl-desc">{3}</desc>{4}</svg>',
        WIDE, height, title, description, format_html_join("", "{}", ((one,) for one in drawn)),
    )  # fmt: skip


def _months(first: date, last: date, across: Across, height: int) -> list[SafeString]:
    """A line at the beginning of every third month of the project, with its number."""
    drawn, month = [], 0
    while (day := shifted(first, month, "m")) <= last and month < 400:
        if month % 3 == 0:
            drawn.append(
                format_html(
                    '<path class="k" d="M{0} {1}V{2}"/><text class="s c" x="{0}" y="14">M{3}</text>',
                    across(day), 20, height, month + 1,
                )
            )  # fmt: skip
        month += 1
    return drawn


def _line(line: Line, name: list[str], y: float, across: Across, turned: bool) -> SafeString:
    """The name, in as many lines as it needs, and beside its first line the bar or the mark."""
    # With direction rtl an SVG's "start" is at the right: the name begins at the picture's edge either way.
    at, css = WIDE if turned else 0, "b" if line.kind == "package" else ""
    # The name reads in its own direction, a colon at the end of a line included.
    way = direction(line.language) if line.language else "rtl" if turned else "ltr"
    parts = [
        format_html(
            '<text class="{}" x="{}" y="{}" direction="{}">{}</text>',
            css, at, y + 5 + MORE * n, "rtl" if turned else "ltr", f"{APART[way]}{words}{TOGETHER}",
        )
        for n, words in enumerate(name)
    ]  # fmt: skip
    if line.kind == "package" and line.first and line.last:
        begin, end = sorted((across(line.first), across(line.last)))
        parts.append(
            format_html(
                '<rect class="soft-1" x="{}" y="{}" width="{}" height="10"/>',
                begin,
                y - 5,
                max(2, end - begin),
            )
        )
    elif line.last:
        parts.append(_mark(line, across(line.last), y))
    return format_html_join("", "{}", ((one,) for one in parts))


def _mark(line: Line, x: float, y: float) -> SafeString:
    """A square for a deliverable, a diamond for a milestone; hollow while it is open."""
    css = {"done": "fv", "late": "fb", "open": "fs kp"}[line.state]
    if line.kind == "milestone":
        path = f"M{x} {y - SIZE}L{x + SIZE} {y}L{x} {y + SIZE}L{x - SIZE} {y}Z"
    else:
        half = SIZE - 1
        path = f"M{x - half} {y - half}H{x + half}V{y + half}H{x - half}Z"
    return format_html(
        '<path class="{}" stroke-width="2" d="{}"><title>{}, {}</title></path>',
        css,
        path,
        line.name,
        line.word,
    )
