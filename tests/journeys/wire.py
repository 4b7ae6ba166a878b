"""What a page weighs on its way to the reader."""

from __future__ import annotations

import gzip

from playwright.sync_api import BrowserContext


def travels(context: BrowserContext, address: str) -> int:
    """Bytes on the wire: fonts are compressed already, text is by the server or by the proxy before it.

    Asked for once more, because the browser may have thrown away the bytes of what it has drawn."""
    body = context.request.get(address).body()
    return len(body) if address.endswith(".woff2") else len(gzip.compress(body))
