"""Start PostgreSQL, the web server and the worker, and keep them running. Ctrl-C stops them in order."""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from passerelle.config import embedded, parent, surroundings
from passerelle.config.surroundings import Unfit

HOST = "127.0.0.1"
READY_SECONDS = 60
# A part that dies at once is restarted ever more slowly; one that ran this long counts as healthy again.
LONGEST_WAIT = 30.0
SETTLED_SECONDS = 60.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where it listens, and whether it is the demo."""
    parser.add_argument("--demo", action="store_true", help="load the demo network and show its log-ins")
    parser.add_argument("--port", type=int, help="the port on this machine (else PASSERELLE_PORT, else 8000)")


def run(args: argparse.Namespace) -> int:
    """Run until a signal comes. Raises Unfit or EmbeddedError with one line when that is not possible."""
    if args.demo:
        os.environ["PASSERELLE_DEMO"] = "1"
    port = read_port(args.port)
    data = surroundings.use_data(args.data)
    surroundings.check_writable(data)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    with contextlib.suppress(_Stopped), alone(data, port):
        check_free(port)
        with surroundings.databases(data) as server:
            logins = prepare(args.debug)
            with running([web(port), worker()]) as parts:
                wait_until_healthy(port, parts)
                announce(port, logins)
                watch(parts, server)
    say("Stopped.")
    return 0


class _Stopped(BaseException):
    """A signal asked us to leave."""


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    # The first signal is enough: a second one must not cut the tidying up short.
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    raise _Stopped


def read_port(asked: int | None) -> int:
    """The port that was asked for, put where the settings find it."""
    given = asked if asked is not None else os.environ.get("PASSERELLE_PORT", "8000")
    try:
        port = int(given)
        if not 0 < port < 65536:
            raise ValueError
    except ValueError:
        raise Unfit(f"{given} is no port: choose a number from 1 to 65535 with --port.") from None
    os.environ["PASSERELLE_PORT"] = str(port)
    return port


def check_free(port: int) -> None:
    """Raises Unfit when nobody may listen there, or somebody does."""
    with socket.socket() as probe:
        # As the web server will: what a connection that just ended left behind is no obstacle.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise Unfit(f"Port {port} is for root only: choose one above 1023 with --port.") from None
        except OSError:
            raise Unfit(f"Port {port} is taken by another program: choose another with --port.") from None


@contextlib.contextmanager
def alone(data: Path, port: int) -> Iterator[None]:
    """One supervisor per data folder: two would both run the jobs of the clock."""
    with open(data / "run.lock", "a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            where = lock.read().strip() or "another port"
            raise Unfit(f"Passerelle already runs with the data in {data}, at {where}.") from None
        lock.truncate(0)
        lock.write(url(port))
        lock.flush()
        yield


def prepare(debug: bool = False) -> list[list[str]]:
    """Tables, static files and demo, made by a process of their own. Returns (role, email, password) rows."""
    words = [sys.executable, "-m", "passerelle.config.prepare", *(["--debug"] if debug else [])]
    child = _spawn(words, stdout=subprocess.PIPE)
    try:
        said, _ = child.communicate()
    except BaseException:
        _end(child, 30)
        raise
    if child.returncode:
        # It has said why, in one line.
        raise SystemExit(child.returncode)
    logins: list[list[str]] = json.loads(said)["logins"]
    return logins


@dataclass
class Part:
    """A process that is kept running."""

    name: str
    words: list[str]
    patience: float  # seconds it may take to finish what it has in hand
    process: subprocess.Popen[Any] | None = None
    began: float = 0.0
    wait: float = 1.0
    due: float = field(default=0.0)

    def start(self) -> None:
        """Start it now."""
        self.process = _spawn(self.words)
        self.began = time.monotonic()

    def look_after(self) -> None:
        """Start it again when it died, after a while that grows."""
        now = time.monotonic()
        if self.process is not None:
            code = self.process.poll()
            if code is None:
                return
            _end(self.process, 0)  # whatever it left running
            self.process = None
            self.wait = 1.0 if now - self.began > SETTLED_SECONDS else min(self.wait * 2, LONGEST_WAIT)
            self.due = now + self.wait
            say(f"The {self.name} ended ({_reason(code)}); it starts again in {self.wait:.0f} s.")
        elif now >= self.due:
            self.start()

    def stop(self) -> None:
        """Let it finish, then end it."""
        if self.process is not None:
            _end(self.process, self.patience)
            self.process = None


def web(port: int) -> Part:
    """The web server."""
    return Part("web server", _command("serve-web", "--port", str(port)), patience=15)


def worker() -> Part:
    """The worker, with time for the job in hand."""
    return Part("worker", _command("worker"), patience=30)


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "passerelle.config.cli", *words]


def _spawn(words: list[str], **more: Any) -> subprocess.Popen[Any]:
    # A session of its own: Ctrl-C reaches us alone, and we decide about the order.
    environment = os.environ | {parent.PARENT: str(os.getpid())}
    return subprocess.Popen(words, stdin=subprocess.DEVNULL, start_new_session=True, env=environment, **more)


def _end(process: subprocess.Popen[Any], patience: float) -> None:
    """SIGTERM, patience, then SIGKILL for it and for everything it started."""
    if process.poll() is None and patience:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _reason(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"


@contextlib.contextmanager
def running(parts: list[Part]) -> Iterator[list[Part]]:
    """Start the parts, and stop them one after the other, the first first."""
    try:
        for part in parts:
            part.start()
        yield parts
    finally:
        for part in parts:
            part.stop()


def wait_until_healthy(port: int, parts: list[Part]) -> None:
    """Until the web server answers. Raises Unfit when a part gives up, or time is up."""
    deadline = time.monotonic() + READY_SECONDS
    pause = 0.05
    while time.monotonic() < deadline:
        for part in parts:
            if part.process is not None and (code := part.process.poll()) is not None:
                raise Unfit(f"The {part.name} does not start ({_reason(code)}): the lines above say why.")
        if healthy(port):
            return
        time.sleep(pause)
        pause = min(pause * 1.3, 2.0)  # every request that fails is a line in the log
    raise Unfit(f"The web server does not answer after {READY_SECONDS} seconds: the lines above may say why.")


def healthy(port: int) -> bool:
    """Whether /healthz answers 200."""
    # The first of the host names we answer to; the header stands for the proxy that speaks HTTPS.
    host = os.environ.get("PASSERELLE_HOSTS", "localhost").split(",")[0].lstrip(".")
    headers = {"Host": "localhost" if host == "*" else host, "X-Forwarded-Proto": "https"}
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers=headers)
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def watch(parts: list[Part], server: embedded.Server | None) -> NoReturn:
    """Keep everything running until a signal comes."""
    while True:
        if server is not None and not server.alive():
            say("PostgreSQL ended; it starts again.")
            server = embedded.revive(server.data)
        for part in parts:
            part.look_after()
        time.sleep(0.5)


def announce(port: int, logins: list[list[str]]) -> None:
    """Where it is and, in the demo, who one can be."""
    say(f"Passerelle is ready: {url(port)}")
    if logins:
        say("Log in to the demo as")
        wide = [max(len(str(row[column])) for row in logins) for column in range(2)]
        for role, email, password in logins:
            say(f"  {role:{wide[0]}}  {email:{wide[1]}}  {password}")
    say("Ctrl-C stops it; the data stays.")


def url(port: int) -> str:
    """The address for a browser; by name, since passkeys need one."""
    return f"http://localhost:{port}"


def say(line: str) -> None:
    """One line for the person at the terminal."""
    print(line, file=sys.stderr, flush=True)
