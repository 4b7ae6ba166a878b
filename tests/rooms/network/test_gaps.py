"""Before the funder finds it: what is missing in the facts and the partners of a project, with what helps."""

import pytest
from django.urls import resolve

from passerelle.core.actor import Actor, Grant
from passerelle.core.rooms import Gravity, gaps_in
from passerelle.network import actions
from passerelle.tasks.gaps import gaps
from tests.rooms.network.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def keys(actor, project):
    return [gap.key for gap in gaps_in(actor, [project.pk])]


def test_a_partner_for_whom_nobody_acts_is_named(project, lead, organisations):
    missing = [g for g in gaps_in(lead, [project.pk]) if g.key == "partner-without-people"]
    assert {g.subject for g in missing} == {("organisation", one.pk) for one in organisations[1:6]}
    assert all(
        organisation.name in gap.sentence
        for gap, organisation in zip(
            missing, sorted(organisations[1:6], key=lambda one: one.name), strict=True
        )
    )


def test_what_is_mended_is_no_gap_any_more(project, lead):
    assert {"project-without-period", "project-without-programme"} <= set(keys(lead, project))
    project.starts, project.ends, project.programme, project.grant_number = "2026-01", "2027-12", "CERV", "1"
    project.save()
    assert not {key for key in keys(lead, project) if key.startswith("project-")}


def test_a_project_without_partners_is_the_gravest(lead, organisations):
    bare = actions.create_project(HOUSE, acronym="BARE", title="Bare", language="en", lead=organisations[0])
    bare.partnerships.all().delete()
    boss = Actor(person=lead.person, grants=frozenset({Grant("lead_coordinator", bare.pk)}))
    first = gaps_in(boss, [bare.pk])[0]
    assert (first.key, first.gravity) == ("project-without-partners", Gravity.MONEY)
    assert resolve(first.action[1]).url_name == "desk_partners"


def test_only_who_can_mend_a_gap_is_told_of_it(project, member):
    for role in ("local_coordinator", "caseworker", "funder_officer"):
        assert not keys(member(role, email=f"{role}@bank.example"), project)


def test_gaps_of_many_partners_are_one_question(project, lead, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = list(gaps(lead, [project.pk]))
    assert len([gap for gap in found if gap.key == "partner-without-people"]) == 5
