"""Errors for programs as RFC 9457 has them: `application/problem+json`, with a status and a sentence."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse

TYPE = "application/problem+json"
DETAILS = {
    400: "The request cannot be read.",
    403: "This is not open to you.",
    404: "There is nothing at this address, or it is not public.",
    409: "The project is closed: it can be read, and changed no more.",
    405: "This can only be read: use GET.",
    413: "This is more than can be taken.",
    422: "A parameter has a value that is not allowed; `errors` names it.",
    429: "Too many requests from this address. Wait for the seconds that Retry-After says.",
    500: "Something broke here. It was written down.",
}


def problem(status: int, **more: Any) -> HttpResponse:
    """One error. more: members beside RFC 9457's own."""
    told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    body = {**told, "detail": DETAILS.get(status, HTTPStatus(status).phrase), **more}
    return HttpResponse(json.dumps(body), status=status, content_type=TYPE)
