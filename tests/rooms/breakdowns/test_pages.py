"""Breakdowns on the screen: who sees exact counts, who sees released ones, and what it costs."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from passerelle.breakdowns import actions
from passerelle.breakdowns.models import Breakdown
from passerelle.network.models import Project
from tests.rooms.breakdowns.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
EXACT = "8153"  # a number that no multiple of five is


@pytest.fixture
def by_age(project, host, heads):
    heads(2, {"under_14": 3, "18_64": int(EXACT), "65": 12})
    return actions.begin(
        HOUSE, project, controller=host, source="gatherings.heads", attributes=["age", "mode"]
    )


def words(response) -> str:
    return response.content.decode().replace(",", "")


def test_the_first_breakdown_is_begun_and_released_from_the_screen(project, member, sit, heads):
    heads(1, {"18_64": 44})
    officer = sit(member(project, "local_coordinator", 1))
    page = officer.get(reverse("desk_breakdowns", args=[project.code]))
    assert "Nothing is broken down yet" in words(page)
    begin = reverse("desk_breakdown_begin", args=[project.code])
    form = officer.get(begin).context["form"]
    given = {"controller": form.fields["controller"].choices[0][0]}
    mixed = {**given, "what": ["gatherings.heads|age", "gatherings.people|country"]}
    assert "Choose from one kind only" in words(officer.post(begin, mixed))
    page = officer.post(begin, {**given, "what": ["gatherings.heads|age"]}, follow=True)
    assert "Nothing is released yet" in words(page)
    one = Breakdown.objects.unscoped(reason="test").get()
    page = officer.post(reverse("desk_breakdown_release", args=[one.code]), follow=True)
    assert "It is released" in words(page)
    assert "multiples of 5" in words(page)
    assert reverse("desk_breakdown_table", args=[one.code, "csv"]) in words(page)
    assert "<svg" in words(page)


def test_exact_counts_are_only_for_those_inside(project, by_age, member, sit):
    actions.release(HOUSE, by_age)
    page = reverse("desk_breakdown", args=[by_age.code])
    assert EXACT in words(sit(member(project, "facilitator", 1)).get(page))
    for role, organisation in (("lead_coordinator", 0), ("local_coordinator", 2), ("funder_officer", 1)):
        seen = sit(member(project, role, organisation, name=f"{role}{organisation}")).get(page)
        assert seen.status_code == 200
        assert EXACT not in words(seen)


def test_nobody_from_elsewhere_finds_it(other, by_age, member, sit):
    stranger = sit(member(other, "lead_coordinator"))
    assert stranger.get(reverse("desk_breakdown", args=[by_age.code])).status_code == 404


def test_everybody_reads_what_is_shown_and_only_that(client, project, by_age):
    address = reverse("project_taking_part", args=[project.code, project.slug])
    table = reverse("project_taking_part_table", args=[project.code, project.slug, by_age.code, "csv"])
    actions.release(HOUSE, by_age)
    Project.objects.filter(pk=project.pk).update(state=Project.State.PUBLISHED)
    assert "No numbers yet" in words(client.get(address))
    assert client.get(table).status_code == 404
    actions.show(HOUSE, by_age)
    page, file = client.get(address), client.get(table)
    assert "multiples of 5" in words(page)
    assert "multiples of 5" in file.content.decode("utf-8-sig")
    assert EXACT not in words(page) + file.content.decode("utf-8-sig")
    actions.hide(HOUSE, by_age)
    assert client.get(table).status_code == 404


def test_residents_are_written_and_the_comparison_stands_on_the_page(project, by_age, member, sit):
    actions.release(HOUSE, by_age)
    officer = sit(member(project, "local_coordinator", 1))
    form = reverse("desk_breakdown_residents", args=[by_age.code, "age"])
    refused = officer.post(form, {"source": "Register", "year": 2024, "n2": 5000})
    assert "two groups at least" in words(refused)
    page = officer.post(form, {"source": "Register", "year": 2024, "n2": 5000, "n3": 900}, follow=True)
    assert "Residents: Register" in words(page)
    assert "their share" in words(page)
    drawn, told = re.search(r"<svg.*their share.*?</svg>", words(page), re.DOTALL), page.context["told"]
    ratios = [row[3] for row in told.comparisons[0].table.rows]
    assert drawn
    assert [found for found in re.findall(r">([0-9.]+)</text>", drawn[0])][-len(ratios) :] == ratios


def test_pages_cost_the_same_for_few_and_many(project, by_age, heads, member, sit):
    actions.release(HOUSE, by_age)
    officer = sit(member(project, "local_coordinator", 1))
    addresses = [
        reverse("desk_breakdowns", args=[project.code]),
        reverse("desk_breakdown", args=[by_age.code]),
    ]

    def asked() -> dict[str, int]:
        found = {}
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                assert officer.get(address).status_code == 200
            found[address] = len(queries)
        return found

    asked()
    few = asked()
    for number in range(40):
        heads(2, {"18_64": number + 1, "65": 2})
    assert asked() == few
    assert max(few.values()) <= 12
