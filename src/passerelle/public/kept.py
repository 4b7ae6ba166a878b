"""Public pages drawn once for everybody who asks while nothing has changed.

A page may be kept where its view says so (`Cache-Control: public`, see `public.caching`) and the visitor brings no
cookie. It is given out again only while the database's snapshot is the very same: any change at all, committed
anywhere in the house, and it is drawn anew. So nobody ever reads what is no longer true, not even for a second.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from django.db import connection
from django.http import HttpRequest, HttpResponse

from passerelle.public.caching import SECONDS
from passerelle.public.readers import preferred

MOST = 300  # pages in each process, about 15 kB each

Respond = Callable[[HttpRequest], HttpResponse]
Key = tuple[str, ...]


class Kept:
    """Stands before sessions and languages: a page from here costs one short question to the database."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response
        self.pages: OrderedDict[Key, tuple[str, float, bytes, dict[str, str]]] = OrderedDict()
        self.lock = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Inside somebody's transaction its own changes do not show in the snapshot.
        if request.method != "GET" or request.META.get("HTTP_COOKIE") or connection.in_atomic_block:
            return self.get_response(request)
        key = (
            request.META.get("HTTP_HOST", ""),
            request.get_full_path(),
            request.META.get("HTTP_SAVE_DATA", ""),
            # Not the header itself: browsers write the same wish in many ways.
            ",".join(preferred(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))),
            request.scheme or "",
        )
        moment = _moment()
        kept = self.pages.get(key)
        if kept is not None and kept[0] == moment and time.monotonic() < kept[1]:
            request.kept = True  # type: ignore[attr-defined]
            return HttpResponse(kept[2], headers=kept[3])
        response = self.get_response(request)
        if _may_stay(response):
            with self.lock:
                self.pages[key] = (
                    moment,
                    time.monotonic() + SECONDS,
                    response.content,
                    dict(response.headers),
                )
                self.pages.move_to_end(key)
                while len(self.pages) > MOST:
                    self.pages.popitem(last=False)
        return response


def _may_stay(response: HttpResponse) -> bool:
    """Texts only: documents are many times larger, and are kept by what they say (`core.papers`)."""
    public = response.headers.get("Cache-Control", "").startswith("public") and not response.cookies
    return public and response.headers.get("Content-Type", "").startswith("text/")


def _moment() -> str:
    """Two equal answers: no transaction that changed anything began or ended in between (PostgreSQL 13 on)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        return str(cursor.fetchone()[0])
