"""Asking for no more of one kind of mail: by one click of a mail program, or on a page of two buttons."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.messages import purposes
from passerelle.messages.unsubscribing import Wish, read, resume, silences, stop


@screen(open_to_all=True)
def unsubscribe(request: Visit, token: str) -> HttpResponse:
    """What its holder gets, kind by kind, each to be stopped and asked for again; opening it changes nothing."""
    wish = read(token)
    if wish is None:
        return _unkept(render(request, "messages/unsubscribe_unknown.html", status=404))
    if request.method == "POST":
        _decide(request, wish)
    stopped = silences(wish.receiver)
    context = {
        "kinds": [
            {"purpose": code, "words": purposes.in_words(code), "stopped": code in stopped}
            for code in sorted(purposes.bulk(), key=lambda code: code != wish.purpose)
        ],
        "here": wish.purpose,
    }
    return _unkept(render(request, "messages/unsubscribe.html", context))


def _unkept(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _decide(request: Visit, wish: Wish) -> None:
    purpose = request.POST.get("purpose", wish.purpose)
    about = Wish(wish.receiver, purpose) if purposes.is_bulk(purpose) else wish
    if request.POST.get("do") == "resume":
        resume(request.actor, about)
    elif request.POST.get("do") == "stop" or request.POST.get("List-Unsubscribe") == "One-Click":
        stop(request.actor, about)


# A mail program posts without a cookie and from no page of ours (RFC 8058, section 3.2); the address is the permission.
one_click: Any = csrf_exempt(unsubscribe)
