"""Text made to hurt: nothing takes long, nothing is raised but PasteProblem, nothing unstorable comes out.

The bar is one second for a megabyte on two quiet cores; a busy machine gets three."""

import contextlib
import time
from collections.abc import Callable

import pytest

from passerelle.engines.text import (
    PasteProblem,
    blocks,
    clean,
    decode,
    detect,
    digest,
    guess_title,
    render,
    repeated,
    runs,
)
from passerelle.engines.text.publishing import check

MEGABYTE = 1_000_000
TEXTS = {
    "one line of 200,000 signs": "x" * 200_000,
    "a megabyte of words": "word " * (MEGABYTE // 5),
    "a megabyte of function words": "the och " * (MEGABYTE // 8),
    "100,000 blank lines": "\n" * 100_000,
    "100,000 lines that look blank": "\xa0\u200b\n" * 100_000,
    "lone surrogates": "\ud800" * 200_000,
    "200,000 quote signs": ">" * 200_000 + " deep",
    "quotes with blanks": "> " * 100_000 + "deep",
    "lists in lists in lists": "".join(" " * (2 * depth) + "- a\n" for depth in range(700)),
    "accents without end": "a" + "\u0301\u0316" * 100_000,
    "blanks inside a line": " " * 200_000 + "x" + " " * 200_000 + "y",
    "tabs": "\t" * 200_000 + "a\t" * 200_000,
    "hashes": "# " * 100_000 + "#" * 100_000,
    "dashes": "- " * 100_000 + "-" * 100_000,
    "backslashes": "\\" * 200_000,
    "hard breaks": "a\\\n" * 20_000,
    "tags that never end": '<a "' * (MEGABYTE // 4),
    "quotes in tags": "<p \"' " * (MEGABYTE // 6),
    "scripts that never end": "<script>" * (MEGABYTE // 8),
    "comments that never end": "<!--" * (MEGABYTE // 4),
    "less than, a million times": "<" * MEGABYTE,
    "lists that never end": "<ol><li>" * (MEGABYTE // 16),
    "entities in entities": "&" + "amp;" * (MEGABYTE // 4),
    "numbered entities in entities": "&" + "#38;" * (MEGABYTE // 8) + "lt;",
    "addresses": "www." * 50_000 + "a@" * 50_000 + "a." * 50_000,
    "time stamps": "2018-12-21T09:19:50+00:00" * 20_000,
    "bullets alone": "•\n" * 100_000,
    "right-to-left overrides": "\u202e\u2066" * 100_000,
    "arabic": "سلام " * 100_000,
    "no text at all": "",
}


def reading(text: str) -> None:
    found = blocks(text)
    assert blocks(render(found)) == found
    guess_title(found)
    digest(text)


def cleaning(text: str) -> None:
    clean(text).text.encode("utf-8")


def telling_languages(text: str) -> None:
    detect(text)
    runs(text, "sv", names=["x", "the"])


@pytest.mark.parametrize("work", [reading, cleaning, telling_languages])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_no_text_blows_up(work: Callable[[str], None], text: str):
    began = time.process_time()
    with contextlib.suppress(PasteProblem):
        work(text)
    assert time.process_time() - began < 3


def test_files_that_are_not_what_they_seem_do_not_blow_up():
    for data in (
        b"\xff" * MEGABYTE,
        b"\xc3" * MEGABYTE,
        b"\x00" * MEGABYTE,
        bytes(range(256)) * 4_000,
        b"\x81" * 99,
    ):
        began = time.process_time()
        with pytest.raises(PasteProblem):
            clean(decode(data + b"\x81\x00").text)
        assert time.process_time() - began < 3


def test_thirty_thousand_short_lines_are_the_most_that_is_read():
    text = "".join(f"Line {number} of a very long list\n" for number in range(30_000))
    began = time.process_time()
    found = blocks(clean(text).text)
    repeated(found)
    assert len(found) == 30_000
    assert time.process_time() - began < 3


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_the_check_before_publishing_does_not_blow_up_either(text: str):
    began = time.process_time()
    found = check(text[: MEGABYTE // 16]).findings
    assert time.process_time() - began < 3
    assert all(0 <= one.start <= one.end <= len(text) for one in found)
