"""Files that say when they were written, made to say the same each time: equal content, equal bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable

# The first moment a zip can name. Source: APPNOTE 6.3.10, 4.4.6 (MS-DOS date).
BEGINNING = (1980, 1, 1, 0, 0, 0)
_WRITTEN = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def settled(content: bytes, kind: str) -> bytes:
    """An office document without its hour; everything else as it is."""
    if not kind.startswith("application/vnd.openxmlformats"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        parts = [(name, old.read(name)) for name in old.namelist()]
    return zipped((name, _WRITTEN.sub(rb"\g<1>1980-01-01T00:00:00Z\2", part)) for name, part in parts)


def zipped(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip of (name, content) in the order given, its bytes a function of both alone."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, BEGINNING)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # the same on every machine that makes it
            entry.external_attr = 0o644 << 16
            made.writestr(entry, content)
    return out.getvalue()
