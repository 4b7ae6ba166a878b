"""How a file leaves the house: only ever to be saved, under a name every browser understands."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from django.http import HttpResponseBase


def disposition(name: str) -> str:
    """Content-Disposition of an attachment. A name outside ASCII is given twice, plain first.

    Source: RFC 6266, section 4.3 and appendix D; RFC 8187 for the longer form.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = " ".join(re.sub(r'[\x00-\x1f\x7f"\\%;/]', " ", plain).split())
    if plain == name:
        return f'attachment; filename="{name}"'
    stem, dot, extension = plain.rpartition(".")
    plain = (
        plain if stem.strip(" -_.") and dot else f"file.{extension}" if dot and extension else plain or "file"
    )
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def as_attachment(response: HttpResponseBase, name: str) -> HttpResponseBase:
    """What was uploaded never runs under our address: saved, not shown; not guessed at; in a sandbox if shown."""
    response.headers["Content-Disposition"] = disposition(name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
