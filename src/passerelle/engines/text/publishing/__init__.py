"""The check before publishing: what a careful reader would stop at, each with its place.

`check` reads one text alone, or beside the same text in another language. Pure; only data files of this package and its
neighbours are read; nothing is raised.
"""

from passerelle.engines.text.publishing.checking import Beside, Checked, check
from passerelle.engines.text.publishing.finding import KINDS, Finding
from passerelle.engines.text.publishing.terms import right_words

__all__ = ["KINDS", "Beside", "Checked", "Finding", "check", "right_words"]
