"""Texts: segments, translation states, languages, pasted input, repeats, titles and sorting.

Every function is pure: no Django, no clock, no randomness; the only files read are this package's own data.
"""

from passerelle.engines.text.collation import sort_key
from passerelle.engines.text.duplicates import Repeat, repeated
from passerelle.engines.text.language import Detection, Run, detect, runs
from passerelle.engines.text.paste import Change, Cleaned, Decoded, PasteProblem, clean, decode
from passerelle.engines.text.segments import Block, blocks, digest, normalise, render
from passerelle.engines.text.states import State, Version, derive, lineage
from passerelle.engines.text.title import guess_title

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
