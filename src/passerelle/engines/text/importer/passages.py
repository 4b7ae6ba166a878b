"""Facts that are passages of the page: title, short name, partners, objectives, activities, outputs, contacts."""

import re
from collections.abc import Iterator, Sequence

from passerelle.engines.text.importer.contacts import contacts
from passerelle.engines.text.importer.countries import country_at
from passerelle.engines.text.importer.lines import Line, part_of
from passerelle.engines.text.importer.model import Field, Value
from passerelle.engines.text.importer.source import data, entries, plain
from passerelle.engines.text.segments import Block
from passerelle.engines.text.title import guess_title

_LOOKED_AT = 14
_NEAR_TOP = 3000
_ACRONYM = r"[^\W\d_a-zàèìòùáéíóúñçäöüåæøšžč][\w&+.-]{0,13}[\w+]"
_IN_BRACKETS = re.compile(rf"\(\s?({_ACRONYM})\.?\s?\)")
_BEFORE_NAME = re.compile(rf"[\"«“„']?({_ACRONYM})[\"»”“']?(?:\s?[:–—|]\s|\s-\s)(?=\S+\s\S)")
_BEHIND_NAME = re.compile(rf"(?<=\S)\s[–—-]\s({_ACRONYM})$")
_STEM = (
    r"(?i:projets?|projects?|progetto|proyecto|projeto|projecte|proje(?:k|c)t\w{0,6}|prosjekt\w{0,4}|hank\w{1,6}|"
    r"projekt\w{0,4}|proiect\w{0,4}|проєкт\w{0,3}|проект\w{0,3}|проје(?:к|ц)\w{0,5}|proġett|verkefni\w{0,3}|έργο\w?|proje)"
)
_PROJECT = re.compile(rf"(?<!\w){_STEM}\s[\"«“„']?({_ACRONYM})(?!\w)")
_NAMED = re.compile(rf"(?<!\w){_STEM}\s[\"«“„']?([^\W\d_])[^\n.,;:()]{{2,60}}?[\"»”“']?\s\(({_ACRONYM})\)")
_NOT_ACRONYMS = frozenset(data("headings")["no acronyms"].split("|"))
_PARTNER_END = re.compile(
    r"\s*(?:\([^()]{1,60}\)|[,،]\s?[^\W\d_][\w' -]{2,30}|\s[–—-]\s[^–—|]{2,60}|\s?\|.*|[;.,])?\s*$", re.DOTALL
)
_PLACE = re.compile(r"[,،]\s?[^\W\d_][\w' -]{2,30}$")
_LIST_OF = re.compile(
    r"\s*[;•]\s*|\s*,\s+(?![^()]*\))|"
    r"\s+(?:and|und|et|och|og|ja|un|ir|és|și|и|і|та|και|ve|oraz|dhe|in|a|y|e|i|u)\s+(?=[A-ZÀ-ÞĀ-ŽΑ-ΩА-Я][^()]*(?:\(|$))"
)
_ADDRESS = re.compile(r"^\s*\d|\d\D{0,2}\d\D{0,2}\d")
_NUMBERS_ONLY = re.compile(r":\s*[\d ,.;&-]+(?:[^\W\d_]{1,4}|[€$£])?$")
_LONGEST_PARTNER = 140
_MOST = 12


def passages(text: str, lines: Sequence[Line], language: str | None) -> Iterator[Value]:
    """The passages as they stand in `text`."""
    title = _title(text, lines)
    if title:
        yield title
    acronym = _acronym(text, lines, title)
    if acronym:
        yield acronym
    yield from _partners(text, lines, language)
    for part in ("objective", "activity", "output"):
        yield from _said(text, lines, part)
    yield from contacts(text, lines)


def _title(text: str, lines: Sequence[Line]) -> Value | None:
    for line in lines:
        if line.part == "title" and not line.is_label:
            return Value("title", text[line.start : line.end], line.start, line.end, 0.95)
    blocks = [_block(text, line) for line in lines[:_LOOKED_AT] if not line.is_label]
    guessed = guess_title(blocks)
    if guessed is None:
        return None
    for line in lines[:_LOOKED_AT]:
        words = text[line.start : line.end]
        if not line.is_label and (at := words.find(guessed)) >= 0:
            return Value("title", guessed, line.start + at, line.start + at + len(guessed), 0.7)
    return None


def _block(text: str, line: Line) -> Block:
    words = text[line.start : line.end]
    if line.labelled or line.kind == "item":
        return Block("item", 0, words)
    return Block("heading", 1, words) if line.kind == "heading" else Block("paragraph", 0, words)


def _acronym(text: str, lines: Sequence[Line], title: Value | None) -> Value | None:
    for line in lines:
        if line.part == "acronym" and not line.is_label:
            return Value("acronym", text[line.start : line.end], line.start, line.end, 0.95)
    if title is None:
        return _called(text)
    words = text[title.start : title.end]
    for pattern in (_IN_BRACKETS, _BEFORE_NAME, _BEHIND_NAME):
        match = pattern.match(words) if pattern is _BEFORE_NAME else pattern.search(words)
        if match and _is_acronym(match[1]):
            return Value("acronym", match[1], title.start + match.start(1), title.start + match.end(1), 0.8)
    return _called(text)


def _called(text: str) -> Value | None:
    """ "Le projet TRAVERSE", "Prosjektet Åpne dører (APDO)": a name in capitals behind the word."""
    for match in _NAMED.finditer(text[:_NEAR_TOP]):
        # "chef de projet à Solidaridad (SSF)" names an organisation: no name of a project begins with a small letter.
        if not match[1].islower() and _is_acronym(match[2]) and match[2].isupper():
            return Value("acronym", match[2], match.start(2), match.end(2), 0.6)
    for match in _PROJECT.finditer(text):
        if _is_acronym(match[1]) and match[1].isupper():
            return Value("acronym", match[1], match.start(1), match.end(1), 0.6)
    return None


def _is_acronym(word: str) -> bool:
    capitals = sum(sign.isupper() for sign in word)
    return capitals >= 2 and 2 * capitals >= sum(map(str.isalpha, word)) and word.upper() not in _NOT_ACRONYMS


def _partners(text: str, lines: Sequence[Line], language: str | None) -> Iterator[Value]:
    seen: set[str] = set()
    items = ended = False
    for line in lines:
        words = text[line.start : line.end]
        if line.part != "partner" or line.is_label or line.labelled:
            items = ended = False
        if line.part != "partner" or line.is_label or line.end - line.start > 600:
            continue
        # What stands below a list with bullets or numbers is no longer its list.
        ended = ended or (items and line.kind == "plain" and not line.labelled)
        items = items or line.kind == "item"
        if ended or _NUMBERS_ONLY.search(words) or _is_head(words):
            continue
        listed = line.labelled or (line.kind == "plain" and ";" in words)
        if not listed and (
            len(words) > _LONGEST_PARTNER or (words.rstrip().endswith((".", ":")) and len(words) > 50)
        ):
            continue
        for start, end in _names(words) if listed else [(0, len(words))]:
            if listed and _ADDRESS.search(words[start:end]):
                break  # "Coordinator: Open Door, 12 Mill Street, Elmford": what follows is no partner
            end = start + len(_trimmed(words[start:end], language))
            name = words[start:end]
            if len(name) > 2 and name[0].isalpha() and name.casefold() not in seen and "@" not in name:
                seen.add(name.casefold())
                yield Value("partner", name, line.start + start, line.start + end, 0.85)


def _names(words: str) -> list[tuple[int, int]]:
    """The places of the names in a row: by semicolons if there are any, else by commas and "and"."""
    pattern = re.compile(r"\s*[;•]\s*") if ";" in words or "•" in words else _LIST_OF
    found: list[tuple[int, int]] = []
    at = 0
    for cut in pattern.finditer(words):
        found.append((at, cut.start()))
        at = cut.end()
    return [*found, (at, len(words))]


def _is_head(words: str) -> bool:
    """Whether a row is the head of a table: "Organisation | City | Country"."""
    cells = [cell.strip(" *").lower() for cell in words.split("|")]
    known = entries(data("headings")["columns"])
    return len(cells) > 1 and all(cell in known or part_of(cell) for cell in cells if cell)


def _trimmed(name: str, language: str | None) -> str:
    """A partner's name without its place, country, role or address behind it."""
    match = _PARTNER_END.search(name)
    shorter = name[: match.start()].rstrip() if match else name
    behind = re.search(r"[^\W\d_]", name[len(shorter) :])
    if behind and country_at(plain(name), len(shorter) + behind.start(), language):
        shorter = _PLACE.sub("", shorter)
    return shorter if len(shorter) > 2 else name.rstrip(" .,;")


def _said(text: str, lines: Sequence[Line], part: Field) -> Iterator[Value]:
    """Items of a part of the page, or its paragraphs when it has no list."""
    own = [line for line in lines if line.part == part and not line.is_label]
    items = [line for line in own if line.kind == "item"]
    seen: set[str] = set()
    for line in (items or own)[:_MOST]:
        words = text[line.start : line.end]
        key = " ".join(words.casefold().split())
        if sum(map(str.isalpha, words)) > 3 and key not in seen:
            seen.add(key)
            yield Value(part, words, line.start, line.end, 0.8)
