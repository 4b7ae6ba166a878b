"""Every screen of gatherings asks at most twelve questions, for twenty rows and for two thousand."""

import datetime

import pytest
from django.urls import reverse

from passerelle.core.codes import new_code
from passerelle.gatherings.models import Gathering
from tests.rooms.network.test_budget import asked

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def more(project, number, organisations):
    Gathering.objects.bulk_create(
        Gathering(
            code=new_code(),
            project=project,
            title=f"Gathering {n}",
            kind="forum",
            starts="2099-05",
            begins_at=datetime.datetime(2099, 5, 1, tzinfo=datetime.UTC),
            over_at=datetime.datetime(2099, 5, 31, tzinfo=datetime.UTC),
            host=organisations[n % 3],
            town="Oslo",
            country="NO",
            languages="en ar",
        )
        for n in range(number)
    )


def test_the_list_and_one_of_many(sit, member, project, organisations):
    browser = sit(member(project))
    addresses = [
        reverse("desk_gatherings", args=[project.code]) + asking
        for asking in ("", "?when=all&sort=host", "?q=gathering&sort=-title")
    ]
    addresses.append(reverse("desk_gatherings_table", args=[project.code, "csv"]))
    addresses.append(reverse("desk_gatherings_new", args=[project.code]))
    more(project, 20, organisations)
    few = [asked(browser, address) for address in addresses]
    more(project, 2000, organisations)
    assert [asked(browser, address) for address in addresses] == few
    one = Gathering.objects.unscoped(reason="test").first()
    for name in ("desk_gathering", "desk_gathering_change", "desk_gathering_cancel"):
        asked(browser, reverse(name, args=[one.code]))
