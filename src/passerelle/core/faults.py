"""What people see when something went wrong, in the house's voice."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from passerelle.core.problems import problem


def for_programs(request: HttpRequest, status: int) -> HttpResponse | None:
    """The same for whoever asked the API: RFC 9457. None for everybody else."""
    return problem(status) if request.path_info.startswith("/api/") else None


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return for_programs(request, 400) or render(request, "errors/400.html", status=400)


def too_large(request: HttpRequest) -> HttpResponse:
    return for_programs(request, 413) or render(request, "errors/413.html", status=413)


def project_closed(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Somebody pressed a button of a project that is closed: why nothing happened, and what can be done."""
    context = {"says": str(exception) if exception else ""}
    return for_programs(request, 409) or render(request, "errors/closed.html", context, status=409)


def permission_denied(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return for_programs(request, 403) or render(request, "errors/403.html", status=403)


def page_not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return for_programs(request, 404) or render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without context processors: whatever broke must not break this page too."""
    from django.template import loader

    context = {
        "LANGUAGE_CODE": translation.get_language() or "en",
        "LANGUAGE_BIDI": translation.get_language_bidi(),
    }
    return for_programs(request, 500) or HttpResponse(
        loader.render_to_string("errors/500.html", context), status=500
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "errors/csrf.html", status=403)
