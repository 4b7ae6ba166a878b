"""Laws of cleaning, for pastes nobody would think of."""

import contextlib
import re

from hypothesis import given
from hypothesis import strategies as st

from passerelle.engines.text import PasteProblem, blocks, clean, decode, detect, render, repeated, runs

PIECES = [
    "# ",
    " ",
    "\t",
    "- ",
    "– ",
    "• ",
    "o\t",
    "===",
    "1.",
    "> ",
    "\\",
    "\n",
    "\n\n",
    "a",
    "b c",
    "é",
    "|",
]
PIECES += [
    "\xa0",
    "\u200b",
    "\u202e",
    "\xad",
    "\x0b",
    "\x00",
    "\ud83d",
    "\ude00",
    "\u0301",
    "«",
    "»",
    " :",
    "1",
]
PIECES += [
    "<p>",
    "</p>",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "<li>",
    "<ol>",
    "<td>",
    "<h2>",
    "<b",
    "'",
    '"',
]
PIECES += ["&lt;", "&amp;", "&gt;", "&nbsp;", "2018-12-21T09:19:50+00:00", "the town and the river of ours"]
pastes = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)


@given(pastes)
def test_cleaning_what_is_clean_changes_nothing(raw: str):
    cleaned = clean(raw)
    again = clean(cleaned.text)
    assert (again.text, again.changes, again.timestamps) == (cleaned.text, (), ())


@given(pastes)
def test_nothing_hidden_comes_out(raw: str):
    assert not HIDDEN.search(clean(raw).text)


@given(pastes)
def test_what_comes_out_is_already_written_as_segments(raw: str):
    text = clean(raw).text
    assert render(blocks(text)) == text


@given(st.lists(st.text(alphabet="abcåé", min_size=1, max_size=8), max_size=30))
def test_plain_words_all_come_through(words: list[str]):
    assert clean("\n".join(words)).text.split() == words


@given(st.binary(max_size=200))
def test_a_file_is_read_or_refused_and_nothing_else(data: bytes):
    with contextlib.suppress(PasteProblem):
        clean(decode(data).text).text.encode("utf-8")


@given(pastes, st.sampled_from(["en", "sv", "ar", "so"]))
def test_runs_lie_inside_the_text_in_order_and_apart(text: str, main: str):
    end = 0
    for run in runs(text, main):
        assert end <= run.start < run.end <= len(text)
        assert run.language != main
        assert "\n" not in text[run.start : run.end]
        end = run.end


@given(pastes)
def test_confidence_is_a_share(text: str):
    found = detect(text)
    assert 0 <= found.confidence <= 1
    assert (found.language is None) == (found.confidence == 0)


@given(st.lists(st.sampled_from("abcde"), max_size=30))
def test_a_repeat_points_back_to_the_first_of_its_words(texts: list[str]):
    found = {repeat.index: repeat for repeat in repeated(blocks("\n\n".join(texts)))}
    for index, text in enumerate(texts):
        first = texts.index(text)
        if first < index:
            assert (found[index].of, found[index].kind) == (first, "exact")
        else:
            assert index not in found or found[index].kind == "near"
