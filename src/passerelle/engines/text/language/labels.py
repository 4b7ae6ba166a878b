"""Section names left in another language than the page's: "Project number" among Italian ones."""

from passerelle.engines.text import words
from passerelle.engines.text.language.neighbours import near

WORDS = 6
"""Most words of a section name."""
_AROUND = " \t#*_:-–—•|·.?!"


def label(line: str, main: str) -> str | None:
    """The language of a line that is a section name of other languages than the page's, and nothing else."""
    name = " ".join(line.lower().strip(_AROUND).split())
    known = words.labels().get(name, frozenset())
    if known:
        if main in known or name in words.international():
            return None
        # Of a language whose labels are not known here, any other word may be one; an English phrase is not.
        others = {language for language in known if main in words.labelled() and not near(language, main)}
        return "en" if "en" in known else min(others, default=None)
    parts = [part for part in name.replace("&", " ").replace("/", " ").replace("-", " ").split() if part]
    if main == "en" or not 2 <= len(parts) <= WORDS:
        return None
    vocabulary = words.label_words()
    if not all(part in vocabulary or part in words.small_english() for part in parts):
        return None
    own = [part for part in parts if part in vocabulary and part not in words.international()]
    return "en" if own else None
