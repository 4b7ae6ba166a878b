"""Somebody who is signed in reads public pages too: session, account and grants are in the same budget."""

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from passerelle.network.models import Project

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.mark.parametrize(
    "name", ["home", "projects", "project", "project_partners", "search", "sealed_journal"]
)
def test_twelve_questions_are_enough_for_whoever_is_signed_in(sit_down, name):
    client = sit_down("lead_coordinator")
    project = Project.objects.get(acronym="RIVAGES")
    words = [project.code, project.slug] if name.startswith("project_") or name == "project" else []
    address = reverse(name, args=words) + ("?q=water" if name == "search" else "")
    with (
        CaptureQueriesContext(connections["default"]) as data,
        CaptureQueriesContext(connections["keys"]) as keys,
    ):
        assert client.get(address).status_code == 200
    asked = [query["sql"][:110] for query in (*data.captured_queries, *keys.captured_queries)]
    assert len(asked) <= 12, asked
