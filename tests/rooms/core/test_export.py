"""An export is everything, readable without us, and comes back the same on an empty server."""

from __future__ import annotations

import base64
import json
import shutil
import zipfile

import pytest
from django.db import connection, transaction

from passerelle.core import files, journal, keybox
from passerelle.core.archive import aftermath, contents, intake
from passerelle.core.archive.export import export
from passerelle.core.archive.intake import take_in
from passerelle.core.commands import import_
from passerelle.core.errors import Problem, Refused
from passerelle.core.models import Entry, StoredFile
from passerelle.people.models import Account, Identity, Person
from tests.rooms.core.houses import HOUSE, LEAVES, PASSPHRASE, STAYS, move_in, upload
from tests.rooms.core.test_backup import fingerprints, rows, stored

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def out(tmp_path, story):
    """A copy of last week's export, to do with as one likes."""
    return shutil.copy(story.export, tmp_path / "export.zip")


def test_no_table_is_forgotten():
    assert list(contents.undecided()) == []


def test_what_stays_at_home_has_a_reason_and_exists():
    from django.apps import apps

    travelling = {model._meta.label_lower for model, _ in contents.exportables()}
    for label, reason in contents.LEFT_OUT.items():
        assert apps.get_model(label)
        assert label not in travelling
        assert reason.endswith(".")


def test_what_is_referred_to_comes_first():
    placed = []
    for model, _ in contents.exportables():
        for field in contents.references(model):
            assert field.related_model in placed or field.related_model is model
        placed.append(model)


def test_the_same_counts_and_the_same_hashes_on_another_server(story, new):
    with story.last_week.inside():
        before = rows()
    with new.inside():
        keybox.restore(story.old_keys, PASSPHRASE)
        told = take_in(story.export)
        assert (told["counts_equal"], told["hashes_equal"], told["left_behind"]) == (True, True, {})
        assert told["unreadable"] == {"people": 0, "codes": []}
        assert told["signature"] == "fits"
        assert told["journal"] == []
        after = rows()
        for model, compared in told["tables"].items():
            table = model.replace(".", "_")
            assert compared["archive"] == compared["stored"]
            if table in before:
                assert compared["stored"] == before[table]
        changed = {name for name in before if before[name] != after[name]}
        assert changed <= {"core_entry", "core_searchentry"}
        assert sorted(Account.objects.values_list("email", flat=True)) == sorted([LEAVES.email, STAYS.email])
        for file in StoredFile.objects.all():
            assert files.read(file) is not None


def test_life_goes_on_after_an_import(story, new):
    with new.inside():
        keybox.restore(story.old_keys, PASSPHRASE)
        take_in(story.export)
        newest = Entry.objects.latest("id")
        assert newest.action == "imported"
        journal.append(HOUSE, "life goes on", None, {})
        assert Entry.objects.latest("id").pk == newest.pk + 1
        journal.seal_pending()
        assert journal.verify() == []
        upload()


def test_every_line_can_be_read_without_us(story):
    with zipfile.ZipFile(story.export) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        told = {table["model"]: table for table in manifest["tables"]}
        people = archive.read(f"{told['people.identity']['name']}.jsonl").splitlines()
        accounts = archive.read(f"{told['people.account']['name']}.jsonl").splitlines()
        assert len(manifest["files"]) == 3
    row = json.loads(people[0])
    assert len(base64.b64decode(row["name"])) > 20
    assert set(json.loads(accounts[0])["email"]) == {"sealed", "owner"}
    assert manifest["left_out"] == contents.LEFT_OUT


def test_odd_values_arrive_unchanged(build, new, tmp_path):
    """Moments to the microsecond, numbers, nested JSON, quotes and scripts: nothing is rounded on the way."""
    from passerelle.network.models import Organisation, Project

    with build("odd").inside():
        Organisation.objects.create(
            code="odd1", name='O\'Neill "&" <b>\\n\u2028 Ж ع 🌊', kind="other", town="x" * 120, country="SE",
            latitude=59.329323000000002, longitude=-1e-07,
        )  # fmt: skip
        Project.objects.create(
            code="odd2",
            acronym="ODD",
            sources=[{"ü": [1.0, 1e-7, 12345678901234567890, None, True, {"": ""}]}],
        )
        Entry.objects.create(
            at="1999-12-31T23:59:59.000001Z", action="long ago", details={"b": 1, "a": [None]}
        )
        export(tmp_path / "odd.zip")
    with new.inside():
        told = take_in(tmp_path / "odd.zip")
        assert (told["hashes_equal"], told["counts_equal"]) == (True, True)
        assert Organisation.objects.get().latitude == 59.329323000000002


def altered(out, table, change):
    """Rewrite one member of an export."""
    with zipfile.ZipFile(out) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = next(name for name in members if name.endswith(table))
    members[name] = change(members[name])
    with zipfile.ZipFile(out, "w") as archive:
        for member, content in members.items():
            if content is not None:
                archive.writestr(member, content)


def test_an_altered_row_is_named_and_nothing_is_taken_in(story, new, out):
    with new.inside():
        empty = fingerprints()
        altered(
            out,
            "core.entry.jsonl",
            lambda lines: lines.replace(b'"action":"person reg', b'"action":"Person reg', 1),
        )
        with pytest.raises(Refused) as refused:
            take_in(out)
        with story.last_week.inside():
            first = Entry.objects.filter(action="person registered").earliest("id")
        assert refused.value.params == {"model": "core.entry", "row": str(first.pk)}
        assert fingerprints() == empty
        assert stored(new) == []


@pytest.mark.parametrize(
    ("member", "change", "named"),
    [
        ("people.person.jsonl", lambda lines: b"".join(lines.splitlines(True)[1:]), "people.person"),
        ("people.person.jsonl", lambda lines: lines + lines.splitlines(True)[0], "after the last one"),
        ("people.person.jsonl", lambda lines: b"".join(reversed(lines.splitlines(True))), "people.person"),
        ("people.person.jsonl", lambda lines: None, "people.person"),
        ("people.person.jsonl", lambda lines: b"", "people.person"),
    ],
)
def test_rows_taken_away_added_or_swapped_are_noticed(out, member, change, named):
    altered(out, member, change)
    with pytest.raises(Refused, match=named):
        take_in(out)


def test_an_altered_file_is_named(out):
    with zipfile.ZipFile(out) as archive:
        name = next(name for name in archive.namelist() if name.startswith("files/"))
    altered(out, name, lambda content: content + b"x")
    with pytest.raises(Refused, match=name.removeprefix("files/")):
        take_in(out)


def test_an_altered_manifest_does_not_fit_its_signature(story, new, out):
    altered(
        out,
        "manifest.json",
        lambda told: told.replace(b'"withdrawn": []', b'"withdrawn": ["%s"]' % str(story.stays.pk).encode()),
    )
    with new.inside():
        keybox.restore(story.old_keys, PASSPHRASE)
        with pytest.raises(Refused, match="manifest"):
            take_in(out)


def test_without_keys_everything_else_arrives_and_it_says_whose_values_cannot_be_read(
    story, new, out, capsys
):
    import argparse

    with new.inside():
        assert import_.run(argparse.Namespace(file=out)) == 1
        told = json.loads(capsys.readouterr().out)
        assert told["unreadable"] == {"people": 2, "codes": sorted([story.leaves.code, story.stays.code])}
        assert told["signature"].startswith("cannot be checked")
        left = {model: gone["rows"] for model, gone in told["left_behind"].items()}
        assert left["people.account"] == 2
        assert left["people.recoverycode"] > 2
        assert told["counts_equal"] is False
        assert Person.objects.count() == 2
        assert Identity.objects.count() == 2
        assert told["tables"]["core.entry"]["equal"]


def test_an_import_that_fails_leaves_nothing(story, new, monkeypatch):
    with new.inside():
        empty = fingerprints()
        with monkeypatch.context() as broken:
            broken.setattr(aftermath.search, "rebuild", lambda: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                take_in(story.export)
        assert fingerprints() == empty
        assert stored(new) == []
        assert take_in(story.export)["imported"]


def test_only_an_empty_server_takes_anything_in(story, new):
    with new.inside():
        move_in(LEAVES)
        before = fingerprints()
        with pytest.raises(Refused, match="holds data already"):
            take_in(story.export)
        assert fingerprints() == before


def test_an_export_of_another_version_is_not_forced_in(story):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('core', '0099_later', now())"
        )
        with pytest.raises(Refused, match="not those of this version"):
            take_in(story.export)
        transaction.set_rollback(True)


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04"])
def test_any_other_file_is_said_to_be_none(content, tmp_path):
    given = tmp_path / "x.zip"
    given.write_bytes(content)
    with pytest.raises(Problem):
        take_in(given)
    with zipfile.ZipFile(given, "w") as archive:
        archive.writestr("manifest.json", "{}")
    with pytest.raises(Problem, match="no export"):
        intake.take_in(given)
