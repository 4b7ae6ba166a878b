"""Five messy pages of invented projects, with the kinds of mess that real ones have."""

from pathlib import Path

import pytest

from passerelle.engines.text import Block, Cleaned, blocks, clean, decode, detect, guess_title, repeated, runs

PAGES = Path(__file__).parents[2] / "data" / "pages"
RADICI = "RADICI – Shared Gardens and Kitchens for Newcomers and Their Neighbours"


def read(name: str) -> tuple[Cleaned, tuple[Block, ...]]:
    cleaned = clean(decode((PAGES / name).read_bytes()).text)
    return cleaned, blocks(cleaned.text)


def foreign(name: str, main: str, **options) -> list[str]:
    text = read(name)[0].text
    found = runs(text, main, **options)
    assert {run.language for run in found} <= {"en"}
    return [text[run.start : run.end] for run in found]


@pytest.mark.parametrize(
    ("name", "language", "segments", "title"),
    [
        ("strandljus.sv.txt", "sv", 11, "Strandljus 2022-2024"),
        ("grannbord.sv.txt", "sv", 4, None),
        ("radici.it.txt", "it", 29, RADICI),
        ("traverse.fr.txt", "fr", 18, None),
        ("lanterne.it.txt", "it", 16, None),
    ],
)
def test_each_page_shows_its_language_its_segments_and_its_title(name, language, segments, title):
    cleaned, found = read(name)
    assert detect(cleaned.text).language == language
    assert len(found) == segments
    assert guess_title(found) == title


def test_the_time_stamp_glued_to_a_title_is_gone_and_the_bullets_are_items():
    cleaned, found = read("strandljus.sv.txt")
    assert cleaned.timestamps == ("2022-03-04T08:05:11+00:00",)
    assert found[0].text == "Strandljus 2022"
    assert [block.text for block in found if block.kind == "item"] == [
        "språk som lärs vid spisen",
        "verktyg som går från hand till hand",
        "berättelser om arbetet på varvet.",
    ]
    assert found[-1].text == "Aktuellt"


def test_lines_of_no_break_spaces_are_no_segments():
    cleaned, found = read("grannbord.sv.txt")
    assert "\xa0" not in cleaned.text
    assert all(block.kind == "paragraph" for block in found)


def test_a_page_pasted_twice_shows_its_second_half_as_a_copy():
    found = repeated(read("traverse.fr.txt")[1])
    assert [(repeat.index, repeat.of, repeat.kind) for repeat in found] == [
        (i, i - 9, "exact") for i in range(9, 18)
    ]


def test_one_source_with_two_translations_is_shown_by_its_words():
    found = repeated(read("lanterne.it.txt")[1])
    assert [(repeat.index, repeat.of) for repeat in found] == [(i, i - 8) for i in range(8, 16)]
    assert [repeat.words for repeat in found if repeat.kind == "near"] == [(("Sostenuto", "Sopportato"),)]


def test_a_title_that_stands_three_times_is_shown():
    found = repeated(read("radici.it.txt")[1])
    assert [(repeat.index, repeat.of, repeat.run) for repeat in found] == [(15, 0, 1)]


def test_english_inside_french_is_found_to_the_word_even_in_mid_sentence():
    found = foreign("traverse.fr.txt", "fr")
    assert found[:4] == found[4:]
    assert [(run.split()[0], run.split()[-1]) for run in found[:4]] == [
        ("met", "it"),
        ("showing", "work"),
        ("A", "them"),
        ("What", "money"),
    ]


def test_english_section_names_among_italian_ones_are_found():
    assert foreign("radici.it.txt", "it", names=[RADICI]) == [
        "The project",
        "Project number",
        "Start date",
        "Funded by",
        "Categories",
        "Tags",
        "Contact person",
        "Follow us",
        "Share",
    ]


def test_pages_in_one_language_show_no_foreign_run():
    for name, main in (("strandljus.sv.txt", "sv"), ("grannbord.sv.txt", "sv"), ("lanterne.it.txt", "it")):
        assert foreign(name, main) == []
