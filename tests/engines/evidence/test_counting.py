"""People, attendances and heads are three numbers, whichever way the lines are ordered, grouped or merged."""

from dataclasses import astuple

from hypothesis import given
from hypothesis import strategies as st

from passerelle.engines.evidence.counting import Present, Registered, Tally, tally

where = st.integers(0, 4)
code = st.sampled_from("abcdef")
lines = st.lists(
    st.one_of(st.builds(Present, where, code), st.builds(Present, where, st.just(""), st.integers(0, 30))),
    max_size=40,
)
announced = st.lists(st.builds(Registered, where, code), max_size=20)


def naive(present, registered):
    """Ticked off on paper, gathering by gathering."""
    people, attendances, heads, no_shows, walk_ins, said = [], 0, 0, 0, 0, 0
    for place in range(5):
        came, expected = [], []
        for line in present:
            if line.where == place and line.person and line.person not in came:
                came.append(line.person)
            if line.where == place and not line.person:
                heads += line.heads
        for one in registered:
            if one.where == place and one.person not in expected:
                expected.append(one.person)
        attendances, said = attendances + len(came), said + len(expected)
        walk_ins += sum(person not in expected for person in came)
        no_shows += sum(person not in came for person in expected)
        people += [person for person in came if person not in people]
    return Tally(len(people), attendances, heads, said, walk_ins, no_shows)


@given(lines, announced)
def test_the_numbers_are_those_of_paper_and_pencil(present, registered):
    assert tally(present, registered) == naive(present, registered)


@given(lines, announced, st.randoms())
def test_order_and_repetition_of_codes_make_no_difference(present, registered, chance):
    again = [line for line in present if line.person] + present
    chance.shuffle(again)
    assert tally(again, reversed(registered)) == tally(present, registered)


@given(lines, announced)
def test_all_but_people_add_up_over_gatherings(present, registered):
    parts = [tally(present, registered, among=[place]) for place in range(5)]
    whole = tally(present, registered)
    assert [sum(some) for some in zip(*map(astuple, parts), strict=True)][1:] == list(astuple(whole))[1:]
    assert max(part.people for part in parts) <= whole.people <= sum(part.people for part in parts)
    for part in (*parts, whole):
        assert part.people <= part.attendances <= part.registrations + part.walk_ins
        assert part.attendances + part.no_shows == part.registrations + part.walk_ins


@given(lines, code, code)
def test_merging_two_codes_never_makes_more_people(present, one, other):
    merged = [line._replace(person=one) if line.person == other else line for line in present]
    before, after = tally(present), tally(merged)
    assert before.people - 1 <= after.people <= before.people
    assert after.attendances <= before.attendances
    assert after.heads == before.heads


def test_heads_are_nobody():
    assert astuple(tally([Present("fair", "", 300), Present("fair", "k4p7")])) == (1, 1, 300, 0, 1, 0)
