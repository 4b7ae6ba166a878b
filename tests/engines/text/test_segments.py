"""Splitting a text into the segments that people translate."""

import pytest

from passerelle.engines.text import Block, blocks, digest, normalise, render

PAGE = """# Bridges

A first paragraph
over two lines.

## What we do ##

- cook together
- build together
  and carry things
    1. a table
    2. a bench

> We were asked, and somebody answered.
> Twice.

Address\\
Second line
"""


def kinds(text: str) -> list[tuple[str, int, str]]:
    return [(block.kind, block.level, block.text) for block in blocks(text)]


def test_headings_paragraphs_items_and_quotes_are_told_apart():
    assert kinds(PAGE) == [
        ("heading", 1, "Bridges"),
        ("paragraph", 0, "A first paragraph over two lines."),
        ("heading", 2, "What we do"),
        ("item", 0, "cook together"),
        ("item", 0, "build together and carry things"),
        ("numbered", 1, "a table"),
        ("numbered", 1, "a bench"),
        ("quote", 1, "We were asked, and somebody answered. Twice."),
        ("paragraph", 0, "Address\\\nSecond line"),
    ]
    assert [block.number for block in blocks(PAGE)][5:7] == [1, 2]


def test_writing_a_text_back_keeps_every_segment():
    assert blocks(render(blocks(PAGE))) == blocks(PAGE)
    assert render(blocks(render(blocks(PAGE)))) == render(blocks(PAGE))


def test_a_title_underlined_in_the_old_way_is_a_heading():
    assert kinds("Bridges\n=======\n\nParts\n-----") == [("heading", 1, "Bridges"), ("heading", 2, "Parts")]


def test_a_year_or_number_that_begins_a_sentence_is_not_renumbered():
    assert render(blocks("2024. That was the year.")) == "2024. That was the year."
    assert render(blocks("7. The seventh rule")) == "7. The seventh rule"


def test_signs_that_only_look_like_markdown_stay_words():
    assert kinds("#neighbours meet") == [("paragraph", 0, "#neighbours meet")]
    assert kinds("-5 degrees") == [("paragraph", 0, "-5 degrees")]
    assert kinds("#") == [("paragraph", 0, "#")]


def test_a_line_of_dashes_separates_and_is_no_segment():
    assert kinds("One\n\n---\n\nTwo\n\n* * *") == [("paragraph", 0, "One"), ("paragraph", 0, "Two")]


def test_a_line_after_a_list_is_a_paragraph_of_its_own():
    assert kinds("- one\nTwo") == [("item", 0, "one"), ("paragraph", 0, "Two")]


def test_words_that_begin_like_an_item_can_still_be_a_paragraph():
    written = render([Block("paragraph", 0, "- not an item"), Block("paragraph", 0, "3. Mai")])
    assert [block.kind for block in blocks(written)] == ["paragraph", "paragraph"]


@pytest.mark.parametrize(
    "other",
    ["Vi  bygger\nbroar", "Vi\u00a0bygger broar", " Vi bygger broar\t", "Vi bygger\u202fbroar\r\n"],
)
def test_blanks_alone_make_no_new_segment_to_translate(other: str):
    assert digest(other) == digest("Vi bygger broar")


def test_one_spelling_of_an_accent_is_as_good_as_another():
    assert digest("Malmo\u0308") == digest("Malmö")
    assert digest("Malmö") != digest("Malmo")


def test_a_segment_keeps_its_hash_as_heading_item_or_paragraph():
    hashes = {blocks(text)[0].hash for text in ("# Partners", "- Partners", "Partners", "> Partners")}
    assert len(hashes) == 1
    assert len(hashes.pop()) == 32


def test_normalising_drops_what_nobody_sees():
    assert normalise("\u00a0\r\nOne \u00a0\r\n\r\n\u00a0\r\n\u200b\n\nTwo\t\n\n") == "One\n\nTwo"


def test_what_a_database_cannot_hold_never_comes_out():
    text = normalise("a\x00b\ud800c\x1fd\uffff")
    text.encode("utf-8")
    assert text == "a\ufffdb\ufffdc\ufffdd\ufffd"


def test_a_text_without_words_has_no_segments():
    for empty in ("", "\n\n", "\u00a0\n \u200b", ">", "---"):
        assert blocks(empty) == ()
