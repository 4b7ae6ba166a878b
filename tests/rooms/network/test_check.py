"""Before a page is published its coordinator sees what a careful reader would stop at, mends it or says why it stays."""

import re

import pytest
from django.urls import reverse

from passerelle.language import texts
from passerelle.network import actions
from tests.rooms.network.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
BODY = (
    "# Les voisins de l’eau\n\nSix villes invitent leurs habitants à décider ensemble de ce que deviennent les quais.\n\n"
    "The workshops were open to everyone who lives in the city and they will be repeated next year.\n\n"
    "En tout, 1 300 personnes sont venues le 2 mars 2020, et beaucoup reviendront."
)
SLIP = "In all 1,500 people came on 2 March 2020, and many will come back."


@pytest.fixture
def page(project):
    actions.write_page(HOUSE, project, BODY, language="fr", base=0)
    return reverse("desk_check", args=[project.code])


def marks(shown):
    return re.findall(r'name="mark" value="(\w+)"', shown)


def translated(project, at, words):
    told = texts.tell(actions.owner_of(project))["page"]
    line = texts.workshop({"page": told}, ["page"], "en")[at]
    actions.translate_paragraph(
        HOUSE, project, "page", line.block.hash, language="en", words=words, base=line.base
    )


def test_what_was_found_stands_with_its_place_and_leads_to_where_it_is_mended(signed_in, project, page):
    translated(project, 3, SLIP)
    browser = signed_in("local_coordinator")
    assert (
        "2 things that a careful reader"
        in browser.get(reverse("desk_publish", args=[project.code])).content.decode()
    )
    shown = browser.get(page).content.decode()
    assert "This is English in a text in French." in shown
    assert "“1,500” stands here, “1 300” in the source." in shown
    told = texts.tell(actions.owner_of(project))["page"]
    run, last = told.history[-1][2].hash, told.history[-1][3].hash
    assert reverse("desk_paragraph", args=[project.code, "page", run]) in shown
    assert reverse("desk_translate", args=[project.code, "page", last, "en"]) in shown

    translated(project, 3, SLIP.replace("1,500", "1,300"))
    actions.edit_paragraph(HOUSE, project, "page", run, "Les ateliers sont ouverts à tous.")
    assert "nothing was found" in browser.get(page).content.decode()


def test_the_passage_is_marked_where_it_is_mended_and_the_way_leads_back_to_the_check(
    signed_in, project, page
):
    translated(project, 3, SLIP)
    browser = signed_in("local_coordinator")
    findings = [one for language in browser.get(page).context["languages"] for one in language["findings"]]
    assert {one["told"].translated for one in findings} == {False, True}
    for one in findings:
        shown = browser.get(one["mend"])
        assert f"<mark>{one['told'].passage}</mark>" in shown.content.decode()
        words = shown.context["form"]["words"].value()
        sent = {"words": words + " Fin.", "base": shown.context["form"].initial.get("base", 0)}
        assert browser.post(one["mend"], sent).url == page
    assert findings[0]["lang"] == "en"


@pytest.mark.parametrize(
    "at", ["", "?check=", "?check=9-4", "?check=400-500", "?check=a-b", "?check=" + "9" * 40]
)
def test_an_address_that_points_nowhere_marks_nothing(signed_in, project, page, at):
    run = texts.tell(actions.owner_of(project))["page"].history[-1][2].hash
    answer = signed_in("local_coordinator").get(
        reverse("desk_paragraph", args=[project.code, "page", run]) + at
    )
    assert "<mark>" not in answer.content.decode()


def test_what_may_stand_needs_a_reason_and_the_next_reads_it(signed_in, project, page):
    browser = signed_in("local_coordinator")
    (mark,) = marks(browser.get(page).content.decode())
    refused = browser.post(page, {"mark": mark, "reason": "  "}).content.decode()
    assert "Say in a few words why" in refused
    shown = browser.post(page, {"mark": mark, "reason": "A quotation."}, follow=True).content.decode()
    assert "A quotation." in shown
    assert marks(shown) == []
    publish = browser.get(reverse("desk_publish", args=[project.code])).content.decode()
    assert "found nothing that a careful reader" in publish
    shown = browser.post(page, {"again": mark}, follow=True).content.decode()
    assert marks(shown) == [mark]


def test_what_was_let_stand_is_told_again_once_its_paragraph_changes(signed_in, project, page):
    browser = signed_in("local_coordinator")
    (mark,) = marks(browser.get(page).content.decode())
    browser.post(page, {"mark": mark, "reason": "A quotation."})
    told = texts.tell(actions.owner_of(project))["page"]
    before = told.history[-1][2]
    actions.edit_paragraph(HOUSE, project, "page", before.hash, before.text + " We are glad about it.")
    (other,) = marks(browser.get(page).content.decode())
    assert other != mark
    gone = browser.post(page, {"mark": mark, "reason": "Still."}, follow=True).content.decode()
    assert "somebody has mended it meanwhile" in gone


def test_a_term_of_the_glossary_is_asked_for(signed_in, project, page):
    for language, term, forbidden in (("fr", "quai", False), ("en", "quay", False), ("en", "wharf", True)):
        actions.add_term(HOUSE, concept="quay", language=language, term=term, forbidden=forbidden)
    translated(project, 1, "Six towns invite their residents to decide together what becomes of each wharf.")
    shown = signed_in("local_coordinator").get(page).content.decode()
    assert "wharf" in shown
    assert "quay" in shown


def test_facilitators_translate_and_do_not_publish(signed_in, project, page):
    assert signed_in("facilitator").get(page).status_code == 403
