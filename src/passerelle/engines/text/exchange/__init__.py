"""Translations on their way out and in: XLIFF 2.0, PO, TMX 1.4 and a DOCX with two columns, merged by hash."""

from passerelle.engines.text.exchange.files import FORMATS, Format, read, write
from passerelle.engines.text.exchange.merging import Finding, Standing, Taken, merge
from passerelle.engines.text.exchange.model import Bundle, Segment, Unreadable

__all__ = [
    "FORMATS",
    "Bundle",
    "Finding",
    "Format",
    "Segment",
    "Standing",
    "Taken",
    "Unreadable",
    "merge",
    "read",
    "write",
]
