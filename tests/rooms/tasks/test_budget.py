"""Every screen of the plan asks at most twelve questions, for twenty rows and for two thousand."""

import pytest
from django.urls import reverse

from passerelle.core.codes import new_code
from passerelle.tasks import actions, schedule
from passerelle.tasks.models import Item
from tests.rooms.network.test_budget import asked
from tests.rooms.tasks.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def more(project, number, organisations, person, kind):
    package = actions.add_package(
        HOUSE, project, number=f"WP{number}", title="Listening", lead=organisations[0]
    )
    Item.objects.bulk_create(
        Item(
            code=new_code(),
            project=project,
            package=package,
            kind=kind,
            title=f"Item {n}",
            due_rule=f"M{n % 24 + 1}",
            responsible=organisations[n % 3],
            person_id=person,
            waiting_for=organisations[n % 3],
        )
        for n in range(number)
    )
    schedule.replan(project)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("desk_plan", "deliverable"),
        ("desk_plan_items", "task"),
        ("desk_plan_timeline", "deliverable"),
        ("desk_plan_new", "task"),
        ("desk_plan_amend", "task"),
        ("desk_plan_calendar", "task"),
    ],
)
def test_a_plan(sit, member, project, organisations, name, kind):
    actor = member(project)
    browser = sit(actor)
    address = reverse(name, args=[project.code])
    more(project, 20, organisations, actor.person, kind)
    few = asked(browser, address)
    more(project, 2000, organisations, actor.person, kind)
    assert asked(browser, address) == few


def test_one_item_among_many_and_an_earlier_plan(sit, member, project, organisations):
    actor = member(project)
    browser = sit(actor)
    more(project, 2000, organisations, actor.person, "task")
    item = Item.objects.order_by("code").first()
    actions.assign_item(HOUSE, item, responsible=organisations[0], helpers=organisations)
    for name in ("desk_item", "desk_item_change", "desk_item_submit"):
        asked(browser, reverse(name, args=[item.code]))
    project.refresh_from_db()
    actions.amend_plan(HOUSE, project, starts="2026-04", ends="2028-03", reason="", revision=project.revision)
    asked(browser, reverse("desk_plan_versions", args=[project.code]))
    asked(browser, reverse("desk_plan_version", args=[project.code, 1]))
