"""Houses for tests that need more than one: each with databases, files and a master key of its own."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections

from passerelle.core import files, journal, keybox, search
from passerelle.core.actor import SystemActor
from passerelle.core.archive import postgres
from passerelle.core.archive.backup import backup
from passerelle.core.archive.export import export
from passerelle.core.models import StoredFile
from passerelle.people import actions as people
from passerelle.people.models import Person

HOUSE = SystemActor(reason="test")
PASSPHRASE = "seven planks and a lantern"
_numbers = count(1)
ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class House:
    """One installation: call `inside()` to be there."""

    name: str
    folder: Path
    master_key: bytes

    @property
    def databases(self) -> dict[str, str]:
        return {"default": self.name, "keys": f"{self.name}_keys"}

    @property
    def media(self) -> Path:
        return self.folder / "media"

    @contextmanager
    def inside(self) -> Iterator[House]:
        """Be there: with connections of its own, beside those of the test and its transaction."""
        outside = {alias: connections[alias] for alias in self.databases}
        others = settings.MEDIA_ROOT, settings.MASTER_KEY
        try:
            for alias, name in self.databases.items():
                own = connections.create_connection(alias)
                own.settings_dict = {**own.settings_dict, "NAME": name}
                connections[alias] = own
            settings.MEDIA_ROOT, settings.MASTER_KEY = self.media, self.master_key
            yield self
        finally:
            settings.MEDIA_ROOT, settings.MASTER_KEY = others
            for alias, before in outside.items():
                connections[alias].close()
                connections[alias] = before

    def environment(self) -> dict[str, str]:
        """For a process of its own."""
        told = connections["default"].settings_dict
        where = f"?host={quote(told['HOST'], safe='/')}&user={told['USER']}"
        if told["PASSWORD"]:
            where += f"&password={quote(told['PASSWORD'])}"
        if told["PORT"]:
            where += f"&port={told['PORT']}"
        return os.environ | {
            "DATABASE_URL": f"postgresql:///{self.databases['default']}{where}",
            "KEYS_DATABASE_URL": f"postgresql:///{self.databases['keys']}{where}",
            "PASSERELLE_DATA": str(self.folder),
            "PASSERELLE_MASTER_KEY": base64.b64encode(self.master_key).decode(),
            "PYTHONPATH": str(ROOT / "src"),
        }

    def command(self, *words: str) -> subprocess.Popen[str]:
        """`passerelle …` in a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "passerelle.config.cli", *words],
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def sql_text(self) -> str:
        """The whole data database as SQL."""
        with self.inside():
            told = connection.settings_dict
            version = connection.cursor().connection.info.server_version // 10_000
            words = [str(postgres.program("pg_dump", version)), "--inserts", f"--dbname={self.name}"]
            words += [f"--host={told['HOST']}", f"--username={told['USER']}"]
            words += [f"--port={told['PORT']}"] if told["PORT"] else []
        return subprocess.run(words, capture_output=True, text=True, check=True).stdout


@contextmanager
def building(folder: Path, empty: dict[str, str]) -> Iterator[Callable[..., House]]:
    """build(name) -> a house of its own, empty with up-to-date tables; build(name, of=…) -> a copy of another.

    empty: the databases an empty house is a copy of. Nobody may be connected to what is copied. Torn down at the end.
    """
    made: list[str] = []

    def build(name: str, of: House | None = None) -> House:
        house = House(
            f"{connections['default'].settings_dict['NAME']}_{name}_{next(_numbers)}",
            folder / name,
            of.master_key if of else os.urandom(32),
        )
        house.folder.mkdir()
        if of is not None and of.media.exists():
            shutil.copytree(of.media, house.media)
        patterns = of.databases if of else empty
        with connection._nodb_cursor() as cursor:
            for alias, database in house.databases.items():
                cursor.execute(f'DROP DATABASE IF EXISTS "{database}"')
                cursor.execute(
                    f'CREATE DATABASE "{database}" TEMPLATE "{patterns[alias]}" STRATEGY file_copy'
                )
                made.append(database)
        return house

    try:
        yield build
    finally:
        with connection._nodb_cursor() as cursor:
            for database in made:
                cursor.execute(f'DROP DATABASE IF EXISTS "{database}"')


@dataclass(frozen=True)
class Somebody:
    """A person of the fixture with everything personal about them."""

    name: str
    email: str
    phone: str
    note: str
    file_name: str
    file_text: str

    @property
    def values(self) -> list[str]:
        return [self.name, self.email, self.phone, self.note, self.file_name, self.file_text]


LEAVES = Somebody(
    "أمينة بن يوسف الزهراء",
    "amina.zahra@quay-town.example",
    "+39 347 555 0192",
    "needs an interpreter for Tigrinya",
    "شهادة أمينة.txt",
    "Amina came over the water in 2015 and teaches swimming since",
)
STAYS = Somebody(
    "Þórunn Łukasiewicz-Ångström",
    "thorunn@north-bank.example",
    "+46 70 555 01 23",
    "reads large print",
    "Intyg Þórunn.txt",
    "Þórunn leads the choir of the north bank",
)


def move_in(one: Somebody) -> Person:
    """Register somebody with contact, account, codes and a file of their own."""
    person = people.register_person(
        HOUSE, name=one.name, email=one.email, phone=one.phone, note=one.note, language="en", project=None
    )
    account = people.create_account(HOUSE, person, one.email, "a bridge of three planks")
    people.print_recovery_codes(HOUSE, account)
    people.make_access_code(HOUSE, person)
    people.give_consent(HOUSE, person, "shown")
    files.store(
        HOUSE,
        owner_kind="person",
        owner=person.pk,
        person=person.pk,
        upload=SimpleUploadedFile(one.file_name, one.file_text.encode()),
    )
    return person


def upload(name: str = "plan.txt", content: bytes = b"the plan") -> StoredFile:
    """A public file of no person."""
    given = SimpleUploadedFile(name, content)
    return files.store(HOUSE, owner_kind="thing", owner=uuid4(), upload=given, public=True)


@dataclass(frozen=True)
class Story:
    """Last week two people were here; since then one of them was erased and the keys were saved again."""

    last_week: House
    today: House
    leaves: Person
    stays: Person
    folder: Path

    @property
    def backup(self) -> Path:
        return self.folder / "last-week.tar"

    @property
    def export(self) -> Path:
        return self.folder / "last-week.zip"

    @property
    def old_keys(self) -> Path:
        return self.folder / "old.keys"

    @property
    def newest_keys(self) -> Path:
        return self.folder / "newest.keys"


def tell(build: Callable[..., House], folder: Path) -> Story:
    """Let the story happen."""
    last_week = build("last_week")
    with last_week.inside():
        leaves, stays = move_in(LEAVES), move_in(STAYS)
        upload()
        search.index("person", stays.pk, "en", None, "Choir", "the choir sings", "/en/")
        journal.seal_pending()
        keybox.backup(folder / "old.keys", PASSPHRASE)
        backup(folder / "last-week.tar")
        export(folder / "last-week.zip")
    today = build("today", of=last_week)
    with today.inside():
        people.erase_person(HOUSE, leaves)
        keybox.backup(shutil.copy(folder / "old.keys", folder / "newest.keys"), PASSPHRASE)
        journal.seal_pending()
    return Story(last_week, today, leaves, stays, folder)
