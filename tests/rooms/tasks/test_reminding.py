"""One button asks everybody who is late: in their language, one mail each, never twice by accident."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from passerelle.messages.models import Message
from passerelle.messages.queries import letter_of
from passerelle.people import actions as people
from passerelle.people.models import Person
from passerelle.tasks.models import Item, Reminder
from tests.rooms.tasks.conftest import HOUSE
from tests.rooms.tasks.test_week import due

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture(autouse=True)
def post_office(settings):
    settings.EMAIL_URL = "smtp://localhost:1"


@pytest.fixture
def late(project, member, owe, organisations):
    """A lead in Sweden; Bram in Belgium (who reads French) with two late things, Carla in Italy with one."""
    lead = member(project)
    bram, carla = (
        Person.objects.get(pk=member(project, "local_coordinator", place, name=name).person)
        for place, name in ((1, "Bram Maes"), (2, "Carla Riva"))
    )
    Person.objects.filter(pk=bram.pk).update(language="fr")
    owe("The report", responsible=organisations[1], person=bram, due_rule=due(-9))
    owe("The list", responsible=organisations[1], due_rule=due(-3))
    owe("The film", responsible=organisations[2], person=carla, due_rule=due(-1))
    return lead, bram, carla


def letters(browser, address):
    page = browser.get(address).content.decode()
    nonce = re.search(r'name="nonce" value="(\w+)"', page)[1]
    ticked = re.findall(r'name="to" id="[^"]+" value="([^"]+)" checked', page)
    everybody = re.findall(r'name="to" id="[^"]+" value="([^"]+)"', page)
    return page, nonce, ticked, everybody


def press(browser, to, nonce, address=None):
    return browser.post(address or reverse("desk_remind"), {"to": to, "nonce": nonce})


def test_everybody_who_is_late_gets_one_mail_in_their_language(late, sit):
    lead, bram, carla = late
    browser = sit(lead)
    page, nonce, ticked, _all = letters(browser, reverse("desk_remind"))
    assert len(ticked) == 2
    assert 'lang="fr"' in page
    assert "The report" in page
    assert not Message.objects.unscoped(reason="test").filter(purpose="reminder").exists()
    press(browser, ticked, nonce)
    sent = {m.receiver: m for m in Message.objects.unscoped(reason="test").filter(purpose="reminder")}
    assert set(sent) == {bram.pk, carla.pk}
    assert sent[bram.pk].language == "fr"
    text = letter_of(lead, sent[bram.pk]).text
    assert "The report" in text
    assert "The list" in text
    assert "The film" not in text
    assert Reminder.objects.unscoped(reason="test").filter(person=bram.pk, by=lead.person).count() == 2
    item = Item.objects.get(title="The report")
    assert "Reminded:" in browser.get(reverse("desk_item", args=[item.code])).content.decode()


def test_the_same_form_sent_twice_writes_once(late, sit):
    browser = sit(late[0])
    _page, nonce, ticked, _all = letters(browser, reverse("desk_remind"))
    for _press in range(2):
        press(browser, ticked, nonce)
    assert Message.objects.unscoped(reason="test").filter(purpose="reminder").count() == 2
    assert Reminder.objects.unscoped(reason="test").count() == 3


def test_who_was_reminded_lately_is_asked_again_only_when_somebody_says_so(late, sit):
    browser = sit(late[0])
    _page, nonce, ticked, _all = letters(browser, reverse("desk_remind"))
    press(browser, ticked, nonce)
    page, nonce, ticked, everybody = letters(browser, reverse("desk_remind"))
    assert ticked == []
    assert "Tick the box to ask once more" in page
    press(browser, everybody[:1], nonce)
    assert Message.objects.unscoped(reason="test").filter(purpose="reminder").count() == 3
    Reminder.objects.unscoped(reason="test").update(at=timezone.now() - timedelta(days=6))
    assert len(letters(browser, reverse("desk_remind"))[2]) == 2


def test_one_partner_alone_can_be_reminded(late, sit, organisations):
    browser = sit(late[0])
    where = f"{reverse('desk_remind')}?organisation={organisations[2].pk}"
    page, _nonce, ticked, everybody = letters(browser, where)
    assert len(ticked) == len(everybody) == 1
    assert "The film" in page
    assert "The report" not in page


def test_whoever_has_no_address_is_listed_to_be_called(late, sit):
    lead, _bram, carla = late
    from passerelle.people.models import Identity

    Identity.objects.filter(pk=carla.pk).update(email=None)
    browser = sit(lead)
    page, nonce, ticked, _all = letters(browser, reverse("desk_remind"))
    assert "No e-mail address" in page
    press(browser, ticked, nonce)
    states = dict(
        Message.objects.unscoped(reason="test").filter(purpose="reminder").values_list("receiver", "state")
    )
    assert states[carla.pk] == Message.State.PASTE


def test_things_nobody_can_be_asked_for_are_named(late, owe, project, sit):
    owe("Nobody's worry", due_rule=due(-2))
    page = sit(late[0]).get(reverse("desk_remind")).content.decode()
    assert "Call or write" in page
    assert "Nobody&#x27;s worry" in page or "Nobody's worry" in page


def test_what_an_organisation_keeps_for_itself_is_in_no_reminder(late, owe, organisations, sit):
    _lead, bram, _carla = late
    owe("Quiet worry", keeper=organisations[1], responsible=organisations[1], person=bram, due_rule=due(-5))
    from passerelle.core.actor import Actor
    from passerelle.network.actors import grants_of

    for actor in (late[0], Actor(person=bram.pk, grants=grants_of(bram.pk))):
        assert "Quiet worry" not in sit(actor).get(reverse("desk_remind")).content.decode()


def test_only_coordinators_remind_and_locals_only_their_own(late, member, project, sit):
    researcher = member(project, "researcher", 1, name="Rut Ek")
    assert sit(researcher).get(reverse("desk_remind")).status_code == 403
    local = member(project, "local_coordinator", 2, name="Dario Riva")
    page = sit(local).get(reverse("desk_remind")).content.decode()
    assert "The film" in page
    assert "The report" not in page


def test_many_late_people_cost_no_more_questions(late, member, owe, project, organisations, sit):
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    browser = sit(late[0])

    def asked():
        with (
            CaptureQueriesContext(connections["default"]) as data,
            CaptureQueriesContext(connections["keys"]) as keys,
        ):
            assert browser.get(reverse("desk_remind")).status_code == 200
        return len(data) + len(keys)

    few = asked()
    assert few <= 12
    for n in range(6):
        one = people.register_person(
            HOUSE, name=f"P {n}", email=f"p{n}@bank.example", language="it", project=project.pk
        )
        from passerelle.network import actions as network

        network.appoint(HOUSE, project, one, "researcher", organisations[2])
        owe(f"Thing {n}", responsible=organisations[2], person=one, due_rule=due(-2))
    assert asked() == few
