"""A real installation (`passerelle run --demo`), a real mail server, and a real browser."""

from __future__ import annotations

import email
import email.policy
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Browser, sync_playwright

from passerelle.config import embedded
from tests import made_once

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
READY = 120
# What `passerelle run --demo` does before it serves anybody.
_PREPARE = """
from passerelle.config import supervisor, surroundings
with surroundings.databases(surroundings.use_data()):
    supervisor.prepare()
"""


class Letterbox:
    """Everything a mail server was given."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))  # type: ignore[arg-type]
        return "250 kept"

    def to(self, address: str, wait: float = 30) -> EmailMessage:
        """The newest mail to an address, waited for."""
        until = time.monotonic() + wait
        while time.monotonic() < until:
            found = [mail for mail in self.mails if address in str(mail["To"])]
            if found:
                return found[-1]
            time.sleep(0.2)
        raise AssertionError(f"no mail to {address}; there are mails to {[str(m['To']) for m in self.mails]}")


@dataclass
class Installation:
    """A running `passerelle run --demo`."""

    address: str
    data: Path
    environment: dict[str, str]
    letters: Letterbox
    logins: dict[str, tuple[str, str]] = field(default_factory=dict)

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "passerelle.config.cli", *words],
            env=self.environment,
            cwd=self.data.parent,
            capture_output=True,
            text=True,
            timeout=120,
        )


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="session")
def installation() -> Iterator[Installation]:
    letters, port = Letterbox(), free_port()
    post_office = Controller(letters, hostname="127.0.0.1", port=free_port())
    post_office.start()
    # Not pytest's own folder: another run of the suite tidies that one up while this one stands in it.
    home = Path(tempfile.mkdtemp(prefix="passerelle-journey-"))
    data = home / "data"
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith(("PASSERELLE", "DJANGO", "DATABASE", "KEYS"))
    }
    environment = kept | {
        "PASSERELLE_DATA": str(data),
        "PASSERELLE_EMAIL_URL": f"smtp://127.0.0.1:{post_office.port}",
        "PASSERELLE_PORT": str(port),
        "PYTHONPATH": str(ROOT / "src"),
    }
    _copy_prepared(data, environment)
    log = (data.parent / "run.log").open("w+")
    running = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "passerelle.config.cli",
            "run",
            "--demo",
            "--port",
            str(port),
            "--data",
            str(data),
        ],
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
        cwd=data.parent,
    )
    try:
        found = Installation(f"http://localhost:{port}", data, environment, letters)
        _wait(found.address, running, log)
        log.seek(0)
        for role, address, password in re.findall(r"^ +(\w+) +(\S+@\S+) +(\S+)$", log.read(), re.MULTILINE):
            found.logins[role] = (address, password)
        yield found
    finally:
        running.terminate()
        running.wait(timeout=60)
        post_office.stop()
        shutil.rmtree(home, ignore_errors=True)


def _copy_prepared(data: Path, environment: dict[str, str]) -> None:
    """Begin with tables and demo as another test process found them, or make them for all: that takes a while."""
    with made_once.turn("prepared") as shared:
        if shared is None:
            return
        prepared = shared / "data"
        if not prepared.exists():
            there = environment | {"PASSERELLE_DATA": str(prepared), "PASSERELLE_DEMO": "1"}
            _take_tables(prepared)
            subprocess.run([sys.executable, "-c", _PREPARE], env=there, check=True, stdout=subprocess.DEVNULL)
        # With owners: PostgreSQL runs under an account of its own.
        subprocess.run(["cp", "-a", prepared, data], check=True)


def _take_tables(prepared: Path) -> None:
    """Spare us migrating, where a test process has done it already."""
    with made_once.turn("tables") as shared:
        if shared is None or not made_once.written_down(shared):
            return
    with embedded.ensure(prepared) as server:
        places = {"default": embedded.DATABASE, "keys": embedded.KEYS_DATABASE}
        for name in places.values():
            server.create_database(name)
        made_once.fill({alias: server.url(name) for alias, name in places.items()}, shared)


def _wait(address: str, running: subprocess.Popen[bytes], log: Any) -> None:
    until = time.monotonic() + READY
    while time.monotonic() < until:
        if running.poll() is not None:
            log.seek(0)
            raise AssertionError(f"`passerelle run` ended: {log.read()}")
        log.flush()
        if "Ctrl-C" in Path(log.name).read_text():
            return
        time.sleep(0.3)
    log.seek(0)
    raise AssertionError(f"not ready after {READY} s: {log.read()}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. Playwright keeps an event loop in this thread; our own queries do not mind."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        path = os.environ.get("PASSERELLE_CHROMIUM", "/usr/bin/chromium")
        found = driver.chromium.launch(executable_path=path, args=CHROMIUM)
        yield found
        found.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
