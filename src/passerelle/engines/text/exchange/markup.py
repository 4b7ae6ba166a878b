"""XML that strangers send: read without entities, without files from elsewhere, within bounds."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

from passerelle.engines.text.exchange.model import LARGEST, Unreadable

DEEPEST = 200


def parse(content: bytes) -> ElementTree.Element:
    """The root of a document; tags have their namespace as {namespace}name.

    A document type may be named, as old TMX files do, but nothing may be declared in it: expat then expands nothing
    and fetches nothing. Raises Unreadable."""
    if len(content) > LARGEST:
        raise Unreadable("too-large")
    builder = ElementTree.TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    depth = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise Unreadable("damaged", parser.CurrentLineNumber)
        builder.start(_named(tag), {_named(key): value for key, value in attributes.items()})

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_named(tag))

    def refuse(*_told: Any) -> None:
        raise Unreadable("entities", parser.CurrentLineNumber)

    def doctype(_name: str, _system: str | None, _public: str | None, has_subset: int) -> None:
        if has_subset:
            refuse()

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = doctype
    parser.EntityDeclHandler = refuse
    parser.SkippedEntityHandler = refuse
    try:
        parser.Parse(content, True)
        return builder.close()
    except expat.ExpatError as reason:
        raise Unreadable("damaged", reason.lineno) from None
    except (LookupError, ValueError):
        raise Unreadable("encoding") from None


def _named(tag: str) -> str:
    return "{" + tag if "}" in tag else tag


def written(root: ElementTree.Element) -> bytes:
    """The document as UTF-8, with one element a line; words are left as they are."""
    ElementTree.indent(root, " ")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="utf-8") + b"\n"
