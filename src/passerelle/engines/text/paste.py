"""What people paste or upload, turned into clean text: from Word, from a web page, from a file.

Nothing is changed in silence: every kind of change is counted. Nothing is raised but `PasteProblem`.
"""

import html
import re
from collections import Counter
from dataclasses import dataclass

from passerelle.engines.text import markup
from passerelle.engines.text.segments import blocks, normalise, render

LIMIT = 2_000_000
"""Signs (text) or bytes (file); about 600 printed pages. Callers may ask for less."""

# Bidi embeddings, overrides and isolates can make a text read as other words than it holds (Unicode Technical
# Report 36, section 2.3; CVE-2021-42574). ZWJ, ZWNJ and the marks U+200E, U+200F, U+061C are needed to write
# Persian, Arabic and Hebrew and stay.
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
