"""A page fetched by its address: it comes, within limits, and the server is led nowhere else."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from passerelle.core import fetching
from passerelle.core.errors import Problem
from passerelle.core.fetching import Web, fetch, is_public

HOST = "old.example"
PAGE = "<!doctype html><title>Bron</title><p>Åtta möten i tio städer.</p>".encode("iso-8859-1")
HTML = "text/html; charset=iso-8859-1"
WAYS = {
    "/page": (200, {"Content-Type": HTML}, PAGE),
    "/moved": (301, {"Location": "/page"}, b""),
    "/to-http": (302, {"Location": "http://old.example/page"}, b""),
    "/inside": (302, {"Location": "https://inside.example/secrets"}, b""),
    "/round": (302, {"Location": "/round"}, b""),
    "/picture": (200, {"Content-Type": "image/png"}, b"\x89PNG"),
    "/untold": (200, {}, PAGE),
    "/packed": (200, {"Content-Type": HTML, "Content-Encoding": "gzip"}, PAGE),
    "/shut": (403, {"Content-Type": HTML}, PAGE),
    "/gone": (404, {"Content-Type": HTML}, PAGE),
    "/broken": (500, {"Content-Type": HTML}, PAGE),
    "/says-large": (200, {"Content-Type": HTML, "Content-Length": "9000000"}, b""),
}


class Old(BaseHTTPRequestHandler):
    """The server of an old page."""

    asked: list[tuple[str, str, str]] = []

    def do_GET(self):
        self.asked.append((self.path, self.headers["Host"], self.headers.get("Cookie", "")))
        if self.path == "/drips":
            return self._drip()
        status, headers, body = WAYS[self.path.partition("?")[0]]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        return None

    def _drip(self):
        self.send_response(200)
        self.send_header("Content-Type", HTML)
        self.end_headers()
        try:
            for _ in range(100):
                self.wfile.write(b"x")
                time.sleep(0.05)
        except OSError:
            pass

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """(port, a context that trusts it)"""
    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "both.pem"
    pem.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    inward = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    inward.load_cert_chain(pem)
    with ThreadingHTTPServer(("127.0.0.1", 0), Old) as running:
        running.socket = inward.wrap_socket(running.socket, server_side=True)
        threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield running.server_port, ssl.create_default_context(cafile=str(pem))
        running.shutdown()


@pytest.fixture
def web(server):
    """The web of the tests: one public host, one inside a network. Every name looked up is noted."""
    port, context = server
    Old.asked.clear()
    looked_up: list[str] = []

    def look_up(host):
        looked_up.append(host)
        if host == "nowhere.example":
            raise OSError
        return [("10.0.0.7", 443)] if host == "inside.example" else [("127.0.0.1", port)]

    made = Web(look_up, lambda ip: str(ip) == "127.0.0.1", context, 5)
    object.__setattr__(made, "looked_up", looked_up)
    return made


def refusal(address: str, web: Web, allowed: str = "*") -> str:
    with pytest.raises(Problem) as problem:
        fetch(address, allowed, web)
    assert problem.value.field == "address"
    return problem.value.code


def test_a_page_comes_with_its_kind_and_its_encoding(web):
    page = fetch("https://old.example/page", "*", web)
    assert (page.data, page.name, page.charset) == (PAGE, "page.html", "iso-8859-1")
    assert Old.asked == [("/page", HOST, "")]


def test_an_address_without_its_beginning_and_with_its_own_letters_is_understood(web):
    fetch("old.example/page?what=Åtta möten#part", "*", web)
    assert Old.asked[0][0] == "/page?what=%C3%85tta%20m%C3%B6ten"


def test_a_page_that_has_moved_is_followed(web):
    assert fetch("https://old.example/moved", "*", web).address == "https://old.example/page"


@pytest.mark.parametrize(
    ("way", "code"),
    [
        ("/to-http", "no https"),
        ("/inside", "not public"),
        ("/round", "redirects"),
        ("/picture", "no page"),
        ("/untold", "no page"),
        ("/packed", "no page"),
        ("/shut", "shut"),
        ("/gone", "gone"),
        ("/broken", "no answer"),
        ("/says-large", "too large"),
    ],
)
def test_what_is_no_public_page_is_refused(web, way, code):
    assert refusal(f"https://old.example{way}", web) == code


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("http://old.example/page", "no https"),
        ("file:///etc/passwd", "no https"),
        ("ftp://old.example/page", "no https"),
        ("https://old.example:8443/page", "no address"),
        ("https://somebody:secret@old.example/page", "no address"),
        ("https://", "no address"),
        ("https://[::1", "no address"),
        ("https://inside.example/", "not public"),
        ("https://nowhere.example/", "unknown"),
    ],
)
def test_no_other_door_is_knocked_at(web, address, code):
    assert refusal(address, web) == code
    assert not Old.asked


def test_only_the_hosts_that_the_administrator_names_are_asked(web):
    assert fetch("https://old.example/page", "other.example old.example", web)
    assert refusal("https://old.example/page", web, "ld.example") == "host"
    assert refusal("https://old.example.evil.example/", web, "old.example") == "host"
    assert refusal("https://inside.example/", web, "example") == "not public"


def test_a_redirect_leaves_the_named_hosts_as_little_as_an_address(web):
    assert refusal("https://old.example/inside", web, "old.example") == "host"


def test_a_name_is_looked_up_once_for_each_step_so_that_it_cannot_change_in_between(web):
    fetch("https://old.example/moved", "*", web)
    assert web.looked_up == [HOST, HOST]
    assert len(Old.asked) == 2


def test_a_certificate_of_another_name_is_not_believed(web):
    assert refusal("https://another.example/page", web) == "no answer"


def test_a_page_that_never_ends_ends_in_time(web):
    hasty = Web(web.look_up, web.may_reach, web.context, 0.3)
    began = time.monotonic()
    assert refusal("https://old.example/drips", hasty) == "no answer"
    assert time.monotonic() - began < 3


def test_a_page_that_hides_its_length_is_cut_off(web, monkeypatch):
    monkeypatch.setattr(fetching, "LARGEST", 20)
    assert refusal("https://old.example/page", web) == "too large"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "198.18.0.1",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::a00:1",
        "2002:7f00:1::",
        "2002:a00:1::",
    ],
)
def test_addresses_inside_a_network_are_not_public(address):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "2a00:1450:4001::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_addresses_of_the_open_internet_are(address):
    assert is_public(ipaddress.ip_address(address))
