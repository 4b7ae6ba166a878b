"""TMX 1.4b: the pairs for other people's memories. Source: the TMX 1.4b specification (LISA OSCAR, 2005)."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from passerelle.engines.text.exchange import markup
from passerelle.engines.text.exchange.model import Bundle, Segment, State, Unreadable
from passerelle.engines.text.exchange.moments import moment, stamp

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_MADE, _NAME, _INTO, _PLACE, _STATE = (
    f"x-passerelle-{what}" for what in ("made", "name", "into", "place", "state")
)
_CODES = frozenset(("bpt", "ept", "it", "ph", "ut"))
_STATES: tuple[State, ...] = ("missing", "outdated", "current")


def write(bundle: Bundle) -> bytes:
    """The bundle as TMX; a segment without a translation has its source alone."""
    root = Element("tmx", version="1.4")
    header = SubElement(
        root,
        "header",
        {
            "creationtool": "Passerelle",
            "creationtoolversion": "1",
            "segtype": "paragraph",
            "o-tmf": "Passerelle",
            "adminlang": "en",
            "srclang": bundle.source_language,
            "datatype": "plaintext",
        },
    )
    _prop(header, _NAME, bundle.name)
    _prop(header, _INTO, bundle.target_language)
    if bundle.made:
        _prop(header, _MADE, stamp(bundle.made))
    body = SubElement(root, "body")
    for one in bundle.segments:
        unit = SubElement(body, "tu", tuid=one.key)
        if one.note:
            SubElement(unit, "note").text = one.note
        _prop(unit, _PLACE, one.place)
        _prop(unit, _STATE, one.state)
        _said(unit, bundle.source_language, one.source)
        if one.target:
            _said(unit, bundle.target_language, one.target)
    return markup.written(root)


def _prop(parent: Element, kind: str, text: str) -> None:
    if text:
        SubElement(parent, "prop", type=kind).text = text


def _said(unit: Element, language: str, text: str) -> None:
    SubElement(SubElement(unit, "tuv", {_LANG: language}), "seg").text = text


def read(root: Element) -> Bundle:
    """The bundle in a TMX document with one source and one target language. Raises Unreadable."""
    header = root.find("header")
    if root.tag != "tmx" or header is None:
        raise Unreadable("unknown")
    units = root.findall("body/tu")
    source = header.get("srclang", "")
    into = _props(header).get(_INTO, "")
    if source.lower() in ("", "*all*"):
        source = next((_language(tuv) for unit in units for tuv in unit.findall("tuv")), "")
    others = {_language(tuv) for unit in units for tuv in unit.findall("tuv")} - {source}
    into = into or next(iter(others), "")
    if others - {into}:
        raise Unreadable("several")
    segments = tuple(_unit(unit, source, into) for unit in units)
    told = _props(header)
    return Bundle(told.get(_NAME, ""), source, into, segments, moment(told.get(_MADE, "")))


def _language(tuv: Element) -> str:
    return tuv.get(_LANG) or tuv.get("lang") or ""


def _unit(unit: Element, source: str, into: str) -> Segment:
    said = {_language(tuv): _words(tuv.find("seg")) for tuv in unit.findall("tuv")}
    told = _props(unit)
    state: State = next((one for one in _STATES if one == told.get(_STATE)), "")
    note = "\n".join(one.text or "" for one in unit.findall("note"))
    return Segment(
        said.get(source, ""), said.get(into, ""), unit.get("tuid", ""), told.get(_PLACE, ""), state, note
    )


def _props(element: Element) -> dict[str, str]:
    return {prop.get("type", ""): prop.text or "" for prop in element.findall("prop")}


def _words(element: Element | None) -> str:
    """The words of a segment; what stands inside codes of a formatted original is no words."""
    if element is None:
        return ""
    written = [element.text or ""]
    for child in element:
        written += ["" if child.tag in _CODES else _words(child), child.tail or ""]
    return "".join(written)
