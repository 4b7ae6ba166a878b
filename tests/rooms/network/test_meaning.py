"""A mended slip costs no translation; a changed sentence shows which words changed."""

import pytest
from django.urls import reverse

from passerelle.language import texts
from passerelle.network import actions
from tests.rooms.network.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
BODY = "We live by the lake.\n\nWe meet on Sundays."
SLIP = BODY.replace("Sundays", "Sundys")


@pytest.fixture
def page(project):
    actions.write_page(HOUSE, project, SLIP, language="en", base=0)
    for line in lines(project):
        actions.translate_paragraph(
            HOUSE, project, "page", line.block.hash, language="it", words=f"IT {line.block.text}", base=0
        )
    return project


def lines(project, language="it"):
    return texts.workshop(texts.tell(actions.owner_of(project)), ["page"], language)


def states(project):
    return [line.state.kind for line in lines(project)]


def test_a_mended_slip_keeps_its_translations_current_in_every_language(page, signed_in):
    browser = signed_in("local_coordinator")
    slip = lines(page)[1].block.hash
    at = reverse("desk_paragraph", args=[page.code, "page", slip])
    assert "I only mended a slip" in browser.get(at).content.decode()
    browser.post(at, {"words": "We meet on Sundays.", "same_meaning": "on"})
    assert states(page) == ["current", "current"]
    (_first, carried) = lines(page)
    assert (carried.translation.body, carried.carried, carried.base) == ("IT We meet on Sundys.", True, 0)
    actions.write_title(HOUSE, page, "By the lake", language="en", base=1)
    actions.publish_project(HOUSE, page)
    edition = texts.edition(actions.owner_of(page), "it")
    assert [part["state"] for part in edition.parts] == ["translated", "translated"]


def test_without_saying_so_it_is_outdated_and_shows_the_words_that_changed(page, signed_in):
    browser = signed_in("local_coordinator")
    actions.write_page(HOUSE, page, BODY, language="en", base=1)
    shown = browser.get(reverse("desk_workshop", args=[page.code]) + "?to=it").content.decode()
    assert "<del>Sundys</del><ins>Sundays</ins>" in shown
    at = reverse("desk_translate", args=[page.code, "page", lines(page)[1].block.hash, "it"])
    assert "<del>Sundys</del><ins>Sundays</ins>" in browser.get(at).content.decode()


def test_it_can_be_said_afterwards_and_taken_back(page, signed_in):
    browser = signed_in("local_coordinator")
    actions.write_page(HOUSE, page, BODY, language="en", base=1)
    now = lines(page)[1].block.hash
    at = reverse("desk_meaning", args=[page.code, "page", now])
    shown = browser.get(at).content.decode()
    assert "Italian" in shown
    browser.post(at, {"step": "keep"})
    assert states(page) == ["current", "current"]
    assert (
        "The meaning has changed"
        in browser.get(reverse("desk_workshop", args=[page.code]) + "?to=it").content.decode()
    )
    browser.post(at, {"step": "drop"})
    assert states(page) == ["current", "outdated"]
    first = reverse("desk_meaning", args=[page.code, "page", lines(page)[0].block.hash])
    assert browser.get(first).status_code == 404


def test_slip_upon_slip_is_carried_on_and_a_translation_of_its_own_comes_first(page):
    for words in ("We meet on Sunday.", "We meet on Sundays."):
        last = lines(page)[1].block.hash
        actions.edit_paragraph(HOUSE, page, "page", last, words, same_meaning=True)
    line = lines(page)[1]
    assert (line.state.kind, line.translation.body) == ("current", "IT We meet on Sundys.")
    actions.translate_paragraph(
        HOUSE, page, "page", line.block.hash, language="it", words="La domenica", base=line.base
    )
    assert lines(page)[1].translation.body == "La domenica"
    actions.edit_paragraph(HOUSE, page, "page", line.block.hash, "We never meet again, or hardly.")
    assert states(page)[1] == "outdated"


def test_there_and_back_again_goes_round_in_no_circle(page):
    for words in ("We meet on Sundays.", "We meet on Sundys."):
        actions.edit_paragraph(HOUSE, page, "page", lines(page)[1].block.hash, words, same_meaning=True)
    assert states(page) == ["current", "current"]
    assert lines(page, "sv")[1].state.kind == "missing"


def test_a_facilitator_translates_but_does_not_judge_the_source(page, signed_in):
    browser = signed_in("facilitator")
    actions.write_page(HOUSE, page, BODY, language="en", base=1)
    at = reverse("desk_meaning", args=[page.code, "page", lines(page)[1].block.hash])
    assert browser.get(at).status_code == 403
    assert at not in browser.get(reverse("desk_workshop", args=[page.code]) + "?to=it").content.decode()
