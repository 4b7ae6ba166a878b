"""Django's `migrate`, which wastes no time on the database of the keys.

The router lets nothing but the key store into that database, so every other migration changes nothing there. Django
would still build, for each of them, the models as they were at the time: half of what making new databases takes.
"""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

KEYSTORE = "keystore"


class Command(migrate.Command):
    """Of the keys' database the key store is migrated, and the rest noted as applied, as Django would note it."""

    def handle(self, *args: Any, **options: Any) -> None:
        """See Django's. Whoever names an app, or only wants to see the plan, gets Django's own answer."""
        alias = options["database"]
        whole = alias == "keys" and not (
            options["app_label"] or options["plan"] or options["check_unapplied"]
        )
        if not whole:
            super().handle(*args, **options)
            return
        # Not the tables of apps without migrations: naming an app and making those exclude each other.
        super().handle(*args, **options | {"app_label": KEYSTORE, "run_syncdb": False})
        note_the_rest(alias)


def note_the_rest(alias: str) -> None:
    """Note every migration of another app as applied."""
    recorder = MigrationRecorder(connections[alias])
    here = recorder.applied_migrations()
    known = MigrationLoader(None, ignore_no_migrations=True).graph.nodes
    recorder.migration_qs.bulk_create(
        recorder.Migration(app=app, name=name)
        for app, name in known
        if app != KEYSTORE and (app, name) not in here
    )
