"""What is left of a series, in how much time, and until when: on its page, on Monday's, and on the gathering's."""

import pytest
from django.urls import reverse

from passerelle.core.errors import Denied, Problem
from passerelle.core.rooms import gaps_in
from passerelle.gatherings import actions as gatherings
from passerelle.network.models import Project
from passerelle.programme import actions
from passerelle.programme.models import Series
from tests.rooms.programme.conftest import HOUSE, promise

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def shown(client, name, *args):
    return client.get(reverse(name, args=args)).content.decode()


def said(actor, project):
    return [gap.sentence for gap in gaps_in(actor, [project.pk]) if gap.key.startswith("series")]


def test_at_month_18_three_are_left_in_six_months_with_their_last_safe_days(sit, member, project, eight, on):
    on(2027, 9, 1)
    browser = sit(member(project, "researcher", 1))
    page = shown(browser, "desk_series", eight.code)
    assert "3 left in 6 months" in page
    for day in ("2027-11-01", "2027-12-31", "2028-02-29"):
        assert f'datetime="{day}"' in page
    assert "3 left in 6 months" in shown(browser, "desk_programme", project.code)


def test_the_last_month_is_told_in_days(sit, member, project, eight, on):
    on(2028, 2, 20)
    assert "3 left in 10 days" in shown(sit(member(project)), "desk_series", eight.code)


def test_a_month_on_the_calendar_takes_all_its_days(sit, member, project, eight, meet, on):
    on(2027, 9, 1)
    meet("Some day in November", kind="transnational", starts="2027-11")
    page = shown(sit(member(project)), "desk_series", eight.code)
    # Sixty days before 1 November, which may be its day.
    assert 'datetime="2027-09-02"' in page


def test_the_lead_is_told_on_monday_weeks_before_the_last_safe_day(sit, member, project, eight, on):
    lead, local = member(project), member(project, "local_coordinator", 1, name="Bo Li")
    on(2027, 9, 19)
    assert said(lead, project) == []
    on(2027, 9, 20)
    (sentence,) = said(lead, project)
    assert sentence == (
        "Eight events: 3 left in 5 months, and the next has no date. Its last safe day is 1 November 2027."
    )
    assert said(local, project) == []
    assert "Eight events: 3 left" in shown(sit(lead), "desk")


def test_what_does_not_fit_any_more_is_said_at_once(member, project, eight, on):
    on(2027, 11, 2)
    (sentence,) = said(member(project), project)
    assert "They do not fit any more" in sentence


def test_once_all_have_a_date_nobody_is_warned(member, project, eight, meet, on):
    on(2027, 9, 20)
    for day in ("2027-10-10", "2027-12-15", "2028-02-20"):
        meet("Next", kind="transnational", starts=day)
    assert said(member(project), project) == []


def test_a_cancelled_one_is_left_to_hold(sit, member, project, eight, meet, on):
    on(2027, 9, 1)
    one = meet("Off", kind="transnational", starts="2027-12-01")
    browser = sit(member(project))
    assert "Off" in shown(browser, "desk_series", eight.code)
    gatherings.cancel_gathering(HOUSE, one, reason="Storm")
    assert "Off" not in shown(browser, "desk_series", eight.code)


def test_two_that_are_too_close_are_named(sit, member, project, eight, meet, on):
    on(2027, 9, 1)
    meet("First", kind="transnational", starts="2027-10-10")
    meet("Second", kind="transnational", starts="2027-11-10")
    page = shown(sit(member(project)), "desk_series", eight.code)
    assert "are less than 60 days apart" in page


def test_a_gathering_says_in_which_series_it_counts(sit, member, project, eight, meet):
    one, other = meet("In", kind="transnational"), meet("Not in", kind="forum")
    browser = sit(member(project))
    assert reverse("desk_series", args=[eight.code]) in shown(browser, "desk_gathering", one.code)
    assert reverse("desk_series", args=[eight.code]) not in shown(browser, "desk_gathering", other.code)


def test_the_form_writes_it_down_and_says_what_is_wrong(sit, member, project):
    browser = sit(member(project))
    address = reverse("desk_programme_series_new", args=[project.code])
    given = {"title": "Forums", "language": "en", "number": "4", "kinds": ["forum", "fair"], "spacing": "0",
             "lasts": "1", "lead": "0", "people": "0", "abroad": "0"}  # fmt: skip
    answer = browser.post(address, {**given, "kinds": []})
    assert answer.status_code == 200
    assert "Not sent yet" in answer.content.decode()
    answer = browser.post(address, {**given, "starts": "2027", "ends": "2026"})
    assert "It ends before it begins" in answer.content.decode()
    browser.post(address, given)
    assert Series.objects.get(project=project).of_kinds == ["forum", "fair"]


def test_an_older_version_overwrites_nothing(sit, member, project, eight):
    browser = sit(member(project))
    actions.change_series(HOUSE, eight, revision=1, number=9)
    given = {"title": "Mine", "language": "en", "number": "7", "kinds": ["forum"], "spacing": "0", "lasts": "1",
             "lead": "0", "people": "0", "abroad": "0", "revision": "1"}  # fmt: skip
    page = browser.post(reverse("desk_series_change", args=[eight.code]), given).content.decode()
    assert "Somebody else changed this" in page
    assert 'value="Mine"' in page
    assert Series.objects.get(pk=eight.pk).number == 9
    browser.post(reverse("desk_series_change", args=[eight.code]), {**given, "revision": "2"})
    assert Series.objects.get(pk=eight.pk).title == "Mine"


def test_what_is_put_away_warns_no_more_and_comes_back(sit, member, project, eight, on):
    on(2027, 11, 20)
    lead = member(project)
    browser = sit(lead)
    browser.post(reverse("desk_series_put_away", args=[eight.code]))
    assert said(lead, project) == []
    browser.post(reverse("desk_series_bring_back", args=[eight.code]))
    assert said(lead, project)


def test_only_the_lead_promises_and_strangers_see_nothing(sit, member, project, other, eight):
    local = member(project, "local_coordinator", 1)
    with pytest.raises(Denied):
        actions.add_series(local, project, title="Mine", kinds=["forum"], number=1)
    stranger = sit(member(other))
    Project.objects.filter(pk=project.pk).update(state="published")
    for name, code in (("desk_series", eight.code), ("desk_programme", project.code)):
        answer = stranger.get(reverse(name, args=[code]))
        assert answer.status_code in (403, 404)
        assert "Eight events" not in answer.content.decode()


def test_a_project_without_dates_is_told_to_write_them(sit, member, project):
    Project.objects.filter(pk=project.pk).update(starts="", ends="")
    one = promise(project)
    assert "Neither the series nor the project has dates" in shown(
        sit(member(project)), "desk_series", one.code
    )


def test_numbers_that_make_no_sense_are_refused(project):
    for wrong in ({"number": 0}, {"spacing": -1}, {"lasts": 0}, {"lead": 5000}, {"kinds": ["dance"]}):
        with pytest.raises(Problem):
            promise(project, **wrong)
