"""Every change in the house goes through an action: policy, transaction and journal row in one place."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db import models, transaction

from passerelle.core import closed, journal
from passerelle.core.actor import Actor
from passerelle.core.errors import Denied

P = ParamSpec("P")
R = TypeVar("R")
ACTIONS: dict[str, Callable[..., Any]] = {}


def action(
    *, may: Callable[..., bool], says: str, on_closed: bool = False
) -> Callable[[Callable[Concatenate[Actor, P], R]], Callable[Concatenate[Actor, P], R]]:
    """Make a function the one way to do one change.

    may: policy, called with the same arguments; anything but True denies.
    says: what the journal writes, a short English code such as "project created".
    on_closed: also in a project that is closed (core.closed): only what takes away, closes it or opens it again.
    The journal row speaks of the returned model (else of the first model among the arguments); inside the
    function `journal.tell(key=code)` adds ids and codes to it. Raises Denied before anything is touched.
    """

    def furnish(function: Callable[Concatenate[Actor, P], R]) -> Callable[Concatenate[Actor, P], R]:
        @wraps(function)
        def run(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if may(actor, *args, **kwargs) is not True:
                raise Denied(says)
            with transaction.atomic(), journal.telling() as details:
                if not on_closed:
                    closed.refuse(actor, args, kwargs)
                result = function(actor, *args, **kwargs)
                journal.append(actor, says, _subject(result, args, kwargs), details)
            return result

        run.says, run.may = says, may  # type: ignore[attr-defined]
        name = f"{function.__module__}.{function.__qualname__}"
        ACTIONS[name] = run
        return run

    return furnish


def _subject(result: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> models.Model | None:
    candidates = (result, *args, *kwargs.values())
    return next((c for c in candidates if isinstance(c, models.Model) and c.pk is not None), None)
