"""What was translated before is offered again, with the new numbers in it, and never passed off as the same."""

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from rapidfuzz.distance import Indel

from passerelle.engines.text.memory import FLOOR, Memory, Unit, carry, score, skeleton

MET = Unit(1, "In 2023 1,300 people met in Turin.", "Nel 2023 1.300 persone si sono incontrate a Torino.")
LAKE = Unit(2, "The lake is old.", "Il lago è vecchio.")
MEMORY = Memory([MET, LAKE])


def best(text: str):
    return MEMORY.look_up(text)[0]


def test_the_very_same_words_come_first_and_alone_whatever_their_blanks():
    (found,) = MEMORY.look_up("The  lake is\nold.")
    assert (found.score, found.kind, found.target) == (100, "exact", LAKE.target)


def test_another_number_is_carried_over_in_the_signs_of_the_translation_and_marked():
    found = best("In 2024 2,450 people met in Turin.")
    assert (found.score, found.kind) == (99, "places")
    assert found.target == "Nel 2024 2.450 persone si sono incontrate a Torino."
    assert [found.target[one.start : one.end] for one in found.carried] == ["2024", "2.450"]
    assert [one.before for one in found.carried] == ["2023", "1.300"]


def test_a_number_of_which_nobody_can_tell_how_it_is_written_there_is_left_and_told():
    memory = Memory([Unit(1, "800 people met.", "800 Menschen trafen sich.")])
    (found,) = memory.look_up("1,300 people met.")
    assert (found.kind, found.target, found.left) == (
        "near",
        "800 Menschen trafen sich.",
        (("800", "1,300"),),
    )
    assert found.score < 99


@pytest.mark.parametrize(
    ("then", "now", "translation", "expected"),
    [
        ("Five of 12 came.", "Five of 14 came.", "حضر خمسة من ١٢.", "حضر خمسة من ١٤."),
        ("At 18:30, 12/05/2026.", "At 19:00, 13/05/2026.", "Alle 18.30, 12.05.2026.", "Alle 19.00, 13.05.2026."),
        ("See www.a.example/x.", "See www.b.example/y.", "Voir www.a.example/x.", "Voir www.b.example/y."),
        ("Write to a@b.example now.", "Write to c@d.example now.", "Scrivi a a@b.example.", "Scrivi a c@d.example."),
        ("We met in Oberhausen.", "We met in Alcorcón.", "Vi möttes i Oberhausen.", "Vi möttes i Alcorcón."),
        ("Read [this](https://a.example/1).", "Read [this](/2).", "Lis [ça](https://a.example/1).", "Lis [ça](/2)."),
    ],
)  # fmt: skip
def test_numbers_dates_addresses_and_names_are_put_in(then, now, translation, expected):
    assert carry(then, now, translation).text == expected


@pytest.mark.parametrize(
    ("then", "now", "translation"),
    [
        ("3 of 3 came.", "3 of 4 came.", "3 su 3 sono venuti."),  # which of the two?
        ("Twelve of 12 came.", "Twelve of 13 came.", "Zwölf von zwölf kamen."),  # written as a word there
        ("1,300 came.", "1.5 came.", "1.300 sono venuti."),  # a fraction: the sign means another thing
        ("We met in Turin.", "We met in Lyon.", "Ci siamo incontrati a Torino."),  # another name there
    ],
)
def test_what_is_not_certain_stays_as_it_was_and_is_told(then, now, translation):
    told = carry(then, now, translation)
    assert (told.text, told.carried) == (translation, ())
    assert told.left


def test_a_number_joined_to_letters_is_a_word():
    assert skeleton("M14 of CO2 in 2024 at https://x.example/5") == "M14 of CO2 in \ue000 at \ue001"


def test_a_different_word_is_near_and_says_which():
    found = best("The lake was old.")
    assert (found.kind, found.left) == ("near", (("is", "was"),))
    assert FLOOR <= found.score < 99


def test_what_hardly_anything_joins_is_not_offered():
    assert MEMORY.look_up("Nobody has written this anywhere yet, ever.") == ()
    assert MEMORY.look_up("") == () == Memory([]).look_up("The lake is old.")


def test_two_translations_of_one_source_are_both_offered_the_preferred_first():
    memory = Memory(
        [Unit(1, "Welcome", "Benvenuti"), Unit(2, "Welcome", "Benvenute"), Unit(3, "Welcome", "Benvenuti")]
    )
    assert [one.unit.key for one in memory.look_up("Welcome")] == [1, 2]
    assert len(memory) == 2


WORDS = some.sampled_from(
    ["we", "met", "by", "the", "old", "lake", "湖边", "12", "1,300", "in", "Turin", "بحيرة"]
)
TEXTS = some.lists(WORDS, min_size=1, max_size=25).map(" ".join)


def shares(one: str, other: str) -> bool:
    """The rule once more, plainly: of the first four letters of words, two in five of both are shared."""
    sets = []
    for text in (one, other):
        words = {word[:4] for word in re.findall(r"[^\W湖边]+|[\ue000\ue001]+", text.lower())}
        sets.append(words | {sign for sign in text if sign in "湖边"})
    return len(sets[0] & sets[1]) * 2 >= 0.4 * sum(map(len, sets))


@settings(deadline=None, max_examples=60)
@given(some.lists(TEXTS, max_size=25, unique=True), TEXTS, some.integers(40, 95))
def test_it_finds_what_comparing_with_everything_finds(sources: list[str], asked: str, floor: int):
    memory = Memory([Unit(n, source, source.upper()) for n, source in enumerate(sources)])
    found = memory.look_up(asked, floor=floor, most=50)
    if asked in sources:
        assert [one.unit.source for one in found] == [asked]
        return
    bones = skeleton(asked)
    naive = {
        source: min(98, int(Indel.normalized_similarity(bones, skeleton(source)) * 100 + 1e-9))
        for source in sources
    }
    near = {one.unit.source: one.score for one in found if one.kind == "near"}
    assert near.keys() | {one.unit.source for one in found if one.kind == "places"} == {
        source for source, points in naive.items() if points >= floor or skeleton(source) == bones
    }
    assert all(naive[source] == points == score(asked, source) for source, points in near.items())
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


@given(TEXTS, TEXTS, TEXTS)
def test_marks_stand_where_something_was_put_in(then: str, now: str, translation: str):
    told = carry(then, now, translation)
    assert all(told.text[one.start : one.end] == one.after for one in told.carried)
    back = told.text
    for one in reversed(told.carried):
        back = back[: one.start] + one.before + back[one.end :]
    assert back == translation


def test_text_made_to_hurt_takes_no_longer():
    chance = random.Random(3)
    for evil in (
        "1,111" * 20_000 + "a",
        "http://" * 20_000,
        "a@" * 30_000,
        "1.1" * 30_000,
        "\u0301" * 50_000,
    ):
        assert isinstance(skeleton(evil), str)
        carry(evil, evil[1:], "".join(chance.sample(evil, 100)))
