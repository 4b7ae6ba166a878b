"""What an attacker with the database's own password can do to the journal."""

from __future__ import annotations

from django.db import connection

from passerelle.core import journal
from passerelle.core.actor import SystemActor
from passerelle.core.models import Entry

HOUSE = SystemActor(reason="test")
JOURNAL = ("core_entry", "core_seal")


def behind_the_back(statement: str, *parameters: object) -> int:
    """Run SQL with the triggers switched off, as the owner of the tables can; returns the number of rows."""
    with connection.cursor() as cursor:
        # Rows just written have checks waiting, with which no table can be altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in JOURNAL:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement, parameters)
        touched = cursor.rowcount
        for table in JOURNAL:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    return touched


def slip_in(row: int, action: str = "slipped in") -> None:
    behind_the_back(
        "INSERT INTO core_entry (id, at, actor, reason, action, subject_kind, subject, details)"
        " VALUES (%s, now(), NULL, '', %s, '', '', '{}')",
        row,
        action,
    )


def write(count: int, **codes: object) -> list[int]:
    """Honest rows, as actions write them; returns their ids."""
    for number in range(count):
        journal.append(HOUSE, "thing done", None, {"n": number, **codes})
    return sorted(Entry.objects.order_by("-id").values_list("id", flat=True)[:count])
