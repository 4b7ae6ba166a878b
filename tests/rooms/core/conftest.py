"""What the tests of the house itself may ask for."""

from __future__ import annotations

import uuid

import pytest
from django.db import connections
from django.test import Client

from passerelle.core import keybox
from passerelle.core.actor import Actor
from passerelle.core.models import StoredFile
from passerelle.core.rooms import Room
from tests.rooms.core.houses import building, tell

QUICK = {**keybox.COST, "n": 2**10}


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
        with pytest.MonkeyPatch.context() as quickly:
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


@pytest.fixture
def asked_by(monkeypatch):
    """asked_by(actor).get(url): the file screen with a room that lets only one person have its files."""
    member = uuid.uuid4()
    room = Room("test", "Test", files={"thing": lambda actor, owner: actor.person == member})
    monkeypatch.setattr("passerelle.core.files.rooms", lambda: (room,))

    def ask(actor: Actor, file: StoredFile):
        monkeypatch.setattr("passerelle.network.actors.load", lambda request: actor)
        return Client().get(f"/files/{file.pk}/")

    ask.member = Actor(person=member)
    return ask
