"""Writes a document as PDF/UA-1: tagged, with its language and title, bookmarks, every font embedded.

Typst does the setting, from `template.typ` beside this file and the fonts beside it; nothing of the machine's own
fonts or files is read. Words reach it as JSON, so nothing anybody writes can run as its code.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, singledispatchmethod
from importlib.resources import as_file, files
from threading import Lock
from typing import Any

import typst

from passerelle.engines.documents import drawing, model
from passerelle.engines.documents.clean import breakable, drawable, line, plain, short
from passerelle.engines.documents.model import Document, Words, rtl

# Typst keeps what it has computed for the next document, in one memory; and one setter fills a core.
_one_at_a_time = Lock()

NOTHING = "–"
LONGEST_LINK = 2_000  # letters; browsers and PDF readers take little more
LINKS = ("https://", "http://", "mailto:")
SCRIPTS = {"am": "ethi", "ti": "ethi", "gez": "ethi", "byn": "ethi", "tig": "ethi"}
SIZES = {"latin": 10.5, "arab": 11.0, "ethi": 10.5}


def write(document: Document) -> bytes:
    """The document as PDF. Characters no font of ours has are left out; `undrawable` says which."""
    description = json.dumps(Telling().document(document), ensure_ascii=False)
    return typeset(
        {
            "main.typ": source("template.typ"),
            "words.typ": source("words.typ"),
            "data.json": description.encode(),
        },
        pdf_standards=["ua-1"],
        timestamp=document.made.replace(microsecond=0),
    )


def undrawable(document: Document) -> frozenset[str]:
    """The characters of a document that its PDF cannot show."""
    telling = Telling()
    telling.document(document)
    return frozenset(telling.gone)


@cache
def raster(svg: str, millimetres: float, pixels_per_inch: int = 300) -> bytes:
    """A drawing as PNG, for files that take no SVG."""
    page = (
        b'#set page(width: auto, height: auto, margin: 0pt, fill: none)\n#image("a.svg", width: %.2fmm)'
        % millimetres
    )
    return typeset({"main.typ": page, "a.svg": svg.encode()}, format="png", ppi=pixels_per_inch)


def typeset(sources: dict[str, bytes], **options: Any) -> bytes:
    """What typst makes of templates and data that are all given, with no font or file but ours."""
    setter: Any = typst.compile  # its stub does not know sources in memory
    with _one_at_a_time:
        made = setter(sources, font_paths=_fonts(), ignore_system_fonts=True, **options)
    return bytes(made[0] if isinstance(made, list) else made)


@cache
def source(name: str) -> bytes:
    """One of the templates beside this file."""
    return (files(__package__) / name).read_bytes()


@cache
def _fonts() -> typst.Fonts:
    with as_file(files(__package__) / "fonts") as folder:
        return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])


def address(one: model.Run) -> str:
    """Where a run leads: to http, https and mailto only, and to nothing that is no address."""
    fits = len(one.link) <= LONGEST_LINK and line(one.link) == one.link and one.link.isprintable()
    return one.link if fits and one.link.lower().startswith(LINKS) else ""


def language(tag: str) -> dict[str, Any] | None:
    """What the template needs to know of a language; None: that of what stands around."""
    if not tag:
        return None
    primary, *more = tag.lower().replace("_", "-").split("-")
    # Typst takes two or three letters, and a country of two.
    code = primary if 2 <= len(primary) <= 3 and primary.isascii() and primary.isalpha() else "und"
    country = next((one for one in more if len(one) == 2 and one.isascii() and one.isalpha()), None)
    script = SCRIPTS.get(code) or ("arab" if rtl(tag) and code not in ("he", "yi", "syr", "dv") else "latin")
    return {"code": code, "region": country and country.upper(), "rtl": rtl(tag), "script": script}


@dataclass
class Telling:
    """The description as data.json, and what could not be told."""

    gone: set[str] = field(default_factory=set)

    def document(self, one: Document) -> dict[str, Any]:
        speaks = language(one.language)
        assert speaks is not None
        title = self.line(one.title) or NOTHING
        foreign = one.title_language if one.title_language != one.language else ""
        return {
            "title": title,
            "title_words": self.words(line(one.title) or NOTHING),
            "title_lang": language(foreign),
            "short": self.line(short(one.short or one.title, 40)),
            "lang": speaks,
            "size": SIZES[speaks["script"]],
            "house": self.line(short(one.house, 60)),
            "kicker": self.line(short(one.kicker, 120)),
            "foot": self.line(short(one.foot, 60)),
            "page": self.line(short(one.page, 60)),
            "keywords": [self.line(word) for word in one.keywords],
            "arch": drawing.arch(one.planks, on_dusk=True) if one.planks else "",
            "mark": drawing.mark(),
            "mark_on_dusk": drawing.mark(on_dusk=True),
            "emblem": drawing.emblem(),
            "bridges": {state: drawing.bridge(state) for state in drawing.STATE_INK},
            "inks": drawing.INKS,
            "blocks": self.blocks(one.blocks),
        }

    def blocks(self, some: Iterable[model.Block]) -> list[dict[str, Any]]:
        return [self.block(one) for one in some]

    @singledispatchmethod
    def block(self, one: Any) -> dict[str, Any]:
        raise TypeError(f"no way to write a {type(one).__name__} as PDF")

    @block.register
    def _(self, one: model.Heading) -> dict[str, Any]:
        words = self.words(one.words)
        if not any(run["text"].strip() for run in words):
            words = self.words(NOTHING)  # an empty heading is a fault in PDF/UA
        level = min(max(one.level, 1), 5)
        return {"kind": "heading", "level": level, "words": words, **_in(one)}

    @block.register
    def _(self, one: model.Paragraph) -> dict[str, Any]:
        return {"kind": "paragraph", "style": one.kind, "words": self.words(one.words), **_in(one)}

    @block.register
    def _(self, one: model.List) -> dict[str, Any]:
        return {"kind": "list", "lang": None, **self.items(one)}

    @block.register
    def _(self, one: model.Quote) -> dict[str, Any]:
        return {"kind": "quote", "blocks": self.blocks(one.blocks), **_in(one)}

    @block.register
    def _(self, one: model.Table) -> dict[str, Any]:
        return {
            "kind": "table",
            "caption": self.text(one.caption),
            "head": [self.words(cell) for cell in one.head],
            "rows": [[self.words(cell) for cell in row] for row in one.rows],
            "whole": len(one.rows) <= model.KEPT_WHOLE,
            "widths": one.widths or [1] * len(one.head),
            "least": model.BY_HAND if one.by_hand else 0,
            **_in(one),
        }

    @block.register
    def _(self, one: model.Picture) -> dict[str, Any]:
        told = {"alt": self.line(one.alternative), "caption": self.text(one.caption)}
        return {"kind": "picture", "svg": one.svg, "width": one.width, **told}

    @block.register
    def _(self, one: model.Facts) -> dict[str, Any]:
        pairs = [[self.line(term), self.words(what)] for term, what in one.pairs]
        return {"kind": "facts", "pairs": pairs, **_in(one)}

    @block.register
    def _(self, one: model.Note) -> dict[str, Any]:
        return {"kind": "note", "title": self.text(one.title), "blocks": self.blocks(one.blocks), **_in(one)}

    @block.register
    def _(self, one: model.Part) -> dict[str, Any]:
        told = {"state": one.state, "word": self.text(one.word), "say": self.text(one.say)}
        return {"kind": "part", "blocks": self.blocks(one.blocks), **told, **_in(one)}

    @block.register
    def _(self, one: model.Funder) -> dict[str, Any]:
        names = ("statement", "disclaimer", "grant", "emblem_says", "beside")
        said = {name: self.text(getattr(one, name)) for name in names}
        return {"kind": "funder", "emblem": one.emblem, **said, **_in(one)}

    @block.register
    def _(self, one: model.PageBreak) -> dict[str, Any]:
        return {"kind": "break"}

    def items(self, one: model.List) -> dict[str, Any]:
        items = [
            {
                "words": self.words(item.words),
                "inside": [self.items(inner) for inner in item.inside],
                **_in(item),
            }
            for item in one.items
        ]
        return {"items": items, "numbered": one.numbered, "start": one.start}

    def words(self, words: Words) -> list[dict[str, Any]]:
        return [
            {
                "text": self.text(one.text),
                "strong": one.strong,
                "emphasis": one.emphasis,
                "link": address(one),
                "lang": language(one.language),
            }
            for one in model.runs(words)
        ]

    def text(self, text: str) -> str:
        shown, gone = drawable(plain(text))
        self.gone |= gone
        return breakable(shown)

    def line(self, text: str) -> str:
        return self.text(line(text))


def _in(one: Any) -> dict[str, Any]:
    return {"lang": language(one.language)}
