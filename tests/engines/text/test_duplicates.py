"""Finding what stands in a page more than once."""

import time

from passerelle.engines.text import Block, Repeat, repeated


def page(*texts: str) -> tuple[Block, ...]:
    return tuple(Block("paragraph", 0, text) for text in texts)


LINES = (
    "Bridges over the river",
    "Four towns meet every month.",
    "Supported by the fund for neighbours",
    "They cook, they build and they sing.",
    "Come and see for yourself.",
)


def test_a_page_pasted_twice_is_found_as_one_copy():
    found = repeated(page(*LINES, *LINES))
    assert found == tuple(Repeat(index + 5, index, "exact", run=5) for index in range(5))


def test_three_copies_all_point_to_the_first():
    found = repeated(page(*LINES, *LINES, *LINES))
    assert [(repeat.index, repeat.of) for repeat in found] == [(i, i % 5) for i in range(5, 15)]


def test_the_one_line_in_which_two_copies_differ_is_shown_with_its_words():
    other = LINES[2].replace("Supported", "Endured")
    found = repeated(page(*LINES, *LINES[:2], other, *LINES[3:]))
    assert found[2] == Repeat(7, 2, "near", (("Supported", "Endured"),), run=5)
    assert [repeat.kind for repeat in found] == ["exact", "exact", "near", "exact", "exact"]


def test_a_line_of_one_other_word_in_the_same_place_is_the_same_line():
    found = repeated(page("A b", "Fondata", "C d", "E f", "A b", "Sepolta", "C d", "E f"))
    assert found[1] == Repeat(5, 1, "near", (("Fondata", "Sepolta"),), run=4)


def test_a_copy_with_a_paragraph_more_is_still_a_copy():
    found = repeated(page(*LINES, *LINES[:3], "Something new that was added later on.", *LINES[3:]))
    assert {repeat.index for repeat in found} == {5, 6, 7, 9, 10}


def test_a_changed_first_line_belongs_to_the_copy_after_it():
    found = repeated(page(*LINES, "Bridges over the wide river", *LINES[1:]))
    assert found[0] == Repeat(5, 0, "near", (("", "wide"),), run=5)


def test_a_title_that_comes_back_is_a_repeat_of_its_own():
    assert repeated(page("Bridges", "One", "Two", "Bridges", "Three")) == (Repeat(3, 0, "exact", run=1),)


def test_pages_that_only_share_their_section_names_are_not_called_the_same():
    texts = ("Aims", "We plant trees in the yard.", "Partners", "The town of Alba", "Aims",
             "Children learn to swim before summer comes.", "Partners", "Two clubs from Borg")  # fmt: skip
    assert [(repeat.index, repeat.kind) for repeat in repeated(page(*texts))] == [(4, "exact"), (6, "exact")]


def test_a_text_without_repeats_has_none():
    assert repeated(page(*LINES)) == ()
    assert repeated(()) == ()


def test_ten_thousand_segments_are_read_at_once():
    texts = [f"Paragraph {n} about something that only happened there." for n in range(5_000)]
    copy = [text + " Twice." if n % 50 == 25 else text for n, text in enumerate(texts)]
    blocks = page(*texts, *copy)
    began = time.process_time()
    found = repeated(blocks)
    assert time.process_time() - began < 0.5  # about 0.02 s on two quiet cores
    assert len(found) == 5_000
    assert sum(repeat.kind == "near" for repeat in found) == 100


def test_text_made_to_be_slow_is_not():
    for texts in (["x"] * 10_000, ["x", "y"] * 5_000, [str(n * n % 997) for n in range(10_000)]):
        blocks = page(*texts)
        began = time.process_time()
        repeated(blocks)
        assert time.process_time() - began < 1
    long = page("1", "x " * 100_000, "2", "1", "y " + "x " * 99_999, "2")
    began = time.process_time()
    assert repeated(long)[1].kind == "near"
    assert time.process_time() - began < 1
