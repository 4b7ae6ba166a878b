"""What the tests of the house itself may ask for."""

from __future__ import annotations

import pytest

from passerelle.core import keybox
from tests.rooms.core.houses import building, tell


@pytest.fixture(autouse=True)
def quick_passphrases(monkeypatch):
    """The file says how much work its passphrase takes; one test takes the real amount."""
    monkeypatch.setattr(keybox, "COST", {**keybox.COST, "n": 2**10})


@pytest.fixture(scope="session")
def story(django_db_setup, django_db_blocker, tmp_path_factory):
    """Houses and archives made once. A test that changes a house takes a copy: build("mine", of=…)."""
    folder = tmp_path_factory.mktemp("story")
    with django_db_blocker.unblock(), building(folder) as make:
        yield tell(make, folder)


@pytest.fixture
def build(transactional_db, tmp_path):
    """build(name, of=None) -> a house with databases of its own: empty, or a copy."""
    with building(tmp_path) as make:
        yield make


@pytest.fixture
def new(build):
    """A new, empty machine."""
    return build("new")
