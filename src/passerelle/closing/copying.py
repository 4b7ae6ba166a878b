"""A walk over what is public of a project, as a visitor without an account would see it, nobody named.

It begins at the addresses that rooms declare (`Room.pages_of`) and takes along what hangs on them: further parts of a
list, other languages of a text, tables, sheets, feeds, documents, and what pages need to look like pages.
"""

from __future__ import annotations

import io
import mimetypes
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname, join, normpath, relpath
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import resolve
from django.utils import translation
from django.utils.translation import gettext

from passerelle.closing import rewriting, settling
from passerelle.core.actor import PUBLIC
from passerelle.core.rooms import rooms
from passerelle.network.models import Project
from passerelle.people.queries import nobody_named

CARRIED = {"page", "text"}  # parts of a question that show something else of the same record
HANGS_ON = re.compile(r"\.(csv|xlsx|pdf|docx|atom|ics|svg|png|json)$")
LONGEST_NAME = 80

Step = Callable[[int, int], None]


@dataclass
class Taken:
    """One file of the folder. path: where it lies. address: where it stood. page: whether its addresses are turned."""

    path: str
    address: str
    content: bytes
    kind: str = ""
    language: str = ""
    title: str = ""
    room: str = ""


@dataclass
class Copy:
    """What every page of the copy knows: whose it is, and the way between its pages."""

    project: Project

    def navigation(self) -> list[dict[str, Any]]:
        """In the language that is active: what is in the folder, and its data."""
        language = translation.get_language() or "en"
        return [
            {"label": gettext("What is in this folder"), "url": f"/{language}/"},
            {"label": gettext("Open data"), "url": f"/{language}/data/"},
        ]

    @property
    def closed_on(self) -> Any:
        return self.project.closed_at.date() if self.project.closed_at else None


class Walk:
    """Takes pages one after the other. step(taken, known) is told before each, and may raise to stop the walk."""

    def __init__(self, project: Project, languages: list[str], step: Step) -> None:
        self.project, self.languages, self.step = project, languages, step
        self.copy = Copy(project)
        self.found: dict[str, Taken] = {}  # by address
        self.declared: dict[str, str] = {}  # address -> room
        self.waiting: list[str] = []
        self.paths: set[str] = set()
        self.around: set[str] = set()  # addresses that exist in the folder only

    def run(self) -> list[Taken]:
        """Everything, in the order it was met. Addresses in it still are the site's (see `turned`)."""
        for language in self.languages:
            with translation.override(language):
                self._declare()
        with nobody_named():
            while self.waiting:
                self.step(len(self.found), len(self.found) + len(self.waiting))
                self._take(self.waiting.pop(0))
        return list(self.found.values())

    def _declare(self) -> None:
        for room in rooms():
            for address in room.pages_of(self.project.pk) if room.pages_of is not None else ():
                self.declared.setdefault(address, room.name)
                self._meet(address)

    def _meet(self, address: str) -> None:
        if address not in self.found and address not in self.waiting:
            self.waiting.append(address)

    def _take(self, address: str) -> None:
        answer = self._static(address) if self._is_static(address) else self._asked(address)
        if answer is None:
            return
        content, kind = answer
        language = _language(address, self.languages)
        taken = Taken(self._path(address, kind), address, content, kind, language)
        taken.room = self.declared.get(address, "")
        self.found[address] = taken
        if kind == "text/html":
            html = content.decode()
            taken.title = rewriting.title_of(html)
            for one in rewriting.addresses(html):
                if (known := self.known(one, address)) is not None:
                    self._meet(known)
        elif kind == "text/css":
            for one in rewriting.in_sheet(content.decode()):
                self._meet(normpath(join(dirname(address), unquote(urlsplit(one).path))))

    # ------------------------------------------------------------ which addresses belong to the copy

    def known(self, told: str, base: str) -> str | None:
        """The address of something that belongs to the copy, in one way of writing it; None for all others."""
        parts = urlsplit(told.removeprefix(settings.ADDRESS))
        if parts.scheme or parts.netloc:
            return None
        path = parts.path or urlsplit(base).path
        path = path if path.startswith("/") else normpath(join(dirname(base), path))
        if self._is_static(path) or path in self.found or path in self.around:
            return path
        if path in self.declared:
            asked = [(key, value) for key, value in parse_qsl(parts.query) if value]
            if not asked:
                return path
            return f"{path}?{urlencode(sorted(asked))}" if {key for key, _ in asked} <= CARRIED else None
        if path.startswith("/files/"):
            return path
        hangs = HANGS_ON.search(path) and any(path.startswith(one) for one in self.declared if one[-1] == "/")
        return path if hangs else None

    def _is_static(self, path: str) -> bool:
        return path.startswith(settings.STATIC_URL)

    def _path(self, address: str, kind: str) -> str:
        """Where something lies in the folder: short names without signs that a file system could refuse."""
        parts = urlsplit(address)
        names = [_safe(unquote(one)) for one in parts.path.split("/") if one]
        if kind == "text/html":
            asked = "".join(f"-{key}-{value}" for key, value in parse_qsl(parts.query))
            names.append(_safe(f"index{asked}") + ".html")
        elif parts.path.startswith("/files/"):
            names = ["documents", self._document(names[-1])]
        path = "/".join(names)
        if (
            path.casefold() in self.paths
        ):  # two documents of one name, on file systems that ignore capitals too
            stem, dot, ending = path.rpartition(".")
            path = f"{stem}-{len(self.paths)}{dot}{ending}"
        self.paths.add(path.casefold())
        return path

    def _document(self, pk: str) -> str:
        from passerelle.core.models import StoredFile

        file = StoredFile.objects.filter(pk=pk).first()
        return _safe(file.name, spaces=True) if file and file.name else pk

    # ------------------------------------------------------------ how they are read

    def _asked(self, address: str) -> tuple[bytes, str] | None:
        """What the site answers a visitor; None where it is not public, or leads elsewhere."""
        with translation.override(_language(address, self.languages) or "en"):
            try:
                found = resolve(urlsplit(address).path)
                answer = found.func(self.request(address), *found.args, **found.kwargs)
            except Http404:  # Resolver404 is one
                return None
            if answer.status_code != 200:
                return None
            content = _content(answer)
        kind = answer.headers.get("Content-Type", "").partition(";")[0]
        return settling.settled(content, kind), kind

    def request(self, address: str) -> HttpRequest:
        """A visitor without an account, a browser of no language, and a page that knows it is a copy."""
        path, _mark, question = address.partition("?")
        request = WSGIRequest(
            {
                "REQUEST_METHOD": "GET",
                "PATH_INFO": unquote(path).encode().decode("latin-1"),
                "QUERY_STRING": question,
                "SERVER_NAME": settings.HOSTS[0],
                "SERVER_PORT": "80",
                "wsgi.url_scheme": "http",
                "wsgi.input": io.BytesIO(),
            }
        )
        request.actor = PUBLIC  # type: ignore[attr-defined]
        request.LANGUAGE_CODE = translation.get_language() or "en"
        request.kept_copy = self.copy  # type: ignore[attr-defined]
        return request

    def _static(self, address: str) -> tuple[bytes, str] | None:
        name = unquote(address.removeprefix(settings.STATIC_URL))
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        if staticfiles_storage.exists(name):
            with staticfiles_storage.open(name) as file:
                return file.read(), kind
        where = finders.find(name)
        return (Path(where).read_bytes(), kind) if where else None


def turned(taken: list[Taken], walk: Walk, outside: Callable[[str], str]) -> Iterator[tuple[str, bytes]]:
    """Each file as it lies in the folder. outside(language): the words after a link to the network."""
    lies = {one.address: one.path for one in taken}
    for one in taken:
        if one.kind not in ("text/html", "application/atom+xml"):
            yield one.path, one.content
            continue
        place = _places(one, walk, lies)
        text = one.content.decode()
        if one.kind == "text/html":
            yield one.path, rewriting.page(text, place, outside(one.language)).encode()
        else:
            yield one.path, rewriting.feed(text, place).encode()


def _places(one: Taken, walk: Walk, lies: dict[str, str]) -> rewriting.Place:
    def place(told: str) -> str | None:
        address, _hash, anchor = told.partition("#")
        if not address:
            return told
        here = address.removeprefix(settings.ADDRESS) if address.startswith(settings.ADDRESS) else address
        if urlsplit(here).scheme or here.startswith("//"):
            return None
        target = lies.get(walk.known(here, one.address) or "")
        if target is None:
            return ""
        relative = quote(relpath(target, dirname(one.path) or "."))
        return f"{relative}#{anchor}" if anchor else relative

    return place


def _content(answer: HttpResponseBase) -> bytes:
    if answer.streaming:
        return b"".join(answer)
    return answer.content  # type: ignore[attr-defined]


def _language(address: str, languages: list[str]) -> str:
    first = address.lstrip("/").partition("/")[0]
    return first if first in languages else ""


def _safe(name: str, *, spaces: bool = False) -> str:
    """A name every file system takes. Source: the characters Windows reserves, in its naming conventions."""
    clean = re.sub(r'[\x00-\x1f<>:"/\\|?*]' if spaces else r'[\x00-\x20<>:"/\\|?*]', "-", name).strip(". ")
    stem, dot, ending = clean.rpartition(".") if len(clean) > LONGEST_NAME else (clean, "", "")
    return f"{stem[: LONGEST_NAME - len(ending)]}{dot}{ending}" if dot else clean[:LONGEST_NAME]
