"""Every change in the house goes through an action: policy, transaction and journal row in one place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db import connection, models, transaction

from passerelle.core import closed, journal
from passerelle.core.actor import Actor
from passerelle.core.errors import Denied
from passerelle.core.prepared import Prepared, run_together

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

        return _known(run, function, may, says)

    return furnish


def action_at_once(
    *, may: Callable[..., bool], says: str, of: type[models.Model], project: str, sql: str
) -> Callable[[Callable[Concatenate[Actor, P], Mapping[str, Any]]], Callable[Concatenate[Actor, P], bool]]:
    """An action that is one statement, for what a whole room does in the same minute (decision 0041).

    may, says: as in `action`. project: a SELECT of the project's id, whose share is held. sql: an INSERT, UPDATE or
    DELETE that returns the ids of rows of the model `of`, of which the journal speaks. It leaves what belongs to a closed
    project as it is: whether one is closed, it asks itself. Both take their values by name from what the function gives.

    Share, change and journal row go to the database in one message, which is one transaction. Returns whether anything
    was changed; if not, the journal has no row.
    """

    def furnish(
        function: Callable[Concatenate[Actor, P], Mapping[str, Any]],
    ) -> Callable[Concatenate[Actor, P], bool]:
        name = f"{function.__module__}.{function.__qualname__}".replace(".", "_")[-50:]
        held = Prepared(f"{name}_held", closed.share_of(project))
        change = Prepared(name, _DONE_AND_TOLD.replace("{sql}", sql))
        fixed = {"_says": says, "_kind": of._meta.label_lower}

        @wraps(function)
        def run(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> bool:
            if may(actor, *args, **kwargs) is not True:
                raise Denied(says)
            at, person, reason = journal.who(actor)
            values = {**fixed, "_at": at, "_actor": person, "_reason": reason}
            values |= function(actor, *args, **kwargs)
            with connection.cursor() as cursor:
                # Each statement of a message sees what was committed before it began: who had to wait for a project
                # being closed sees that it is.
                run_together(cursor, (held, change), values)
                cursor.nextset()
                return bool(cursor.fetchone()[0])

        return _known(run, function, may, says)

    return furnish


_DONE_AND_TOLD = """
WITH done (subject) AS ({sql}),
told AS ({into}
    SELECT %(_at)s::timestamptz, %(_actor)s::uuid, %(_reason)s, %(_says)s, %(_kind)s, subject::text, '{}' FROM done)
SELECT count(*) FROM done
""".replace("{into}", journal.INTO)


def _known(run: Callable[..., Any], function: Callable[..., Any], may: Any, says: str) -> Any:
    run.says, run.may = says, may  # type: ignore[attr-defined]
    ACTIONS[f"{function.__module__}.{function.__qualname__}"] = run
    return run


def _subject(result: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> models.Model | None:
    candidates = (result, *args, *kwargs.values())
    return next((c for c in candidates if isinstance(c, models.Model) and c.pk is not None), None)
