"""XLIFF 2.0 (ISO 21720): one unit for each segment.

The words travel as they are written, Markdown signs and all. Units of others may hold inline elements; their words
are read, codes for single signs (cp) too. States: what is missing is "initial", what is outdated "initial" with a
sub-state, what is current "translated".
"""

from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from passerelle.engines.text.exchange import markup
from passerelle.engines.text.exchange.model import Bundle, Segment, State, Unreadable
from passerelle.engines.text.exchange.moments import moment, stamp

CORE = "urn:oasis:names:tc:xliff:document:2.0"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_MADE, _PLACE = "passerelle:made", "passerelle:place"
_OUTDATED = "passerelle:outdated"
_DONE = ("translated", "reviewed", "final")


def write(bundle: Bundle) -> bytes:
    """The bundle as XLIFF 2.0."""
    ElementTree.register_namespace("", CORE)
    root = Element(
        _core("xliff"), version="2.0", srcLang=bundle.source_language, trgLang=bundle.target_language
    )
    file = SubElement(root, _core("file"), id="f1", original=bundle.name)
    if bundle.made:
        notes = SubElement(file, _core("notes"))
        SubElement(notes, _core("note"), category=_MADE).text = stamp(bundle.made)
    for number, one in enumerate(bundle.segments, 1):
        # Unit ids are name tokens: the place may be none, so it goes into a note.
        unit = SubElement(file, _core("unit"), id=f"u{number}-{one.key}")
        if one.place or one.note:
            notes = SubElement(unit, _core("notes"))
            if one.place:
                SubElement(notes, _core("note"), category=_PLACE).text = one.place
            if one.note:
                SubElement(notes, _core("note"), appliesTo="source").text = one.note
        state = {"state": "translated" if one.state == "current" else "initial"} if one.state else {}
        if one.state == "outdated":
            state["subState"] = _OUTDATED
        segment = SubElement(unit, _core("segment"), state)
        SubElement(segment, _core("source"), {_SPACE: "preserve"}).text = one.source
        if one.target:
            SubElement(segment, _core("target"), {_SPACE: "preserve"}).text = one.target
    return markup.written(root)


def read(root: Element) -> Bundle:
    """The bundle in an XLIFF 2 document. Raises Unreadable."""
    if not root.tag.startswith("{urn:oasis:names:tc:xliff:document:2."):
        raise Unreadable("unknown")
    space = root.tag.partition("}")[0] + "}"
    segments: list[Segment] = []
    made, name = None, ""
    for file in root.iter(f"{space}file"):
        name = name or file.get("original", "")
        for note in file.findall(f"{space}notes/{space}note"):
            if note.get("category") == _MADE:
                made = moment(note.text or "")
        segments += [_unit(unit, space) for unit in file.iter(f"{space}unit")]
    return Bundle(name, root.get("srcLang", ""), root.get("trgLang", ""), tuple(segments), made)


def _unit(unit: Element, space: str) -> Segment:
    """A unit that another program cut into several segments is whole again."""
    parts = [part for part in unit if part.tag in (f"{space}segment", f"{space}ignorable")]
    real = [part for part in parts if part.tag == f"{space}segment"]
    source = "".join(_words(part.find(f"{space}source"), space) for part in parts)
    targets = [part.find(f"{space}target") for part in parts]
    # What lies between two segments need not be said again: then it is as in the source.
    filled = [
        part.find(f"{space}source") if target is None and part not in real else target
        for part, target in zip(parts, targets, strict=True)
    ]
    told = [part.find(f"{space}target") is not None for part in real]
    target = "".join(_words(one, space) for one in filled) if any(told) else ""
    notes = unit.findall(f"{space}notes/{space}note")
    place = next((note.text or "" for note in notes if note.get("category") == _PLACE), "")
    note = "\n".join(note.text or "" for note in notes if note.get("category") != _PLACE)
    _number, _dash, key = unit.get("id", "").partition("-")
    return Segment(source, target, key, place, _state(real, target), note)


def _state(parts: list[Element], target: str) -> State:
    if any("state" not in part.attrib for part in parts):
        return ""
    if any(part.get("subState") == _OUTDATED for part in parts):
        return "outdated"
    if all(part.get("state") in _DONE for part in parts):
        return "current"
    return "missing" if not target else "outdated"


def _words(element: Element | None, space: str) -> str:
    if element is None:
        return ""
    written = [element.text or ""]
    for child in element:
        if child.tag == f"{space}cp":
            written.append(_sign(child.get("hex", "")))
        written += [_words(child, space), child.tail or ""]
    return "".join(written)


def _sign(code: str) -> str:
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return "\ufffd"


def _core(tag: str) -> str:
    return f"{{{CORE}}}{tag}"
