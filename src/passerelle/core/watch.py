"""The outermost shell of a request: how long it took and how it ended, by the name of the address alone."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from passerelle.core import logs

Respond = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger("passerelle.request")


class Watch:
    """One line in the log for each request and, where metrics are asked for, one count."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response
        self.count = None
        if settings.METRICS_TOKEN:
            from passerelle.core.metrics import count_request

            self.count = count_request

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        number = logs.new_id()
        token = logs.under_way.set(number)
        try:
            response = self.get_response(request)
            seconds = time.perf_counter() - began
            name = name_of(request)
            level = logging.ERROR if response.status_code >= 500 else logging.INFO
            if log.isEnabledFor(level):
                told = {
                    "method": request.method,
                    "view": name,
                    "status": response.status_code,
                    "ms": round(seconds * 1000, 1),
                }
                log.log(level, "request", extra=told)
        finally:
            logs.under_way.reset(token)
        # Somebody who reports a fault can name it, and its lines are found.
        response.headers["X-Request-ID"] = number
        if self.count is not None:
            self.count(name, response.status_code, seconds)
        return response


def name_of(request: HttpRequest) -> str:
    """The name of the address, never the address: codes and secrets stand in paths.

    "(static)", "(kept)" for a page given out again, "(nowhere)" for what leads to no view."""
    if request.resolver_match is not None:
        return request.resolver_match.view_name or "(unnamed)"
    if request.path_info.startswith(settings.STATIC_URL):
        return "(static)"
    return "(kept)" if getattr(request, "kept", False) else "(nowhere)"
