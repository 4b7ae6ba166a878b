"""Numbers as bars, drawn by the server in the reader's direction. The table beside the picture says the same; both are
made from the same `Bar`s."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from passerelle.core.templatetags.look import direction, number
from passerelle.tasks.drawing import APART, TOGETHER

WIDE, ROW, BAR, EDGE = 330, 46, 14, 64  # EDGE: for the number beside the longest bar
LONGEST = 40  # signs of a label


@dataclass(frozen=True, slots=True)
class Bar:
    """One number. low, high: its interval, where it has one. language: of the label, "" for the page's own."""

    label: str
    value: float
    low: float | None = None
    high: float | None = None
    language: str = ""


def bars(
    rows: Sequence[Bar],
    *,
    turned: bool,
    title: str,
    description: str,
    target: float | None = None,
    target_word: str = "",
    key: str = "bars",
) -> SafeString:
    """The picture as SVG with a title and a description: bars from zero, an interval as a line with two ends, the
    target as a line across. turned: from right to left. key: of this picture among those of a page."""
    most = max([one.high or one.value for one in rows] + [target or 0, 1])
    room = WIDE - EDGE

    def long(value: float) -> float:
        return round(room * value / most, 1)

    def across(value: float) -> float:
        return round(WIDE - long(value) if turned else long(value), 1)

    head = 20 if target is not None else 0
    height = head + ROW * len(rows) + 4
    drawn = []
    if target is not None:
        # Below all else: labels begin at zero, where a small target crosses them.
        drawn.append(
            format_html(
                '<path class="kp" stroke-width="2" d="M{0} {1}V{2}"/><text class="s{4}" x="{0}" y="13">{3}</text>',
                across(target), 18, height, target_word,
                # Towards the side where there is room.
                " e" if target > most / 2 else "",
            )
        )  # fmt: skip
    for at, one in enumerate(rows):
        top = head + at * ROW
        way = direction(one.language) if one.language else "rtl" if turned else "ltr"
        label = one.label if len(one.label) <= LONGEST else f"{one.label[: LONGEST - 1]}…"
        end = across(one.high or one.value) + (-8 if turned else 8)
        drawn.append(
            format_html(
                '<text class="o" x="{}" y="{}" direction="{}">{}</text>'
                '<rect class="f1" x="{}" y="{}" width="{}" height="{}"/>'
                '<text class="s o" x="{}" y="{}" direction="{}">{}</text>',
                WIDE if turned else 0, top + 14, "rtl" if turned else "ltr", f"{APART[way]}{label}{TOGETHER}",
                across(one.value) if turned else 0, top + 20, long(one.value), BAR,
                end, top + 32, "rtl" if turned else "ltr", number(one.value),
            )
        )  # fmt: skip
        if one.low is not None and one.high is not None:
            y = top + 20 + BAR / 2
            first, last = sorted((across(one.low), across(one.high)))
            drawn.append(
                format_html(
                    '<path class="ki" stroke-width="2" d="M{0} {2}H{1}M{0} {3}V{4}M{1} {3}V{4}"/>',
                    first, last, y, y - 5, y + 5,
                )
            )  # fmt: skip
    return format_html(
        '<svg width="{0}" height="{1}" viewBox="0 0 {0} {1}" role="img" aria-labelledby="{5}-title {5}-desc">'
        '<title id="{5}-title">{2}</title><desc id="{5}-desc">{3}</desc>{4}</svg>',
        WIDE, height, title, description, format_html_join("", "{}", ((one,) for one in drawn)), key,
    )  # fmt: skip
