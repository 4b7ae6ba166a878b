"""A coordinator has a machine draft what is missing, sees how far it is, stops it, and takes its drafts back."""

import pytest
from django.urls import reverse

from passerelle.core.errors import Problem
from passerelle.language import drafting, machine, texts
from passerelle.language.models import Drafting
from passerelle.network import actions
from tests.rooms.network.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
BODY = "# The bank\n\nWe live here.\n\nWe meet [here](https://example.org/quay)."


class Shouting:
    """An engine far away that answers in capitals and knows Italian only."""

    name, far, most_characters, most_texts = "Shouting", True, 10_000, 50

    def knows(self, source, target):
        return target == "it"

    def translate(self, texts, source, target):
        return [text.upper().replace("<A ID", "<a id").replace("</A>", "</a>") for text in texts]


@pytest.fixture
def shouting(monkeypatch):
    monkeypatch.setattr(machine, "engines", lambda: (Shouting(),))


@pytest.fixture
def page(project):
    actions.write_page(HOUSE, project, BODY, language="en", base=0)
    return reverse("desk_machine", args=[project.code, "it"])


def test_from_asking_to_readers_who_are_told_and_back(signed_in, project, page, shouting):
    browser = signed_in("local_coordinator")
    workshop = reverse("desk_workshop", args=[project.code]) + "?to=it"
    assert page in browser.get(workshop).content.decode()
    assert "leave this house" in browser.get(page).content.decode()

    shown = browser.post(page, {"step": "begin"}, follow=True).content.decode()
    assert "0 of 4 paragraphs" in shown
    assert 'http-equiv="refresh"' in shown
    drafting.carry_out(Drafting.objects.get().pk)
    assert "4 drafts by a machine wait" in browser.get(page).content.decode()
    shown = browser.get(workshop).content.decode()
    assert "WE LIVE HERE." in shown
    assert "Machine translation, not checked by a person" in shown

    actions.publish_project(HOUSE, project)
    told = browser.get(reverse("project", args=[project.code, project.slug]).replace("/en/", "/it/"))
    assert "WE LIVE HERE." in told.content.decode()
    assert 'class="part machine' in told.content.decode()

    shown = browser.post(page, {"step": "back"}, follow=True).content.decode()
    assert "4 drafts were taken back" in shown
    assert "WE LIVE HERE." not in browser.get(workshop).content.decode()


def test_a_draft_that_is_saved_unchanged_counts_as_checked(signed_in, project, page, shouting):
    browser = signed_in("local_coordinator")
    browser.post(page, {"step": "begin"})
    drafting.carry_out(Drafting.objects.get().pk)
    told = texts.tell(actions.owner_of(project), ["page"])["page"]
    line = texts.workshop({"page": told}, ["page"], "it")[1]
    form = reverse("desk_translate", args=[project.code, "page", line.block.hash, "it"])
    assert "it counts as checked by you" in browser.get(form).content.decode()
    browser.post(form, {"words": line.translation.body, "base": str(line.base)})
    told = texts.tell(actions.owner_of(project), ["page"])["page"]
    checked = told.renderings("it")[line.block.hash]
    assert (checked.body, checked.origin) == ("WE LIVE HERE.", "human")


def test_stopping_is_said_and_a_language_no_machine_knows_is_refused_in_words(
    signed_in, project, page, shouting
):
    browser = signed_in("local_coordinator")
    browser.post(page, {"step": "begin"})
    assert "What was drafted stays" in browser.post(page, {"step": "stop"}, follow=True).content.decode()
    drafting.carry_out(Drafting.objects.get().pk)
    assert "4 paragraphs are missing" in browser.get(page).content.decode()
    elsewhere = reverse("desk_machine", args=[project.code, "ti"])
    shown = browser.post(elsewhere, {"step": "begin"}, follow=True).content.decode()
    assert "No machine translation is here for these two languages" in shown
    assert browser.get(reverse("desk_machine", args=[project.code, "xx-nowhere"])).status_code == 404


def test_without_an_engine_nothing_is_offered_and_the_page_says_whom_to_ask(signed_in, project, page):
    browser = signed_in("local_coordinator")
    assert page not in browser.get(reverse("desk_workshop", args=[project.code]) + "?to=it").content.decode()
    assert "No machine translation is set up here" in browser.get(page).content.decode()
    with pytest.raises(Problem):
        actions.draft_by_machine(browser.actor, project, "it")


def test_readers_of_the_project_may_not_send_its_texts_away(signed_in, project, page, shouting):
    browser = signed_in("partner_contact")
    assert browser.post(page, {"step": "begin"}).status_code in (403, 404)
    assert not Drafting.objects.exists()
