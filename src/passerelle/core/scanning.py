"""A virus scanner's hook: a file is shown to a scanner on this machine, and stays shut until that calls it clean.

PASSERELLE_SCANNER is the address of a clamd (`unix:/run/clamav/clamd.ctl`, `tcp://127.0.0.1:3310`) or a command
(`command:clamscan --no-summary -`) that reads the file on stdin and leaves with 0 for clean and 1 for found. Nothing
is sent to another machine. Source of the protocol: clamd(8), INSTREAM.
"""

from __future__ import annotations

import ipaddress
import re
import shlex
import socket
import struct
import subprocess
from collections.abc import Iterable
from urllib.parse import urlsplit

SECONDS = 60
CHUNK = 64 * 1024
LONGEST_ANSWER = 4096
FOUND = re.compile(r"^stream: (?P<what>.+) FOUND$")


class Unreachable(Exception):
    """The scanner did not answer, or did not say what it thinks of the file."""


def check_address(address: str) -> None:
    """Raises ValueError with a sentence when this is no scanner on this machine."""
    kind, where = _parsed(address)
    if kind == "unix" and not where.startswith("/"):
        raise ValueError("PASSERELLE_SCANNER: unix: is followed by the full path of clamd's socket.")
    if kind == "command" and not shlex.split(where):
        raise ValueError("PASSERELLE_SCANNER: command: is followed by a command.")
    if kind == "tcp":
        host, _port = _host(where)
        if host != "localhost" and not _is_loopback(host):
            raise ValueError(
                "PASSERELLE_SCANNER: a scanner runs on this machine, such as tcp://127.0.0.1:3310."
            )


def scan(address: str, chunks: Iterable[bytes]) -> str:
    """What the scanner found in a file, in its own word; empty when it is clean. Raises Unreachable."""
    kind, where = _parsed(address)
    try:
        return _by_command(where, chunks) if kind == "command" else _by_clamd(kind, where, chunks)
    except (OSError, subprocess.SubprocessError, ValueError) as trouble:
        raise Unreachable(type(trouble).__name__) from None


def _by_clamd(kind: str, where: str, chunks: Iterable[bytes]) -> str:
    with _connected(kind, where) as line:
        line.sendall(b"zINSTREAM\0")
        try:
            for chunk in _cut(chunks):
                line.sendall(struct.pack("!I", len(chunk)) + chunk)
            line.sendall(struct.pack("!I", 0))
        except (BrokenPipeError, ConnectionResetError):
            pass  # it closes in the middle of a file that is longer than it takes, and says so
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
            part = line.recv(1024)
            if not part:
                break
            answer += part
    said = answer.rstrip(b"\0\n").decode("utf-8", "replace")
    if said == "stream: OK":
        return ""
    if found := FOUND.match(said):
        return _word(found["what"])
    raise Unreachable("no verdict")


def _by_command(command: str, chunks: Iterable[bytes]) -> str:
    done = subprocess.run(
        shlex.split(command), input=b"".join(chunks), capture_output=True, timeout=SECONDS, check=False
    )
    if done.returncode == 0:
        return ""
    if done.returncode == 1:
        said = done.stdout.decode("utf-8", "replace").strip().splitlines()
        found = FOUND.match(said[0]) if said else None
        return _word(found["what"] if found else "found")
    raise Unreachable("no verdict")


def _connected(kind: str, where: str) -> socket.socket:
    if kind == "unix":
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(SECONDS)
        try:
            line.connect(where)
        except OSError:
            line.close()
            raise
        return line
    return socket.create_connection(_host(where), timeout=SECONDS)


def _cut(chunks: Iterable[bytes]) -> Iterable[bytes]:
    """Pieces of at most CHUNK bytes, none empty: an empty one ends the stream."""
    return (chunk[at : at + CHUNK] for chunk in chunks for at in range(0, len(chunk), CHUNK))


def _parsed(address: str) -> tuple[str, str]:
    if address.startswith("/"):
        return "unix", address
    kind, colon, where = address.partition(":")
    if not colon or kind not in ("unix", "tcp", "command"):
        raise ValueError("PASSERELLE_SCANNER begins with unix:, tcp:// or command:.")
    return kind, where if kind == "tcp" else where.strip()


def _host(where: str) -> tuple[str, int]:
    parts = urlsplit(where)
    return parts.hostname or "", parts.port or 3310


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _word(found: str) -> str:
    """A scanner's name for what it found, fit to be kept and shown."""
    return re.sub(r"[^\w.:/()+-]", "_", found)[:80]
