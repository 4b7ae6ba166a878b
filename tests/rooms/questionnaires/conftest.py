"""A questionnaire of a project of three partners, and people who answer it."""

from __future__ import annotations

import re
import uuid
from collections import OrderedDict
from decimal import Decimal

import pytest
from django.test import Client

from passerelle.engines.questions import Condition, Question, building
from passerelle.language import memory
from passerelle.questionnaires import actions
from passerelle.questionnaires.models import Response
from tests.rooms.tasks.conftest import (  # noqa: F401
    HOUSE,
    databases,
    member,
    organisations,
    other,
    project,
    sit,
)

QUESTIONS = (
    ("single", "Did you come for the first time?", {"required": True}, ("Yes", "No"), ()),
    ("scale", "How welcome did you feel?", {"low": 1, "high": 5}, (), ()),
    ("multiple", "What did you use?", {"most": Decimal(2)}, ("Interpreter", "Child care", "Boat"), ()),
    ("number", "How long did you travel?", {"least": Decimal(0), "most": Decimal(600)}, (), ()),
    ("text", "What should be different?", {"long": True}, (), ()),
    ("date", "When do you want to come again?", {}, (), ()),
    ("matrix", "How was …", {}, ("Good", "Bad"), ("the food", "the hall")),
)


def put(one, kind, asked, rules, choices=(), rows=(), section=None, **more):
    """A question at the end, as the house would write it; gives its key."""
    version = actions.draft_of(one)
    form = version.questions
    key = building.next_key(form)
    chosen = tuple(f"c{n + 1}" for n in range(len(choices)))
    lines = tuple(f"r{n + 1}" for n in range(len(rows)))
    question = Question(
        key, kind, choices=chosen, rows=lines, given=len(choices) + len(rows), **rules, **more
    )
    words = {key: asked, **{f"{key}-c{n + 1}": said for n, said in enumerate(choices)}}
    words |= {f"{key}-r{n + 1}": said for n, said in enumerate(rows)}
    if kind == "scale":
        words |= {f"{key}-low": "not at all", f"{key}-high": "very much"}
    if kind == "number":
        words |= {f"{key}-unit": "minutes"}
    section = section or form.sections[-1].key
    actions.add_question(HOUSE, one, section, question, words, revision=version.revision)
    return key


@pytest.fixture
def memory_of_this_test(monkeypatch):
    """The process remembers translations; those of an earlier test, rolled back since, would be looked up here."""
    monkeypatch.setattr(memory, "_pairs", OrderedDict())


@pytest.fixture
def instrument(project):  # noqa: F811
    """Seven questions of seven kinds in two sections; the last section is asked of who came for the first time."""
    one = actions.begin(HOUSE, project, title="After the forum", language="en", intro="Five minutes.")
    for kind, asked, rules, choices, rows in QUESTIONS:
        put(one, kind, asked, rules, choices, rows)
    actions.add_section(
        HOUSE, one, title="Your first time", intro="", revision=actions.draft_of(one).revision
    )
    put(one, "text", "Who told you of us?", {"conditions": (Condition("q2", "is", "c1"),), "required": True})
    return one


@pytest.fixture
def ask(instrument):
    """ask(purpose, …) -> an occasion of the questionnaire, open now."""

    def make(purpose="feedback", **facts):
        return actions.ask(HOUSE, facts.pop("one", instrument), purpose=purpose, **facts)

    return make


@pytest.fixture
def give(ask):
    """give(asking, answers, …) -> the response, as somebody gave it themselves, and their code."""

    def make(asking, answers, pair="", language="en", ticket=""):
        attempt = uuid.uuid4()
        told = actions.Told(answers, pair)
        code = actions.take(HOUSE, asking, told, attempt=attempt, language=language, ticket=ticket)
        return Response.objects.unscoped(reason="test").get(pk=attempt), code

    return make


class Visitor:
    """Somebody with the link and a browser that runs nothing: presses buttons, reads pages."""

    def __init__(self, address, language="en"):
        self.browser, self.address = Client(), f"/{language}/q/{address}/"
        self.read(self.browser.get(self.address))

    def read(self, answer):
        self.answer, self.page = answer, answer.content.decode()
        self.hidden = dict(
            re.findall(r'<input type="hidden" name="(way|step|receipt)" value="([^"]*)"', self.page)
        )
        self.asked = re.findall(r'name="asked" value="([^"]*)"', self.page)
        return self.page

    def press(self, button="next", **entries):
        data = {**self.hidden, "asked": self.asked, "go": button}
        data |= {name.replace("_", "-"): value for name, value in entries.items()}
        return self.read(self.browser.post(self.address, data))


@pytest.fixture
def visit():
    return Visitor
