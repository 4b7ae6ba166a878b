"""What browsers and proxies may keep of a public page, and for how long."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import parse_http_date_safe

SECONDS = 60


def kept_briefly(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a page be kept for a minute when it is the same for everybody: nobody signed in, no message to show.

    A minute, because a name shown with consent must go soon after the consent is withdrawn. Cookies change a page
    (who is signed in), and so does `Save-Data` (our fonts stay away): both stand in `Vary`."""

    @wraps(view)
    def show(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        to_tell = len(get_messages(request))
        response = view(request, *args, **kwargs)
        patch_vary_headers(response, ["Cookie", "Save-Data"])
        signed_in = request.actor.signed_in  # type: ignore[attr-defined]
        if response.status_code == 200 and not signed_in and not to_tell:
            response.headers["Cache-Control"] = f"public, max-age={SECONDS}"
        else:
            response.headers["Cache-Control"] = "private, no-cache"
        return response

    return show


def answered_if_changed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer 304 to whoever has this very page already. Stands outside `kept_briefly`."""

    @wraps(view)
    def show(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code == 200:
            response.headers["ETag"] = f'"{sha256(response.content).hexdigest()[:32]}"'
        return if_changed(request, response)

    return show


def if_changed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The response, or 304 when the reader's `If-None-Match` or `If-Modified-Since` says they have it."""
    if "ETag" not in response.headers:
        return response
    changed = parse_http_date_safe(response.headers.get("Last-Modified", ""))
    answer = get_conditional_response(request, response.headers["ETag"], changed, response)
    return answer if isinstance(answer, HttpResponse) else response
