"""Somebody's own DOCX with placeholders ({{project.title}}), filled without touching how it looks.

`read(bytes)` opens a template, `faults(template, given)` says what cannot be filled, where, and what was probably
meant; `fill(template, given)` makes the file, whole or not at all.
"""

from passerelle.engines.documents.filling.finding import Fault, Where, faults
from passerelle.engines.documents.filling.given import Given, names
from passerelle.engines.documents.filling.package import NotATemplate, Template, read
from passerelle.engines.documents.filling.writing import Unfillable, fill

__all__ = [
    "Fault",
    "Given",
    "NotATemplate",
    "Template",
    "Unfillable",
    "Where",
    "faults",
    "fill",
    "names",
    "read",
]
