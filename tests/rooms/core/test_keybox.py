"""The keys on their own medium: they come back whole, only the newest ones, and never for somebody who has left."""

from __future__ import annotations

import json
import os
import uuid

import pytest

from passerelle.core import journal, keybox, keys
from passerelle.core.actor import SystemActor
from passerelle.core.commands import keys as command
from passerelle.core.errors import Problem, Refused
from passerelle.core.keystore.models import Generation, PersonKey, Secret, Withdrawal
from passerelle.core.models import Entry

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PASSPHRASE = "seven planks and a lantern"


@pytest.fixture
def box(tmp_path):
    return tmp_path / "passerelle.keys"


@pytest.fixture
def person():
    return somebody()


def somebody():
    person = uuid.uuid4()
    keys.create(person)
    return person


def new_machine(settings):
    """Another machine: an empty key store and a master key of its own."""
    for model in (PersonKey, Withdrawal, Secret, Generation):
        model.objects.all().delete()
    settings.MASTER_KEY = os.urandom(32)


def test_keys_come_back_under_another_machines_master_key(person, box, settings, monkeypatch):
    monkeypatch.undo()  # the real amount of work for the passphrase
    sealed = keys.seal(person, "Amina", "here")
    signer = journal.public_key()
    made = keybox.backup(box, PASSPHRASE)
    assert made == {"generation": 1, "keys": 1, "withdrawn": 0, "secrets": 1}
    assert json.loads(box.read_bytes().split(b"\n")[0])["scrypt"]["n"] == 2**17
    settings.MASTER_KEY = os.urandom(32)
    new_machine(settings)
    assert keys.unseal(person, sealed, "here") is None
    assert keybox.restore(box, PASSPHRASE)["keys"] == 1
    assert keys.unseal(person, sealed, "here") == "Amina"
    assert journal.public_key() == signer
    assert Generation.objects.get().number == 1


def test_what_is_signed_after_the_first_backup_of_the_keys_is_known_too(person, box, settings):
    keybox.backup(box, PASSPHRASE)
    signer = journal.public_key()
    new_machine(settings)
    keybox.restore(box, PASSPHRASE)
    assert journal.public_key() == signer


def test_nothing_in_the_file_can_be_read_without_the_passphrase(person, box):
    keybox.backup(box, PASSPHRASE)
    bare = keys.unwrap(bytes(PersonKey.objects.get().wrapped), person.bytes)
    raw = box.read_bytes()
    assert bare not in raw
    assert str(person).encode() not in raw
    assert box.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("wrong", ["seven planks and a lanterN", "", "x"])
def test_a_wrong_passphrase_opens_nothing(person, box, wrong, settings):
    keybox.backup(box, PASSPHRASE)
    new_machine(settings)
    with pytest.raises(Problem, match="do not open"):
        keybox.restore(box, wrong)
    assert not PersonKey.objects.exists()


def test_a_short_passphrase_is_not_taken(person, box):
    with pytest.raises(Problem, match="at least 12"):
        keybox.backup(box, "short")
    assert not box.exists()


@pytest.mark.parametrize("place", [0.02, 0.1, 0.3, 0.6, 0.99])
def test_an_altered_file_is_refused_wherever_it_was_altered(person, box, place, settings):
    keybox.backup(box, PASSPHRASE)
    raw = bytearray(box.read_bytes())
    raw[int(len(raw) * place)] ^= 1
    box.write_bytes(raw)
    new_machine(settings)
    with pytest.raises(Problem):
        keybox.restore(box, PASSPHRASE)
    assert not PersonKey.objects.exists()


def test_the_generation_in_the_readable_line_cannot_be_raised(person, box, settings):
    keybox.backup(box, PASSPHRASE)
    box.write_bytes(box.read_bytes().replace(b'"generation": 1', b'"generation": 9'))
    new_machine(settings)
    with pytest.raises(Problem, match="do not open"):
        keybox.restore(box, PASSPHRASE)


def test_only_one_generation_exists(person, box, tmp_path):
    keybox.backup(box, PASSPHRASE)
    keybox.backup(box, PASSPHRASE)
    assert [path.name for path in tmp_path.iterdir()] == [box.name]
    assert json.loads(box.read_bytes().split(b"\n")[0])["generation"] == 2


def test_an_older_generation_is_refused_by_the_key_store(person, box, tmp_path):
    keybox.backup(box, PASSPHRASE)
    old = tmp_path / "kept aside"
    old.write_bytes(box.read_bytes())
    keybox.backup(box, PASSPHRASE)
    with pytest.raises(Refused, match="generation 1; the keys here are of generation 2"):
        keybox.restore(old, PASSPHRASE)


def test_an_older_generation_is_refused_by_what_the_journal_knows(person, box, tmp_path, settings):
    journal.append(SystemActor(reason="test"), "something", None, {})
    keybox.backup(box, PASSPHRASE)
    old = tmp_path / "kept aside"
    old.write_bytes(box.read_bytes())
    keybox.backup(box, PASSPHRASE)
    assert Entry.objects.filter(action=keybox.BACKED_UP).count() == 2
    new_machine(settings)
    with pytest.raises(Refused, match="generation 1; the journal knows of generation 2"):
        keybox.restore(old, PASSPHRASE)
    assert not PersonKey.objects.exists()
    assert keybox.restore(box, PASSPHRASE)["generation"] == 2


def test_who_has_left_never_comes_back(person, box, settings):
    stays = somebody()
    keybox.backup(box, PASSPHRASE)
    keys.destroy(person)  # after the newest backup of the keys
    keybox.restore(box, PASSPHRASE)
    assert keys.present([person, stays]) == {stays}
    with pytest.raises(Problem, match="erased"):
        keys.create(person)


def test_who_had_left_when_the_keys_were_saved_leaves_here_too(box, settings):
    leaves, late = somebody(), uuid.uuid4()
    sealed_key = PersonKey.objects.get(owner=leaves).wrapped
    keys.destroy(leaves)
    keybox.backup(box, PASSPHRASE)
    Withdrawal.objects.all().delete()
    Generation.objects.all().delete()
    PersonKey.objects.create(owner=leaves, wrapped=sealed_key)  # an older key store
    keys.create(late)
    told = keybox.restore(box, PASSPHRASE)
    assert keys.present([leaves, late]) == {late}
    assert told["kept_here"] == 2
    assert keys.withdrawals() == [leaves]


def test_a_key_store_of_other_data_is_not_mixed_in(person, box, settings):
    keybox.backup(box, PASSPHRASE)
    new_machine(settings)
    keys.create(person)
    with pytest.raises(Refused, match="another key"):
        keybox.restore(box, PASSPHRASE)


def test_a_signing_key_made_meanwhile_is_kept_beside_the_saved_one(person, box, settings):
    saved = journal.public_key()
    keybox.backup(box, PASSPHRASE)
    new_machine(settings)
    meanwhile = journal.public_key()
    keybox.restore(box, PASSPHRASE)
    assert journal.public_key() == saved
    assert set(journal.known_keys()) == {saved, meanwhile}


def test_nothing_but_keys_is_overwritten(person, box):
    box.write_text("my thesis")
    with pytest.raises(Refused, match="not replaced"):
        keybox.backup(box, PASSPHRASE)
    assert box.read_text() == "my thesis"


def test_newer_keys_of_another_machine_are_not_overwritten(person, box):
    for _ in range(3):
        keybox.backup(box, PASSPHRASE)
    Generation.objects.update(number=1)
    with pytest.raises(Refused, match="newer"):
        keybox.backup(box, PASSPHRASE)


def test_a_backup_that_fails_leaves_the_last_one(person, box, monkeypatch):
    keybox.backup(box, PASSPHRASE)
    before = box.read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("passerelle.core.keybox.os.fsync", full)
        with pytest.raises(OSError):
            keybox.backup(box, PASSPHRASE)
    assert box.read_bytes() == before
    assert [path.name for path in box.parent.iterdir()] == [box.name]
    assert keybox.restore(box, PASSPHRASE)["generation"] == 1


@pytest.mark.parametrize(
    "content", [b"", b"x", b"{}\n", b'{"format": "passerelle keys"}\n', b"\x00" * 99, b"[]\nx"]
)
def test_any_other_file_is_said_to_be_none(content, box):
    box.write_bytes(content)
    with pytest.raises(Problem):
        keybox.restore(box, PASSPHRASE)


def test_a_file_that_asks_for_endless_work_is_refused(person, box):
    keybox.backup(box, PASSPHRASE)
    box.write_bytes(box.read_bytes().replace(b'"n": 1024', b'"n": 1073741824'))
    with pytest.raises(Problem, match="do not open"):
        keybox.restore(box, PASSPHRASE)


def run(*words):
    import argparse

    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args(words))


def test_the_command_takes_the_passphrase_from_a_file_or_the_environment(
    person, box, tmp_path, monkeypatch, capsys
):
    secret = tmp_path / "passphrase"
    secret.write_text(PASSPHRASE + "\nsecond line\n")
    assert run("backup", "--out", str(box), "--passphrase-file", str(secret)) == 0
    monkeypatch.setenv("PASSERELLE_PASSPHRASE", PASSPHRASE)
    assert run("restore", str(box)) == 0
    old = tmp_path / "old"
    old.write_bytes(box.read_bytes())
    assert run("backup", "--out", str(box)) == 0
    capsys.readouterr()
    assert run("restore", str(old)) == 3
    told = capsys.readouterr()
    assert json.loads(told.out)["errors"][0]["code"] == "older keys"
    assert PASSPHRASE not in told.out + told.err
    monkeypatch.delenv("PASSERELLE_PASSPHRASE")
    with pytest.raises(Problem, match="--passphrase-file"):
        run("restore", str(box))
