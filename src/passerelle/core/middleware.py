"""Who is there, is this a screen, and what the browser may load."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from passerelle.core.closed import Closed
from passerelle.core.faults import project_closed, too_large

Respond = Callable[[HttpRequest], HttpResponse]

# One exception would be one too many: no inline script or style, no other host, no frame.
POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; "
    "require-trusted-types-for 'script'"
)


class House:
    """Sets `request.actor`, closes every view that is not a screen, and sets the security headers."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response
        self.load_actor = import_string(settings.ACTOR_LOADER)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: self.load_actor(request))  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not hasattr(view, "screen"):
            raise PermissionDenied("this view is not a screen")
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, RequestDataTooBig):
            return too_large(request)
        if isinstance(exception, Closed):
            return project_closed(request, exception)
        return None
