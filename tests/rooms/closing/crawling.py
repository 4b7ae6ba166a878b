"""Opens an unpacked folder as a browser does, and names everything in it that leads nowhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.leads: list[tuple[str, str, dict[str, str]]] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag, attrs):
        told = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        if "id" in told:
            self.ids.add(told["id"])
        for name in ("href", "src", "action", "poster", "data"):
            if name in told:
                self.leads.append((tag, told[name], told))

    handle_startendtag = handle_starttag


def broken(folder: dict[str, bytes]) -> list[str]:
    """Every address that does not resolve inside the folder; a link to the network must say that it is one."""
    pages = {}
    for path, content in folder.items():
        if path.endswith(".html"):
            pages[path] = _Page()
            pages[path].feed(content.decode())
    found = [trouble for path in pages for trouble in _in_page(path, pages, folder)]
    for path, content in folder.items():
        if path.endswith(".css"):
            found += _in_sheet(path, content.decode(), folder)
        if path.endswith(".atom"):
            found += _in_feed(path, content, folder)
        if path.endswith(".json"):
            json.loads(content)
    return found


def _in_page(path: str, pages: dict[str, _Page], folder: dict[str, bytes]) -> Iterator[str]:
    for tag, address, told in pages[path].leads:
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            if tag != "a" or parts.scheme != "https" or "external" not in told.get("rel", ""):
                yield f"{path}: <{tag}> leads outside to {address}"
            continue
        target = normpath(join(dirname(path), unquote(parts.path))) if parts.path else path
        if address.startswith("/") or target not in folder:
            yield f"{path}: <{tag}> leads to {address}, which is not there"
        elif parts.fragment and target in pages and parts.fragment not in pages[target].ids:
            yield f"{path}: {address} has no such place"
    yield from (f"{path}: a {tag} needs the network" for tag in pages[path].tags if tag in ("form", "script"))


def _in_sheet(path: str, css: str, folder: dict[str, bytes]) -> Iterator[str]:
    for address in re.findall(r"url\(['\"]?([^'\")]+)", css):
        if normpath(join(dirname(path), address.partition("#")[0])) not in folder:
            yield f"{path}: loads {address}, which is not there"


def _in_feed(path: str, xml: bytes, folder: dict[str, bytes]) -> Iterator[str]:
    for link in ElementTree.fromstring(xml).iter("{http://www.w3.org/2005/Atom}link"):
        address = link.get("href", "")
        inside = normpath(join(dirname(path), unquote(urlsplit(address).path))) in folder
        if not inside and link.get("rel") != "via":
            yield f"{path}: leads to {address}, which is not there"
