"""An agreement as it is read."""

from __future__ import annotations

from django.utils.safestring import SafeString

from passerelle.core import markdown
from passerelle.engines.text.segments import blocks
from passerelle.joining.models import Agreement


def shown(agreement: Agreement) -> SafeString:
    """Its text as HTML, headings under the page's own."""
    parts = blocks(agreement.text)
    levels = iter(markdown.headings([2, *(one.level for one in parts if one.kind == "heading")])[1:])
    return markdown.render(
        markdown.Piece(one.kind, next(levels) if one.kind == "heading" else one.level, one.text, one.number)
        for one in parts
    )
