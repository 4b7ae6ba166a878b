"""A question that tells about people is built with what its choices stand for."""

import pytest
from django.urls import reverse

from passerelle.questionnaires import actions, queries
from passerelle.questionnaires.models import Instrument
from tests.rooms.questionnaires.conftest import HOUSE, put
from tests.rooms.questionnaires.test_desk import page, send

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
ADDING = "?kind=single&page=s1"


@pytest.fixture
def one(project):
    return actions.begin(HOUSE, project, title="Before you come", language="en")


@pytest.fixture
def browser(sit, member, project):
    return sit(member(project, "local_coordinator", 1))


def add(browser, one, asked, choices, **more):
    revision = actions.draft_of(one).revision
    told = {
        "to": ADDING,
        "revision": revision,
        "asked": asked,
        "choices": choices,
        "declinable": "on",
        **more,
    }
    return send(browser, "desk_questionnaire_question", one.code, "new", **told)


def question(one):
    return list(actions.draft_of(Instrument.objects.unscoped(reason="test").get(pk=one.pk)).questions)[-1]


def test_ages_are_asked_for_what_each_choice_stands_for_without_javascript(browser, one):
    told = {"about": "age", "choices": "Up to 17\n18 to 64\nOlder"}
    shown = add(browser, one, "How old are you?", **told)
    assert "“\u2068Up to 17\u2069” stands for" in shown
    assert shown.count("Say what this choice stands for") >= 3
    chosen = {"means-0": "14_17", "means-1": "18_64", "means-2": "65"}
    shown = add(browser, one, "How old are you?", **told, **chosen)
    assert "tells about people: Age" in shown
    made = question(one)
    assert made.about == "age"
    assert dict(made.meanings) == {"c1": "14_17", "c2": "18_64", "c3": "65"}
    again = page(browser, "desk_questionnaire_question", one.code, made.key)
    assert again.count(" selected") >= 4


def test_a_districts_name_can_be_corrected_and_stays_the_same_district(browser, one):
    add(browser, one, "Where do you live?", "Harbuor\nHill", about="district")
    made = question(one)
    assert dict(made.meanings) == {"c1": "harbuor", "c2": "hill"}
    address = reverse("desk_questionnaire_question", args=[one.code, made.key])
    given = {"asked": "Where?", "choices": "Harbour\nHill\nValley", "about": "district"}
    given["revision"] = actions.draft_of(one).revision
    browser.post(address, {**given, "choices": "Harbour\nHill"})
    browser.post(address, {**given, "revision": actions.draft_of(one).revision})
    assert dict(question(one).meanings) == {"c1": "harbuor", "c2": "hill", "c3": "valley"}


def test_one_question_tells_one_thing_and_only_one_of_several_choices_does(browser, one):
    add(browser, one, "Where do you live?", "Harbour\nHill", about="district")
    shown = add(browser, one, "And where do you work?", "Harbour\nHill", about="district")
    assert "Another question of this questionnaire tells that already" in shown
    form = reverse("desk_questionnaire_question", args=[one.code, "new"])
    assert 'name="about"' not in browser.get(f"{form}?kind=multiple&page=s1").content.decode()


def test_asked_by_itself_what_people_are_is_for_the_lead_partner_alone(project, member, one, give):
    key = put(one, "single", "How old are you?", {"about": "age", "meanings": (("c1", "65"),)}, ("Old",))
    other = put(one, "single", "By boat?", {}, ("Yes", "No"))
    asking = actions.ask(HOUSE, one, purpose="feedback")
    for _n in range(12):
        give(asking, {key: "c1", other: "c1"})
    told = {
        role: set(queries.results(member(project, role, place), asking).tallies)
        for role, place in (("lead_coordinator", 0), ("local_coordinator", 1))
    }
    assert told == {"lead_coordinator": {key, other}, "local_coordinator": {other}}
