"""Texts: segments, translation states, languages, pasted input, repeats, titles and sorting.

Every function is pure: no Django, no clock, no randomness; the only files read are this package's own data. Names are
imported when they are first asked for: a command that reads one page does not wait for what sorts names.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from passerelle.engines.text.collation import sort_key
    from passerelle.engines.text.duplicates import Repeat, repeated
    from passerelle.engines.text.language import Detection, Run, detect, runs
    from passerelle.engines.text.paste import Change, Cleaned, Decoded, PasteProblem, clean, decode
    from passerelle.engines.text.segments import Block, blocks, digest, normalise, render
    from passerelle.engines.text.states import State, Version, derive, lineage
    from passerelle.engines.text.title import guess_title

_FROM = {
    "sort_key": "collation",
    "Repeat": "duplicates",
    "repeated": "duplicates",
    "Detection": "language",
    "Run": "language",
    "detect": "language",
    "runs": "language",
    "Change": "paste",
    "Cleaned": "paste",
    "Decoded": "paste",
    "PasteProblem": "paste",
    "clean": "paste",
    "decode": "paste",
    "Block": "segments",
    "blocks": "segments",
    "digest": "segments",
    "normalise": "segments",
    "render": "segments",
    "State": "states",
    "Version": "states",
    "derive": "states",
    "lineage": "states",
    "guess_title": "title",
}


def __getattr__(name: str) -> Any:
    if name not in _FROM:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_FROM[name]}"), name)


__all__ = [
    "Block",
    "Change",
    "Cleaned",
    "Decoded",
    "Detection",
    "PasteProblem",
    "Repeat",
    "Run",
    "State",
    "Version",
    "blocks",
    "clean",
    "decode",
    "derive",
    "detect",
    "digest",
    "guess_title",
    "lineage",
    "normalise",
    "render",
    "repeated",
    "runs",
    "sort_key",
]
