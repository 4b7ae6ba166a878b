"""Names in a row read as in the reader's own language: never with another language's comma."""

import pytest
from django.utils import translation

from passerelle.language.rows import in_a_row
from passerelle.language.tongues import TONGUES

NAMES = ("Åkerö", "Arcola", "Zonneveld")


@pytest.mark.parametrize(
    ("reader", "said"),
    [
        ("en", "Åkerö, Arcola and Zonneveld"),
        ("fr", "Åkerö, Arcola et Zonneveld"),
        ("sv", "Åkerö, Arcola och Zonneveld"),
        ("ar", "Åkerö وArcola وZonneveld"),
    ],
)
def test_the_last_one_is_joined_as_the_reader_says_it(reader, said):
    assert in_a_row(NAMES, reader) == said
    with translation.override(reader):
        assert in_a_row(NAMES) == said


def test_no_arabic_row_has_a_latin_comma():
    for style in ("standard", "or", "unit"):
        assert "," not in in_a_row(NAMES, "ar", style)


@pytest.mark.parametrize("style", ["standard", "or", "unit"])
def test_no_language_fails_with_any_number_of_names(style):
    for code in TONGUES:
        for n in range(1, 5):
            said = in_a_row((*NAMES[:n], "Rila"), code, style)
            assert all(name in said for name in (*NAMES[:n], "Rila")), code


@pytest.mark.parametrize(("reader", "said"), [("en", "a, b, c"), ("sv", "a, b, c"), ("ar", "a، وb، وc")])
def test_names_in_a_cell_of_a_table(reader, said):
    assert in_a_row("abc", reader, "unit") == said


def test_one_name_stands_alone_and_none_is_nothing():
    assert in_a_row(["Arcola"], "fr") == "Arcola"
    assert in_a_row([], "fr") == ""
