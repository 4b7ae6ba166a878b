"""What an earlier version kept, this one restores, migrates and reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from passerelle.core import journal, keybox
from passerelle.core.archive.restore import restore
from passerelle.language import texts
from passerelle.network.models import Organisation, Project
from passerelle.people.models import Account, Person
from passerelle.people.queries import names_of
from tests.rooms.core.houses import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
VERSIONS = sorted(path for path in Path(__file__).parent.glob("v*") if path.is_dir())


@pytest.mark.parametrize("version", VERSIONS, ids=lambda path: path.name)
def test_the_demo_of_an_earlier_version_comes_back_whole(new, version):
    with new.inside():
        keybox.restore(version / "keys.passerelle", "bridge-over-water")
        told = restore(version / "data.tar")
        assert (told["counts_equal"], told["hashes_equal"]) == (True, True)
        assert told["unreadable"] == {"people": 0, "codes": []}
        assert journal.verify() == []
        assert Organisation.objects.count() == 35
        rivages = Project.objects.get(acronym="RIVAGES")
        edition = texts.edition(texts.Owner(Project.KIND, rivages.pk), "en")
        assert {part["state"] for part in edition.parts} == {"translated", "outdated"}
        people = list(Person.objects.values_list("pk", flat=True))
        assert all(names_of(HOUSE, people).values())
        assert Account.objects.filter(demo=True).count() == 10
