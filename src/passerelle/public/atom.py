"""Feeds in Atom: what must stand in them, and nothing that could run. Source: RFC 4287; ids as in RFC 4151."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.sax.xmlreader import AttributesImpl

from django.utils.xmlutils import SimplerXMLGenerator

TYPE = "application/atom+xml; charset=utf-8"
NAMESPACE = "http://www.w3.org/2005/Atom"
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. content: HTML, made safe already. language: of title and content, where it is not the feed's.

    via: (name, address) of where the text was taken over from."""

    id: str
    title: str
    title_language: str
    updated: datetime
    published: datetime
    address: str
    language: str
    author: str
    content: str
    category: str = ""
    via: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed in one language. address: its own; page: the same as HTML; others: {language: the feed in it}."""

    id: str
    title: str
    author: str
    language: str
    updated: datetime
    address: str
    page: str
    others: dict[str, str]
    entries: Sequence[Entry]


def written(feed: Feed) -> bytes:
    """The feed as XML in UTF-8; the same feed always gives the same bytes."""
    out = io.BytesIO()
    xml = SimplerXMLGenerator(out, "utf-8", short_empty_elements=True)
    xml.startDocument()
    xml.startElement("feed", AttributesImpl({"xmlns": NAMESPACE, "xml:lang": feed.language}))
    _element(xml, "id", feed.id)
    _element(xml, "title", feed.title)
    _element(xml, "updated", _moment(feed.updated))
    _link(xml, "self", feed.address, "application/atom+xml", feed.language)
    _link(xml, "alternate", feed.page, "text/html", feed.language)
    for language, address in feed.others.items():
        _link(xml, "alternate", address, "application/atom+xml", language)
    _author(xml, feed.author)
    _element(xml, "generator", "Passerelle")
    for entry in feed.entries:
        _entry(xml, entry)
    xml.endElement("feed")
    xml.endDocument()
    return out.getvalue()


def _entry(xml: SimplerXMLGenerator, entry: Entry) -> None:
    xml.startElement("entry", AttributesImpl({"xml:lang": entry.language}))
    _element(xml, "id", entry.id)
    _element(xml, "title", entry.title, {"xml:lang": entry.title_language})
    _element(xml, "updated", _moment(entry.updated))
    _element(xml, "published", _moment(entry.published))
    _link(xml, "alternate", entry.address, "text/html", entry.language)
    if entry.via and entry.via[1]:
        _link(xml, "via", entry.via[1], title=entry.via[0])
    _author(xml, entry.author)
    if entry.category:
        _element(xml, "category", "", {"term": _plain(entry.category)})
    _element(xml, "content", entry.content, {"type": "html"})
    xml.endElement("entry")


def _author(xml: SimplerXMLGenerator, name: str) -> None:
    xml.startElement("author", AttributesImpl({}))
    _element(xml, "name", name)
    xml.endElement("author")


def _link(
    xml: SimplerXMLGenerator, rel: str, address: str, kind: str = "", language: str = "", title: str = ""
) -> None:
    given = {"rel": rel, "href": address, "type": kind, "hreflang": language, "title": title}
    _element(xml, "link", "", {name: _plain(value) for name, value in given.items() if value})


def _element(
    xml: SimplerXMLGenerator, name: str, text: str, attributes: dict[str, str] | None = None
) -> None:
    xml.startElement(name, AttributesImpl(attributes or {}))
    if text:
        xml.characters(_plain(text))
    xml.endElement(name)


def _plain(text: str) -> str:
    """What XML 1.0 cannot hold at all is left out; everything else is escaped by the writer."""
    return _NOT_IN_XML.sub("", text)


def _moment(at: datetime) -> str:
    """RFC 3339, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
