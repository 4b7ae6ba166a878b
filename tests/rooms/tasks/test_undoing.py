"""Somebody changes an item, sees that it was a mistake, and takes it back with one button."""

import pytest
from django.urls import reverse

from passerelle.core.models import Entry
from passerelle.tasks import actions
from passerelle.tasks.models import Item
from tests.rooms.tasks.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def item(owe, organisations):
    return owe("Ask the schools", responsible=organisations[0], helpers=[organisations[1]], due_rule="M6",
               waiting_for=organisations[2], planned_days="5", description="All of them.")  # fmt: skip


@pytest.fixture
def stood(item):
    return actions.as_it_stands(Item.objects.get(pk=item.pk))


def changed(browser, item, organisations):
    """The page after a change of nearly everything."""
    given = {
        "title": "Ask nobody", "language": "fr", "due_rule": "M9", "responsible": organisations[1].pk,
        "helpers": [organisations[2].pk], "revision": Item.objects.get(pk=item.pk).revision,
    }  # fmt: skip
    return browser.post(reverse("desk_item_change", args=[item.code]), given, follow=True).content.decode()


def undo(browser, item):
    answer = browser.post(reverse("desk_item_undo", args=[item.code]), follow=True)
    return answer.content.decode()


def test_undo_puts_everything_back_as_a_new_change(item, stood, project, member, sit, organisations):
    Item.objects.filter(pk=item.pk).update(waiting_since="2026-04-01")
    stood["waiting_since"] = "2026-04-01"
    browser = sit(member(project))
    assert "Undo your change" in changed(browser, item, organisations)
    item.refresh_from_db()
    assert item.title == "Ask nobody"
    before = item.revision
    page = undo(browser, item)
    assert "Your change is undone" in page
    assert "Undo your change" not in page
    item.refresh_from_db()
    assert actions.as_it_stands(item) == stood
    assert item.revision == before + 1
    told = Entry.objects.get(action="item change undone").details
    assert told == {"fields": ["description", "due_rule", "helpers", "language", "planned_days", "responsible",
                               "title", "waiting_for", "waiting_since"]}  # fmt: skip


def test_undo_after_somebody_elses_change_is_refused_with_a_sentence(
    item, project, member, sit, organisations
):
    browser = sit(member(project))
    changed(browser, item, organisations)
    actions.change_item(HOUSE, Item.objects.get(pk=item.pk), revision=3, title="Ask the mayors")
    assert "Undo your change" not in browser.get(reverse("desk_item", args=[item.code])).content.decode()
    assert "Somebody changed this since" in undo(browser, item)
    assert Item.objects.get(pk=item.pk).title == "Ask the mayors"


def test_who_may_no_longer_change_it_undoes_nothing(item, project, member, sit, organisations):
    from passerelle.network.models import Appointment

    actor = member(project, "local_coordinator")
    browser = sit(actor)
    changed(browser, item, organisations)
    Appointment.objects.filter(person=actor.person).update(role="researcher", organisation=organisations[2])
    assert "Undo your change" not in browser.get(reverse("desk_item", args=[item.code])).content.decode()
    assert browser.post(reverse("desk_item_undo", args=[item.code])).status_code == 403
    assert Item.objects.get(pk=item.pk).title == "Ask nobody"


def test_nobody_undoes_the_change_of_somebody_else(item, project, member, sit, client, organisations):
    changed(sit(member(project)), item, organisations)
    client.logout()
    other = sit(member(project, name="Bo Alm"))
    assert "Undo your change" not in other.get(reverse("desk_item", args=[item.code])).content.decode()
    undo(other, item)
    assert Item.objects.get(pk=item.pk).title == "Ask nobody"


def test_what_is_gone_meanwhile_cannot_be_put_back_and_nothing_is(project, owe, member, sit, organisations):
    package = actions.add_package(HOUSE, project, number="WP1", title="The river")
    item = owe("Walk", package=package)
    browser = sit(member(project))
    changed(browser, item, organisations)
    actions.remove_package(HOUSE, package)
    assert "no longer in the project" in undo(browser, item)
    assert Item.objects.get(pk=item.pk).title == "Ask nobody"
