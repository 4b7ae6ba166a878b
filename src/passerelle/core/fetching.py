"""A page of the web, fetched because a person asked for it: over https, from public addresses only, with limits.

The danger is that the server is sent where only it can go (its own network, its neighbours, a cloud's metadata: server-
side request forgery, OWASP A10:2021). So the name is looked up once, every address it has must be public, the connection
goes to the very address that was looked at, and each redirect is a new address to which all of this applies again.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.utils.translation import gettext_lazy as _

import passerelle
from passerelle.core.errors import Problem

ANY = "*"
SECONDS = 15  # from the first connection to the last byte, redirects included
LARGEST = 5_000_000
REDIRECTS = 4
TYPES = {
    "text/html": "page.html",
    "application/xhtml+xml": "page.html",
    "text/plain": "page.txt",
    "text/markdown": "page.md",
    "application/pdf": "page.pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "page.docx",
}
_MOVED = frozenset((301, 302, 303, 307, 308))
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: an IPv4 address behind a well-known prefix
_BY_HAND = _("Save the page in your browser and give it as a file, or paste its text.")

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address


def is_public(ip: Ip) -> bool:
    """Whether an address belongs to the open internet, also when it hides another (mapped, 6to4, Teredo, NAT64)."""
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner:
            return is_public(inner)
        if ip.is_site_local:
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _looked_up(host: str) -> list[tuple[str, int]]:
    """The addresses of a host, with the port of https."""
    found = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    return list(dict.fromkeys((str(entry[4][0]), 443) for entry in found))


@dataclass(frozen=True)
class Web:
    """How the web is reached. Tests put a server of their own in its place."""

    look_up: Callable[[str], list[tuple[str, int]]] = _looked_up
    may_reach: Callable[[Ip], bool] = is_public
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    seconds: float = SECONDS


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: its bytes, a name whose end says its kind, the encoding the server claims, where it was in the end."""

    data: bytes
    name: str
    charset: str | None
    address: str


def fetch(address: str, allowed: str, web: Web | None = None) -> Fetched:
    """The page at an address. allowed: "*", or the hosts that may be asked, with blanks; theirs are allowed too.

    Raises Problem with what to do instead."""
    web = web or Web()
    until = time.monotonic() + web.seconds
    for _step in range(REDIRECTS + 1):
        parts = _checked(address, allowed)
        with _answer(parts, web, until) as answer:
            if answer.status in _MOVED and (onward := answer.headers.get("Location")):
                address = urljoin(parts.geturl(), onward)
                continue
            return _taken(answer, parts, until)
    raise _problem("redirects", _("This address leads on and on, and to no page."))


def _checked(address: str, allowed: str) -> SplitResult:
    """The parts of an address that may be asked at all."""
    address = address.strip()
    if "://" not in address:
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".").encode("idna").decode("ascii")
        port = parts.port
    except (ValueError, UnicodeError):
        host, port, parts = "", None, urlsplit("")
    if parts.scheme and parts.scheme != "https":
        raise _problem("no https", _("Only addresses that begin with https:// are read."))
    if not host or parts.username is not None or port not in (None, 443):
        raise Problem(
            "no address", _("This is no address of a page. Copy it from your browser."), field="address"
        )
    if allowed != ANY and not any(host == one or host.endswith(f".{one}") for one in allowed.lower().split()):
        raise _problem(
            "host", _("Pages of %(host)s are not read here. The administrator says which are."), host=host
        )
    path = quote(parts.path or "/", safe="%/:=&~+!$,;'@()*[]")
    query = quote(parts.query, safe="%/:=&?~+!$,;'@()*[]")
    return SplitResult("https", host, path, query, "")


@contextlib.contextmanager
def _answer(parts: SplitResult, web: Web, until: float) -> Iterator[http.client.HTTPResponse]:
    """The answer of the host, cut off when the time is over, however slowly it drips."""
    places = _places(parts.netloc, web)
    left = max(0.01, until - time.monotonic())
    connection = _Pinned(parts.netloc, places, web.context, left)
    timer = threading.Timer(left, connection.cut)
    timer.daemon = True
    timer.start()
    try:
        connection.request(
            "GET", f"{parts.path}?{parts.query}" if parts.query else parts.path, headers=_headers()
        )
        yield connection.getresponse()
    except (OSError, http.client.HTTPException):
        raise _no_answer() from None
    finally:
        timer.cancel()
        connection.close()


def _places(host: str, web: Web) -> list[tuple[str, int]]:
    """The addresses of a host, all of them public."""
    try:
        places = web.look_up(host)
    except OSError:
        raise _problem("unknown", _("There is no such place on the web: %(host)s."), host=host) from None
    if not places or not all(
        web.may_reach(ipaddress.ip_address(ip.partition("%")[0])) for ip, _port in places
    ):
        raise _problem("not public", _("This address lies inside a network. Only public pages are read."))
    return places


class _Pinned(http.client.HTTPSConnection):
    """A connection to addresses that were looked at before, under the certificate of their name."""

    def __init__(
        self, host: str, places: list[tuple[str, int]], context: ssl.SSLContext, seconds: float
    ) -> None:
        super().__init__(host, 443, timeout=seconds, context=context)
        self.places, self.tls, self.seconds = places[:3], context, seconds
        self.line: socket.socket | None = None

    def connect(self) -> None:
        self.line = self._opened()
        self.line.settimeout(self.seconds)
        self.sock = self.line = self.tls.wrap_socket(self.line, server_hostname=self.host)

    def _opened(self) -> socket.socket:
        """A line to the first of the places that answers."""
        for place in self.places[:-1]:
            with contextlib.suppress(OSError):
                return socket.create_connection(place, self.seconds / len(self.places))
        return socket.create_connection(self.places[-1], self.seconds / len(self.places))

    def cut(self) -> None:
        """Whoever reads from it gets an end or an error at once. The socket's own method: TLS would forget its state
        under the reader's hands."""
        if self.line is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(self.line, socket.SHUT_RDWR)


def _taken(answer: http.client.HTTPResponse, parts: SplitResult, until: float) -> Fetched:
    """The bytes of an answer that is a page."""
    if answer.status in (401, 403):
        raise _problem("shut", _("This page is not open to everybody."))
    if answer.status in (404, 410):
        raise _problem("gone", _("There is no page at this address any more."))
    if answer.status != 200:
        raise _no_answer()
    kind = answer.headers.get_content_type()
    encoded = answer.headers.get("Content-Encoding", "identity").lower() not in ("", "identity")
    if kind not in TYPES or "Content-Type" not in answer.headers or encoded:
        raise _problem("no page", _("There is no page of text at this address."))
    if (answer.length or 0) > LARGEST:
        raise _too_large()
    data = bytearray()
    while piece := answer.read1(65536):
        data += piece
        if len(data) > LARGEST:
            raise _too_large()
    if answer.length or time.monotonic() > until:  # cut off before its end
        raise _no_answer()
    return Fetched(bytes(data), TYPES[kind], answer.headers.get_content_charset(), parts.geturl())


def _headers() -> dict[str, str]:
    return {
        "User-Agent": f"Passerelle/{passerelle.__version__} (one page, asked for by a person)",
        "Accept": ", ".join(TYPES),
        "Accept-Encoding": "identity",
        "Connection": "close",
    }


def _problem(code: str, said: Any, **params: Any) -> Problem:
    """What is wrong, and the way that always works."""
    return Problem(code, f"{said} {_BY_HAND}", field="address", **params)


def _no_answer() -> Problem:
    return _problem("no answer", _("The page did not come, or not in time."))


def _too_large() -> Problem:
    return _problem("too large", _("What lies there is larger than 5 MB."))
