"""Who was erased stays erased, also in last week's backup on another machine."""

from __future__ import annotations

import base64
import html
import json
import re
from urllib.parse import quote

import pytest

from passerelle.core import files, journal, keybox, keys, search
from passerelle.core.archive.backup import backup
from passerelle.core.archive.restore import restore
from passerelle.core.errors import Refused
from passerelle.core.models import SearchEntry, StoredFile
from passerelle.people import actions as people
from passerelle.people.models import Account, Identity, Person
from tests.rooms.core.houses import HOUSE, LEAVES, STAYS, move_in

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
PASSPHRASE = "seven planks and a lantern"


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


@pytest.fixture
def story(build, tmp_path):
    """Two people, last week's backup, one of them erased, today's keys; and a new empty machine."""
    old, new = build("old"), build("new")
    with old.inside():
        leaves, stays = move_in(LEAVES), move_in(STAYS)
        search.index("person", stays.pk, "en", None, "Choir", "the choir sings", "/en/")
        journal.seal_pending()
        backup(tmp_path / "last-week.tar")
        keybox.backup(tmp_path / "old.keys", PASSPHRASE)
        people.erase_person(HOUSE, leaves)
        keybox.backup(tmp_path / "newest.keys", PASSPHRASE)
        journal.seal_pending()
    return old, new, leaves, stays


def test_last_weeks_backup_brings_nobody_back_who_was_erased(story, tmp_path):
    _old, new, leaves, stays = story
    with new.inside():
        keybox.restore(tmp_path / "newest.keys", PASSPHRASE)
        told = restore(tmp_path / "last-week.tar")

        assert told["counts_equal"] and told["hashes_equal"]
        assert told["signature"] == "fits"
        assert told["unreadable"] == {"people": 0, "codes": []}
        assert told["journal"] == []
        erased = Person.objects.get(pk=leaves.pk)
        assert erased.erased_at is not None
        assert not Account.objects.filter(person=leaves.pk).exists()
        assert not StoredFile.objects.filter(person=leaves.pk).exists()

        identity = Identity.objects.get(pk=stays.pk)
        assert keys.unseal(stays.pk, identity.name, f"people.identity.name:{stays.pk}") == STAYS.name
        own = StoredFile.objects.get(person=stays.pk)
        assert files.read(own) == STAYS.file_text.encode()
        assert files.name_of(own) == STAYS.file_name
        assert Account.objects.get(person=stays.pk).email == STAYS.email
        assert journal.verify() == []
        journal.seal_pending()
        assert journal.verify() == []
    assert traces(LEAVES, new) == []


def test_the_search_for_traces_would_find_some(story):
    """Guards the test above: what is readable by design is found, in the house that never erased."""
    old, *_ = story
    assert any(STAYS.email in trace for trace in traces(STAYS, old))
    assert not any("Łukasiewicz" in trace for trace in traces(STAYS, old))
    assert all(form in b"x" + base64.b64encode(b"ab" + "Łukasiewicz".encode() + b"cd") + b"y"
               for form in forms("Łukasiewicz") if base64.b64encode(b"ab" + "Łukasiewicz".encode())[4:12] in form)  # fmt: skip


def test_older_keys_are_refused_once_newer_ones_are_known(story, tmp_path):
    old, new, *_ = story
    with old.inside(), pytest.raises(Refused, match="generation 1; the keys here are of generation 2"):
        keybox.restore(tmp_path / "old.keys", PASSPHRASE)
    with new.inside():
        keybox.restore(tmp_path / "old.keys", PASSPHRASE)
        # … and once the data are there that know of newer ones
        with old.inside():
            backup(tmp_path / "today.tar")
        with pytest.raises(Refused, match="The keys here are generation 1, these data know of generation 2"):
            restore(tmp_path / "today.tar")


def test_without_keys_it_says_whose_values_cannot_be_read(story, tmp_path):
    _old, new, leaves, stays = story
    with new.inside():
        told = restore(tmp_path / "last-week.tar")
        assert told["unreadable"]["codes"] == sorted([leaves.code, stays.code])
        assert told["counts_equal"] and told["hashes_equal"]
        keybox.restore(tmp_path / "newest.keys", PASSPHRASE)
        identity = Identity.objects.get(pk=stays.pk)
        assert keys.unseal(stays.pk, identity.name, f"people.identity.name:{stays.pk}") == STAYS.name
        assert keys.present([leaves.pk]) == set()
        assert journal.verify() == []
