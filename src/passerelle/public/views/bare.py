"""Addresses without a language: the door, the health check, and what machines ask for."""

from __future__ import annotations

import hmac

from django.conf import settings
from django.db import Error, connections
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request
from django.views.decorators.http import require_safe

from passerelle.core import health
from passerelle.core.screens import screen
from passerelle.core.templatetags.look import asset

CLOSED_TO_MACHINES = ("desk", "account", "join", "recovery", "sign-in")


@screen(open_to_all=True)
@require_safe
def entrance(request: HttpRequest) -> HttpResponse:
    """To the first page in the language the reader chose before, else in one the browser asks for."""
    response = HttpResponseRedirect(f"/{get_language_from_request(request)}/")
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@screen(open_to_all=True)
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 "ok" when both databases answer; 503 with the name of the one that does not."""
    for alias in health.DATABASES:
        try:
            with connections[alias].cursor() as cursor:
                cursor.execute("SELECT 1")
        except Error:
            return _plain(f"{alias} database does not answer\n", status=503)
    return _plain("ok\n")


@screen(open_to_all=True)
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 "ready" when visitors may be sent here: both databases answer and hold the tables of this version."""
    try:
        behind = [alias for alias in health.DATABASES if health.pending(alias)]
    except Error:
        return _plain("a database does not answer\n", status=503)
    return _plain("tables are of another version\n", status=503) if behind else _plain("ready\n")


@screen(open_to_all=True)
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For Prometheus, with `Authorization: Bearer` and PASSERELLE_METRICS_TOKEN; else there is no such page."""
    if not settings.METRICS_TOKEN:
        raise Http404
    given = request.headers.get("Authorization", "").encode()
    if not hmac.compare_digest(given, f"Bearer {settings.METRICS_TOKEN}".encode()):
        return _plain("bring the token\n", status=401)
    from passerelle.core.metrics import exposition

    response = HttpResponse(exposition(), content_type="text/plain; version=0.0.4; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


@screen(open_to_all=True)
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Search machines may read what everybody may read."""
    closed = [
        f"Disallow: /{code}/{part}/" for code, _name in settings.LANGUAGES for part in CLOSED_TO_MACHINES
    ]
    return _plain("\n".join(["User-agent: *", *closed, ""]))


@screen(open_to_all=True)
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For who asks without reading the page, which names the mark itself."""
    return HttpResponseRedirect(asset("passerelle/mark.svg"))


def _plain(text: str, status: int = 200) -> HttpResponse:
    response = HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
