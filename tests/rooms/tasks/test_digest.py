"""A mail with what waits: as often as each person wants, when something waits, and never twice on a day."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from passerelle.core import sealing
from passerelle.messages.models import Message
from passerelle.messages.unsubscribing import Wish, stop
from passerelle.people.models import Person
from passerelle.tasks import actions, jobs
from passerelle.tasks.models import Digest
from tests.rooms.tasks.conftest import HOUSE
from tests.rooms.tasks.test_week import due

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture(autouse=True)
def on_a_morning(settings, monkeypatch):
    """Monday 23 November 2026 at nine, with a mail server."""
    settings.EMAIL_URL = "smtp://localhost:1"
    monkeypatch.setattr(jobs, "FROM_HOUR", 0)


def written():
    return jobs.write_digests(timestamp=0)


def digests():
    return list(Message.objects.unscoped(reason="test").filter(purpose="digest", state="waiting"))


def wants(actor, rhythm="weekly", weekday=None):
    day = timezone.now().weekday() if weekday is None else weekday
    person = Person.objects.get(pk=actor.person)
    return actions.choose_digest(actor, person, rhythm=rhythm, weekday=day)


def test_nobody_gets_what_they_did_not_ask_for(project, member, owe):
    member(project)
    owe("Late report", due_rule=due(-2))
    assert written() == 0


def test_who_asked_gets_it_on_their_day_and_once(project, member, owe):
    lead = member(project)
    wants(lead)
    owe("Late report", due_rule=due(-2))
    assert written() == 1
    assert written() == 0
    (mail,) = digests()
    (words,) = sealing.opened([mail], ["subject", "text"], owner="receiver")
    assert "1 thing is late" in words["subject"]
    assert "Late report" in words["text"]
    assert "unsubscribe" in words["text"] or "no more" in words["text"].lower()


def test_another_day_is_not_their_day(project, member, owe):
    wants(member(project), weekday=(timezone.now().weekday() + 1) % 7)
    owe("Late report", due_rule=due(-2))
    assert written() == 0


def test_when_nothing_waits_nothing_is_sent(project, member, owe):
    wants(member(project))
    owe("Far away", due_rule=due(60))
    assert written() == 0
    assert digests() == []


def test_what_another_organisation_keeps_for_itself_is_in_nobodys_mail(project, member, owe, organisations):
    wants(member(project))
    owe("Quiet worry", keeper=organisations[1], due_rule=due(-2))
    assert written() == 0
    wants(member(project, "local_coordinator", 1, name="Bram Maes"))
    assert written() == 1


def test_one_click_in_the_mail_ends_it_and_the_account_page_brings_it_back(project, member, owe, sit):
    lead = member(project)
    wants(lead)
    owe("Late report", due_rule=due(-2))
    stop(HOUSE, Wish(lead.person, "digest"))
    assert written() == 0
    browser = sit(lead)
    assert "You asked for no more of these mails" in browser.get(reverse("account_digest")).content.decode()
    today = timezone.now().weekday()
    browser.post(reverse("account_digest"), {"rhythm": "weekly", "weekday": today})
    Digest.objects.unscoped(reason="test").update(last_on=timezone.localdate() - timedelta(days=1))
    Message.objects.unscoped(reason="test").filter(purpose="digest").update(occasion="yesterday")
    assert written() == 1


def test_nobody_chooses_for_somebody_else(project, member):
    from passerelle.core.errors import Denied

    lead, other = member(project), member(project, "researcher", 1)
    with pytest.raises(Denied):
        actions.choose_digest(lead, Person.objects.get(pk=other.person), rhythm="daily")


def test_the_wish_is_found_on_the_account_page(project, member, sit):
    page = sit(member(project)).get(reverse("account")).content.decode()
    assert reverse("account_digest") in page
