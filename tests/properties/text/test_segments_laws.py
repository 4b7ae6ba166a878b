"""Laws of splitting and writing texts, for texts nobody would think of."""

from hypothesis import given
from hypothesis import strategies as st

from passerelle.engines.text import blocks, digest, normalise, render

SIGNS = ["#", "##", " ", "  ", "\t", "-", "---", "===", "*", "+", "1.", "12)", ">", "\\", "\n", "\n\n", "\r"]
WORDS = ["a", "b c", "é", "e\u0301", "\u00a0", "\u200b", "_", "•", "***", " #", "٣.", "\u2028", "\ud83d"]
texts = st.one_of(st.text(), st.lists(st.sampled_from(SIGNS + WORDS), max_size=24).map("".join))


@given(texts)
def test_writing_and_reading_again_loses_nothing(text: str):
    found = blocks(text)
    assert blocks(render(found)) == found


@given(texts)
def test_what_was_written_is_already_normal(text: str):
    written = render(blocks(text))
    assert normalise(written) == written
    assert normalise(normalise(text)) == normalise(text)


@given(texts)
def test_every_segment_has_words_and_the_hash_of_its_words(text: str):
    for block in blocks(text):
        assert block.text.strip()
        assert block.hash == digest(block.text)
        block.text.encode("utf-8")


@given(st.lists(st.text(alphabet="abcdeé 1", min_size=1), max_size=6))
def test_no_word_is_lost(lines: list[str]):
    kept = " ".join(block.text for block in blocks("\n\n".join(lines)))
    assert kept.split() == " ".join(lines).split()
