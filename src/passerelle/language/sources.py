"""The words that translations were made from, where they are not written beside them yet: old rows, old backups."""

from __future__ import annotations

from typing import Any

from passerelle.engines.text.segments import blocks
from passerelle.language.models import TextVersion, Translation


def put_right() -> int:
    """Write them beside; returns beside how many. Safe to run twice."""
    return fill(Translation, TextVersion)


def fill(translations: Any, versions: Any) -> int:
    """The same for the models as a migration knows them. A translation of words that never stood here stays without."""
    bare = translations.objects.filter(source="").exclude(body="")
    filled = 0
    for text in bare.values_list("text", flat=True).distinct().order_by():
        told = versions.objects.filter(text=text).values_list("body", flat=True)
        words = {block.hash: block.text for body in told for block in blocks(body)}
        rows = [row for row in bare.filter(text=text) if row.source_hash in words]
        for row in rows:
            row.source = words[row.source_hash]
        filled += translations.objects.bulk_update(rows, ["source"], batch_size=500)
    return filled
