"""The language that a page is written in: that of most of its letters."""

from collections import Counter

from passerelle.engines.text.language import detection
from passerelle.engines.text.language.masks import ADDRESS
from passerelle.engines.text.layout import paragraphs

_LOOKED_AT = 60_000
_SURE = 0.65
"""Share of a page from which its language is that of the whole."""
_SURE_FROM = 60
"""Letters of a paragraph from which it is asked by itself."""


def base(text: str, *, declared: str | None = None) -> str | None:
    """The language of most letters of a text, or None when nothing is sure; `declared` (BCP 47) decides a doubt.

    A page half in one language and half in another has that of the longer half; of equal ones the first."""
    found = detection.detect(text)
    if found.language and found.confidence >= _SURE:
        return found.language
    letters: Counter[str] = Counter()
    for start, end in paragraphs(text[:_LOOKED_AT]):
        part = text[start:end]
        count = sum(map(str.isalpha, ADDRESS.sub("", part)))
        if count >= _SURE_FROM and (language := detection.detect(part).language):
            letters[language] += count
    whole = found.language
    if not letters:
        return whole or (declared.lower().split("-")[0] if declared else None)
    best, count = letters.most_common(1)[0]
    return whole if whole and letters[whole] == count else best
