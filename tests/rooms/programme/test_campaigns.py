"""A campaign has numbers of its own, which never become people; what was wrong is corrected and stays readable."""

from datetime import date

import pytest
from django.urls import reverse

from passerelle.core.countables import Cut, MixedUnits, Unit, countables, one_unit
from passerelle.core.errors import Denied, Problem
from passerelle.core.importables import Context, Row
from passerelle.engines.text.segments import digest
from passerelle.network.models import Project
from passerelle.programme import actions
from passerelle.programme.importables import REACH
from passerelle.programme.models import Campaign, Reach
from tests.rooms.network.test_budget import asked
from tests.rooms.programme.conftest import HOUSE
from tests.rooms.programme.test_series import shown

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def banks(project):
    return actions.add_campaign(
        HOUSE, project, title="Two benches", language="en", ways=["poster", "web"], message="Come and sit."
    )


def note(campaign, kind="views", number=100, on="2026-10", way="web", source="Statistics"):
    return actions.note_reach(
        HOUSE, campaign, kind=kind, number=number, on=on, way=way, source=source
    )  # fmt: skip


def count(key, project, **cut):
    return countables()[f"programme.{key}"].count(Cut(frozenset({project.pk}), **cut))


def test_views_are_views_and_no_rule_adds_them_to_people(project, banks):
    note(banks, "views", 100)
    note(banks, "impressions", 5000)
    note(banks, "printed", 300, way="poster")
    note(banks, "indirect", 900)
    known = countables()
    assert [count(key, project) for key in ("views", "impressions", "printed", "reactions", "indirect")] == [
        100, 5000, 300, 0, 900
    ]  # fmt: skip
    ours = [one for key, one in known.items() if key.startswith("programme.")]
    assert {one.unit for one in ours} == {Unit.VIEWS, Unit.ITEMS, Unit.INDIRECT}
    assert known["gatherings.people"].count(Cut(frozenset({project.pk}))) == 0
    with pytest.raises(MixedUnits):
        one_unit([known["programme.views"], known["gatherings.people"]])


def test_a_part_of_the_numbers_is_counted_by_day_channel_and_campaign(project, other, banks):
    note(banks, number=1, on="2026-09")
    note(banks, number=10, on="2026-10-05", way="social")
    note(banks, number=100, on="2027")
    assert count("views", project, since=date(2026, 10, 1)) == 110
    assert count("views", project, until=date(2026, 9, 30)) == 1
    assert count("views", project, kinds=frozenset({"social"})) == 10
    assert count("views", project, subjects=frozenset({banks.pk})) == 111
    assert count("views", other) == 0
    # Of countries, hosts and modes a view says nothing.
    assert count("views", project, countries=frozenset({"IT"})) == 0
    by = countables()["programme.views"].by
    assert by(Cut(frozenset({project.pk})), "kind") == {"web": 101, "social": 10}
    assert by(Cut(frozenset({project.pk})), "month") == {"2026-09": 1, "2026-10": 10, "2027": 100}


def test_a_correction_stands_in_its_place_and_both_can_be_read(sit, member, project, banks):
    old = note(banks, number=3480)
    new = actions.correct_reach(
        HOUSE, old, kind="views", number=3408, on="2026-10", way="web", source="Statistics"
    )
    assert count("views", project) == 3408
    old.refresh_from_db()
    with pytest.raises(Problem):
        actions.correct_reach(HOUSE, old, kind="views", number=1, on="2026", way="web", source="Me")
    page = shown(sit(member(project)), "desk_campaign_number", new.code)
    before = '3,480 (<time datetime="2026-10">October 2026</time>, <bdi>Statistics</bdi>)'
    assert before in page
    actions.take_reach_back(HOUSE, new)
    assert count("views", project) == 3480
    actions.put_reach_back(HOUSE, new)
    assert count("views", project) == 3408


def test_what_is_put_away_counts_nowhere_and_comes_back(project, banks):
    note(banks)
    actions.put_away_campaign(HOUSE, banks)
    assert count("views", project) == 0
    actions.bring_back_campaign(HOUSE, banks)
    assert count("views", project) == 100


def test_behind_a_number_are_its_rows_for_who_works_there_only(member, project, other, banks):
    note(banks)
    behind = countables()["programme.views"].behind
    cut = Cut(frozenset({project.pk}))
    (one,) = behind(member(project, "researcher", 1), cut)
    assert (one.number, one.on) == (100, "2026-10")
    assert behind(member(other, name="Eva Ny"), cut) == []


def test_the_message_is_passed_on_as_text_in_every_language_it_is_in(sit, member, project, banks, meet):
    words = "Venez vous asseoir."
    Project.objects.filter(pk=project.pk).update(state="published")
    actions.translate_message(
        HOUSE, banks, "message", digest("Come and sit."), language="fr", words=words, base=0
    )
    page = shown(sit(member(project)), "desk_campaign", banks.code)
    assert "Come and sit." in page
    assert words in page
    assert f"/fr/projects/{project.code}/" in page
    assert 'id="share-it"' not in page
    assert "facebook" not in page.lower()
    assert 'src="http' not in page


def test_the_form_plans_changes_and_loses_nothing(sit, member, project, meet):
    at = meet("On the bank")
    browser = sit(member(project, "facilitator", 1))
    given = {
        "title": "Benches",
        "language": "en",
        "ways": ["web"],
        "message": "Sit.",
        "gatherings": [at.code],
    }
    page = browser.post(
        reverse("desk_campaigns_new", args=[project.code]), given, follow=True
    ).content.decode()
    assert "On the bank" in page
    one = Campaign.objects.get()
    assert "Benches" in shown(browser, "desk_gathering", at.code)
    change = reverse("desk_campaign_change", args=[one.code])
    page = browser.post(change, {**given, "title": "Late", "revision": "0", "base": "1"}).content.decode()
    assert "Somebody else changed this" in page
    assert 'value="Late"' in page
    page = browser.post(change, {**given, "message": "Stand.", "revision": "1", "base": "0"}).content.decode()
    assert "Sit." in page
    assert "Stand." in page
    assert Campaign.objects.get().revision == 1  # all or nothing
    browser.post(change, {**given, "title": "New", "revision": "1", "base": "1"})
    assert Campaign.objects.get().title == "New"


def test_numbers_come_in_from_a_table_and_go_back(member, project, banks):
    lead = member(project)
    old = note(banks, number=5)
    context = Context(lead, "en", project.pk)
    told = {"campaign": "two benches", "kind": "views", "on": "2026-11", "way": "web", "source": "Statistics"}
    rows = [
        Row(1, {**told, "number": 7}),
        Row(2, {**told, "on": "2026-10", "number": 5}),
        Row(3, {**told, "on": "2026-10", "number": 6, "code": old.code}),
        Row(4, {**told, "campaign": "Nobody’s", "number": 7}),
    ]
    planned, wrong = REACH.plan(context, rows)
    assert [one.state for one in planned] == ["new", "same", "changed"]
    assert [(one.row, one.field) for one in wrong] == [(4, "campaign")]
    changes = REACH.commit(context, planned)
    assert count("views", project) == 13
    assert REACH.hindrances(context, changes) == []
    REACH.undo(context, changes)
    assert count("views", project) == 5
    assert REACH.hindrances(context, changes)


def test_a_number_without_source_day_or_kind_is_refused(banks):
    for wrong in ({"source": " "}, {"on": "soon"}, {"kind": "people"}, {"number": -1}):
        with pytest.raises(Problem):
            note(banks, **wrong)


def test_lookers_on_and_strangers_change_and_see_nothing(sit, member, project, other, banks):
    one = note(banks)
    with pytest.raises(Denied):
        actions.correct_reach(member(project, "official", 2), one, kind="views", number=1)
    stranger = sit(member(other, name="Eva Ny"))
    for name, code in (("desk_campaign", banks.code), ("desk_campaign_number", one.code)):
        assert stranger.get(reverse(name, args=[code])).status_code == 404


def test_every_page_asks_as_little_for_many(sit, member, project, banks):
    browser = sit(member(project))
    row = note(banks)
    addresses = [
        reverse("desk_campaigns", args=[project.code]),
        reverse("desk_campaigns_table", args=[project.code, "csv"]),
        *(reverse(f"desk_campaign{part}", args=[banks.code]) for part in ("", "_change", "_note")),
        reverse("desk_campaign_number", args=[row.code]),
    ]
    few = [asked(browser, address) for address in addresses]
    Reach.objects.bulk_create(
        Reach(code=f"r{n}", campaign=banks, kind="views", number=1, on="2026", way="web", source="S")
        for n in range(2000)
    )
    Campaign.objects.bulk_create(Campaign(code=f"c{n}", project=project, title=f"C{n}") for n in range(200))
    assert [asked(browser, address) for address in addresses] == few
