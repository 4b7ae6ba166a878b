"""Where a command works: its data folder and databases, put into the environment that the settings read."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from passerelle.config import embedded

DEFAULT_DATA = "passerelle-data"


class Unfit(Exception):
    """Something outside the program is missing or taken; the text is one line that says what to do."""


def use_data(named: Path | None = None) -> Path:
    """Settle the data folder: named on the command line, else PASSERELLE_DATA, else ./passerelle-data."""
    data = Path(named or os.environ.get("PASSERELLE_DATA") or DEFAULT_DATA).expanduser().resolve()
    os.environ["PASSERELLE_DATA"] = str(data)
    return data


def is_embedded() -> bool:
    """Whether PostgreSQL is ours to start: nobody named one."""
    if not os.environ.get("DATABASE_URL"):
        return True
    if not os.environ.get("KEYS_DATABASE_URL"):
        raise Unfit(
            "DATABASE_URL is set but KEYS_DATABASE_URL is not: the keys need a database of their own."
        )
    return False


def point_to_databases(data: Path) -> None:
    """Put the embedded server's addresses into the environment, unless others are there."""
    if is_embedded():
        os.environ.update(embedded.addresses(data))


@contextlib.contextmanager
def databases(data: Path) -> Iterator[embedded.Server | None]:
    """Both databases within reach, for the length of a `with`; yields the embedded server, or None.

    Raises Unfit or embedded.EmbeddedError.
    """
    ours = embedded.addresses(data)
    if not is_embedded() and os.environ["DATABASE_URL"] != ours["DATABASE_URL"]:
        _reach("DATABASE_URL")
        _reach("KEYS_DATABASE_URL")
        yield None
        return
    with embedded.ensure(data) as server:
        server.create_database(embedded.DATABASE)
        server.create_database(embedded.KEYS_DATABASE)
        os.environ.update(ours)
        yield server


def _reach(variable: str) -> None:
    import psycopg

    try:
        psycopg.connect(os.environ[variable], connect_timeout=10).close()
    except psycopg.Error as problem:
        said = str(problem).strip().splitlines()[0]
        raise Unfit(f"The database that {variable} names cannot be used: {said}") from problem


def check_writable(data: Path) -> None:
    """Make the data folder when it is missing. Raises Unfit when nothing can be kept there."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=data):
            pass
    except OSError as refused:
        raise Unfit(
            f"The data folder {data} cannot be written: {refused.strerror}. Name another with --data."
        ) from None
