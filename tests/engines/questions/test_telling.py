"""What one learns about people is found over any number of steps; without it a questionnaire gives nothing of it away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle.engines.questions import Condition, Question, Questionnaire, Section, as_json, from_json
from passerelle.engines.questions.building import copy
from passerelle.engines.questions.conditions import telling, untelling
from passerelle.engines.questions.tallying import tally


@st.composite
def forms(draw):
    """Up to eight questions; each may tell about people, and hang on earlier ones."""
    made = []
    for n in range(draw(st.integers(1, 8))):
        earlier = [f"q{m}" for m in range(n)]
        on = draw(st.lists(st.sampled_from(earlier), max_size=2, unique=True)) if earlier else []
        about = draw(st.sampled_from(["", "", "age"]))
        meanings = (("c1", "65"),) if about else ()
        conditions = tuple(Condition(key, draw(st.sampled_from(["is", "is_not"])), "c1") for key in on)
        choices = ("c1", "c2")
        made.append(
            Question(
                f"q{n}", "single", choices=choices, about=about, meanings=meanings, conditions=conditions
            )
        )
    cut = draw(st.integers(0, len(made)))
    return Questionnaire((Section("s1", tuple(made[:cut])), Section("s2", tuple(made[cut:]))), len(made))


def reaches(form, key):
    """Whether a way of conditions leads from a question to one that tells about people: asked naively."""
    one = form.by_key[key]
    return bool(one.about) or any(reaches(form, c.question) for c in one.conditions)


@given(forms())
def test_what_hangs_on_a_telling_answer_tells_as_much(form):
    assert telling(form) == {one.key for one in form if reaches(form, one.key)}


@given(forms(), st.data())
def test_the_counts_that_are_left_do_not_depend_on_what_people_are(form, data):
    """Whatever the telling questions were answered, the numbers of the others are the same."""
    kept = untelling(form)
    answer = st.sampled_from(["c1", "c2", None])
    rows = data.draw(st.lists(st.fixed_dictionaries({}, optional={q.key: answer for q in form}), max_size=6))
    others = [
        {key: data.draw(answer) if key in telling(form) else value for key, value in row.items()}
        for row in rows
    ]
    before, after = tally(form, rows), tally(form, others)
    assert {key: before[key] for key in kept.by_key} == {key: after[key] for key in kept.by_key}
    assert tally(kept, rows) == {key: before[key] for key in kept.by_key}


@given(forms())
def test_it_is_kept_and_read_as_it_was(form):
    assert from_json(as_json(form)) == form


def test_an_answer_stands_for_its_meaning_and_no_answer_for_none():
    age = Question("q1", "single", choices=("c1", "c2"), about="age", meanings=(("c1", "65"),))
    assert [age.meant(value) for value in ("c1", "c2", None, ["c1"])] == ["65", "", "", ""]
    with pytest.raises(ValueError, match="one of several"):
        Question("q1", "multiple", about="age")


def test_a_copy_does_not_tell_the_same_a_second_time():
    form = Questionnaire(
        (Section("s1", (Question("q1", "single", about="age", meanings=(("c1", "65"),)),)),), 1
    )
    made, key = copy(form, "q1")
    assert (made.by_key[key].about, made.by_key[key].meanings) == ("", ())
