"""A published text as its reader sees it: in sections that each say in one line how far they can be relied on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from passerelle.core import markdown
from passerelle.core.markdown import Piece
from passerelle.core.templatetags.look import number
from passerelle.language.models import Edition
from passerelle.language.plain import called
from passerelle.language.tongues import UnknownTongue

# How the states of an edition's parts are drawn (see parts/state.html); the author's own words have no mark.
MARKS = {
    "original": "",
    "plain": "",
    "translated": "reviewed",
    "machine": "machine",
    "outdated": "outdated",
    "missing": "missing",
    "elsewhere": "missing",  # missing in the page's language, shown in another that the reader likes
}


@dataclass(frozen=True, slots=True)
class Section:
    """A run of parts in one state and one language. `original`: the source text, where it says something else.

    title: only headings over a section in another state. They can be relied on and carry no mark of their own."""

    state: str
    language: str
    body: SafeString
    title: bool = False
    word: str = ""
    say: str = ""
    original: SafeString | str = ""
    original_language: str = ""
    original_label: str = ""
    pieces: tuple[Piece, ...] = ()  # the body again, for what is no page

    @property
    def mark(self) -> str:
        return MARKS[self.state]


@dataclass(frozen=True, slots=True)
class Page:
    """A whole text in sections. source: the language it was written in, None when nothing is written yet."""

    sections: tuple[Section, ...]
    source: str | None
    told: tuple[str, ...] = field(default=())

    @property
    def translated(self) -> bool:
        return any(section.state != "original" for section in self.sections)


def named(code: str, reader: str) -> str:
    """The language's name in the reader's language; its code when nobody knows it."""
    try:
        return called(code, reader)
    except UnknownTongue:
        return code


def sections(
    shown: Edition | None, original: Edition | None, reader: str, also: Sequence[Edition] = ()
) -> Page:
    """The parts of an edition, joined where state and language are the same, with what is said about each.

    original: the edition in the language the text was written in, for looking at what an unchecked or older
    translation was made from. reader: the language everything around the text is in. also: the text in the other
    languages the reader likes; what is missing is taken from the first of them that has it, and said to be."""
    if shown is None or not shown.parts:
        return Page((), None)
    source = shown.parts[0]["source"]
    parts = _filled(shown, also)
    pieces = _pieces(parts)
    beneath = _beneath(shown, original)
    found = []
    for state, language, run in _runs(parts):
        body, below = [pieces[at] for at in run], [beneath[at] for at in run] if beneath else []
        if state == "elsewhere":
            section = _from_elsewhere(parts[run[0]], body, shown.language, reader)
        else:
            section = _section(state, language, body, below, source, reader)
        found.append(replace(section, pieces=tuple(body)))
    return Page(tuple(found), source, tuple(_told(found, source, reader)))


def _runs(parts: Sequence[dict[str, Any]]) -> list[tuple[str, str, list[int]]]:
    """Neighbouring parts of one state and language: (state, language, their places).

    Headings at the end of a run stand over what follows in another state; they are a run of their own, so that
    a reader meets them together with it."""
    runs: list[tuple[str, str, list[int]]] = []
    for (state, language, _there), group in groupby(
        range(len(parts)), key=lambda at: _kept_together(parts[at])
    ):
        places = list(group)
        end = len(places)
        while end and parts[places[end - 1]]["kind"] == "heading" and places[-1] + 1 < len(parts):
            end -= 1
        runs += [(state, language, some) for some in (places[:end], places[end:]) if some]
    return runs


def _kept_together(part: dict[str, Any]) -> tuple[str, str, str]:
    return part["state"], part["language"], part.get("there", "")


def _filled(shown: Edition, also: Sequence[Edition]) -> list[dict[str, Any]]:
    """The parts of a page; one that is missing comes from the first other edition that has it in its own language.

    All editions come from one publication, so their parts stand in the same order."""
    others = [one for one in also if len(one.parts) == len(shown.parts)]
    return [_found_elsewhere(part, at, others) for at, part in enumerate(shown.parts)]


def _found_elsewhere(part: dict[str, Any], at: int, others: Sequence[Edition]) -> dict[str, Any]:
    if part["state"] != "missing":
        return part
    for one in others:
        there = one.parts[at]
        if there["state"] != "missing":
            # The author's own words are what is shown anyway: then nothing is said but that it is missing.
            return (
                part
                if there["state"] == "original"
                else {**there, "state": "elsewhere", "there": there["state"]}
            )
    return part


def _from_elsewhere(part: dict[str, Any], pieces: list[Piece], wanted: str, reader: str) -> Section:
    """A part that is missing in the language of the page and shown in another one: both are said."""
    names = {"language": named(part["language"], reader), "source": named(part["source"], reader)}
    say = {
        "translated": gettext(
            "It is shown in %(language)s, which you also read. A person translated it from %(source)s."
        ),
        "machine": gettext(
            "It is shown in %(language)s, which you also read. A machine translated it from %(source)s, "
            "and nobody has checked it."
        ),
        "outdated": gettext(
            "It is shown in %(language)s, which you also read. The text in %(source)s has changed since."
        ),
    }[part["there"]]
    word = gettext("Not in %(language)s yet") % {"language": named(wanted, reader)}
    return Section("elsewhere", part["language"], markdown.render(pieces), word=word, say=say % names)


def _section(
    state: str, language: str, pieces: list[Piece], beneath: list[Piece], source: str, reader: str
) -> Section:
    body, tongue = markdown.render(pieces), named(source, reader)
    if state in ("original", "translated", "plain") and all(piece.kind == "heading" for piece in pieces):
        return Section(state, language, body, title=True)
    if state == "missing":
        word = gettext("Only in %(language)s so far") % {"language": tongue}
        return Section(state, language, body, word=word)
    if state == "translated":
        return Section(state, language, body, word=gettext("Translated by a person"))
    if state not in ("outdated", "machine"):
        return Section(state, language, body)
    if state == "outdated":
        word = gettext("Older than the text in %(language)s") % {"language": tongue}
        say = gettext(
            "The text in %(language)s has changed since. This is a translation of what it said before."
        )
    else:
        word = gettext("Machine translation, not checked by a person")
        say = gettext("It may be wrong. For anything important, rely on the text in %(language)s.")
    return Section(
        state,
        language,
        body,
        False,
        word,
        say % {"language": tongue},
        markdown.render(beneath) if beneath else "",
        source,
        gettext("Show the original in %(language)s") % {"language": tongue},
    )


def _pieces(parts: Sequence[dict[str, Any]]) -> list[Piece]:
    """Parts as they will be shown: headings that can be walked, numbers that go on from one section to the next."""
    levels = iter(markdown.headings(part["level"] for part in parts if part["kind"] == "heading"))
    counts: dict[int, int] = {}
    pieces = []
    for part in parts:
        kind, level, count = part["kind"], part["level"], None
        if kind == "heading":
            level = next(levels)
        if kind in ("item", "numbered"):
            counts = {depth: n for depth, n in counts.items() if depth <= level}
            count = counts[level] = counts.get(level, 0) + 1 if kind == "numbered" else 0
        else:
            counts = {}
        pieces.append(Piece(kind, level, part["body"], count or None))
    return pieces


def _beneath(shown: Edition, original: Edition | None) -> list[Piece]:
    """The source of each part. Both editions come from one publication, so their parts stand in the same order."""
    if original is None or len(original.parts) != len(shown.parts):
        return []
    return _pieces(original.parts)


def _told(found: list[Section], source: str, reader: str) -> list[str]:
    """In how many parts the page stands, and how many of each kind, as whole sentences."""
    counts = {state: sum(1 for s in found if s.state == state and not s.title) for state in MARKS}
    tongue = named(source, reader)
    sentences = {
        "original": ngettext(
            "One part is in the language it was written in.",
            "%(count)s parts are in the language they were written in.",
            counts["original"],
        ),
        "plain": ngettext(
            "One part is in plain language.", "%(count)s parts are in plain language.", counts["plain"]
        ),
        "translated": ngettext(
            "One part was translated by a person.",
            "%(count)s parts were translated by people.",
            counts["translated"],
        ),
        "machine": ngettext(
            "One part was translated by a machine and not checked.",
            "%(count)s parts were translated by a machine and not checked.",
            counts["machine"],
        ),
        "outdated": ngettext(
            "One part is older than the text in %(language)s.",
            "%(count)s parts are older than the text in %(language)s.",
            counts["outdated"],
        ),
        "missing": ngettext(
            "One part is only in %(language)s so far.",
            "%(count)s parts are only in %(language)s so far.",
            counts["missing"],
        ),
        "elsewhere": ngettext(
            "One part is missing and shown in another language that you read.",
            "%(count)s parts are missing and shown in another language that you read.",
            counts["elsewhere"],
        ),
    }
    present = [state for state in MARKS if counts[state]]
    if len(present) == 1 and len(found) == 1:
        return [_whole(present[0]) % {"language": tongue}]
    return [sentences[state] % {"count": number(counts[state]), "language": tongue} for state in present]


def _whole(state: str) -> str:
    return {
        "original": gettext("The whole page is in the language it was written in."),
        "plain": gettext("The whole page is in plain language."),
        "translated": gettext("The whole page was translated by people."),
        "machine": gettext("The whole page was translated by a machine and not checked."),
        "outdated": gettext("The whole page is older than the text in %(language)s."),
        "missing": gettext("The whole page is only in %(language)s so far."),
        "elsewhere": gettext("The whole page is missing and shown in another language that you read."),
    }[state]
