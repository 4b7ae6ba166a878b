"""The same news sent twice is found, other news of the same people is not."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from passerelle.engines.text.likeness import alike

NEWS = (
    "Twenty-four residents met on Saturday under the market roof. Two interpreters were there, and somebody to look "
    "after the children. They chose three places to visit together before the summer."
)
WORDS = some.lists(
    some.sampled_from(["we", "met", "by", "the", "old", "lake", "in", "May"]), min_size=4, max_size=20
)


def test_a_text_inside_a_longer_one_is_the_same_news():
    (found,) = alike(
        NEWS, [("long", f"From our partner. {NEWS} More on page four of the paper."), ("other", "No.")]
    )
    assert (found.key, found.share) == ("long", 1.0)


def test_a_lightly_edited_copy_is_found_and_the_likest_stands_first():
    edited = NEWS.replace("Saturday", "Sunday").replace("three places", "four places")
    found = alike(NEWS, [("edited", edited), ("same", NEWS.upper())])
    assert [one.key for one in found] == ["same", "edited"]
    assert 0.5 < found[1].share < 1


def test_a_shared_name_or_phrase_is_no_likeness():
    other = "The town hall answered in writing. Twenty-four residents met on Monday elsewhere, about something else."
    assert alike(NEWS, [("other", other), ("empty", ""), ("signs", "… !")]) == ()


def test_short_texts_must_be_the_same():
    assert [one.key for one in alike("See you there", [(1, "see you, there!"), (2, "See you here")])] == [1]


@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(WORDS, WORDS)
def test_likeness_asks_neither_who_is_first_nor_for_the_case(one, other):
    mine, theirs = " ".join(one), " ".join(other)
    forth = alike(mine, [(0, theirs.upper())])
    back = alike(theirs, [(0, mine)])
    assert [a.share for a in forth] == [a.share for a in back]
    assert alike(mine, [(0, mine)])[0].share == 1.0
