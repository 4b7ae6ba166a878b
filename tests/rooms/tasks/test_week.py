"""On Monday the page says who owes what since when, and each line has the one thing that helps."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from passerelle.network.models import Project
from passerelle.tasks import actions, week
from passerelle.tasks.models import Item
from tests.rooms.tasks.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def owed(actor, project, whose=week.ALL):
    return week.read(actor, [project], whose)


def titles(lines):
    return [line.title for line in lines]


def due(days):
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def text_of(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def test_what_is_late_what_is_due_and_what_was_done_stand_apart(project, member, owe):
    lead = member(project)
    owe("Late report", due_rule=due(-12))
    owe("This week's minutes", due_rule=due(2))
    owe("Next month's film", due_rule=due(30))
    actions.finish_item(HOUSE, owe("Letter to the school", due_rule=due(-3)))
    found = owed(lead, project)
    assert titles(found.late) == ["Late report"]
    assert titles(found.soon) == ["This week's minutes"]
    assert titles(found.done) == ["Letter to the school"]
    assert found.late[0].days == 12


def test_what_was_done_long_ago_is_no_news(project, member, owe):
    lead = member(project)
    item = actions.finish_item(HOUSE, owe("Old letter"))
    Item.objects.filter(pk=item.pk).update(done_at=timezone.now() - timedelta(days=9))
    assert not owed(lead, project).done


def test_whom_one_waits_for_and_for_how_long(project, member, owe, organisations):
    lead = member(project)
    owe("Ours, late", responsible=organisations[0], due_rule=due(-30))
    owe("Belgian, late", responsible=organisations[1], due_rule=due(-4))
    owe("Belgian, late too", responsible=organisations[1], due_rule=due(-9))
    asked = owe("Ours, but Italy must sign", responsible=organisations[0], waiting_for=organisations[2])
    Item.objects.filter(pk=asked.pk).update(waiting_since=timezone.localdate() - timedelta(days=20))
    assert [(one.name, one.days, len(one.lines)) for one in owed(lead, project).waiting] == [
        ("Town IT", 20, 1),
        ("Town BE", 9, 2),
    ]


def test_nobody_learns_of_what_another_organisation_keeps_for_itself(
    project, member, owe, organisations, sit
):
    lead, other = member(project), member(project, "local_coordinator", 1, name="Bram Maes")
    owe("Quiet worry", keeper=organisations[1], responsible=organisations[1], due_rule=due(-5))
    assert not owed(lead, project).anything
    assert titles(owed(other, project).late) == ["Quiet worry"]
    page = sit(lead).get(reverse("desk"))
    assert "Quiet worry" not in page.content.decode()
    assert "is late" not in text_of(page).replace("Nothing is late", "")


def test_my_own_is_mine_and_my_organisations_is_ours(project, member, owe, organisations):
    me = member(project, "local_coordinator", 1, name="Bram Maes")
    from passerelle.people.models import Person

    owe("Somebody else's", due_rule=due(1))
    owe("My organisation's", responsible=organisations[1], due_rule=due(1))
    owe("Mine", responsible=organisations[1], person=Person.objects.get(pk=me.person), due_rule=due(2))
    assert titles(owed(me, project, week.MINE).soon) == ["Mine"]
    assert titles(owed(me, project, week.OURS).soon) == ["My organisation's", "Mine"]
    assert len(owed(me, project, week.ALL).soon) == 3
    assert week.usual(me) == week.OURS


def test_each_line_has_the_one_action_that_helps(project, member, owe, organisations, sit):
    lead = member(project)
    local = member(project, "local_coordinator", 1, name="Bram Maes")
    owe("Ours", responsible=organisations[0], due_rule=due(-1))
    owe("Theirs", responsible=organisations[1], due_rule=due(-1))
    owe("Nobody's", due_rule=due(-1))
    owe("Report", kind="deliverable", number="D1.1", responsible=organisations[0], due_rule=due(-1))
    page = sit(lead).get(reverse("desk")).content.decode()
    for title, name in (("Nobody's", "desk_item_change"), ("Report", "desk_item_submit")):
        there = reverse(name, args=[Item.objects.get(title=title).code])
        assert f'href="{there}"' in page
    steps = {line.title: week.step(lead, line) for line in owed(lead, project).late}
    assert steps == {"Ours": "done", "Theirs": "remind", "Nobody's": "assign", "Report": "submit"}
    theirs = {line.title: week.step(local, line) for line in owed(local, project).late}
    assert theirs["Theirs"] == "done"
    assert theirs["Ours"] == "open"


def test_a_line_is_ticked_off_on_the_page_and_taken_back_there(project, member, owe, sit, organisations):
    browser = sit(member(project))
    item = owe("Book the hall", responsible=organisations[0], due_rule=due(-1))
    page = browser.get(reverse("desk"))
    assert "1 thing is late" in text_of(page)
    there = reverse("desk_item_done", args=[item.code])
    assert f'action="{there}"' in page.content.decode()
    answer = browser.post(there, {"do": "done", "back": reverse("desk_week", args=[project.code])})
    assert answer.url == reverse("desk_week", args=[project.code])
    item.refresh_from_db()
    assert item.state == Item.State.DONE
    assert "Undo" in text_of(browser.get(reverse("desk")))
    browser.post(there, {"do": "undo", "back": "//elsewhere.example/"})
    item.refresh_from_db()
    assert item.state == Item.State.OPEN


def test_a_title_in_another_language_says_so_in_the_button_too(project, member, owe, sit, organisations):
    owe("Boka salen", language="sv", responsible=organisations[0], due_rule=due(-1))
    page = sit(member(project)).get(reverse("desk")).content.decode()
    # In the line, and in what a reader who listens hears of its button alone.
    assert page.count('<bdi lang="sv" dir="ltr">Boka salen</bdi>') == page.count("Boka salen") == 2


def test_nobody_is_sent_to_another_site_by_ticking_off(project, member, owe, sit):
    item = owe("Book the hall")
    there = reverse("desk_item_done", args=[item.code])
    for elsewhere in ("https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"):
        answer = sit(member(project, name=elsewhere)).post(there, {"do": "done", "back": elsewhere})
        assert answer.url == reverse("desk")


def test_whoever_owes_nothing_is_told_so_kindly(project, member, sit):
    page = sit(member(project, "researcher", 1)).get(reverse("desk"))
    assert "Nothing is expected of you now" in text_of(page)


def test_the_page_asks_few_questions_however_much_is_owed(
    project, member, owe, sit, organisations, django_assert_max_num_queries
):
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    from passerelle.core.codes import new_code
    from passerelle.people.models import Person

    lead = member(project)
    browser = sit(lead)
    person = Person.objects.get(pk=lead.person)

    def asked():
        with (
            CaptureQueriesContext(connections["default"]) as data,
            CaptureQueriesContext(connections["keys"]) as keys,
        ):
            assert browser.get(reverse("desk")).status_code == 200
        return len(data) + len(keys)

    owe("One", person=person, responsible=organisations[0], due_rule=due(-1))
    few = asked()
    assert few <= 12
    Item.objects.bulk_create(
        Item(
            code=new_code(),
            project=project,
            title=f"Task {i}",
            responsible=organisations[i % 3],
            person=person if i % 2 else None,
            due=timezone.localdate() - timedelta(days=i % 40),
            due_at=timezone.now() - timedelta(days=i % 40, minutes=1),
        )
        for i in range(2000)
    )
    assert asked() == few
    assert Project.objects.unscoped(reason="test").count() == 1
