"""HTML: its words in lines, without scripts and menus."""

import codecs
import html
import re
from collections import Counter

from passerelle.engines.text import markup, paste
from passerelle.engines.text.reading.marks import settled
from passerelle.engines.text.reading.model import Read

_CHARSET = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.I
)
_LANGUAGE = re.compile(
    r"<html\b[^>]{0,1000}?\s(?:xml:)?lang\s*=\s*[\"']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3})", re.I
)
_TITLE = re.compile(r"<title\b[^>]{0,200}>([^<]{1,500})</title", re.I)
_HEADING = re.compile(r"<h1\b", re.I)
_ATTRIBUTE = re.compile(
    r"\s(alt|src|role|aria-hidden)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?(?=[\s/>])", re.I
)
_MENUS = frozenset(("nav", "noscript", "select", "datalist"))
_HEAD = 4096  # bytes in which a page must name its encoding; the standard says 1024, pages do not keep to it


def charset(data: bytes, server: str | None = None) -> str | None:
    """The encoding that the server or else the page names, when Python knows it and it is not UTF-8."""
    found = _CHARSET.search(data[:_HEAD])
    name = (server or (found[1].decode("ascii") if found else "")).lower()
    if not name or data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return None
    name = "windows-1252" if name in ("iso-8859-1", "latin1", "us-ascii", "ascii") else name
    try:
        known = codecs.lookup(name)
        " ".encode(known.name)
    except (LookupError, ValueError):  # LookupError also of codecs that are none for text
        return None
    return None if known.name in ("utf-8", "utf-16", "utf-16-le", "utf-16-be") else known.name


def read(decoded: paste.Decoded) -> Read:
    """The words of a page; a title that no heading says comes first."""
    page = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    tags: list[str] = []
    words = markup.strip(page, Counter(), without=_MENUS, images=tags)
    title = _TITLE.search(page)
    if title and not _HEADING.search(page):
        words = f"{html.unescape(title[1]).strip()}\n\n{words}"
    text, images = settled(words, [_picture(tag) for tag in tags])
    declared = _LANGUAGE.search(page)
    return Read(text, "html", images, declared[1] if declared else None, decoded.changes)


def _picture(tag: str) -> tuple[str | None, str]:
    facts: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(tag):
        facts.setdefault(name.lower(), html.unescape("".join(values)).strip())
    ornament = facts.get("role") in ("presentation", "none") or facts.get("aria-hidden") == "true"
    return "" if ornament else facts.get("alt"), facts.get("src", "")
