"""What holds for everybody who is signed in: nothing is stored by the browser, and a second factor where it is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from passerelle.people import factors

# What one needs to set a factor up, or to leave.
WAY_THERE = {
    "account_factors",
    "account_add_passkey",
    "account_add_app",
    "account_codes",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
}
MARK = "has_factor"


class SignedIn:
    """Stands after `core.middleware.House`: what is no screen never comes this far."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Without a session nobody is signed in, and nothing has to be looked up.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store"
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not settings.REQUIRE_SECOND_FACTOR or view.screen.open_to_all:
            return None
        if request.session.get(MARK) or not factors.asked_of(request.actor):  # type: ignore[attr-defined]
            return None
        if factors.has_one(request.user):  # type: ignore[arg-type]
            request.session[MARK] = True
            return None
        match = request.resolver_match
        return None if match and match.url_name in WAY_THERE else redirect("account_factors")
