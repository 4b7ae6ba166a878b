"""What an earlier version kept, this one restores, migrates and reads."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test import Client

from passerelle.config import migrate
from passerelle.core import files, journal, keybox
from passerelle.core.archive import postgres
from passerelle.core.archive.restore import restore
from passerelle.language import sorting, texts
from passerelle.network.models import Organisation, Project
from passerelle.people.models import Account, Person
from passerelle.people.queries import names_of
from tests.rooms.core.houses import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
VERSIONS = sorted(path for path in Path(__file__).parent.glob("v*") if path.is_dir())


def need_its_postgresql(version):
    """A dump of a newer PostgreSQL is refused by an older one: between majors one moves by export and import."""
    with tarfile.open(version / "data.tar") as tar:
        made = json.load(tar.extractfile("manifest.json"))["postgresql"]
    if postgres.major() < made:
        pytest.skip(f"made on PostgreSQL {made}")


@pytest.mark.parametrize("version", VERSIONS, ids=lambda path: path.name)
def test_the_demo_of_an_earlier_version_comes_back_whole(new, version):
    with new.inside():
        need_its_postgresql(version)
        keybox.restore(version / "keys.passerelle", "bridge-over-water")
        told = restore(version / "data.tar")
        assert (told["counts_equal"], told["hashes_equal"]) == (True, True)
        assert told["unreadable"] == {"people": 0, "codes": []}
        assert journal.verify() == []
        assert Organisation.objects.count() == 35
        assert sorting.put_right() == 0  # the names that were there have their sort keys
        rivages = Project.objects.get(acronym="RIVAGES")
        edition = texts.edition(texts.Owner(Project.KIND, rivages.pk), "en")
        assert {part["state"] for part in edition.parts} == {"translated", "outdated"}
        people = list(Person.objects.values_list("pk", flat=True))
        assert all(names_of(HOUSE, people).values())
        assert Account.objects.filter(demo=True).count() == 10


def as_it_stood(version):
    """The databases exactly as that version left them: its tables, its migrations, its rows."""
    with tarfile.open(version / "data.tar") as tar:
        manifest = json.load(tar.extractfile("manifest.json"))
        with transaction.atomic():
            postgres.clear()
            postgres.load(tar.extractfile("database.dump"))
        for name in manifest["files"]:
            files.write(UUID(name), tar.extractfile(f"media/{name}").read())
    return {name: one["rows"] for name, one in manifest["tables"].items()}


def rows_now(names):
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for name in names:
            if name in there:
                cursor.execute(f'SELECT count(*) FROM "{name}"')
                yield name, cursor.fetchone()[0]


@pytest.mark.parametrize("version", VERSIONS, ids=lambda path: path.name)
def test_the_database_of_an_earlier_version_is_brought_up_to_date_where_it_stands(new, version):
    with new.inside():
        need_its_postgresql(version)
        keybox.restore(version / "keys.passerelle", "bridge-over-water")
        before = as_it_stood(version)
    refused = new.command("journal", "verify")
    assert "run passerelle migrate" in refused.communicate(timeout=60)[1]
    assert refused.returncode == 2
    told, said = (migrating := new.command("migrate")).communicate(timeout=120)
    assert migrating.returncode == 0, said
    assert len(json.loads(told)["applied"]["default"]) > 0
    with new.inside():
        # Nothing that people wrote is more or less than before; Django's own lists know of more tables now.
        after = dict(rows_now(set(before) - set(postgres.BOOKKEEPING)))
        assert {name: (before[name], n) for name, n in after.items() if before[name] != n} == {}
        assert len(after) > 20
        assert journal.verify() == []
        people = list(Person.objects.values_list("pk", flat=True))
        assert all(names_of(HOUSE, people).values())
        browser = Client()
        found = browser.get("/en/projects/", headers={"host": "localhost"}).content.decode()
        assert "RIVAGES" in found
        assert not any(migrate.pending().values())
