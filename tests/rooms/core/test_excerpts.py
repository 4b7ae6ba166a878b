"""What a search found is shown with the words around it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from passerelle.core.excerpts import LONGEST, excerpt
from passerelle.core.search import asked, tokens


def shown(passages, words):
    found = excerpt(passages, asked(words))
    return found and "".join(f"[{text}]" if hit else text for text, hit in found.parts)


def test_the_words_are_marked_in_the_readers_spelling_of_the_text():
    assert (
        shown([("sv", "Möten i **Ångström**salen vid ån.")], "angstromsalen")
        == "Möten i [Ångströmsalen] vid ån."
    )


def test_the_last_word_may_be_unfinished():
    assert shown([("en", "They meet by the riverside.")], "river") == "They meet by the [riverside.]"


def test_the_passage_with_the_most_words_is_shown_in_its_own_language():
    passages = [("en", "Water and bread."), ("it", "Pane e acqua."), ("en", "Bread by the water, and salt.")]
    assert shown(passages, "salt water bread") == "[Bread] by the [water,] and [salt.]"
    assert excerpt(passages, asked("acqua")).language == "it"


def test_a_long_passage_is_cut_between_words_and_says_so():
    text = " ".join(f"word{n}" for n in range(200))
    found = shown([("en", text)], "word100")
    assert (found[:7], found[-2:]) == ("… word9", " …")
    assert "[word100]" in found
    assert len(found) <= LONGEST + 10


def test_nothing_is_shown_when_only_the_title_was_found():
    assert excerpt([("en", "Other words.")], asked("title")) is None
    assert excerpt([], asked("title")) is None


def test_signs_of_markup_and_addresses_of_links_are_not_words():
    assert (
        shown([("en", "See [the *old* bridge](https://example.org/x).")], "bridge") == "See the old [bridge.]"
    )


@given(
    st.lists(st.tuples(st.sampled_from(["en", "ar"]), st.text(max_size=400)), max_size=4),
    st.text(min_size=1, max_size=30),
)
def test_an_excerpt_is_short_and_holds_a_word_that_was_asked_for(passages, words):
    wanted = asked(words)
    found = excerpt(passages, wanted) if wanted else None
    if found is not None:
        hits = [text for text, hit in found.parts if hit]
        assert tokens(hits[0])
        assert sum(len(text) for text, _ in found.parts) <= LONGEST + 4
