"""Words that should not stand here: machine renderings of project words, and what a project's glossary forbids."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from passerelle.engines.text.publishing.finding import Finding

if TYPE_CHECKING:
    from passerelle.engines.text.glossary import Entry

# Who pays, in any language: a programme, a fund, the Union, a ministry, a foundation.
_FUNDER = re.compile(
    r"\b(?:EU|UE|EEA|ЄС|ЕС|ΕΕ|AMIF|FAMI|ESF|FSE|CERV|EACEA|DG JUST|DG HOME|Erasmus|Horizon|Interreg|LIFE"
    r"|Eur[oó]p\w*|Eir[oō]p\w*|Evrop\w*|Avrup\w*|Eoroip\w*|Ewrop\w*|Европ\w*|Європ\w*|Ευρωπ\w*"
    r"|(?:Kom|Com)m?is\w*|Комис\w*|Коміс\w*|Επιτροπή\w*"
    r"|progr[aá]m\w*|πρόγραμμα\w*|програм\w*|ohjelma\w*"
    r"|fond\w*|fund(?:s|ation)?|f[ou]nda[ctçz]\w*|stiftung\w*|stiftelse\w*|säätiö\w*|alapítvány\w*|alap"
    r"|фонд\w*|ταμείο\w*|minist\w*|ministèr\w*|міністер\w*|минист\w*|υπουργ\w*|bakanlı\w*"
    r"|agence|agenzia|agency|agentur|council|consiglio|conseil|r[eé]gi[oó]n\w*|landsting\w*|kommun\w*"
    r"|الاتحاد|الأوروبي\w*|برنامج|صندوق|المفوضية|وزارة|مؤسسة|اتحادیه|برنامه)",
    re.I,
)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_NEAR = 60
"""Signs after a term within which a funder makes it one of funding."""
_LABEL_ENDS = re.compile(r"[ \t*_]*(?::|\||$)")


def built_in(text: str, language: str | None) -> Iterator[Finding]:
    """Terms of `data/terms.json` that are wrong where they stand."""
    code = (language or "").lower().split("-")[0]
    known = _patterns(code)
    if known is None:
        return
    pattern, terms = known
    for found in pattern.finditer(text):
        term = terms[re.sub(r"\s+", " ", found.group().lower())]
        if term["when"] == "always" or _is_of_funding(text, found.start(), found.end()):
            yield Finding(
                "forbidden-term",
                found.start(),
                found.end(),
                "built-in",
                facts={"words": found.group(), "instead": term["instead"], "meant": term["meant"]},
            )


def _is_of_funding(text: str, start: int, end: int) -> bool:
    """Whether "founded by" stands where a funder is named: as a label, or before one. An association may well have
    been founded by somebody, and in a year."""
    line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    before, after = text[line_start:start], text[end:line_end]
    opens = not before.strip(" \t#*_-–•>") or before.rstrip().endswith(("|", "•"))
    if opens and _LABEL_ENDS.match(after):
        value = after.partition(":")[2].strip() if ":" in after[:3] else ""
        value = value or text[line_end : line_end + 200].lstrip().split("\n")[0]
        return bool(_FUNDER.search(value)) or not _YEAR.search(value)
    return bool(_FUNDER.search(after[:_NEAR].split(".")[0])) and not _YEAR.search(after[:_NEAR])


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], dict[str, dict[str, str]]] | None:
    terms = {
        wrong.lower(): {"instead": instead, "meant": meant, "when": when}
        for meant, concept in _data()["concepts"].items()
        for when in (concept["when"],)
        for instead, wrongs in ((concept["terms"].get(language, {})).items())
        for wrong in wrongs.split("|")
    }
    if not terms:
        return None
    ordered = sorted(terms, key=lambda wrong: (-len(wrong), wrong))
    any_of = "|".join(re.escape(wrong).replace(r"\ ", r"\s+").replace("'", "['’]") for wrong in ordered)
    found = {**terms, **{wrong.replace("'", "’"): term for wrong, term in terms.items()}}
    return re.compile(rf"(?<![\w-])(?:{any_of})(?![\w-])", re.I), found


@cache
def _data() -> dict[str, Any]:
    source = files("passerelle.engines.text.publishing").joinpath("data", "terms.json")
    loaded: dict[str, Any] = json.loads(source.read_text(encoding="utf-8"))
    return loaded


def right_words() -> Iterator[tuple[str, str, str]]:
    """What the built-in terms should be called: concept in English, language, term."""
    for concept, told in _data()["concepts"].items():
        for language in sorted({"en", *told["terms"]}):
            for term in told["terms"].get(language) or (concept,):
                yield concept, language, term


def forbidden(text: str, language: str | None, glossary: Sequence[Entry]) -> Iterator[Finding]:
    """Terms that a glossary forbids in this language."""
    if not glossary:
        return
    from passerelle.engines.text.glossary import (
        Glossary,
    )  # with its stems, which the built-in terms do without

    code = (language or "").lower()
    entries = [entry for entry in glossary if entry.language in (code, code.split("-")[0])]
    right = {entry.concept: entry.term for entry in reversed(entries) if not entry.forbidden}
    kept = Glossary(entries)
    for hit in kept.find(text, entries[0].language if entries else code):
        if hit.entry.forbidden:
            facts: dict[str, str | int] = {"words": hit.words, "instead": right.get(hit.entry.concept, "")}
            yield Finding(
                "forbidden-term", hit.start, hit.end, "glossary", facts=facts | {"meant": hit.entry.note}
            )
