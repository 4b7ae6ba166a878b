"""Before the funder finds it: deliverables without a file, and partners with nothing to do in a work package."""

import pytest

from passerelle.core.models import StoredFile
from passerelle.core.rooms import Gravity, gaps_in
from passerelle.tasks import actions
from passerelle.tasks.models import Item
from tests.rooms.tasks.conftest import HOUSE
from tests.rooms.tasks.test_week import due

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def told(actor, project, key):
    return [gap for gap in gaps_in(actor, [project.pk]) if gap.key == key]


def test_a_late_deliverable_without_a_file_is_named_until_it_is_there(project, member, owe):
    lead = member(project)
    item = owe("Report", kind="deliverable", number="D1.1", due_rule=due(-3))
    owe("Film", kind="deliverable", number="D1.2", due_rule=due(30))
    (gap,) = told(lead, project, "deliverable-late-without-file")
    assert "D1.1" in gap.sentence
    assert gap.gravity == Gravity.MONEY
    StoredFile.objects.create(
        owner_kind=Item.FILES, owner=item.pk, name="d11.pdf", media_type="application/pdf", size=9
    )
    assert not told(lead, project, "deliverable-late-without-file")


def test_partners_with_nothing_to_do_in_a_work_package_are_one_gap(project, member, owe, organisations):
    lead = member(project)
    package = actions.add_package(HOUSE, project, number="WP1", title="The river")
    assert told(lead, project, "package-without-items")
    owe("Map", package=package, responsible=organisations[0])
    owe("Walk", package=package, helpers=[organisations[1]])
    (gap,) = told(lead, project, "empty-cells")
    assert gap.sentence == "Nothing is planned in WP1 for: Town IT."
    owe("Own note", keeper=organisations[2], package=package, responsible=organisations[2])
    assert told(lead, project, "empty-cells"), (
        "what an organisation keeps for itself tells nobody that it plans"
    )


def test_gaps_are_told_to_whoever_can_mend_them(project, member, owe):
    owe("Report", kind="deliverable", number="D1.1", due_rule=due(-3))
    assert not told(member(project, "funder_officer", 1), project, "deliverable-late-without-file")
