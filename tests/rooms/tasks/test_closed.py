"""When a project is closed, its plan is read and changed no more, and it asks nobody for anything."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from passerelle.closing import actions as closing
from passerelle.core.closed import Closed
from passerelle.network import actions as network
from passerelle.tasks import actions, queries, week
from tests.rooms.tasks.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def ended(project, member, organisations):
    """A closed project with a task that is late, and its lead."""
    lead = member(project)
    due = timezone.localdate() - datetime.timedelta(days=3)
    item = actions.create_item(
        lead,
        project,
        kind="task",
        title="Ring the school",
        responsible=organisations[0],
        due_rule=due.isoformat(),
    )
    network.write_page(HOUSE, project, "Deux rives, une promenade.", language="fr", base=0)
    network.publish_project(HOUSE, project)
    project.refresh_from_db()
    assert week.read(lead, [project], week.ALL).late
    closing.close_project(lead, project)
    project.refresh_from_db()
    item.refresh_from_db()
    return project, lead, item


def test_nothing_in_the_plan_of_a_closed_project_can_be_changed(ended, organisations):
    project, lead, item = ended
    for change in (
        lambda: actions.create_item(lead, project, kind="task", title="One more"),
        lambda: actions.change_item(lead, item, revision=item.revision, title="Other"),
        lambda: actions.finish_item(lead, item),
        lambda: actions.drop_item(lead, item),
        lambda: actions.wait_for(lead, item, organisations[1]),
        lambda: actions.add_package(lead, project, number="WP9", title="Late", lead=organisations[0]),
        lambda: actions.note_uses(lead, project, []),
    ):
        with pytest.raises(Closed):
            change()
    item.refresh_from_db()
    assert (item.state, item.title) == ("open", "Ring the school")


def test_a_closed_project_asks_nobody_for_anything(ended, sit):
    project, lead, _item = ended
    assert not week.read(lead, [project], week.ALL).anything
    assert not queries.for_calendar(lead).exists()
    client = sit(lead)
    assert "Ring the school" not in client.get(reverse("desk")).content.decode()
    plan = client.get(reverse("desk_plan", args=[project.code])).content.decode()
    assert "This project was closed on" in plan
    assert "Add a task" not in plan
