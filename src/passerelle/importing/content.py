"""What stands sealed in a table that waits, and in what takes an import back."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

from passerelle.core import keys, sealing
from passerelle.importing.models import Sheet


def seal(sheet: Sheet, **told: Any) -> None:
    """Write values into `content` or `undo`, sealed under the key of who gave the table; None empties."""
    for field, value in told.items():
        packed = (
            ""
            if value is None
            else base64.b85encode(
                zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), 1)
            ).decode()
        )
        sealing.fill(sheet, sheet.by, **{field: packed})


def opened(sheet: Sheet, field: str) -> Any:
    """The value again, or None when it has gone."""
    packed = keys.unseal(sheet.by, getattr(sheet, field), sealing.place(sheet, field, sheet.pk))
    return json.loads(zlib.decompress(base64.b85decode(packed))) if packed else None
