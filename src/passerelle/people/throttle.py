"""How often one may knock: at the sign-in page, at codes, and at one's own data.

Counts in Django's cache, like allauth's own limits; a cache in the database counts for all processes together. Keys are
hashed with the house's secret, so neither an address nor an IP number stands in the cache.

Nobody can be locked out by a stranger: a browser in which the account was used before has a count of its own, so
guessing elsewhere does not touch it (OWASP, “Slow down online guessing attacks with device cookies”).
"""

from __future__ import annotations

import hashlib
import hmac
import math
import time

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest
from django.utils.translation import ngettext

APP = "passerelle.people"
LIMITS = {
    "sign_in": "10/m/ip,5/5m/key",
    "second_factor": "10/m/ip,5/5m/key,50/d/key",
    "again": "5/5m/key",
    "recovery": "10/m/ip,5/10m/key",
    "own_data": "10/m/ip,60/h/ip",
    "issuer": "20/m/ip",
    "answers": "20/m/ip,200/h/ip",
    "fetch": "10/10m/key,60/d/key",
    "registration": "20/m/ip,120/h/ip",
}


# Doors at which a whole room may knock in the same second: {door: ((seconds, knocks), …)}, by address of the network.
CROWDS = {
    "gathering": ((60, 120), (3600, 1000)),
    # A class or a whole course registers from one address; a flood does not.
    "registering": ((60, 60), (3600, 600)),
}
_ONE_MORE = """
INSERT INTO people_throttle (cache_key, value, expires) VALUES (%s, '1', now() + make_interval(secs => %s))
ON CONFLICT (cache_key) DO UPDATE SET value = (people_throttle.value::int + 1)::text
RETURNING value::int
"""


def may_crowd(request: HttpRequest, door: str) -> bool:
    """Whether one more of a crowd behind this address may knock. Counted by the database in one statement each:
    allauth's own counts wait for a lock, and refuse who does not get it, although nobody knocked too often."""
    address = get_account_adapter(request).get_client_ip(request)
    with connection.cursor() as cursor:
        for seconds, most in CROWDS[door]:
            window = int(time.time() // seconds)
            cursor.execute(_ONE_MORE, [hashed(f"{door}:{address}:{window}", "crowd", seconds), seconds * 2])
            if cursor.fetchone()[0] > most:
                return False
    return True


def knock(request: HttpRequest, door: str, key: str = "") -> ratelimit.RateLimitUsage | None:
    """None when this visitor (or, where the door counts by key, this key) knocked too often. Counts this knock, which
    can be taken back."""
    return ratelimit.consume(request, app=APP, action=door, config=LIMITS, key=_plain(key), limit_get=True)


def may_knock(request: HttpRequest, door: str, key: str = "") -> bool:
    """The same as yes or no."""
    return knock(request, door, key) is not None


def wait(request: HttpRequest, door: str, key: str = "") -> int:
    """Seconds until this visitor may knock again; at least one."""
    now, longest = time.time(), 1.0
    for rate in ratelimit.get_rates(app=APP, action=door, config=LIMITS):
        place = ratelimit.get_cache_key(request, app=APP, action=door, rate=rate, key=_plain(key))
        knocks = cache.get(place, [])
        if len(knocks) >= rate.amount:
            longest = max(longest, knocks[rate.amount - 1] + rate.duration - now)
    return math.ceil(longest)


def too_many(request: HttpRequest, door: str, key: str = "") -> str:
    """What to tell whoever knocked too often: when it opens again."""
    minutes = math.ceil(wait(request, door, key) / 60)
    return ngettext(
        "There were too many attempts. Try again in %(minutes)s minute, or take another way in.",
        "There were too many attempts. Try again in %(minutes)s minutes, or take another way in.",
        minutes,
    ) % {"minutes": minutes}


def hashed(key: str, prefix: str, version: int) -> str:
    """For CACHES["default"]["KEY_FUNCTION"]: a key nobody can read back."""
    secret = settings.SECRET_KEY.encode()
    return hmac.new(secret, f"{prefix}:{version}:{key}".encode(), hashlib.sha256).hexdigest()


def _plain(key: str) -> str:
    return key.strip().casefold()
