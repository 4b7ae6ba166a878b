"""What people tick and type becomes answers, or is named; declined, empty and not asked stay three things."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle.engines.questions import (
    DECLINED,
    Condition,
    Question,
    Questionnaire,
    Section,
    as_json,
    building,
    from_json,
)
from passerelle.engines.questions.conditions import asked, astray, kept
from passerelle.engines.questions.reading import NO, as_number, fitting, is_day, take
from passerelle.engines.questions.typing import as_raw, as_typed

SINGLE = Question("q1", "single", choices=("c1", "c2"))
SEVERAL = Question("q2", "multiple", choices=("c1", "c2", "c3"), most=Decimal(2))
SCALE = Question("q3", "scale", low=0, high=10)
NUMBER = Question("q4", "number", least=Decimal(0), most=Decimal("99.5"))
WORDS = Question("q5", "text")
DAY = Question("q6", "date")
TABLE = Question("q7", "matrix", rows=("r1", "r2"), choices=("c1", "c2"))
ALL = (SINGLE, SEVERAL, SCALE, NUMBER, WORDS, DAY, TABLE)


@pytest.mark.parametrize(
    ("question", "raw", "answer"),
    [
        (SINGLE, {"q1": ["c2"]}, "c2"),
        (SINGLE, {"q1": [NO]}, DECLINED),
        (SEVERAL, {"q2": ["c3", "c1"]}, ["c1", "c3"]),
        (SEVERAL, {"q2": [NO]}, DECLINED),
        (SCALE, {"q3": ["١٠"]}, 10),
        (NUMBER, {"q4": ["12,50"]}, "12.5"),
        (NUMBER, {"q4-no": ["on"]}, DECLINED),
        (WORDS, {"q5": ["  More boats "]}, "More boats"),
        (DAY, {"q6": ["٢٠٢٧-٠٥"]}, "2027-05"),
        (TABLE, {"q7-r2": ["c1"]}, {"r2": "c1"}),
        (TABLE, {"q7-no": ["on"]}, DECLINED),
    ],
)
def test_an_entry_is_read_as_it_was_meant(question, raw, answer):
    taken = take([question], raw)
    assert (taken.answers, taken.faults) == ({question.key: answer}, ())


@pytest.mark.parametrize(
    ("question", "raw", "code"),
    [
        (SINGLE, {"q1": ["c9"]}, "choice"),
        (SEVERAL, {"q2": ["c1", "c2", "c3"]}, "too many"),
        (SEVERAL, {"q2": ["c1", NO]}, "both"),
        (SCALE, {"q3": ["2.5"]}, "choice"),
        (NUMBER, {"q4": ["many"]}, "number"),
        (NUMBER, {"q4": ["-1"]}, "too small"),
        (NUMBER, {"q4": ["99.6"]}, "too large"),
        (NUMBER, {"q4": ["3"], "q4-no": ["on"]}, "both"),
        (WORDS, {"q5": ["x" * 201]}, "too long"),
        (DAY, {"q6": ["31/05/2027"]}, "date"),
        (DAY, {"q6": ["2027-02-30"]}, "date"),
        (TABLE, {"q7-r1": ["c9"]}, "choice"),
    ],
)
def test_what_cannot_be_is_named_and_not_guessed_at(question, raw, code):
    taken = take([question], raw)
    assert ([fault.code for fault in taken.faults], taken.answers) == ([code], {})


def test_what_is_left_empty_is_no_answer_and_only_what_is_needed_is_asked_for():
    assert take(ALL, {}).answers == {}
    assert take(ALL, {}).faults == ()
    needed = Question("q7", "matrix", rows=("r1", "r2"), choices=("c1",), required=True)
    assert [fault.name for fault in take([needed], {"q7-r1": ["c1"]}).faults] == ["q7-r2"]
    assert not take([Question("q1", "single", choices=("c1",), declinable=False)], {"q1-no": ["on"]}).answers


NAMES = st.sampled_from(["q1", "q2", "q3", "q4", "q4-no", "q5", "q6", "q7-r1", "q7-no"])
ENTRIES = st.lists(st.text(max_size=8) | st.sampled_from(["c1", "c2", NO, "3", "2027-05-03"]), max_size=3)


@given(st.dictionaries(NAMES, ENTRIES))
def test_whatever_is_sent_the_answers_fit_the_questions(raw):
    form = Questionnaire((Section("s1", ALL),))
    taken = take(ALL, raw)
    assert fitting(form, taken.answers) == taken.answers
    assert not {fault.question for fault in taken.faults} & set(taken.answers)


@given(st.data())
def test_what_is_typed_from_paper_says_the_same_as_what_is_ticked(data):
    answers = {
        "q1": data.draw(st.sampled_from(["c1", "c2", None])),
        "q2": data.draw(
            st.lists(st.sampled_from(["c1", "c2"]), min_size=1, unique=True).map(sorted) | st.none()
        ),
        "q3": data.draw(st.integers(0, 10) | st.none()),
        "q4": data.draw(st.integers(0, 99).map(str) | st.none()),
    }
    for question in ALL[:4]:
        raw = as_raw(question, {question.key: as_typed(question, answers[question.key])})
        assert take([question], raw).answers == {question.key: answers[question.key]}


def test_a_matrix_is_typed_row_by_row():
    assert take([TABLE], as_raw(TABLE, {"q7-r1": "2", "q7-r2": ""})).answers == {"q7": {"r1": "c2"}}
    assert take([TABLE], as_raw(TABLE, {"q7-r1": "x", "q7-r2": "x"})).answers == {"q7": None}
    assert [f.code for f in take([TABLE], as_raw(TABLE, {"q7-r1": "3"})).faults] == ["choice"]


@pytest.mark.parametrize(
    ("said", "number"), [("3", "3"), ("3,5", "3.5"), ("٣٫٥", "3.5"), ("1 200", "1200"), ("−2", "-2")]
)
def test_numbers_are_read_in_five_languages(said, number):
    assert as_number(said) == Decimal(number)


@pytest.mark.parametrize("said", ["", "a", "1,2,3", "1e9", "--1", "1-2", "9" * 30, "1.2.3", "NaN"])
def test_what_is_no_number_is_none(said):
    assert as_number(said) is None


def test_days_months_and_years_are_days():
    assert [is_day(day) for day in ("2027", "2027-05", "2028-02-29", "2027-02-29", "27", "2027-5", "")] == [
        True, True, True, False, False, False, False,
    ]  # fmt: skip


CHAIN = Questionnaire(
    (
        Section(
            "s1",
            (
                SINGLE,
                Question("q2", "multiple", choices=("c1", "c2"), conditions=(Condition("q1", "is", "c1"),)),
            ),
        ),
        Section(
            "s2",
            (
                Question("q3", "text", conditions=(Condition("q2", "is", "c2"),)),
                Question("q4", "scale"),
                Question(
                    "q5",
                    "text",
                    conditions=(Condition("q4", "at_most", "2"), Condition("q1", "is_not", "c2")),
                ),
            ),
        ),
    )
)


@pytest.mark.parametrize(
    ("answers", "keys"),
    [
        ({}, {"q1", "q4"}),
        ({"q1": "c1"}, {"q1", "q2", "q4"}),
        ({"q1": "c1", "q2": ["c1", "c2"]}, {"q1", "q2", "q3", "q4"}),
        ({"q1": "c2", "q2": ["c2"]}, {"q1", "q4"}),
        ({"q1": None, "q4": 1}, {"q1", "q4"}),
        ({"q1": "c1", "q4": 2}, {"q1", "q2", "q4", "q5"}),
        ({"q1": "c1", "q4": 3}, {"q1", "q2", "q4"}),
    ],
)
def test_a_question_is_asked_when_all_its_conditions_hold_and_not_of_who_was_not_asked_before(answers, keys):
    assert asked(CHAIN, answers) == keys


def test_what_a_change_of_mind_made_superfluous_goes():
    assert kept(CHAIN, {"q1": "c2", "q2": ["c2"], "q3": "words"}) == {"q1": "c2"}


def test_a_condition_that_can_never_hold_is_found():
    assert astray(CHAIN) == []
    assert astray(building.move(CHAIN, "q2", up=True)) == ["q2"]
    assert astray(building.change(CHAIN, Question("q1", "single", choices=("c2",)))) == ["q2"]


def test_a_questionnaire_comes_back_from_json_as_it_was():
    assert from_json(as_json(Questionnaire((Section("s1", ALL),), 7))) == Questionnaire(
        (Section("s1", ALL),), 7
    )
    assert from_json(as_json(CHAIN)) == CHAIN


@given(
    st.lists(
        st.tuples(st.sampled_from(["add", "copy", "remove", "up", "down"]), st.integers(0, 9)), max_size=20
    )
)
def test_however_it_is_built_keys_are_given_once_and_nothing_is_lost_by_moving(steps):
    form, section = building.add_section(Questionnaire())
    form, _second = building.add_section(form)
    ever: list[str] = []
    for what, place in steps:
        keys = [one.key for one in form]
        if what == "add":
            ever.append(building.next_key(form))
            form = building.add(form, section, Question(building.next_key(form), "text"))
        elif keys:
            key = keys[place % len(keys)]
            if what == "copy":
                form, new = building.copy(form, key)
                ever.append(new)
            elif what == "remove":
                form = building.remove(form, key)
            else:
                form = building.move(form, key, up=what == "up")
                assert sorted(one.key for one in form) == sorted(keys)
    assert len(ever) == len(set(ever))
    assert len({one.key for one in form}) == len(form)


def test_choices_typed_anew_keep_the_key_of_their_words_then_of_their_place():
    before = [("c1", "Yes"), ("c2", "No"), ("c3", "Maybe")]
    assert building.matched(before, ["No", "Yes", "Perhaps"], "c", 3)[0] == [
        ("c2", "No"),
        ("c1", "Yes"),
        ("c3", "Perhaps"),
    ]
    assert building.matched(before, ["Yes", "No"], "c", 3)[0] == [("c1", "Yes"), ("c2", "No")]
    assert building.matched(before[:2], ["Yes", "No", "New"], "c", 3) == (
        [("c1", "Yes"), ("c2", "No"), ("c4", "New")],
        4,
    )
