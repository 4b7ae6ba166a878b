"""Goals and targets of projects: each with what shows it, and the report per target."""

from __future__ import annotations

import csv
import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from passerelle.core.errors import Denied
from passerelle.core.models import StoredFile
from passerelle.language.tongues import INTERFACE
from passerelle.network import actions, goals
from passerelle.network.models import Aim
from tests.rooms.network.conftest import HOUSE
from tests.rooms.network.refusals import refused

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_all_goals_and_targets_are_there_with_names_and_sources():
    # A/RES/70/1: 17 goals, 169 targets.
    assert sorted(goals.goals()) == list(range(1, 18))
    assert sum(len(goal.targets) for goal in goals.goals().values()) == 169
    assert len(goals.numbers()) == 17 + 169
    assert [len(goals.goals()[n].targets) for n in (3, 10, 16, 17)] == [13, 10, 12, 19]
    for goal in goals.goals().values():
        assert set(goal.names) == set(INTERFACE)


def test_targets_stand_in_the_order_of_the_resolution():
    ordered = sorted(["10.b", "10.1", "2", "10", "10.7", "2.a"], key=goals.numbers().__getitem__)
    assert ordered == ["2", "2.a", "10", "10.1", "10.7", "10.b"]


def test_what_is_no_target_is_refused(project):
    with refused("no such target"):
        actions.name_goal(HOUSE, project, "10.8")


def test_the_report_lists_the_evidence_of_each_target_and_names_those_without(signed_in, project):
    browser = signed_in("lead_coordinator")
    aim = actions.name_goal(HOUSE, project, "10.2")
    actions.name_goal(HOUSE, project, "11")
    actions.add_evidence(HOUSE, aim, says="Six committees met.", language="en", day="2026-10")
    actions.add_evidence(HOUSE, aim, address="https://example.org/minutes")
    upload = SimpleUploadedFile("minutes.txt", b"adopted", "text/plain")
    actions.add_evidence(HOUSE, aim, upload=upload)
    page = browser.get(reverse("desk_goals", args=[project.code])).content.decode()
    for words in (
        "Six committees met.",
        "https://example.org/minutes",
        "minutes.txt",
        "1 target has no evidence yet",
    ):
        assert words in page
    answer = browser.get(reverse("desk_goals_table", args=[project.code, "csv"])).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(answer)))
    assert [row["Target"] for row in rows] == ["10.2", "10.2", "10.2", "11"]
    assert rows[-1]["What shows it"] == "No evidence yet"
    assert rows[2]["File"] == "minutes.txt"


def test_an_activity_has_targets_of_its_own(project):
    activity = uuid.uuid4()
    actions.name_goal(HOUSE, project, "4.7", subject_kind="news", subject=activity)
    actions.name_goal(HOUSE, project, "4.7")
    lines = goals.report(HOUSE, project)
    assert [str(line.activity) for line in lines] == ["", "News"]
    assert [worked.goal.number for worked in goals.grouped(line.aim.target for line in lines)] == [4]


def test_evidence_shows_something(project):
    aim = actions.name_goal(HOUSE, project, "10.2")
    with refused("nothing shown"):
        actions.add_evidence(HOUSE, aim, says="  ")


def test_a_target_with_evidence_is_not_dropped_by_mistake(project):
    aim = actions.name_goal(HOUSE, project, "10.2")
    one = actions.add_evidence(HOUSE, aim, upload=SimpleUploadedFile("a.txt", b"words", "text/plain"))
    with refused("has evidence"):
        actions.drop_goal(HOUSE, aim)
    actions.remove_evidence(HOUSE, aim, one)
    assert not StoredFile.objects.filter(owner=one.pk).exists()
    actions.drop_goal(HOUSE, aim)
    assert not Aim.objects.filter(project=project).exists()


def test_evidence_of_one_project_is_closed_to_another(project, member, client, organisations):
    other = actions.create_project(
        HOUSE, acronym="ELSEWHERE", title="x", language="en", lead=organisations[6]
    )
    aim = actions.name_goal(HOUSE, other, "10.2")
    one = actions.add_evidence(HOUSE, aim, upload=SimpleUploadedFile("a.txt", b"words", "text/plain"))
    lead = member("lead_coordinator")
    with pytest.raises(Denied):
        actions.add_evidence(lead, aim, says="Not mine")
    assert goals.report(lead, other) == []
    assert client.get(reverse("file", args=[StoredFile.objects.get(owner=one.pk).pk])).status_code != 200
