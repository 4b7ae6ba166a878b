"""Documents as plain descriptions, written as tagged PDF and as DOCX.

`model` says what a document is, `pdf.write` and `docx.write` make bytes of it. The same description and the same
day give the same bytes.
"""

from passerelle.engines.documents.model import (
    Document,
    Facts,
    Funder,
    Heading,
    Item,
    List,
    Note,
    PageBreak,
    Paragraph,
    Part,
    Picture,
    Quote,
    Run,
    Table,
)

__all__ = [
    "Document",
    "Facts",
    "Funder",
    "Heading",
    "Item",
    "List",
    "Note",
    "PageBreak",
    "Paragraph",
    "Part",
    "Picture",
    "Quote",
    "Run",
    "Table",
]
