"""What browsers and proxies may keep of a public page, and for how long."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

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
