"""How often one may knock: at printed codes and at one's own data.

Counts in Django's cache, like allauth's own limits for sign-in; a cache in the database counts for all processes
together. Keys are hashed with the house's secret, so neither an address nor an IP number stands in the cache.
"""

from __future__ import annotations

import hashlib
import hmac

from allauth.core.internal.ratelimit import consume
from django.conf import settings
from django.http import HttpRequest

LIMITS = {
    "recovery": "10/m/ip,5/10m/key",
    "own_data": "10/m/ip,60/h/ip",
}


def may_knock(request: HttpRequest, door: str, key: str = "") -> bool:
    """False when this visitor (or, where the door counts by key, this key) knocked too often. Counts this knock."""
    return bool(
        consume(request, app="passerelle.people", action=door, config=LIMITS, key=key.strip().casefold())
    )


def hashed(key: str, prefix: str, version: int) -> str:
    """For CACHES["default"]["KEY_FUNCTION"]: a key nobody can read back."""
    secret = settings.SECRET_KEY.encode()
    return hmac.new(secret, f"{prefix}:{version}:{key}".encode(), hashlib.sha256).hexdigest()
