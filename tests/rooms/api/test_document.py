"""What the API says of itself is what was agreed, and what it does."""

from __future__ import annotations

import os

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings

from passerelle.api import throttle
from passerelle.api.document import SNAPSHOT, described, written
from passerelle.config.wsgi import application

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
schema = schemathesis.openapi.from_dict(described())
schema.app = application


@pytest.fixture(autouse=True)
def one_connection():
    """A request through the real door ends by closing old connections; here the test's own must stay, as it does in
    Django's client."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch):
    monkeypatch.setattr(throttle, "PUBLIC", throttle.Throttle(100_000, 60))


def test_a_change_of_the_contract_is_read_before_it_is_made():
    if os.environ.get("OPENAPI") == "write":
        SNAPSHOT.write_text(written(), encoding="utf-8")
    assert SNAPSHOT.read_text(encoding="utf-8") == written()


def test_the_description_is_served(client):
    answer = client.get("/api/openapi.json")
    assert answer.status_code == 200
    assert answer.json() == described()


@schema.parametrize()
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_whatever_is_asked_is_answered_as_described(case):
    case.call_and_validate(headers={"Host": "localhost"})
