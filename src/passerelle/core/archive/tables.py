"""Tables as they are stored: which there are, what they hold, and one fingerprint for all rows of one.

The fingerprint is SHA-256 over the rows in PostgreSQL's own text form, in the order of the primary key, columns in
the order of their names: the same rows give the same fingerprint on any server and whatever way they came there.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from psycopg import sql

from passerelle.core.archive.postgres import JOBS

# One way to write a date, a number and bytes, on every connection.
_FORM = (
    "SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL TimeZone = 'UTC'; SET LOCAL IntervalStyle = 'postgres';"
    "SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'"
)
_COLUMNS = """
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attcollation <> 0,
       COALESCE(array_position(i.indkey::int[], a.attnum::int), 0)
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                  AND d.deptype = 'e')
ORDER BY c.relname, a.attname
"""

SESSIONS = "Whoever was signed in signs in again."
WAITING = "What waited then must not happen now: no mail goes twice."


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: str
    collatable: bool
    key: int  # place in the primary key, from 0 on; -1 for none


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    columns: tuple[Column, ...]

    @property
    def order(self) -> sql.Composable:
        """By primary key, byte by byte; a table without one by all its columns."""
        keys = sorted((c for c in self.columns if c.key >= 0), key=lambda c: c.key) or self.columns
        return sql.SQL(", ").join(
            sql.SQL('{} COLLATE "C"').format(sql.Identifier(c.name))
            if c.collatable
            else sql.Identifier(c.name)
            for c in keys
        )


def not_kept(names: list[str]) -> dict[str, str]:
    """Tables whose rows stay out of every backup, with the reason."""
    return {
        name: SESSIONS if name == "django_session" else WAITING
        for name in names
        if name == "django_session" or name.startswith(JOBS)
    }


def all_tables(cursor: Any) -> dict[str, Table]:
    """Every table of ours by name; columns that are computed from others are no data."""
    cursor.execute(_COLUMNS)
    found: dict[str, list[Column]] = {}
    for table, column, kind, collatable, key in cursor.fetchall():
        found.setdefault(table, []).append(Column(column, kind, collatable, key - 1))
    return {name: Table(name, tuple(columns)) for name, columns in found.items()}


def fingerprint(cursor: Any, table: Table) -> dict[str, Any]:
    """{"rows": how many, "sha256": of what is stored}; inside a transaction."""
    cursor.execute(_FORM)
    names = sql.SQL(", ").join(sql.Identifier(c.name) for c in table.columns)
    query = sql.SQL("COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT").format(
        names, sql.Identifier(table.name), table.order
    )
    digest = hashlib.sha256(",".join(c.name for c in table.columns).encode() + b"\n")
    rows = 0
    with cursor.copy(query) as stream:
        for chunk in stream:
            digest.update(chunk)
            rows += bytes(chunk).count(b"\n")  # a line feed inside a value is written as backslash n
    return {"rows": rows, "sha256": digest.hexdigest()}


def fingerprints(cursor: Any, *, without: Any = ()) -> dict[str, dict[str, Any]]:
    """The fingerprint of every table that is kept, by name."""
    return {
        name: fingerprint(cursor, table) for name, table in all_tables(cursor).items() if name not in without
    }


def differences(expected: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """Tables whose rows are not the same, missing and additional ones among them."""
    return sorted(name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name))
