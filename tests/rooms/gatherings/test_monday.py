"""What a project comes together for in the next two weeks stands on the page that begins the week."""

from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from passerelle.gatherings import actions
from tests.rooms.gatherings.conftest import HOUSE
from tests.rooms.network.test_budget import asked

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def day(days):
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def shown(client, name="desk", *args):
    return client.get(reverse(name, args=args)).content.decode()


def test_the_next_two_weeks_and_nothing_else(sit, member, meet, project):
    browser = sit(member(project, "researcher", 1))
    assert "Nothing waits" in shown(browser)
    meet("Next week", starts=day(7), starts_time=time(10), ends_time=time(12), town="Bari")
    meet("Going on", starts=day(-1), ends=day(1))
    meet("Later", starts=day(20))
    meet("Over", starts=day(-3))
    actions.cancel_gathering(HOUSE, meet("Off", starts=day(2)), reason="Rain")
    for page in (shown(browser), shown(browser, "desk_week", project.code)):
        assert "Gatherings in the next two weeks" in page
        assert page.index("Going on") < page.index("Next week")
        assert "10:00–12:00" in page
        assert "<bdi>Bari</bdi>" in page
        assert not any(title in page for title in ("Later", ">Over<", ">Off<", "Nothing waits"))


def test_another_projects_member_is_not_told(sit, member, meet, other):
    meet("Next week", starts=day(7))
    assert "Next week" not in shown(sit(member(other)))


def test_the_page_asks_as_little_for_many(sit, member, meet, project):
    browser = sit(member(project))
    meet(starts=day(1))
    few = asked(browser, reverse("desk"))
    for n in range(30):
        meet(f"Forum {n}", starts=day(1 + n % 10))
    assert asked(browser, reverse("desk")) == few
