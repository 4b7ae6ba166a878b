"""Every list of the desk goes out as a table: the rows it shows, narrowed and sorted as it is, on all its pages."""

from __future__ import annotations

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from passerelle.core.models import Entry
from passerelle.network import actions as network
from tests.rooms.importing.test_round_trip import desk, lead, other, out  # noqa: F401

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def space(project, other, lead, organisations):  # noqa: F811
    """Two projects of one lead, with somebody invited, and somebody who has no address."""
    network.invite(
        lead,
        project,
        name="Iris Lund",
        email="iris@bank.example",
        language="sv",
        role="local_coordinator",
        organisation=organisations[1],
    )
    return project


@pytest.mark.parametrize(
    ("page", "narrowed", "shown"),
    [
        ("/en/desk/projects/", "?sort=-name", [["RIVERBANK"], ["AFTER"]]),
        ("/en/desk/projects/", "?q=after", [["AFTER"]]),
        (
            "/en/desk/network/",
            "?q=Bank&sort=-name&page=2",
            [[f"Town {c}"] for c in ["SE", "PL", "LT", "IT", "FR", "BE", "AT"]],
        ),
        ("/en/desk/people/", "?q=iris", [["Iris Lund"]]),
        ("/en/desk/projects/{code}/people/", "", [["Signe Ek", "Lead coordinator", "Town SE"]]),
        ("/en/desk/outbox/", "", [["Iris Lund"]]),
        ("/en/desk/outbox/", "?q=nobody", []),
        ("/en/desk/cities/", "", []),
        ("/en/desk/outbox/unreached/", "?sort=-name", [["Iris Lund"]]),
    ],
)
def test_a_list_goes_out_as_it_is_shown(desk, space, page, narrowed, shown):  # noqa: F811
    page = page.format(code=space.code)
    table = "/en/desk/cities/figures" if "cities" in page else page.rstrip("/")
    with (
        CaptureQueriesContext(connections["default"]) as data,
        CaptureQueriesContext(connections["keys"]) as keys,
    ):
        rows = out(desk, f"{table}.csv{narrowed}")[1][1:]
    assert [row[: len(shown[0])] for row in rows] == shown if shown else rows == []
    assert len(data) + len(keys) <= 12
    if rows:
        assert f"{table}.xlsx" in desk.get(page).content.decode()


def test_whoever_takes_contacts_away_stands_in_the_journal(desk, space):  # noqa: F811
    rows = out(desk, f"/en/desk/projects/{space.code}/people/contacts.csv")[1]
    assert "iris@bank.example" in [row[1] for row in rows]
    told = Entry.objects.get(action="contacts taken away")
    assert (told.actor, told.details) == (desk.actor.person, {"people": len(rows) - 1})
