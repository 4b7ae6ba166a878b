"""Documents as plain descriptions, written as tagged PDF and as DOCX.

`model` says what a document is, `pdf.write` and `docx.write` make bytes of it. The same description and the same
day give the same bytes.
"""

from passerelle.engines.documents.model import (
    NO_LANGUAGE,
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
    of_name,
)

__all__ = [
    "NO_LANGUAGE",
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
    "of_name",
]
