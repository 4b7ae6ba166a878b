"""The words of one line, and what each of them says of its language."""

import re
from dataclasses import dataclass, field

from passerelle.engines.text import words
from passerelle.engines.text.language import scripts
from passerelle.engines.text.language.masks import names_in
from passerelle.engines.text.sentences import MARKS

_TOKEN = re.compile(
    f"[^\\W\\d_][^\\W\\d_{MARKS}]*(?:[{MARKS}][^\\W\\d_\u0300-\u036f]*)*(?:['’](?=[^\\W\\d_]))?"
)
# Small words between German nouns that stand in no family name.
_GERMAN = frozenset(("die", "das", "und", "des", "für", "dem", "im", "am", "zur", "zum", "mit", "auf", "wir"))


@dataclass(slots=True)
class Line:
    """The words of one line and what speaks for their languages."""

    text: str
    tokens: list[re.Match[str]]
    low: list[str]
    known: list[frozenset[str]]
    between: list[str]
    named: set[int]
    scripts: list[str] = field(default_factory=list)


def line(cell: str, main: str, script: str) -> Line:
    """The words of a line of a page in `main` and its script, and the languages that each is a small word of."""
    functions = words.function_words()
    tokens = list(_TOKEN.finditer(cell))
    low = [token.group().lower().replace("’", "'") for token in tokens]
    between = [
        cell[before : token.start()]
        for before, token in zip([0, *[t.end() for t in tokens]], tokens, strict=False)
    ]
    spoken = [token.group() for token in tokens]
    read = Line(cell, tokens, low, [], between, names_in(spoken, between))
    by_script: dict[str, list[str]] = {}
    kinds = [scripts.script_of(word) for word in spoken]
    for kind, word in zip(kinds, low, strict=True):
        by_script.setdefault(kind, []).append(word)
    guesses = {
        kind: scripts.told(some, kind)[0]
        for kind, some in by_script.items()
        if kind not in (scripts.LATIN, script)
    }
    for at, (kind, word) in enumerate(zip(kinds, low, strict=True)):
        read.scripts.append(kind)
        if kind in guesses:
            same_page = kind in scripts.same_script(main)
            read.known.append(frozenset((main if same_page else guesses[kind],)))
        elif len(word) == 1 and _is_initial(read, at):
            read.known.append(frozenset())
        elif at in read.named:
            # German writes its nouns like names.
            read.known.append(functions.get(word, frozenset()) & {"de"} if word in _GERMAN else frozenset())
        else:
            read.known.append(functions.get(word, frozenset()))
    return read


def _is_initial(line: Line, at: int) -> bool:
    """Whether a letter alone is part of a name, a list or another word: "A. Meyer", "b)", "e-mail", "and/o"."""
    token = line.tokens[at]
    before, after = line.text[: token.start()][-1:], line.text[token.end() : token.end() + 1]
    first = at == 0 or line.text[: token.start()].rstrip()[-1:] in (".", "!", "?", ":", "")
    return (
        after in ("-", "‑", ".", ")", "'", "’")
        or before in ("-", "‑")
        or (token.group().isupper() and not first)
    )
