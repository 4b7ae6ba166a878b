"""A QR code as an SVG element of the page: no picture file, no `data:` address, its colours from the style sheet."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from qrcode.main import QRCode

QUIET = 4  # modules of empty margin all around; ISO/IEC 18004, section 9.1


def drawn(text: str, label: str = "") -> SafeString:
    """An <svg class="qr"> with one path; readers of the page hear what it is for."""
    code: QRCode = QRCode(border=QUIET)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return format_html(
        '<svg class="qr" viewBox="0 0 {size} {size}" role="img" aria-label="{label}"><path d="{path}"/></svg>',
        size=len(rows),
        label=label or _("Square code for the app. The same stands below as text."),
        path=mark_safe(path),
    )
