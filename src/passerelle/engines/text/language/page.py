"""The language that a page is written in: that of most of its letters."""

import re
from collections import Counter
from collections.abc import Iterator

from passerelle.engines.text.language import detection
from passerelle.engines.text.language.masks import ADDRESS
from passerelle.engines.text.language.neighbours import same
from passerelle.engines.text.layout import paragraphs

_LOOKED_AT = 20_000
_CLAUSE_END = re.compile(r"[.!?:;,…؟،។።()|]+(?=\s)|\n")
_SURE = 0.66
"""Share of a page from which its language is that of the whole."""
_DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LETTERS_A_SIGN = 3
"""Letters that a sign of Chinese, Japanese or Korean stands for, roughly: what translations of one text need."""
_SURE_FROM = 25
"""Letters from which a clause is asked by itself; shorter ones are asked together."""


def base(text: str, *, declared: str | None = None) -> str | None:
    """The language of most letters of a text, or None when nothing is sure; `declared` (BCP 47) decides a doubt.
    Signs that stand for whole words or syllables weigh as much as the letters they would take.

    A page half in one language and half in another has that of the longer half; of equal ones the first."""
    found = detection.detect(text)
    alone = found.runner_up is None and found.language not in detection.NORDIC
    if found.language and found.confidence >= _SURE and alone:
        return found.language
    letters: Counter[str] = Counter()
    unsure: list[str] = []
    for part in _clauses(text[:_LOOKED_AT]):
        if language := detection.detect(part).language:
            letters[language] += _weight(part)
        else:
            unsure.append(part)
    for part in unsure:
        if language := detection.likeliest(part, letters):
            letters[language] += _weight(part)
    whole = found.language
    if not letters:
        declared = declared.lower().split("-")[0] if declared else None
        return whole or declared or detection.likeliest(text, {found.runner_up} if found.runner_up else ())
    together = {one: sum(letters[other] for other in letters if same(one, other)) for one in letters}
    best = max(letters, key=lambda one: (together[one], letters[one]))
    best = whole if whole and together.get(whole) == together[best] else best
    return detection.of_script(best, text[:_LOOKED_AT])


def _weight(part: str) -> int:
    return sum(map(str.isalpha, part)) + (_LETTERS_A_SIGN - 1) * len(_DENSE.findall(part))


def _clauses(text: str) -> Iterator[str]:
    """Pieces of paragraphs between signs at which a language may change, with letters enough to be asked."""
    for start, end in paragraphs(text):
        waiting = ""
        for part in _CLAUSE_END.split(ADDRESS.sub(" ", text[start:end])):
            waiting = f"{waiting} {part}" if waiting else part
            if sum(map(str.isalpha, waiting)) >= _SURE_FROM:
                yield waiting
                waiting = ""
        if waiting.strip():
            yield waiting
