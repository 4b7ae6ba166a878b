"""What an old page promised becomes drafts of the chain, once somebody says it is right."""

import pytest
from django.urls import reverse

from passerelle.evidence.models import Indicator, Result
from passerelle.network.models import Project

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PAGE = """# Two shores

Acronym: SHORES

Objectives

- To bring newcomers and residents of both towns together.

Activities

- Workshops in the libraries of both towns.

The project will reach 300 participants.
"""


def test_accepted_goals_activities_and_targets_wait_as_drafts(sit, member, project):
    browser = sit(member(project))
    shown = browser.post(reverse("desk_import"), {"pasted": PAGE}).context
    facts = {row["fact"].value.field: row["fact"] for row in shown["facts"]}
    assert {"objective", "activity", "target"} <= facts.keys()
    told = {
        "confirm": "1",
        "text": shown["reading"].text,
        "acronym": "SHORES",
        "title": "Two shores",
        "language": "en",
        "keep": [str(one["piece"].index) for one in shown["pieces"]],
        "accept": [str(facts[name].index) for name in ("objective", "activity", "target")],
    }
    assert browser.post(reverse("desk_import"), told).status_code == 302
    made = Project.objects.unscoped(reason="test").get(acronym="SHORES")
    results = Result.objects.unscoped(reason="test").filter(project=made)
    goal, activity = (results.get(level=level) for level in ("goal", "activity"))
    assert goal.draft
    assert (activity.draft, activity.parent) == (True, goal)
    indicator = Indicator.objects.unscoped(reason="test").get(project=made)
    assert (indicator.target, indicator.rule, indicator.draft) == (300, {}, True)
