"""Every view is a screen that says who may enter; a view without `@screen` is closed to everybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import resolve, reverse

from passerelle.core import closed
from passerelle.core.errors import Denied

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Screen:
    """What a view declares about itself."""

    may: Callable[..., bool] | None
    of: Any
    open_to_all: bool
    changes: bool = False
    on_closed: bool = False


def screen(
    *,
    may: Callable[..., bool] | None = None,
    of: type[models.Model] | None = None,
    open_to_all: bool = False,
    changes: bool = False,
    on_closed: bool = False,
) -> Callable[[View], View]:
    """Declare who may open a view.

    of: the model whose row the address names by `code`; it is looked up among the rows the actor can see (404
    otherwise) and handed to the view and to `may` (403 otherwise). Somebody not signed in is sent to sign in.
    open_to_all: a public page; everything else is told never to be stored by browsers or proxies.
    changes: a page that is only there to change something. When the row belongs to a closed project (core.closed)
    such a page is shut, and of every other page the buttons are.
    on_closed: it works there too, as the action behind it does: what takes away, or opens the project again.
    """
    if (may is None) == (not open_to_all):
        raise TypeError("a screen either names its policy or is open to all")

    def furnish(view: View) -> View:
        @wraps(view)
        def show(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor = request.actor  # type: ignore[attr-defined]
            if not open_to_all and not actor.signed_in:
                return redirect_to_login(request.get_full_path())
            if of is not None:
                args = (
                    get_object_or_404(_with_project(of, actor), code=kwargs.pop("code")),
                    *args,
                )
            if may is not None and may(actor, *args[:1] if of is not None else ()) is not True:
                raise PermissionDenied
            if of is not None and not on_closed and (changes or request.method == "POST"):
                closed.refuse_to_open(args[0])
            try:
                response = view(request, *args, **kwargs)
            except Denied as denied:
                raise PermissionDenied from denied
            if not open_to_all:
                response.headers["Cache-Control"] = "no-store"
            return response

        show.screen = Screen(may, of, open_to_all, changes, on_closed)  # type: ignore[attr-defined]
        return show

    return furnish


def _with_project(of: type[models.Model], actor: Any) -> models.QuerySet[Any]:
    """The rows an actor can see, each with its project: hardly a page shows one without it."""
    rows: models.QuerySet[Any] = of._default_manager.visible_to(actor)  # type: ignore[attr-defined]
    joined = any(field.name == "project" and field.many_to_one for field in of._meta.fields)
    return rows.select_related("project") if joined else rows


def changes(name: str, *args: Any) -> bool:
    """Whether the page of this name is only there to change something."""
    return bool(resolve(reverse(name, args=args)).func.screen.changes)  # type: ignore[attr-defined]
