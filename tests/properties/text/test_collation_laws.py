"""What every order must keep to."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from passerelle.engines.text import sort_key

languages = st.sampled_from(["root", "sv", "da", "lt", "lv", "pl", "sq", "et", "ar", "uk", "fa", "hu"])
names = st.text(max_size=20)


@given(names, languages)
def test_spellings_that_look_the_same_have_the_same_place(name: str, language: str):
    composed = unicodedata.normalize("NFC", name)
    assert sort_key(unicodedata.normalize("NFD", composed), language) == sort_key(composed, language)


@given(st.text(alphabet="abcdxyz", max_size=8), st.text(alphabet="abcdxyz", max_size=8))
def test_plain_words_stand_as_in_any_dictionary(one: str, other: str):
    assert (sort_key(one) < sort_key(other)) == (one < other)


@given(st.text(alphabet="abcdefåäö ", max_size=8), st.text(alphabet="abcdefåäö ", max_size=8))
def test_case_decides_last(one: str, other: str):
    if one != other:
        order = sort_key(one, "sv") < sort_key(other, "sv")
        assert (sort_key(one.upper(), "sv") < sort_key(other.upper(), "sv")) == order
        assert (sort_key(one.upper(), "sv") < sort_key(other, "sv")) == order


@given(names, languages)
def test_a_name_stands_before_the_same_name_with_more(name: str, language: str):
    assert sort_key(name + " z", language) > sort_key(name, language)
