"""Nobody fills the house: a record has its quota, the house has its own, and who is refused learns what is free."""

from __future__ import annotations

import uuid

import pytest

from passerelle.core import files, quotas
from passerelle.core.errors import Problem
from passerelle.core.models import StoredFile
from tests.rooms.core.test_files import keep

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
KB = 1024


@pytest.fixture(autouse=True)
def small(settings):
    settings.FILES_OF_A_RECORD = {"project": 10 * KB, "other": 5 * KB}
    settings.FILES_OF_THE_HOUSE = 12 * KB


def test_a_record_keeps_as_much_as_its_quota_and_not_a_byte_more():
    owner = uuid.uuid4()
    keep("a.txt", b"x" * 9 * KB, owner_kind="project", owner=owner)
    space = quotas.space_for("project", owner)
    assert (space.used, space.free, space.short) == (9 * KB, KB, False)
    with pytest.raises(Problem) as refused:
        keep("b.txt", b"x" * (KB + 1), owner_kind="project", owner=owner)
    assert refused.value.code == "quota"
    told = str(refused.value).replace("\xa0", " ")
    assert "9.0 KB of 10.0 KB are used, 1.0 KB are free" in told
    keep("c.txt", b"x" * KB, owner_kind="project", owner=owner)
    assert StoredFile.objects.count() == 2
    assert quotas.space_for("project", owner).short


def test_others_do_not_count_until_the_house_is_full():
    keep("a.txt", b"x" * 10 * KB, owner_kind="project", owner=uuid.uuid4())
    other = uuid.uuid4()
    assert quotas.space_for("project", other).free == 2 * KB
    with pytest.raises(Problem) as refused:
        keep("b.txt", b"x" * 3 * KB, owner_kind="project", owner=other)
    assert refused.value.code == "house quota"
    keep("b.txt", b"x" * 2 * KB, owner_kind="project", owner=other)


def test_a_kind_of_record_without_a_quota_of_its_own_has_the_common_one():
    assert quotas.limit_of("organisation") == 5 * KB


def test_what_is_removed_makes_room():
    owner = uuid.uuid4()
    file = keep("a.txt", b"x" * 10 * KB, owner_kind="project", owner=owner)
    files.remove(file)
    assert quotas.space_for("project", owner).free == 10 * KB


def test_a_disk_that_is_nearly_full_takes_nothing(monkeypatch):
    monkeypatch.setattr(quotas, "_disk_free", lambda: 10)
    with pytest.raises(Problem) as refused:
        keep("a.txt", b"x" * KB)
    assert refused.value.code == "house quota"
