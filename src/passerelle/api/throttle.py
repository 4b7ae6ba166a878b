"""How often one may ask the API: counted in this process's memory, so that reading writes nothing anywhere.

Each process counts for itself; what is meant is that no single program crowds out people, not an exact number.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

KNOWN = 10_000
"""Addresses that are counted at once; the oldest windows are forgotten first."""


@dataclass(slots=True)
class Throttle:
    """At most `most` requests from one address in each window of `seconds`."""

    most: int
    seconds: int
    _windows: dict[str, tuple[float, int]] = field(default_factory=dict)

    def wait(self, request: HttpRequest) -> int:
        """0 when the request may pass, which counts it; else the seconds until the next may."""
        address, now = _address(request), time.monotonic()
        began, count = self._windows.get(address, (now, 0))
        if now - began >= self.seconds:
            began, count = now, 0
        if count >= self.most:
            return max(1, math.ceil(began + self.seconds - now))
        self._windows.pop(address, None)
        self._windows[address] = (began, count + 1)
        if len(self._windows) > KNOWN:
            del self._windows[next(iter(self._windows))]
        return 0


def _address(request: HttpRequest) -> str:
    """Where a request comes from; those of which nobody knows are counted together."""
    try:
        return get_adapter().get_client_ip(request) or ""
    except PermissionDenied:
        return ""


PUBLIC = Throttle(most=300, seconds=300)
