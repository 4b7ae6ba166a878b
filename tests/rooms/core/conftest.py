"""What the tests of the house itself may ask for."""

from __future__ import annotations

import pytest
from django.db import connections
from django.test import override_settings

from passerelle.core import keybox
from tests.rooms.core.houses import building, tell

QUICK = {**keybox.COST, "n": 2**10}
QUICK_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def quick_passphrases(monkeypatch):
    """The file says how much work its passphrase takes; one test takes the real amount."""
    monkeypatch.setattr(keybox, "COST", QUICK)


@pytest.fixture(scope="session")
def empty(django_db_setup, django_db_blocker, tmp_path_factory):
    """An empty house to make others of; the databases of the test run are in use and cannot be copied later."""
    for one in connections.all():
        one.close()
    plain = {alias: connections[alias].settings_dict["NAME"] for alias in ("default", "keys")}
    with django_db_blocker.unblock(), building(tmp_path_factory.mktemp("empty"), plain) as make:
        yield make("empty")


@pytest.fixture(scope="session")
def story(empty, django_db_blocker, tmp_path_factory):
    """Houses and archives made once. Change nothing there: build("mine", of=…) makes a copy."""
    folder = tmp_path_factory.mktemp("story")
    with django_db_blocker.unblock(), building(folder, empty.databases) as make:
        with pytest.MonkeyPatch.context() as quickly, override_settings(PASSWORD_HASHERS=QUICK_HASHERS):
            quickly.setattr(keybox, "COST", QUICK)
            told = tell(make, folder)
        yield told


@pytest.fixture
def build(empty, db, tmp_path):
    """build(name, of=None) -> a house with databases of its own: empty, or a copy."""
    with building(tmp_path, empty.databases) as make:
        yield make


@pytest.fixture
def new(build):
    """A new, empty machine."""
    return build("new")
