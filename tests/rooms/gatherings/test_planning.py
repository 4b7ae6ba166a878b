"""What may be planned, by whom, and how it is taken back."""

from datetime import time

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from passerelle.core import rooms, search
from passerelle.core.actor import PUBLIC
from passerelle.core.errors import Denied, Problem
from passerelle.core.models import SearchEntry
from passerelle.gatherings import actions, queries
from passerelle.gatherings.models import Gathering
from passerelle.network import actions as network
from passerelle.network.models import Project
from tests.rooms.gatherings.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def refused(act):
    with pytest.raises(Problem) as problem:
        act()
    return problem.value.field


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"starts": "soon"}, "starts"),
        ({"ends": "2027-05-02"}, "ends"),
        ({"starts": "2027-05", "starts_time": time(10)}, "starts"),
        ({"starts_time": time(10), "ends_time": time(9)}, "ends_time"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"languages": "fr xx-not"}, "languages"),
        ({"places": 0}, "places"),
        ({"title": "  "}, "title"),
    ],
)
def test_what_contradicts_itself_is_refused_at_its_field(meet, facts, field):
    assert refused(lambda: meet(**facts)) == field
    assert not Gathering.objects.unscoped(reason="test").exists()


def test_only_partners_host(meet):
    stranger = network.add_organisation(HOUSE, name="Afar", kind="other", town="Oslo", country="NO")
    assert refused(lambda: meet(host=stranger)) == "host"


def test_the_hour_is_the_one_of_the_place(meet, organisations):
    """Italy has one zone; a country with several, or none, counts in the programmes' own."""
    there = meet(country="GB", starts_time=time(10))
    assert (there.zone, there.begins_at.hour) == ("Europe/London", 9)
    assert meet("Webinar", mode="online", starts_time=time(10)).begins_at.hour == 8


def test_a_date_keeps_the_precision_it_was_given(meet):
    month = meet(starts="2027-05")
    assert (month.starts, month.begins_at.month, month.over_at.date().isoformat()) == (
        "2027-05",
        4,
        "2027-05-31",
    )


def test_a_town_of_the_network_is_linked_and_tells_its_country(meet):
    city = network.add_city(HOUSE, name="Bordighera", country="IT")
    one = meet(town="bordighera")
    assert (one.city, one.country, one.zone) == (city, "IT", "Europe/Rome")


def test_the_database_refuses_what_no_action_would_write(meet):
    one = meet()
    for wrong in ({"state": "cancelled"}, {"reason": "Rain"}, {"starts": "May"}, {"places": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Gathering.objects.filter(pk=one.pk).update(**wrong)


def test_a_partner_plans_what_it_hosts_and_nothing_else(member, meet, project, organisations):
    local = member(project, "facilitator", 1)
    told = {"title": "Tea", "kind": "other", "starts": "2027-06"}
    own = actions.add_gathering(local, project, host=organisations[1], **told)
    for host in (None, organisations[0]):
        with pytest.raises(Denied):
            actions.add_gathering(local, project, host=host, **told)
        assert refused(lambda h=host: actions.change_gathering(local, own, revision=1, host=h)) == "host"
        own.refresh_from_db()
    theirs = meet(host=organisations[0])
    for change in (
        lambda: actions.change_gathering(local, theirs, revision=1, title="Mine"),
        lambda: actions.cancel_gathering(local, theirs, reason="Mine"),
        lambda: actions.note_held(local, theirs),
    ):
        with pytest.raises(Denied):
            change()


def test_who_only_looks_on_plans_nothing(member, project, organisations):
    for role in ("committee_member", "official", "funder_officer"):
        with pytest.raises(Denied):
            actions.add_gathering(
                member(project, role, 1),
                project,
                host=organisations[1],
                title="T",
                kind="fair",
                starts="2027",
            )


def test_it_is_cancelled_with_a_reason_and_planned_again(member, meet, project):
    lead, one = member(project), meet()
    assert refused(lambda: actions.cancel_gathering(lead, one, reason=" ")) == "reason"
    actions.cancel_gathering(lead, one, reason="The hall is flooded")
    assert not search.find(lead, "water", language="en").total
    actions.plan_again(lead, one)
    one.refresh_from_db()
    assert (one.state, one.reason) == ("planned", "")
    assert search.find(lead, "water", language="en").total == 1


def test_nothing_is_held_before_it_begins(member, meet, project):
    lead = member(project)
    with pytest.raises(Problem):
        actions.note_held(lead, meet(starts="2099"))
    assert actions.note_held(lead, meet(starts="2026-03")).state == "held"


def test_a_change_is_undone_until_somebody_changes_more(member, meet, project, organisations):
    lead, one = member(project), meet(host=organisations[0], starts_time=time(9, 30))
    before = actions.as_it_stands(one)
    changed = {
        "host": organisations[1],
        "starts_time": None,
        "title": "Fair",
        "town": "Malmö",
        "country": "SE",
    }
    actions.change_gathering(lead, one, revision=1, **changed)
    actions.undo_change(lead, one, revision=2, was=before)
    one.refresh_from_db()
    assert actions.as_it_stands(one) == before
    with pytest.raises(Problem):
        actions.undo_change(lead, one, revision=2, was={"title": "Old"})


def test_whoever_saves_an_older_version_is_told(member, meet, project):
    lead, one = member(project), meet()
    actions.change_gathering(lead, one, revision=1, title="First")
    with pytest.raises(Problem):
        actions.change_gathering(lead, one, revision=1, title="Second")


def test_another_projects_member_sees_nothing(member, meet, other):
    meet()
    stranger = member(other)
    assert not queries.gatherings(stranger, None).exists()
    assert not search.find(stranger, "forum water", language="en").total


def test_lists_stand_in_the_order_of_the_readers_language(member, meet, project):
    for title in ("Ärlan", "Zon", "Ankan"):
        meet(title)
    lead = member(project)

    def titles(language):
        asked = queries.Asked(when="all", sort="title", language=language)
        return [one.title for one in queries.gatherings(lead, project, asked)]

    assert titles("sv") == ["Ankan", "Zon", "Ärlan"]
    assert titles("fr") == ["Ankan", "Ärlan", "Zon"]


def found(actor, words, language="en"):
    return [entry.address for entry in search.find(actor, words, language).entries]


def test_what_is_announced_is_found_by_everybody_and_by_its_people_on_the_desk(
    member, open_one, project, client
):
    one = open_one("Regatta", language="sv", furniture={"agenda": "Boats race at noon"})
    page, desk = (reverse(name, args=[one.code]) for name in ("gathering", "desk_gathering"))
    assert found(PUBLIC, "noon") == found(PUBLIC, "regatta", "fr") == [page]
    assert found(member(project), "regatta", "fr") == [desk]
    assert page.replace("/en/", "/fr/") in client.get("/fr/search/", {"q": "regatta"}).content.decode()
    index = set(SearchEntry.objects.values_list("subject", "language", "project", "address"))
    actions.follow_project(project.pk)
    actions.index_all()
    assert set(SearchEntry.objects.values_list("subject", "language", "project", "address")) == index


def test_what_is_no_longer_announced_is_found_by_nobody_outside(open_one, project, member):
    one, lead = open_one("Regatta"), member(project)
    for away, back in (
        (lambda: actions.unpublish(HOUSE, one), lambda: actions.publish(HOUSE, one)),
        (lambda: actions.cancel_gathering(HOUSE, one, reason="Wind"), lambda: actions.plan_again(HOUSE, one)),
        (lambda: shown_to_all(project, "draft"), lambda: shown_to_all(project, "published")),
    ):
        away()
        assert not found(PUBLIC, "regatta")
        back()
        assert found(PUBLIC, "regatta")
    actions.unpublish(HOUSE, one)
    assert len(found(lead, "regatta")) == 1


def shown_to_all(project, state):
    Project.objects.filter(pk=project.pk).update(state=state)
    rooms.tell_of_publication(project.pk)


def test_a_rebuilt_index_finds_what_takes_place(member, meet, project):
    meet("Regatta")
    actions.cancel_gathering(HOUSE, meet("Regatta of the second kind"), reason="Wind")
    assert actions.index_all() == 1
    assert search.find(member(project), "regatta", language="en").total == 1
