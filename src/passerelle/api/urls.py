"""Addresses of the API, under no language: `lang` or Accept-Language says which the answer has.

Every one of them is a screen open to all, that can only be read; whoever asks too often is told to wait.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import path, re_path
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page

from passerelle.api import throttle
from passerelle.api.document import api, described
from passerelle.core.problems import TYPE, problem
from passerelle.core.screens import screen

View = Callable[..., HttpResponse]
SECONDS = 60


def readable(view: View) -> Any:
    """Make a view one of the API's: throttled, in the language asked for, with an ETag, errors as RFC 9457 has them."""

    @wraps(view)
    def show(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            refused = problem(405)
            refused.headers["Allow"] = "GET, HEAD"
            return refused
        if seconds := throttle.PUBLIC.wait(request):
            refused = problem(429)
            refused.headers["Retry-After"] = str(seconds)
            return refused
        request.method = "GET"  # a HEAD is a GET whose body the server leaves out
        asked = request.GET.get("lang", "")
        language = asked if asked in dict(settings.LANGUAGES) else translation.get_language() or "en"
        with translation.override(language):
            try:
                response = view(request, *args, **kwargs)
            except Http404:
                response = problem(404)
        if response.status_code >= 400 and response.headers["Content-Type"] != TYPE:
            response = problem(response.status_code)
        response.headers["Content-Language"] = language
        if response.status_code == 200:
            response.headers["Cache-Control"] = f"public, max-age={SECONDS}"
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return response

    kept: Any = conditional_page(show)
    answer: Any = csrf_exempt(screen(open_to_all=True)(kept))
    return answer


@readable
def openapi(request: HttpRequest) -> HttpResponse:
    """The API's description of itself."""
    return JsonResponse(described())


@readable
def nowhere(request: HttpRequest) -> HttpResponse:
    """Any address under the API's that is none of its own."""
    return problem(404)


_ROUTES: Any = api.urls[0]

urlpatterns = [
    path("api/openapi.json", openapi, name="api_openapi"),
    *(
        path(f"api/v1/{one.pattern._route.lstrip('/')}", readable(one.callback), name=f"api_{one.name}")
        for one in _ROUTES
        if one.name != "api-root"
    ),
    re_path(r"^api/", nowhere, name="api_nowhere"),
]
