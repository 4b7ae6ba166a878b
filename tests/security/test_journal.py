"""What somebody does to the journal behind the house's back is found, and the row is named."""

from __future__ import annotations

import json

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import path
from django.utils import timezone

from passerelle.core import journal, keys, verification, views
from passerelle.core.actor import SystemActor
from passerelle.core.commands import journal as command
from passerelle.core.errors import Problem
from passerelle.core.keystore.models import Secret
from passerelle.core.models import Entry, Seal
from tests.rooms.core.tampering import behind_the_back, slip_in, write

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
urlpatterns = [path("journal/heads.json", views.journal_heads, name="journal_heads")]


@pytest.fixture
def rows():
    """Nine rows in three blocks."""
    made = []
    for _ in range(3):
        made += write(3)
        journal.seal_pending()
    return made


def found(published=None):
    return [(f.kind, f.block, f.row) for f in journal.verify(published)]


def test_an_untouched_journal_is_whole(rows):
    write(2)  # not sealed yet
    assert found() == []
    assert found(journal.published_blocks()) == []


def test_the_database_itself_refuses_change(rows):
    for statement in (
        "UPDATE core_entry SET action = 'x'",
        "DELETE FROM core_entry",
        "TRUNCATE core_entry",
        "UPDATE core_seal SET head = 'x'",
        "DELETE FROM core_seal",
        "TRUNCATE core_seal",
    ):
        with (
            pytest.raises(DatabaseError, match="only grows"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


@pytest.mark.parametrize(
    "change",
    ["action = 'nothing happened'", "at = at + interval '1 microsecond'", "details = '{\"n\": 2}'",
     "actor = gen_random_uuid()", "subject = 'other'", "subject_kind = 'x'", "reason = ''"],
)  # fmt: skip
def test_a_changed_row_is_named(rows, change):
    published = journal.published_blocks()
    behind_the_back(f"UPDATE core_entry SET {change} WHERE id = %s", rows[4])
    assert found() == [("row changed", 2, rows[4])]
    assert found(published) == [("row changed", 2, rows[4])]


def test_a_removed_row_is_named(rows):
    behind_the_back("DELETE FROM core_entry WHERE id = %s", rows[1])
    assert found() == [("row removed", 1, rows[1])]


def test_rows_slipped_in_are_named_wherever_they_are(rows):
    behind_the_back("DELETE FROM core_entry WHERE id = %s", rows[4])
    slip_in(rows[4])
    slip_in(0)
    slip_in(-7)
    assert found() == [("row slipped in", 0, -7), ("row slipped in", 0, 0), ("row changed", 2, rows[4])]


def test_a_row_slipped_into_a_gap_between_blocks_is_named():
    write(1)
    journal.seal_pending()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('core_entry', 'id'))"
        )  # a transaction that failed
        gap = cursor.fetchone()[0]
    write(1)
    journal.seal_pending()
    published = journal.published_blocks()
    slip_in(gap)
    assert found() == found(published) == [("row slipped in", 2, gap)]


def test_swapped_rows_are_named(rows):
    behind_the_back("UPDATE core_entry SET id = -id WHERE id IN (%s, %s)", rows[0], rows[5])
    behind_the_back("UPDATE core_entry SET id = %s WHERE id = %s", rows[5], -rows[0])
    behind_the_back("UPDATE core_entry SET id = %s WHERE id = %s", rows[0], -rows[5])
    assert found() == [("row changed", 1, rows[0]), ("row changed", 2, rows[5])]


def test_published_heads_name_a_row_even_when_all_was_sealed_anew_with_the_real_key(rows):
    published = journal.published_blocks()
    behind_the_back("UPDATE core_entry SET action = 'x' WHERE id = %s", rows[7])
    behind_the_back("DELETE FROM core_seal")
    journal.seal_pending()
    assert found() == []  # the house alone cannot tell
    assert found(published) == [("row changed", 3, rows[7])]


def test_a_tail_that_was_cut_off_with_its_seals_is_missed_by_whoever_holds_the_heads(rows):
    published = journal.published_blocks()
    behind_the_back("DELETE FROM core_seal WHERE number = 3")
    behind_the_back("DELETE FROM core_entry WHERE id >= %s", rows[6])
    assert found() == []
    assert found(published) == [("row removed", 3, row) for row in rows[6:]]


def test_one_published_block_alone_is_enough_for_its_rows(rows):
    middle = journal.published_blocks()[1:2]
    behind_the_back("UPDATE core_entry SET action = 'x' WHERE id = %s", rows[3])
    behind_the_back("UPDATE core_entry SET action = 'x' WHERE id = %s", rows[8])
    assert found(middle) == [("row changed", 2, rows[3])]


def test_published_heads_need_no_seals_and_no_keys(rows):
    published = json.loads(json.dumps(journal.published_blocks()))
    behind_the_back("DELETE FROM core_seal")
    Secret.objects.all().delete()
    assert found(published) == []


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ("head = repeat('0', 64)", "head does not fit"),
        ("previous = repeat('0', 64)", "head does not fit"),
        ("at = at - interval '1 day'", "head does not fit"),
        ("first = first - 1", "range does not fit"),
        ("last = last - 1", "range does not fit"),
        ("count = 1", "range does not fit"),
        ("signature = repeat('0', 128)", "signature does not fit"),
        ("fingerprints = '[]'", "head does not fit"),
    ],
)
def test_a_changed_seal_is_found(rows, change, kind):
    behind_the_back(f"UPDATE core_seal SET {change} WHERE number = 2")
    assert (kind, 2, None) in found()


def test_a_missing_seal_is_found(rows):
    behind_the_back("DELETE FROM core_seal WHERE number = 2")
    assert ("block missing", 2, None) in found()


def test_a_seal_by_somebody_else_is_found(rows):
    behind_the_back("DELETE FROM core_seal")
    stolen = Secret.objects.get(name=journal.SIGNING)
    Secret.objects.all().delete()
    journal.seal_pending()
    Secret.objects.all().delete()
    stolen.save(force_insert=True)
    assert [kind for kind, *_ in found()] == ["signature does not fit"]


def test_without_the_signing_key_it_says_so_and_makes_none(rows):
    Secret.objects.all().delete()
    assert {kind for kind, *_ in found()} == {"signing key missing"}
    assert not Secret.objects.exists()


def test_altered_published_heads_are_not_believed(rows):
    published = journal.published_blocks()
    published[1]["fingerprints"][0][1] = "0" * 64
    assert ("head does not fit", 2, None) in found(published)


def test_two_versions_of_one_published_block_show_that_it_was_sealed_twice(rows):
    before = journal.published_blocks()
    behind_the_back("UPDATE core_entry SET action = 'x' WHERE id = %s", rows[8])
    behind_the_back("DELETE FROM core_seal WHERE number = 3")
    journal.seal_pending()
    kinds = {(kind, block) for kind, block, _ in found([*before, journal.published_blocks()[-1]])}
    assert kinds == {("two blocks of one number", 3), ("row changed", 3)}


def test_a_row_written_while_another_waits_is_not_left_out_of_its_block(rows):
    assert journal.seal_pending() == 0
    write(1)
    assert journal.seal_pending() == 1
    assert found() == []


def test_blocks_have_an_end(rows, monkeypatch):
    monkeypatch.setattr(journal, "BLOCK", 2)
    write(5)
    assert journal.seal_pending() == 3
    assert found() == []


def test_heads_are_public_and_come_in_parts(rows, monkeypatch, settings):
    settings.ROOT_URLCONF = __name__
    monkeypatch.setattr(journal, "PUBLISHED_ROWS", 7)
    first = Client().get("/journal/heads.json").json()
    assert ([b["number"] for b in first["blocks"]], first["next"], first["newest"]) == ([1, 2], 2, 3)
    rest = Client().get("/journal/heads.json?after=2").json()
    assert ([b["number"] for b in rest["blocks"]], rest["next"]) == ([3], None)
    assert found(first["blocks"] + rest["blocks"]) == []
    for nonsense in ("x", "-1", "9" * 40, "²"):
        assert Client().get("/journal/heads.json", {"after": nonsense}).status_code == 200


def test_the_command_reads_what_people_kept(rows, tmp_path, capsys, settings):
    settings.ROOT_URLCONF = __name__
    kept = tmp_path / "heads.json"
    kept.write_bytes(Client().get("/journal/heads.json").content)
    assert _run("verify", "--heads", str(kept)) == 0
    assert _run("heads", "--out", str(tmp_path / "all.json")) == 0
    assert _run("seal") == 0
    behind_the_back("UPDATE core_entry SET action = 'x' WHERE id = %s", rows[2])
    capsys.readouterr()
    for words in (
        ["verify"],
        ["verify", "--heads", str(kept)],
        ["verify", "--heads", str(tmp_path / "all.json")],
    ):
        assert _run(*words) == 1
        told = capsys.readouterr()
        assert json.loads(told.out)["findings"] == [{"kind": "row changed", "block": 1, "row": rows[2]}]
        assert f"row {rows[2]}" in told.err


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", "no", "[1, 2]", '{"blocks": [{"number": 1}]}', '{"blocks": "x"}']
)
def test_a_file_that_holds_no_heads_is_said_to_be_none(content, tmp_path):
    kept = tmp_path / "heads.json"
    kept.write_text(content)
    with pytest.raises(Problem):
        verification.read_published(kept)


def _run(*words):
    import argparse

    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args(words))


def test_blocks_sealed_while_the_keys_were_lost_are_still_known_after_they_come_back(rows):
    lost = Secret.objects.get(name=journal.SIGNING)
    Secret.objects.all().delete()
    write(1)
    journal.seal_pending()
    meanwhile = Secret.objects.get(name=journal.SIGNING)
    plain = keys.unwrap(bytes(meanwhile.wrapped), journal.SIGNING.encode())
    Secret.objects.all().delete()
    lost.save(force_insert=True)
    beside = f"{journal.SIGNING} before 2"
    Secret.objects.create(name=beside, wrapped=keys.wrap(plain, beside.encode()))
    assert found() == []


def test_a_journal_row_takes_no_free_text(rows):
    with journal.telling(), pytest.raises(ValueError, match="ids and codes"):
        journal.tell(name="Amina Ek")
    journal.append(SystemActor(reason="test"), "test", None, {})
    assert Entry.objects.order_by("-id")[0].at <= timezone.now()
    assert Seal.objects.count() == 3
