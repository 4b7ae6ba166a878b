"""Counts add up, and what leaves the project tells of nobody."""

from hypothesis import given
from hypothesis import strategies as st

from passerelle.engines.questions import Condition, Question, Questionnaire, Section
from passerelle.engines.questions.tallying import apart, guarded, tally

FORM = Questionnaire(
    (
        Section(
            "s1",
            (
                Question("q1", "single", choices=("c1", "c2")),
                Question("q2", "scale", conditions=(Condition("q1", "is", "c1"),)),
                Question("q3", "multiple", choices=("c1", "c2")),
                Question("q4", "matrix", rows=("r1", "r2"), choices=("c1", "c2")),
                Question("q5", "number"),
            ),
        ),
    )
)
ONE = st.fixed_dictionaries(
    {},
    optional={
        "q1": st.sampled_from(["c1", "c2", None]),
        "q2": st.integers(1, 5) | st.none(),
        "q3": st.lists(st.sampled_from(["c1", "c2"]), min_size=1, unique=True) | st.none(),
        "q4": st.dictionaries(st.sampled_from(["r1", "r2"]), st.sampled_from(["c1", "c2"]), min_size=1)
        | st.none(),
        "q5": st.integers(0, 9).map(str) | st.none(),
    },
)


def test_asked_answered_declined_empty_and_not_asked_are_five_numbers():
    told = tally(
        FORM, [{"q1": "c1", "q2": 4}, {"q1": "c1", "q2": None}, {"q1": "c1"}, {"q1": "c2"}, {"q1": None}]
    )["q2"]
    assert (told.asked, told.answered, told.declined, told.empty, told.not_asked) == (3, 1, 1, 1, 2)
    assert (told.counts["4"], told.mean) == (1, 4)


@given(st.lists(ONE, max_size=40))
def test_counts_add_up_whatever_was_answered(responses):
    for one in tally(FORM, responses).values():
        assert one.asked == one.answered + one.declined + one.empty
        assert one.asked + one.not_asked == len(responses)
        if one.question in ("q1", "q2"):
            assert sum(one.counts.values()) == one.answered


@given(st.lists(ONE, max_size=30), st.lists(ONE, max_size=30))
def test_two_halves_add_up_to_the_whole(some, others):
    whole, one, other = (tally(FORM, part) for part in (some + others, some, others))
    for key in whole:
        assert whole[key].answered == one[key].answered + other[key].answered
        assert whole[key].counts == {k: one[key].counts[k] + other[key].counts[k] for k in whole[key].counts}


@given(st.lists(ONE, max_size=60))
def test_nothing_that_leaves_counts_one_to_four_people(responses):
    for one in guarded(FORM, tally(FORM, responses)).values():
        numbers = [one.answered, one.declined, one.empty, one.not_asked, *one.counts.values()]
        numbers += [n for told in one.rows.values() for n in told.values()]
        assert not [n for n in numbers if n is not None and 0 < n < 5]
        assert one.low is None
        assert one.high is None


@given(st.lists(st.integers(0, 12), min_size=1, max_size=6))
def test_what_is_hidden_of_a_known_total_cannot_be_worked_out(numbers):
    cells = {str(place): n for place, n in enumerate(numbers)}
    safe = apart(cells, 5)
    if safe is None:
        return
    hidden = [cells[key] for key, n in safe.items() if n is None]
    assert not hidden or (len(hidden) >= 2 and sum(hidden) >= 5)
    assert all(n == cells[key] for key, n in safe.items() if n is not None)


def test_a_question_few_answered_is_hidden_whole():
    one = guarded(FORM, tally(FORM, [{"q1": "c1", "q5": "3"}] * 4))["q5"]
    assert (one.asked, one.answered, one.mean, one.hidden) == (None, None, None, True)


def test_what_many_said_stays():
    one = guarded(FORM, tally(FORM, [{"q1": "c1"}] * 20 + [{"q1": "c2"}] * 7))["q1"]
    assert (dict(one.counts), one.hidden) == ({"c1": 20, "c2": 7}, False)
