"""Languages as people write them down."""

import pytest

from passerelle.language.spoken import NotKnown, read, told
from passerelle.language.tongues import INTERFACE, TONGUES


@pytest.mark.parametrize(
    ("text", "reader", "codes"),
    [
        ("French, Arabic", "en", ["fr", "ar"]),
        ("français; ARABE", "fr", ["fr", "ar"]),
        ("Francais", "sv", ["fr"]),
        ("العربية، français", "ar", ["ar", "fr"]),
        ("fr, fr,  ,ti", "en", ["fr", "ti"]),
        ("Tigrinya\nsvenska", "it", ["ti", "sv"]),
        ("", "en", []),
    ],
)
def test_names_in_ones_own_language_in_english_or_in_themselves_are_understood(text, reader, codes):
    assert read(text, reader) == codes


@pytest.mark.parametrize("reader", INTERFACE)
def test_what_is_told_is_understood_again(reader):
    for code in TONGUES:
        assert read(told([code], reader), reader) == [code]


def test_a_slip_of_the_pen_is_answered_with_the_likely_name():
    with pytest.raises(NotKnown) as error:
        read("French, Arabik", "en")
    assert error.value.word == "Arabik"
    assert "Arabic" in error.value.proposals
