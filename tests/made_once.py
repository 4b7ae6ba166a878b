"""What every test process needs and one of them makes: the tables of a new database, and the rows of the demo.

To migrate and to load the demo takes half a minute of a core; to copy what is there, a second or two. Processes meet in
the folder that `tests.database` names; whoever runs alone has no such folder and makes everything for itself.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pickle
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from passerelle.config.cluster import binary
from tests.database import SHARED

Rows = TypeVar("Rows")


@contextlib.contextmanager
def turn(name: str) -> Iterator[Path | None]:
    """One process at a time, in the folder where they meet; None, and no waiting, where there is only this one."""
    named = os.environ.get(SHARED)
    if named is None:
        yield None
        return
    with (Path(named) / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield Path(named)


def rows_of(name: str, make: Callable[[], Rows], take: Callable[[Rows], Any]) -> Rows:
    """Rows that another process has kept, put into our tables by `take`; else ours, kept for the others."""
    with turn(name) as shared:
        if shared is None:
            return make()
        kept = shared / f"{name}.rows"
        if kept.exists():
            rows: Rows = pickle.loads(kept.read_bytes())
            take(rows)
            return rows
        rows = make()
        kept.write_bytes(pickle.dumps(rows))
        return rows


def written_down(shared: Path) -> bool:
    """Whether somebody has written down the databases."""
    return (shared / "written").exists()


def write_down(databases: dict[str, str], shared: Path) -> None:
    """Keep tables and rows of some databases. databases: alias -> libpq address."""
    for alias, address in databases.items():
        _run("pg_dump", f"--file={shared / alias}.sql", address)
    (shared / "written").touch()


def fill(databases: dict[str, str], shared: Path) -> None:
    """Bring new, empty databases to what was written down."""
    for alias, address in databases.items():
        words = ("-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-o", os.devnull)
        _run("psql", *words, "-f", f"{shared / alias}.sql", address)


def _run(program: str, *words: str) -> None:
    done = subprocess.run([str(binary(program)), *words], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
