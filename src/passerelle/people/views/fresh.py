"""Step-up: before something that matters, whoever is signed in proves once more who they are."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse


def fresh(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view through for five minutes after a proof; else lead to the page that asks for one, and back here.

    A form sent too late is not replayed: its page is shown anew."""

    @wraps(view)
    def show(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if did_recently_reauthenticate(request):
            return view(request, *args, **kwargs)
        methods = get_adapter().get_reauthentication_methods(request.user)
        return redirect_to_login(request.get_full_path(), methods[0]["url"])

    return show
