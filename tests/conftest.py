"""What every test may ask for."""

from __future__ import annotations

import contextlib
import gc
import os
from collections.abc import Iterator
from itertools import count

import pytest
from django.conf import settings as django_settings
from django.db import connections
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import override_settings
from django.utils import translation
from hypothesis import HealthCheck, settings
from psycopg import conninfo
from xdist.scheduler import LoadFileScheduling

from tests import demo_rows, made_once

# Speed is shown in benchmarks/: a test must not fail because the machine has other work to do.
# Fewer examples than hypothesis would try, for the suite's ten minutes; PASSERELLE_EXAMPLES=1000 looks longer.
EXAMPLES = int(os.environ.get("PASSERELLE_EXAMPLES", "40"))
settings.register_profile(
    "house", deadline=None, max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")
NUMBERS = count()
# The rows of the demo network, once this process has made them.
DEMO: list[demo_rows.Kept] = []


# Files that share what is dear: one process runs them all. A running installation is started twice, not three times.
TOGETHER = {
    "journeys/test_every_page.py": "one installation",
    "journeys/test_story.py": "one installation",
    "journeys/test_joining.py": "one installation",
    "journeys/": "another installation",
}
# What takes longest begins first, so that the processes end together. The first makes the tables, the second waits for
# them, and the third has something to do meanwhile that needs none.
FIRST = (
    "security/test_matrix.py",
    *(name for name, group in TOGETHER.items() if group == "one installation"),
    "engines/text/test_hostile_input.py",
    "engines/test_notebook.py",
    "engines/sortition/test_record_mutations.py",
    "journeys/",
    "upgrade/",
    "rooms/core/test_backup.py",
    "rooms/config/",
    "security/",
)


class InGroups(LoadFileScheduling):
    """A file at a time for each process, and those of TOGETHER for the same one."""

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        return next((group for name, group in TOGETHER.items() if file.startswith(f"tests/{name}")), file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log) -> InGroups:
    return InGroups(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the long files first; everything else stays in its order."""

    def place(item: pytest.Item) -> int:
        return next((at for at, name in enumerate(FIRST) if f"tests/{name}" in item.nodeid), len(FIRST))

    items.sort(key=place)


def pytest_collection_finish() -> None:
    """Five thousand collected tests stay until the end: they are not looked through for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


# Django fills these again as soon as they are empty, with the names of our models.
MADE_ANEW = ("django_content_type", "auth_permission")


@pytest.fixture(scope="session")
def turn_to_make_tables(django_db_modify_db_settings) -> Iterator[contextlib.ExitStack]:
    """Held until our databases have their tables: who comes first makes them, whoever comes later copies them."""
    with contextlib.ExitStack() as held:
        held.shared = held.enter_context(made_once.turn("tables"))  # type: ignore[attr-defined]
        yield held


@pytest.fixture(scope="session")
def django_db_keepdb(turn_to_make_tables, django_db_blocker) -> bool:
    """pytest-django's question: are the databases there, with their tables? They are once they have been copied."""
    shared = turn_to_make_tables.shared
    if shared is None or not made_once.written_down(shared):
        return False
    with django_db_blocker.unblock():
        for connection in connections.all():
            connection.creation._create_test_db(verbosity=0, autoclobber=True)
    made_once.fill(_test_databases(), shared)
    return True


@pytest.fixture(scope="session")
def django_db_setup(turn_to_make_tables, django_db_keepdb, django_db_setup) -> None:
    """pytest-django's, after which the next process may copy what stands there."""
    if turn_to_make_tables.shared and not django_db_keepdb:
        made_once.write_down(_test_databases(), turn_to_make_tables.shared)
    turn_to_make_tables.close()


def _test_databases() -> dict[str, str]:
    """alias -> the libpq address of its test database."""
    return {
        one.alias: conninfo.make_conninfo(
            host=one.settings_dict["HOST"],
            user=one.settings_dict["USER"],
            dbname=one.creation._get_test_db_name(),
        )
        for one in connections.all()
    }


@pytest.fixture(autouse=True, scope="session")
def journal_may_be_emptied_between_tests() -> Iterator[None]:
    """Tests with real transactions are cleaned of their rows, which the journal's trigger rightly refuses.

    Only tables that hold something are emptied, and by DELETE: Django's TRUNCATE of all two hundred makes as many
    files anew, which takes a hundred times as long as the few rows.
    """
    plain = DatabaseOperations.sql_flush

    def flush(self, style, tables, *, reset_sequences=False, allow_cascade=False):
        if reset_sequences:
            raise NotImplementedError("rows are deleted here, and counters go on")
        switch = "ALTER TABLE {} {} TRIGGER USER".format
        # No model of Django's own list: the counters of a cache, which would follow into the next test's houses.
        counters = ["people_throttle"] if "core_entry" in tables else []
        filled = _filled(self.connection, [table for table in [*tables, *counters] if table not in MADE_ANEW])
        journal = [table for table in ("core_entry", "core_seal") if table in filled]
        return [
            *(switch(table, "DISABLE") for table in journal),
            *(f"DELETE FROM {self.quote_name(table)}" for table in filled),
            # Now, not when all is written: a table whose rows are still to be compared takes no trigger back.
            "SET CONSTRAINTS ALL IMMEDIATE",
            *(switch(table, "ENABLE") for table in journal),
        ]

    DatabaseOperations.sql_flush = flush
    yield
    DatabaseOperations.sql_flush = plain


def _filled(connection, tables: list[str]) -> list[str]:
    """Which of the tables hold rows, asked in one question."""
    name = connection.ops.quote_name
    asked = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT FROM {name(table)})" for table in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [table for (table,) in cursor.fetchall()]


@pytest.fixture(autouse=True, scope="session")
def quick_settings() -> Iterator[None]:
    """Passwords are hashed quickly, those of the demo too, and static files need not be gathered first."""
    storages = django_settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with override_settings(STORAGES=storages, PASSWORD_HASHERS=hashers):
        yield


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, settings) -> None:
    """No test writes into another's files. Most write none: the folder is not made before something is put there."""
    settings.MEDIA_ROOT = tmp_path_factory.getbasetemp() / "media" / str(next(NUMBERS))


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """The test client leaves its last language behind; every test begins in English."""
    with translation.override("en"):
        yield


def pytest_sessionfinish(session, exitstatus) -> None:
    for connection in connections.all(initialized_only=True):
        connection.close()


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The whole demo network, there for a module and rolled back after it."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic(using="default"), transaction.atomic(using="keys"):
        if DEMO:
            demo_rows.put_back(DEMO[0])
        else:
            DEMO.append(made_once.rows_of("demo", _demo_made, demo_rows.put_back))
        yield
        for alias in ("default", "keys"):
            transaction.set_rollback(True, using=alias)


def _demo_made() -> demo_rows.Kept:
    from passerelle.demo import load

    load.load()
    return demo_rows.keep()


@pytest.fixture(scope="module")
def sit_down(demo):
    """sit_down(role) -> a test client behind which the demo's person of that role sits; None: the public."""
    from django.test import Client

    from passerelle.network.models import Appointment
    from passerelle.people.models import Account

    def make(role: str | None) -> Client:
        client = Client()
        if role is not None:
            held = Appointment.objects.filter(role=role, active=True, person__account__demo=True)
            account = Account.objects.get(person=held.order_by("since").first().person_id)
            client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return make
