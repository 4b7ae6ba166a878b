"""What must not break in the look: the rules of the sheets and of every template."""

from __future__ import annotations

import gzip
import re

import pytest

from tests.rooms.core import sheets as look

LIGHT, DARK = ":root {", ':root:not([data-theme="light"]) {'
LAYERS = ("tokens", "base", "layout", "parts", "states", "print")
NAMED = "black|white|gray|grey|silver|red|green|blue|navy|teal|orange|yellow|gold|purple|plum|pink|brown|tan"

# Which text token stands on which ground somewhere in the product.
TEXTS = [
    *(
        (text, ground)
        for text in ("ink", "soft", "plum", "river", "amber", "brick")
        for ground in ("paper", "surface", "sunk")
    ),
    *((text, f"{bank}-soft") for text in ("ink", "plum") for bank in ("plum", "river", "lantern", "brick")),
    ("soft", "plum-soft"),
    ("plum-hover", "plum-soft"),
    ("on-plum", "plum"),
    ("on-plum", "plum-hover"),
    ("on-lantern", "lantern"),
    ("on-lantern", "lantern-hover"),
    ("on-dusk", "dusk"),
    ("on-dusk-soft", "dusk"),
    ("dusk-ink", "on-dusk"),
    ("surface", "brick"),
]
# Borders, marks and data shapes that carry meaning.
PARTS = [
    *(("edge", ground) for ground in ("paper", "surface", "sunk")),
    *((shape, ground) for shape in ("d1", "d2", "d3", "d4", "focus") for ground in ("paper", "surface")),
    *((ink, "dusk") for ink in ("dusk-plum", "lantern", "on-dusk-river", "dusk-rail")),
    ("plum", "plum-soft"),
    ("river", "river-soft"),
    ("brick", "brick-soft"),
]


def weaker(pairs, least: float, theme: str) -> dict[tuple[str, str], float]:
    ink = look.colours(theme)
    ratios = {(a, b): look.contrast(ink[a], ink[b]) for a, b in pairs}
    return {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < least}


def test_a_colour_is_named_in_one_sheet_only():
    functions = "rgba?|hsla?|hwb|oklch|oklab|lab|lch|color"
    value = re.compile(rf"#[0-9a-f]{{3,8}}\b|\b(?:{functions})\(|\b(?:{NAMED})\b", re.I)
    for name, css in look.sheets().items():
        if name == "tokens.css":
            continue
        for prop, text in look.declarations(css):
            bare = re.sub(r"var\(--[\w-]+\)", "", text)
            assert not value.search(bare), f"{name}: {prop}: {text}"


def test_templates_name_no_colour():
    inks = re.compile(r'\b(?:fill|stroke|color|bgcolor|stop-color|flood-color)="([^"]*)"')
    for name, text in look.templates().items():
        for ink in inks.findall(text):
            assert ink in ("none", "currentColor"), f"{name}: {ink}"


def test_the_icon_has_no_colour_beside_the_tokens():
    known = set(look.colours(LIGHT).values()) | set(look.colours(DARK).values())
    drawn = set(re.findall(r"#[0-9a-f]{6}", (look.STATIC / "mark.svg").read_text()))
    assert drawn
    assert drawn <= known


def test_pages_run_without_inline_style_or_script():
    inline = r"\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|data:[a-z]+/|<script(?![^>]*\ssrc=)"
    broken = re.compile(inline, re.I)
    for name, text in look.templates().items():
        found = broken.search(text)
        assert not found, f"{name}: {found.group()}"
        assert "<style" not in text or "/email/" in name, f"{name} brings its own style"


def test_nothing_comes_from_another_host():
    load = re.compile(r'<(?:link|script|img|iframe|source|use)\b[^>]*(?:src|href)="(?:https?:)?//')
    for name, text in look.templates().items():
        assert not load.search(text), name
    for name, css in look.sheets().items():
        assert "//" not in "".join(re.findall(r"url\([^)]*\)", css)), name


def test_right_to_left_is_the_same_sheet():
    side = "left|right|top|bottom"
    prop = re.compile(
        rf"^(?:{side}|width|height|(?:min|max)-(?:width|height)|(?:margin|padding|scroll-margin|scroll-padding)-(?:{side})"
        rf"|border-(?:{side})(?:-\w+)?|border-(?:top|bottom)-(?:left|right)-radius|overflow-[xy])$"
    )
    for name, css in look.sheets().items():
        for declared, value in look.declarations(css):
            assert not prop.match(declared), f"{name}: {declared}"
            sided = declared in ("text-align", "float", "clear") and value in ("left", "right")
            assert not sided, f"{name}: {declared}: {value}"


def test_every_rule_lies_in_a_layer_of_the_one_order():
    for name, css in look.sheets().items():
        statements = look.top_level(css)
        if name == "tokens.css":
            assert statements.pop(0) == f"@layer {', '.join(LAYERS)}"
        assert statements
        for statement in statements:
            assert statement in {"@font-face", *(f"@layer {layer}" for layer in LAYERS)}, (
                f"{name}: {statement}"
            )


def test_the_order_of_layers_is_read_before_any_other_sheet():
    linked = re.findall(r"passerelle/css/(\w+)\.css", (look.CORE / "templates" / "base.html").read_text())
    assert linked[0] == "tokens"


def test_nobody_shouts_in_the_sheets():
    assert sum(css.count("!important") for css in look.sheets().values()) <= 3


def test_sheets_stay_readable_and_small():
    sizes = {path.name: path.read_text() for path in look.CSS.glob("*.css")}
    for name, text in sizes.items():
        assert text.count("\n") < 400, name
        assert max(map(len, text.splitlines())) <= 200, name
    assert sum(len(gzip.compress(text.encode())) for text in sizes.values()) <= 20_000


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_texts_reach_seven_to_one(theme: str):
    assert not weaker(TEXTS, 7, theme)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_borders_and_shapes_reach_three_to_one(theme: str):
    assert not weaker(PARTS, 3, theme)


def test_contrast_is_computed_as_wcag_does():
    assert look.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert look.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


def test_the_two_ways_into_the_dark_show_the_same():
    text = look.sheets()["tokens.css"]
    assert look.block(text, DARK) == look.block(text, ':root[data-theme="dark"] {')


def test_every_symbol_used_is_drawn():
    texts = look.templates()
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', texts["core/templates/parts/symbols.html"]))
    used = set(re.findall(r'href="#([is]-[a-z]+)"', "".join(texts.values())))
    assert used <= drawn


def test_every_font_named_in_the_sheet_is_there_with_its_licence():
    named = set(re.findall(r'url\("\.\./fonts/([^"]+)"\)', look.sheets()["fonts.css"]))
    there = {path.name for path in (look.STATIC / "fonts").glob("*.woff2")}
    assert named == there
    assert "SIL OPEN FONT LICENSE" in (look.STATIC / "fonts" / "OFL.txt").read_text().upper()


def test_every_part_says_what_it_needs():
    for path in (look.CORE / "templates" / "parts").glob("*.html"):
        assert "{% comment %}" in path.read_text()[:120], path.name


def test_links_in_a_cell_stand_far_enough_apart_to_be_touched():
    """WCAG 2.5.8: 24 pixels each. In a row they are; one under the other in a narrow cell they are not."""
    for name, text in look.templates().items():
        for cell in re.findall(r"<td\b.*?</td>", text, re.S):
            assert cell.count("<a ") < 2 or 'class="row' in cell, name
