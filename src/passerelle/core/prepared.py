"""Statements the database plans once in each connection and not each time: for what a whole room asks at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from weakref import WeakSet

from django.db import connection
from django.db.backends.utils import CursorWrapper


class Prepared:
    """One such statement. name: its own in the whole house. sql: with %(name)s for values; one that is only selected
    says its type (%(name)s::uuid)."""

    def __init__(self, name: str, sql: str) -> None:
        names = list(dict.fromkeys(re.findall(r"%\((\w+)\)s", sql)))
        numbered = re.sub(r"%\((\w+)\)s", lambda found: f"${names.index(found[1]) + 1}", sql)
        self.prepare = f"PREPARE {name} AS {numbered}".replace("%", "%%")
        self.execute = f"EXECUTE {name}({', '.join(f'%({one})s' for one in names)})"
        # A connection keeps it until it ends, whatever becomes of the transaction in which it was prepared.
        self.known: WeakSet[Any] = WeakSet()


def run_together(cursor: CursorWrapper, statements: Sequence[Prepared], values: Mapping[str, Any]) -> None:
    """Execute them in one message: outside a transaction they are one. The first one's rows come first
    (`cursor.nextset`)."""
    for one in statements:
        if connection.connection not in one.known:
            cursor.execute(one.prepare, ())
            one.known.add(connection.connection)
    cursor.execute("; ".join(one.execute for one in statements), values)
