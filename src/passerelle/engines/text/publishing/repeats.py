"""What stands in a text twice: blocks of paragraphs, and the lines in which two copies differ."""

import re
from collections.abc import Iterator, Sequence

from passerelle.engines.text.duplicates import Copy, copies, differing
from passerelle.engines.text.publishing.finding import Finding
from passerelle.engines.text.segments import Block

_SENTENCE = 8
"""Words from which a line that ends like a sentence is worth telling when it stands alone in two places."""
_PASSAGE = 12
_WORDS_IN_ALL = 25
_SIGNS_A_WORD = 6
"""Letters that stand for a word in scripts without blanks."""
_LIST, _WORDS_A_LINE = 15, 3
"""Words in all, and words a line, from which three lines are a list and no menu."""
_MARK = re.compile(r"(?:#{1,6}\s+|[-*+•]\s+|>\s*)+(?=\S)")
_STOPS = (".", "!", "?", "…", "؟", "۔", "።", "。", ";", ":", ".»", ".”", '."')


def repeats(text: str, places: Sequence[tuple[int, int]]) -> Iterator[Finding]:
    """A finding per block of paragraphs that repeats earlier ones, and one per line in which it differs.

    Labels, headings and menus that come back are not told: only what is long enough to have been written once."""
    lines = [_MARK.sub("", text[start:end], count=1) for start, end in places]
    blocks = [Block("paragraph", 0, line) for line in lines]
    for copy in copies(blocks):
        if not _is_worth_telling(lines, copy):
            continue
        first, last = copy.first - copy.offset, copy.last - copy.offset
        yield Finding(
            "duplicate-block",
            places[copy.first][0],
            places[copy.last][1],
            of=(places[first][0], places[last][1]),
            facts={"paragraphs": copy.last - copy.first + 1},
        )
        for index in copy.differing:
            there, here = lines[index - copy.offset], lines[index]
            words = differing(there, here)
            yield Finding(
                "two-translations",
                *places[index],
                of=places[index - copy.offset],
                facts={
                    "there": " … ".join(one for one, _ in words if one) or there,
                    "here": " … ".join(other for _, other in words if other) or here,
                },
            )


def _is_worth_telling(lines: Sequence[str], copy: Copy) -> bool:
    counts = [_words(lines[at]) for at in range(copy.first, copy.last + 1)]
    if copy.first == copy.last:
        line = lines[copy.first]
        return counts[0] >= _SENTENCE and line.rstrip().endswith(_STOPS)
    if len(counts) > 2 and sum(counts) >= max(_LIST, _WORDS_A_LINE * len(counts)):
        return True
    return sum(counts) >= _WORDS_IN_ALL or max(counts) >= _PASSAGE


def _words(line: str) -> int:
    return max(len(line.split()), sum(sign > "\u2e80" for sign in line) // _SIGNS_A_WORD)
