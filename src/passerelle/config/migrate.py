"""Bring both databases, the data's and the keys', up to this version of Passerelle."""

from __future__ import annotations

import argparse
import contextlib
import json
from collections.abc import Iterator

from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from passerelle.config.surroundings import Unfit

ALIASES = ("default", "keys")
# Any number will do, as long as everybody who migrates asks for the same one.
ONE_AT_A_TIME = 0x9A55E2E11E


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--check only looks."""
    parser.add_argument(
        "--check", action="store_true", help="only say what would be done; exit code 1 if anything"
    )


def run(args: argparse.Namespace) -> int:
    """Print the migrations that were applied or, with --check, are missing, per database."""
    waiting = pending()
    if args.check:
        print(json.dumps({"pending": waiting}, indent=2))
        return 1 if any(waiting.values()) else 0
    print(json.dumps({"applied": bring_up_to_date()}, indent=2))
    return 0


def pending() -> dict[str, list[str]]:
    """The migrations not yet applied, by database alias, as "app.0001_name"."""
    found = {}
    for alias in ALIASES:
        executor = MigrationExecutor(connections[alias])
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        found[alias] = [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
    return found


def bring_up_to_date() -> dict[str, list[str]]:
    """Apply what is pending, one process at a time, and return it."""
    with _alone():
        waiting = pending()
        for alias, names in waiting.items():
            if names:
                call_command("migrate", database=alias, interactive=False, verbosity=0)
        if waiting["default"]:
            # What is found by searching is derived, and a new version may derive more.
            from passerelle.core import search  # the rooms are loaded only now

            search.rebuild()
    return waiting


def require(*, make: bool) -> None:
    """See to it that the tables are those of this version: make them, or raise Unfit."""
    if any(pending().values()):
        if not make:
            raise Unfit(
                "The data is older than this version of Passerelle: run passerelle migrate (back up first)."
            )
        bring_up_to_date()


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])
