"""The facts of an old project page, each with the passage that says it.

A fact is given once, at its first place; what the text does not say has no entry. Methods, sources and limits:
docs/engines/text.md.
"""

from passerelle.engines.text.importer.facts import import_page
from passerelle.engines.text.importer.model import FIELDS, Page, Target, Value

__all__ = ["FIELDS", "Page", "Target", "Value", "import_page"]
