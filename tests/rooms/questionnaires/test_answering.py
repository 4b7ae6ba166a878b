"""People answer without an account, a cookie or JavaScript, and come back with a code."""

import uuid

import pytest
from django.test import Client

from passerelle.core import keys
from passerelle.questionnaires import actions
from passerelle.questionnaires.models import Response
from tests.rooms.questionnaires.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def responses():
    return Response.objects.unscoped(reason="test")


def answers(response):
    return actions.opened([response])[0].answers


def test_from_the_start_to_the_code_without_a_cookie(ask, visit):
    somebody = visit(ask().code)
    assert "After the forum" in somebody.page
    assert "Five minutes." in somebody.page
    assert "How welcome did you feel?" in somebody.press()
    page = somebody.press(
        q2="c1", q3="4", q4=["c1", "c3"], q5="12,5", q6="More boats", q7="2027-05", q8_r1="c1"
    )
    assert "Who told you of us?" in page
    page = somebody.press(q10="My aunt")
    for told in (
        "Look at your answers",
        "Interpreter</span> ·",
        "12.5 minutes",
        "More boats",
        "May 2027",
        "My aunt",
    ):
        assert told.replace("</span>", "") in page.replace("</span>", "").replace("<span>", "")
    assert not responses().exists()
    page = somebody.press("send")
    assert "Your answers have arrived" in page
    (row,) = responses()
    assert answers(row) == {
        "q2": "c1", "q3": 4, "q4": ["c1", "c3"], "q5": "12.5", "q6": "More boats", "q7": "2027-05",
        "q8": {"r1": "c1"}, "q10": "My aunt",
    }  # fmt: skip
    assert (row.channel, row.language, row.entered_by) == ("self", "en", None)
    assert not somebody.browser.cookies
    assert somebody.answer.headers["Cache-Control"] == "no-store"
    assert actions.receipt_of(row.pk) in page


def test_what_is_wrong_is_said_at_the_entry_and_nothing_typed_is_lost(ask, visit):
    somebody = visit(ask().code)
    somebody.press()
    page = somebody.press(q4=["c1", "c2", "c3"], q5="a while", q6="More boats", q7="next year")
    for said in (
        "Answer this, or say",
        "Choose at most 2",
        "Write a number",
        "Write a day as 2026-09-01",
        "More boats",
        'value="a while"',
    ):
        assert said in page
    assert "601" in somebody.press(q2="c2", q5="601")
    assert "The largest possible number is 600" in somebody.page


def test_declined_is_neither_a_gap_nor_a_guess(ask, visit):
    somebody = visit(ask().code)
    somebody.press()
    page = somebody.press(q2="no-answer", q3="no-answer", q5_no="on", q8_no="on")
    assert "Who told you of us?" not in page, "who declined the first question is not asked the second"
    assert page.count("I’d rather not say") == 4
    somebody.press("send")
    assert answers(responses().get()) == {"q2": None, "q3": None, "q5": None, "q8": None}


def test_an_answer_and_a_refusal_at_once_are_asked_about(ask, visit):
    somebody = visit(ask().code)
    somebody.press()
    assert "not both" in somebody.press(q2="c1", q5="3", q5_no="on")


def test_back_keeps_what_was_given_and_a_change_of_mind_takes_along_what_hung_on_it(ask, visit):
    somebody = visit(ask().code)
    somebody.press()
    somebody.press(q2="c1", q6="More boats")
    page = somebody.press("back", q10="My aunt")
    assert "More boats" in page
    assert 'value="c1"' in page
    page = somebody.press(q2="c2", q6="More boats")
    assert "Look at your answers" in page
    assert "My aunt" not in page
    somebody.press("send")
    assert answers(responses().get()) == {"q2": "c2", "q6": "More boats"}


def test_from_the_last_look_one_answer_is_changed(ask, visit):
    somebody = visit(ask().code)
    somebody.press()
    somebody.press(q2="c2", q6="More boats")
    assert "How welcome" in somebody.press("s1")
    page = somebody.press(q2="c2", q6="Fewer boats")
    assert "Look at your answers" in page
    assert "Fewer boats" in page


def test_a_question_that_hangs_on_one_of_the_same_page_comes_with_the_page_once_more(project, ask, visit):
    from passerelle.engines.questions import Condition
    from tests.rooms.questionnaires.conftest import put

    one = actions.begin(HOUSE, project, title="Boats", language="en")
    first = put(one, "single", "Did you come by boat?", {}, ("Yes", "No"))
    put(one, "text", "Which boat?", {"conditions": (Condition(first, "is", "c1"),), "required": True})
    somebody = visit(ask(one=one).code)
    assert "Which boat?" not in somebody.press()
    page = somebody.press(q2="c1")
    assert "One more question follows" in page
    assert "This needs" not in page
    assert "Which boat?" in page
    assert "Answer this, or say" in somebody.press(q2="c1")
    assert "Look at your answers" in somebody.press(q2="c2"), "who changed their mind is not asked any more"


def test_pressing_twice_answers_once(ask, visit):
    somebody = visit(ask().code)
    somebody.press()
    somebody.press(q2="c2")
    before = dict(somebody.hidden)
    page = somebody.press("send")
    somebody.hidden = before
    assert actions.receipt_of(responses().get().pk) in somebody.press("send")
    assert responses().count() == 1
    assert "Your answers have arrived" in page


def test_a_personal_code_works_once_and_its_second_user_is_told_kindly(ask, visit):
    asking = ask(door="codes")
    code, spare = actions.make_codes(HOUSE, asking, count=2)
    first, second = visit(asking.code), visit(asking.code)
    assert "does not open this questionnaire" in first.press(ticket="aaaa-bbbb-cccc")
    for one in (first, second):
        assert "How welcome" in one.press(ticket=f" {code.upper()} ")
        one.press(q2="c2")
    assert "have arrived" in first.press("send")
    page = second.press("send")
    assert "each works once" in page
    assert "your answers are safe" in page
    assert responses().count() == 1
    assert "each works once" in visit(asking.code).press(ticket=code)
    assert "How welcome" in visit(asking.code).press(ticket=spare)
    somebody = visit(asking.code)
    somebody.hidden["step"] = "check"
    somebody.press("send")
    assert responses().count() == 1, "no way around the door"


def test_whoever_has_the_code_sees_changes_and_deletes_their_answers(
    ask, give, django_capture_on_commit_callbacks
):
    asking = ask()
    row, code = give(asking, {"q2": "c2", "q6": "More boats"})
    browser = Client()
    assert "opens no answers" in browser.post("/en/q/", {"receipt": "aaaa-bbbb"}).content.decode()
    page = browser.post("/en/q/", {"receipt": code.upper()}).content.decode()
    assert "More boats" in page
    from tests.rooms.questionnaires.conftest import Visitor

    visitor = Visitor(asking.code)
    visitor.page = page
    visitor.read(browser.post("/en/q/", {"receipt": code}))
    visitor.press("s1")
    visitor.press(q2="c2", q6="Fewer boats")
    before = dict(visitor.hidden)
    assert "Your changed answers have arrived" in visitor.press("send")
    visitor.hidden = before
    row.refresh_from_db()
    assert answers(row)["q6"] == "Fewer boats"
    copy = bytes(row.answers)
    assert (
        "Delete your answers?" in browser.post("/en/q/", {"receipt": code, "go": "delete"}).content.decode()
    )
    with django_capture_on_commit_callbacks(execute=True):
        browser.post("/en/q/", {"receipt": code, "go": "delete-now"})
    assert not responses().exists()
    assert keys.unseal(row.pk, copy, f"questionnaires.response.answers:{row.pk}") is None, (
        "last week's copy too"
    )
    assert not browser.cookies
    assert "were deleted" in visitor.press("send"), (
        "who deleted their answers does not bring them back by a button"
    )


def test_what_was_deleted_is_deleted_again_when_older_data_are_put_back(
    ask, give, django_capture_on_commit_callbacks
):
    from passerelle.questionnaires import queries

    row, _code = give(ask(), {"q2": "c2"})
    stays, _code = give(ask(), {"q2": "c2"})
    with django_capture_on_commit_callbacks(execute=True):
        actions.forget([row.pk])
    row.save(force_insert=True)
    assert queries.replay_deletions() == 1
    assert list(responses()) == [stays]


def test_a_closed_questionnaire_takes_nothing_and_says_so(ask, visit, give):
    asking = ask()
    _row, code = give(asking, {"q2": "c2"})
    somebody = visit(asking.code)
    somebody.press()
    somebody.press(q2="c2")
    actions.close(HOUSE, asking)
    assert "is closed" in somebody.press("send")
    assert "is closed" in visit(asking.code).page
    page = Client().post("/en/q/", {"receipt": code}).content.decode()
    assert "nothing can be changed" in page
    assert 'value="delete"' in page, "deleting is possible at any time"
    assert responses().count() == 1


def test_nothing_anybody_answered_stands_readable_in_the_database(ask, give):
    from tests.security.everything import everything, standing

    give(ask(), {"q2": "c2", "q6": "Zaynab told me of it"}, pair="ZA-PA-07-2")
    tables = {**everything("default"), **everything("keys")}
    for said in ("Zaynab", "ZA-PA-07-2", '"q2": "c2"'):
        assert [name for name, rows in tables.items() if standing(said, rows)] == []


def test_another_questionnaires_page_or_one_made_up_opens_nothing(ask, visit):
    first, second = visit(ask().code), visit(ask().code)
    first.press()
    second.hidden = {"way": first.hidden["way"], "step": "check"}
    assert "Begin" in second.press("send")
    second.hidden = {"way": "made-up", "step": "check"}
    assert "Begin" in second.press("send")
    assert not responses().exists()
    assert Client().get("/en/q/nothing2/").status_code == 404


def test_the_journal_knows_that_somebody_answered_and_not_which_response_it_was(ask, give):
    from passerelle.core.models import Entry

    row, _code = give(ask(), {"q2": "c2"})
    assert not Entry.objects.filter(subject=str(row.pk)).exists()
    assert Entry.objects.filter(action="questionnaire answered").count() == 1


@pytest.mark.parametrize("attempt", [uuid.UUID(int=1), uuid.UUID(int=2**128 - 1)])
def test_the_code_of_an_attempt_is_long_and_always_the_same(attempt):
    code = actions.receipt_of(attempt)
    assert code == actions.receipt_of(attempt)
    assert len(code.replace("-", "")) == 20


def test_a_room_above_asks_it_inside_a_form_of_its_own(ask):
    from django.http import QueryDict

    from passerelle.questionnaires import queries
    from passerelle.questionnaires.forms_of_answers import FormWithin

    about = ("gathering", uuid.uuid4())
    asking = ask("registration", subject=about, door="within")
    assert queries.askings_for(about) == [asking]
    assert queries.asked_within(about) == asking
    assert "q10" not in [one.key for one in FormWithin(asking, "en").questions]

    def form(typed, seen, **more):
        return FormWithin(asking, "en", QueryDict(f"{typed}&{seen}"), **more)

    first, all_seen = "asked=q2&asked=q4&asked=q5", "asked=q2&asked=q4&asked=q5&asked=q10"
    follows = form("q-q2=c1", first)
    assert (follows.is_valid(), follows.errors) == (False, {})
    assert "q10" in [one.key for one in follows.questions]
    wrong = form("q-q2=c1&q-q5=a+while", all_seen)
    assert not wrong.is_valid()
    assert set(wrong.errors) == {"q5", "q10"}, "who came for the first time is asked who told them"
    assert set(form("q-q2=c1&q-q5=a+while", all_seen, lenient=True).errors) == {"q5"}
    every = "&".join(f"asked={one.key}" for one in asking.version.questions)
    right = form("q-q2=c2&q-q10=left+out&q-q4=c1", every)
    assert right.is_valid()
    assert right.said().answers == {"q2": "c2", "q4": ["c1"]}
