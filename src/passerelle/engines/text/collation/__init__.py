"""Sorting as the readers of a language expect it: the Unicode Collation Algorithm with CLDR's orders.

Source: Unicode Technical Standard 10 (algorithm) and Technical Standard 35, part 5 (root order, rules of the
languages). The data are made by `tools/collation.py`, which says what is kept of the root table. Strength is
tertiary: letters, then accents, then capitals. Spaces and punctuation count, as in CLDR ("non-ignorable").
"""

from passerelle.engines.text.collation.keys import LONGEST, sort_key
from passerelle.engines.text.collation.source import languages, version

__all__ = ["LONGEST", "languages", "sort_key", "version"]
