"""Who looks after translations sees at a glance how far each project is, and where to go on."""

import pytest
from django.urls import reverse

from passerelle.core.codes import new_code
from passerelle.language import texts
from passerelle.network import actions
from passerelle.network.languages import covered
from passerelle.network.models import Appointment, Project
from tests.rooms.network.conftest import HOUSE
from tests.rooms.network.test_budget import asked

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def page(project):
    actions.write_page(HOUSE, project, "One.\n\nTwo.\n\nThree.", language="en", base=0)
    return project


def translate(project, language, *words):
    lines = texts.workshop(texts.tell(actions.owner_of(project)), ["title", "page"], language)
    for line in lines:
        if line.block.text in words:
            told = {"language": language, "words": f"{language} {line.block.text}", "base": line.base}
            actions.translate_paragraph(HOUSE, project, line.field, line.block.hash, **told)


def next_of(project):
    return covered([project])[1][0].next


def test_what_is_outdated_comes_first_then_what_is_nearest_to_whole(page, signed_in):
    translate(page, "it", "One.")
    translate(page, "sv", "One.", "Two.", "Three.")
    assert next_of(page).language == "sv"
    actions.write_page(HOUSE, page, "Own.\n\nTwo.\n\nThree.", language="en", base=1)
    translate(page, "sv", "Own.")
    assert (next_of(page).language, next_of(page).outdated) == ("it", 1)
    told = signed_in("facilitator").get(reverse("desk_languages")).content.decode()
    assert "Italian: look at 1 outdated paragraph" in told
    assert f"{reverse('desk_workshop', args=[page.code])}?to=sv" in told
    assert "3 of 4" in told
    assert "Written in it" in told


def test_a_whole_translation_and_an_empty_page_ask_for_nothing(page, signed_in):
    for language in ("fr", "it", "sv", "ar", "fa"):
        translate(page, language, "Living by the water", "One.", "Two.", "Three.")
    assert next_of(page) is None
    told = signed_in("facilitator").get(reverse("desk_languages")).content.decode()
    assert "Nothing waits" in told
    assert "Persian" in told


def test_only_ones_own_projects_are_told_and_in_few_queries(page, signed_in):
    browser = signed_in("lead_coordinator")
    few = asked(browser, reverse("desk_languages"))
    made = Project.objects.bulk_create(Project(code=new_code(), acronym=f"Q{i:03}") for i in range(30))
    assert "Q001" not in browser.get(reverse("desk_languages")).content.decode()
    Appointment.objects.bulk_create(
        Appointment(person_id=browser.actor.person, role="facilitator", project=one) for one in made
    )
    assert asked(browser, reverse("desk_languages")) <= few  # a page without any text asks for less
    assert "Nothing is written yet" in browser.get(reverse("desk_languages")).content.decode()
    rows = browser.get(reverse("desk_languages_table", args=["csv"])).content.decode().splitlines()
    assert len(rows) == 1 + 31 * len(texts.INTERFACE)
