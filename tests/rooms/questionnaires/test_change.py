"""Before and after by a code people make themselves: pairs, drop-out, and no claim that chance could make."""

import pytest
from django.urls import reverse

from passerelle.questionnaires import actions
from passerelle.questionnaires.models import Response
from passerelle.questionnaires.pairing import typed
from tests.rooms.questionnaires.conftest import HOUSE, put

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def waves(project, ask, give):
    """waves({code: (before, after)}) -> the questionnaire, asked twice; None for who did not answer that time."""
    one = actions.begin(HOUSE, project, title="Tables in three languages", language="en")
    first = put(one, "scale", "I can lead one", {})
    put(one, "scale", "I can join one", {})

    def make(people):
        before, after = ask("before", one=one), ask("after", one=one)
        for code, answers in people:
            for asking, said in zip((before, after), answers, strict=True):
                if said is not None:
                    give(asking, {first: said, "q3": 3}, pair=code)
        return one

    return make


def shown(browser, one):
    answer = browser.get(reverse("desk_questionnaire_change", args=[one.code]))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_pairs_drop_out_and_doubles_are_each_counted_and_only_pairs_compared(waves, sit, member, project):
    people = [(f"AA-BB-0{n}-0", (2, 4 if n % 2 else 3)) for n in range(1, 7)]
    people += [
        ("CC-DD-01-0", (5, None)),
        ("EE-FF-01-0", (None, 1)),
        ("GG-HH-01-0", (1, 5)),
        ("GG-HH-01-0", (1, None)),
    ]
    page = shown(sit(member(project)), waves(people))
    for term, number in (
        ("Answered both times, laid side by side", 6),
        ("Answered before only", 1),
        ("Answered after only", 1),
        ("Left out: the same code twice in one round", 3),
    ):
        assert f"<dt>{term}</dt><dd>{number}</dd>" in page
    # Six differences 2, 1, 2, 1, 2, 1: mean 1.5, s = 0.5477, t(5) = 2.571: 1.5 ± 0.57.
    assert "\u2066+1.5\u2069" in page
    assert "\u2066+0.93\u2069 to \u2066+2.07\u2069" in page
    assert "A change beyond chance" in page


def test_no_change_is_claimed_where_the_interval_spans_zero(waves, sit, member, project):
    people = [(f"AA-BB-0{n}-0", (3, 3 + change)) for n, change in enumerate((1, -1, 0, 2, -1, 0))]
    page = shown(sit(member(project)), waves(people))
    assert "No change is claimed: the interval spans zero" in page
    assert "A change beyond chance" not in page


def test_fewer_than_five_pairs_are_told_to_nobody(waves, sit, member, project):
    one = waves([(f"AA-BB-0{n}-0", (1, 5)) for n in range(4)])
    page = shown(sit(member(project)), one)
    assert "Fewer than five pairs" in page
    assert "\u2066+4\u2069" not in page
    officer = shown(sit(member(project, "funder_officer")), one)
    assert "laid side by side</dt><dd>fewer than five</dd>" in officer


def test_people_make_their_code_themselves_and_find_it_again_on_the_way_back(project, ask, visit):
    one = actions.begin(HOUSE, project, title="Tables", language="en")
    put(one, "scale", "I can lead one", {})
    somebody = visit(ask("before", one=one).code)
    assert "A code of your own" in somebody.press()
    assert "Write at least two letters" in somebody.press(mother="A", town="Palermo", day="7", siblings="2")
    assert "Write the day as a number" in somebody.press(mother="Ana", town="Palermo", day="32", siblings="2")
    assert "I can lead one" in somebody.press(mother="Ána", town="palermo", day="٧", siblings="2")
    assert 'value="AN"' in somebody.press("back")
    somebody.press(mother="Ana", town="Palermo", day="07", siblings="2")
    somebody.press(q2="4")
    somebody.press("send")
    (told,) = actions.opened(Response.objects.unscoped(reason="test"))
    assert told.pair == "AN-PA-07-2"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("an pa 7 2", "AN-PA-07-2"),
        ("AN-PA-07-2", "AN-PA-07-2"),
        ("an/pa/31/0", "AN-PA-31-0"),
        ("anpa72", ""),
        ("a-pa-7-2", ""),
    ],
)
def test_a_code_typed_from_paper_is_the_one_made_on_the_screen(said, code):
    assert typed(said) == code
