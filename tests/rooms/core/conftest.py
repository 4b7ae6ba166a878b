"""What the tests of the house itself may ask for."""

from __future__ import annotations

import pytest

from passerelle.core import keybox
from tests.rooms.core.houses import building


@pytest.fixture
def build(transactional_db, tmp_path):
    """build(name) -> an empty house with databases of its own."""
    with building(tmp_path) as make:
        yield make


@pytest.fixture(autouse=True)
def quick_passphrases(monkeypatch):
    """The file says how much work its passphrase takes; one test takes the real amount."""
    monkeypatch.setattr(keybox, "COST", {**keybox.COST, "n": 2**10})
