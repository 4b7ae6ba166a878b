"""One's last change of a record, kept in one's own session until the next one, so that one button puts it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from passerelle.core.errors import Problem


def remember(
    request: HttpRequest, key: str, row: Any, before: Mapping[str, Any], now: Mapping[str, Any]
) -> bool:
    """Keep under `key` what a change replaced; whether it changed anything.

    row: a record with a code, which counts its changes as its revision. before, now: facts of it, as JSON."""
    was = {name: value for name, value in before.items() if now[name] != value}
    request.session[key] = {"code": row.code, "revision": row.revision, "was": was}
    return bool(was)


def undoable(request: HttpRequest, key: str, row: Any) -> bool:
    """Whether one can put something back here: one's last change did something, and nobody changed more."""
    last = _last(request, key, row)
    return bool(last.get("was")) and last["revision"] == row.revision


def undo(request: HttpRequest, key: str, row: Any, put_back: Callable[..., Any]) -> None:
    """Put back what one's last change of `row` replaced, once, and say so.

    put_back(revision=…, was=…) raises Problem when somebody changed more since; that is said, too."""
    last = _last(request, key, row)
    if request.method != "POST" or not last.get("was"):
        return
    del request.session[key]
    try:
        put_back(revision=last["revision"], was=last["was"])
    except Problem as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Your change is undone."))


def _last(request: HttpRequest, key: str, row: Any) -> dict[str, Any]:
    last: dict[str, Any] = request.session.get(key) or {}
    return last if last.get("code") == row.code else {}
