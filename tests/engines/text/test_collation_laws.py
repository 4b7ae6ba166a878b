"""What holds of every key, whatever the text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle.engines.text.collation import sort_key
from passerelle.engines.text.collation.keys import _shortened
from passerelle.engines.text.collation.rules import Relation, Reset, Unreadable, parse
from passerelle.engines.text.collation.table import COMMON, SEPARATOR, table

LANGUAGES = ("root", "sv", "da", "lt", "ar", "uk", "sq", "vi", "fr-ca")
letters = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0x6FF, exclude_categories=["Cs", "Cn"]), max_size=12
)


@given(letters, st.sampled_from(LANGUAGES))
def test_the_spelling_of_a_text_in_unicode_makes_no_difference(text: str, language: str):
    forms = {sort_key(unicodedata.normalize(form, text), language) for form in ("NFC", "NFD")}
    assert forms == {sort_key(text, language)}


@given(
    st.text("abdefgijkmnopqstuvwxyz ,", max_size=12),
    st.text("abdefgijkmnopqstuvwxyz ,", min_size=1, max_size=5),
)
def test_a_beginning_stands_before_the_whole(text: str, more: str):
    assert sort_key(text) < sort_key(text + more)


@given(letters, letters)
def test_the_first_level_that_differs_decides(one: str, other: str):
    weights = table("root").weights
    if all(sign in weights for sign in unicodedata.normalize("NFD", one + other)):
        first, second = (sort_key(text).split(SEPARATOR)[0] for text in (one, other))
        if first != second and SEPARATOR not in first + second:
            assert (sort_key(one) < sort_key(other)) == (first < second)


levels = st.lists(st.sampled_from([4, 0x10, COMMON, COMMON, COMMON, 0x80, 0xDF]), max_size=80).map(bytes)


@given(levels, levels)
def test_shortening_a_level_keeps_the_order(one: bytes, other: bytes):
    told = [_shortened(level) + SEPARATOR for level in (one, other)]
    assert (told[0] < told[1]) == (one + SEPARATOR < other + SEPARATOR)
    assert (told[0] == told[1]) == (one == other)


def test_every_part_of_cldrs_rule_syntax_is_read():
    rules = parse(
        r"[reorder Latn Cyrl][caseFirst upper][backwards 2][suppressContractions [Ии]] & [before 2] a\u0308 << '&' "
        r"< x/h <<< k|y = '' &c <* a-ce"
    )
    assert (rules.reorder, rules.capitals_first, rules.backwards) == (("Latn", "Cyrl"), True, True)
    assert rules.suppressed == "Ии"
    assert rules.steps == [
        Reset("a\u0308", 2),
        Relation(2, "&"),
        Relation(1, "x", extension="h"),
        Relation(3, "y", prefix="k"),
        Relation(0, "'"),
        Reset("c"),
        *(Relation(1, sign) for sign in "abce"),
    ]


@pytest.mark.parametrize("source", ["&", "a<b", "&a<", "&a<'b", "[reorder", "&a</b"])
def test_rules_that_cannot_be_read_are_refused(source: str):
    with pytest.raises(Unreadable):
        parse(source)
