"""Gatherings as somebody plans them on the screen."""

import pytest
from django.urls import reverse
from django.utils import timezone

from passerelle.gatherings import actions
from passerelle.gatherings.models import Gathering
from passerelle.network.models import Project
from tests.rooms.gatherings.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
GIVEN = {
    "title": "Forum on the water",
    "language": "en",
    "kind": "forum",
    "starts": "2027-05-03",
    "starts_time": "10:00",
    "ends": "",
    "ends_time": "16:30",
    "mode": "both",
    "place": "The old dock",
    "town": "Town IT",
    "country": "IT",
    "zone": "",
    "package": "",
    "languages": "French, Arabic",
    "places": "80",
}


def page(browser, name, *args, **asked):
    answer = browser.get(reverse(name, args=args), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_from_the_empty_list_to_a_gathering_and_back(sit, member, project, organisations):
    browser = sit(member(project))
    assert "Nothing is planned" in page(browser, "desk_gatherings", project.code)
    new = reverse("desk_gatherings_new", args=[project.code])
    answer = browser.post(new, {**GIVEN, "host": organisations[2].code}, follow=True)
    shown = answer.content.decode()
    for told in (
        "It is planned.",
        "10:00–16:30",
        "Rome",
        "<bdi>The old dock</bdi> · <bdi>Town IT</bdi> · <bdi>Italy</bdi>",
        "French and Arabic",
        "80",
    ):
        assert told in shown
    one = Gathering.objects.unscoped(reason="test").get()
    assert (one.languages, one.zone, one.host) == ("fr ar", "Europe/Rome", organisations[2])
    browser.post(
        reverse("desk_gathering_cancel", args=[one.code]), {"reason": "The hall is flooded"}, follow=True
    )
    assert "The hall is flooded" in page(browser, "desk_gathering", one.code)
    assert "Nothing is planned" in page(browser, "desk_gatherings", project.code)
    assert one.title in page(browser, "desk_gatherings", project.code, when="cancelled")
    browser.post(reverse("desk_gathering_again", args=[one.code]))
    assert one.title in page(browser, "desk_gatherings", project.code)


def test_what_is_wrong_is_said_at_the_field_and_nothing_typed_is_lost(sit, member, project):
    browser = sit(member(project))
    new = reverse("desk_gatherings_new", args=[project.code])
    for wrong, said in (
        ({"starts": "3 May"}, "2026-09-01"),
        ({"ends": "2027-05-01"}, "It ends before it begins"),
        ({"languages": "Frensh"}, "Did you mean"),
        ({"starts": "2027-05"}, "An hour needs its whole day"),
    ):
        shown = browser.post(new, {**GIVEN, "host": "", **wrong}).content.decode()
        assert said in shown
        assert "The old dock" in shown
    assert not Gathering.objects.unscoped(reason="test").exists()


def test_a_change_is_saved_and_undone(sit, member, meet, project):
    browser, one = sit(member(project)), meet()
    address = reverse("desk_gathering_change", args=[one.code])
    answer = browser.post(address, {**GIVEN, "title": "Fair", "host": "", "revision": 1}, follow=True)
    assert "Undo your change" in answer.content.decode()
    answer = browser.post(reverse("desk_gathering_undo", args=[one.code]), follow=True)
    assert "Your change is undone." in answer.content.decode()
    one.refresh_from_db()
    assert (one.title, one.kind, one.starts_time) == ("Forum on the water", "forum", None)


def test_what_somebody_else_saved_meanwhile_is_shown_beside_ones_own(sit, member, meet, project):
    browser, one = sit(member(project)), meet()
    actions.change_gathering(HOUSE, one, revision=1, title="Theirs")
    address = reverse("desk_gathering_change", args=[one.code])
    shown = browser.post(address, {**GIVEN, "title": "Mine", "host": "", "revision": 1}).content.decode()
    assert "Theirs" in shown
    assert "Mine" in shown
    browser.post(address, {**GIVEN, "title": "Mine", "host": "", "revision": 2})
    one.refresh_from_db()
    assert one.title == "Mine"


def test_what_is_past_asks_whether_it_took_place(sit, member, meet, project):
    browser, one = sit(member(project)), meet(starts="2026-04-02")
    assert "Did it take place?" in page(browser, "desk_gatherings", project.code, when="past")
    answer = browser.post(reverse("desk_gathering_held", args=[one.code]), follow=True)
    assert "It is noted as held." in answer.content.decode()


def test_the_list_is_narrowed_sorted_and_goes_out_as_it_stands(sit, member, meet, project, organisations):
    browser = sit(member(project))
    meet("Forum in May", starts="2027-05", host=organisations[0])
    meet("School day", kind="school", starts="2027-04", host=organisations[1], town="Lyon")
    meet("Long past", starts="2026-03")
    for asked, titles in (
        ({}, ["School day", "Forum in May"]),
        ({"sort": "-when"}, ["Forum in May", "School day"]),
        ({"kind": "school"}, ["School day"]),
        ({"host": organisations[0].code}, ["Forum in May"]),
        ({"host": "none", "when": "past"}, ["Long past"]),
        ({"q": "lyon"}, ["School day"]),
        ({"kind": "none", "when": "ever", "sort": "x"}, ["School day", "Forum in May"]),
    ):
        answer = browser.get(reverse("desk_gatherings_table", args=[project.code, "csv"]), asked)
        rows = answer.content.decode("utf-8-sig").splitlines()[1:]
        assert [row.partition(",")[0] for row in rows] == titles
        shown = page(browser, "desk_gatherings", project.code, **asked)
        assert all(title in shown for title in titles)


def test_another_projects_member_finds_no_page_of_it(sit, member, meet, project, other):
    one, browser = meet(), sit(member(other))
    for name in ("desk_gathering", "desk_gathering_change", "desk_gathering_cancel"):
        assert browser.get(reverse(name, args=[one.code])).status_code == 404
    for name, args in (
        ("desk_gatherings", []),
        ("desk_gatherings_new", []),
        ("desk_gatherings_table", ["csv"]),
    ):
        assert browser.get(reverse(name, args=[project.code, *args])).status_code in (403, 404)
    assert one.title not in page(browser, "desk_gatherings", other.code, when="all")


def test_a_closed_project_offers_nothing_and_takes_nothing(sit, member, meet, project, organisations):
    lead, one = member(project), meet(host=organisations[0])
    Project.objects.filter(pk=project.pk).update(closed_at=timezone.now())
    browser = sit(lead)
    shown = page(browser, "desk_gathering", one.code) + page(
        browser, "desk_gatherings", project.code, when="all"
    )
    assert "Plan a gathering" not in shown
    assert "Cancel it" not in shown
    for name in ("desk_gathering_held", "desk_gathering_again", "desk_gathering_cancel"):
        browser.post(reverse(name, args=[one.code]), {"reason": "Rain"})
    one.refresh_from_db()
    assert (one.state, one.revision) == ("planned", 1)


def test_a_host_that_left_stays_named_until_somebody_names_another(sit, member, meet, project, organisations):
    browser, one = sit(member(project)), meet(host=organisations[2])
    project.partnerships.filter(organisation=organisations[2]).delete()
    address = reverse("desk_gathering_change", args=[one.code])
    assert organisations[2].name in browser.get(address).content.decode()
    browser.post(address, {**GIVEN, "title": "Fair", "host": organisations[2].code, "revision": 1})
    one.refresh_from_db()
    assert (one.title, one.host) == ("Fair", organisations[2])
