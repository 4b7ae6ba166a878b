"""Who was erased stays erased, also in last week's backup on another machine."""

from __future__ import annotations

import base64
import html
import json
import re
import zipfile
from urllib.parse import quote

import pytest

from passerelle.core import files, journal, keybox, keys, search
from passerelle.core.archive.backup import backup
from passerelle.core.archive.intake import take_in
from passerelle.core.archive.restore import restore
from passerelle.core.errors import Refused
from passerelle.core.models import SearchEntry, StoredFile
from passerelle.people import actions as people
from passerelle.people.models import Account, Identity, Person
from tests.rooms.core.houses import HOUSE, LEAVES, PASSPHRASE, STAYS, move_in

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def forms(value: str) -> set[bytes]:
    """Every way a value could hide in a dump: other encodings, escapes, base64 at any offset, hex."""
    plain = value.encode()
    found = {plain, value.encode("utf-16-le"), value.encode("utf-16-be"), plain.hex().encode()}
    found |= {value.casefold().encode(), value.upper().encode(), search.fold(value).encode()}
    found |= {json.dumps(value)[1:-1].encode(), quote(value).encode(), html.escape(value).encode()}
    found.add(value.encode("ascii", "xmlcharrefreplace"))
    found.add(value.encode("ascii", "backslashreplace"))
    for source in (plain, value.encode("utf-16-le")):
        for offset in range(3):
            coded = base64.b64encode(b"\0" * offset + source).decode()
            # What the neighbours have a part in is cut off; the middle is the same wherever it stands.
            middle = coded[4 if offset else 0 :].rstrip("=")[:-4]
            found |= {middle.encode(), middle.replace("+", "-").replace("/", "_").encode()}
    return {form for form in found if len(form) >= 6}


def parts(value: str) -> set[str]:
    """A value and each of its longer words: half a name is a trace too."""
    return {value, *(word for word in re.split(r"[\s@.\-]+", value) if len(word) >= 5)}


def traces(of, house) -> list[str]:
    """Where anything personal of somebody can still be found in a house: dump, files, search index."""
    haystacks = {"dump": house.sql_text().encode()}
    haystacks |= {str(path): path.read_bytes() for path in house.media.rglob("*") if path.is_file()}
    haystacks |= {f"name of {path}": path.name.encode() for path in house.media.rglob("*")}
    with house.inside():
        rows = SearchEntry.objects.values_list("title", "words", "address", "vector")
        haystacks["search"] = repr(list(rows)).encode()
    common = {"interpreter", "teaches", "swimming", "water", "needs", "since", "example"}
    words = {part for value in of.values for part in parts(value)} - common
    return [
        f"{word!r} in {where}"
        for word in sorted(words)
        for form in forms(word)
        for where, hay in haystacks.items()
        if form in hay
    ]


def test_last_weeks_backup_brings_nobody_back_who_was_erased(story, new):
    leaves, stays = story.leaves, story.stays
    with new.inside():
        keybox.restore(story.newest_keys, PASSPHRASE)
        told = restore(story.backup)

        assert (told["counts_equal"], told["hashes_equal"]) == (True, True)
        assert told["signature"] == "fits"
        assert told["put_right"]["people"] == 1
        assert told["unreadable"] == {"people": 0, "codes": []}
        assert told["journal"] == []
        assert Person.objects.get(pk=leaves.pk).erased_at is not None
        assert not Account.objects.filter(person=leaves.pk).exists()
        assert not StoredFile.objects.filter(person=leaves.pk).exists()
        assert_still_here(stays)
        assert journal.verify() == []
        journal.seal_pending()
        assert journal.verify() == []
    assert traces(LEAVES, new) == []


def test_last_weeks_export_brings_nobody_back_who_was_erased(story, new):
    with new.inside():
        keybox.restore(story.newest_keys, PASSPHRASE)
        told = take_in(story.export)
        account = told["left_behind"]["people.account"]
        assert account["rows"] == 1
        assert Person.objects.get(pk=story.leaves.pk).erased_at is not None
        assert_still_here(story.stays)
        journal.seal_pending()
        assert journal.verify() == []
    assert traces(LEAVES, new) == []


def assert_still_here(stays):
    identity = Identity.objects.get(pk=stays.pk)
    assert keys.unseal(stays.pk, identity.name, f"people.identity.name:{stays.pk}") == STAYS.name
    own = StoredFile.objects.get(person=stays.pk)
    assert files.read(own) == STAYS.file_text.encode()
    assert files.name_of(own) == STAYS.file_name
    assert Account.objects.get(person=stays.pk).email == STAYS.email


def test_the_search_for_traces_would_find_some(story):
    """Guards the tests above: what is readable by design is found, in the house that never erased."""
    found = traces(LEAVES, story.last_week)
    assert {LEAVES.email} <= {trace.split("'")[1] for trace in found}
    assert not any("الزهراء" in trace for trace in found)
    around = [b"", b"a", b"ab"]
    for value in (LEAVES.name, LEAVES.email):
        for before in around:
            hay = base64.b64encode(before + value.encode() + b"after")
            assert any(form in hay for form in forms(value))


def test_the_export_holds_nothing_readable_about_anybody(story):
    with zipfile.ZipFile(story.export) as archive:
        hay = {name: archive.read(name) for name in archive.namelist()}
    for somebody in (LEAVES, STAYS):
        for value in somebody.values:
            for form in forms(value):
                assert [name for name, content in hay.items() if form in content] == []


def test_older_keys_are_refused_once_newer_ones_are_known(story, new, build):
    with (
        story.today.inside(),
        pytest.raises(Refused, match="generation 1; the keys here are of generation 2"),
    ):
        keybox.restore(story.old_keys, PASSPHRASE)
    with story.today.inside():
        backup(new.folder / "today.tar")
    with new.inside():
        keybox.restore(story.old_keys, PASSPHRASE)
        with pytest.raises(Refused, match="The keys here are generation 1, these data know of generation 2"):
            restore(new.folder / "today.tar")


def test_whoever_left_before_the_backup_stays_erased_with_keys_from_before(build, new, tmp_path):
    """Nobody saved the keys after the erasure; the backup itself remembers who had left."""
    house = build("house")
    with house.inside():
        leaves = move_in(LEAVES)
        keybox.backup(tmp_path / "keys", PASSPHRASE)
        people.erase_person(HOUSE, leaves)
        backup(tmp_path / "data.tar")
    with new.inside():
        keybox.restore(tmp_path / "keys", PASSPHRASE)
        assert keys.present([leaves.pk]) == {leaves.pk}
        assert restore(tmp_path / "data.tar")["withdrawn_again"] == 1
        assert keys.present([leaves.pk]) == set()
    assert traces(LEAVES, new) == []


def test_without_keys_it_says_whose_values_cannot_be_read(story, new):
    leaves, stays = story.leaves, story.stays
    with new.inside():
        told = restore(story.backup)
        assert told["unreadable"] == {"people": 2, "codes": sorted([leaves.code, stays.code])}
        assert (told["counts_equal"], told["hashes_equal"]) == (True, True)
        keybox.restore(story.newest_keys, PASSPHRASE)
        assert keys.present([leaves.pk]) == set()
        assert_still_here(stays)
        assert journal.verify() == []
