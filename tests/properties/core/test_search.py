"""Laws of folding: what is found does not depend on how it was typed."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from passerelle.core.search import fold, tokens

TEXT = st.text(max_size=60)


@given(TEXT)
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(TEXT, st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_the_way_accents_are_coded_makes_no_difference(text, form):
    assert tokens(unicodedata.normalize(form, text)) == tokens(text)


@given(TEXT)
def test_case_makes_no_difference(text):
    assert fold(text.casefold()) == fold(text)


@given(TEXT)
def test_words_hold_nothing_that_needs_quoting(text):
    assert not set("".join(tokens(text))) & set("'\\&|!:*()<> \t\n\x00")
