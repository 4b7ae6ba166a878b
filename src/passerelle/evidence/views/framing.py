"""What every page of evidence shows, and how a change is kept for undoing in the session of who made it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from passerelle.core import undoing
from passerelle.core.errors import Problem
from passerelle.core.visit import Visit
from passerelle.evidence import actions, policies
from passerelle.evidence.models import Indicator, Question, Result
from passerelle.evidence.models.worded import Worded
from passerelle.network.models import Project
from passerelle.network.views import project as space

WAYS = (
    ("desk_indicators", _("Indicators"), policies.may_see_chain),
    ("desk_chain", _("Goals and activities"), policies.may_see_chain),
    ("desk_snapshots", _("Frozen reports"), policies.may_see_chain),
    ("desk_comparison", _("Countries compared"), policies.may_see_figures),
)
UNDO = "last change of evidence"
SIDES = pgettext_lazy("evidence", "Ways to look at the evidence")


def frame(
    request: Visit, project: Project, here: str, *, offers: Any = None, **context: Any
) -> dict[str, Any]:
    """The working space, and the ways to look at the evidence."""
    ways = [
        {"label": label, "url": reverse(name, args=[project.code]), "current": name == here}
        for name, label, may in WAYS
        if may(request.actor, project)
    ]
    return space.frame(request, project, "desk_indicators", offers=offers, ways=ways, sides=SIDES, **context)


def remember(request: Visit, row: Worded, before: dict[str, Any]) -> bool:
    """Keep what one's last change replaced, until the next one. Whether it changed anything."""
    row.refresh_from_db()
    return undoing.remember(request, UNDO, row, before, actions.as_it_stands(row))


def undoable(request: Visit, row: Worded) -> bool:
    return undoing.undoable(request, UNDO, row)


def undo(request: Visit, row: Worded) -> None:
    """Put back what one's last change replaced."""
    undoing.undo(request, UNDO, row, partial(actions.undo_change, request.actor, row))


def forget(request: Visit) -> None:
    request.session.pop(UNDO, None)


def agree(request: Visit, row: Result | Indicator, change: Callable[..., Any]) -> None:
    """What was found in an old page is the project's own from now on."""
    if request.method == "POST" and row.draft:
        change(request.actor, row, revision=row.revision, draft=False)
        messages.success(request, gettext("It counts from now on."))


def remove(request: Visit, kind: str, row: Result | Indicator | Question, act: Callable[..., Any]) -> bool:
    """Take something out, and keep it until the next change, to be brought back. Whether it is out."""
    kept = {**actions.kept_of(row), "project": row.project.code}
    try:
        act(request.actor, row)
    except Problem as problem:
        messages.error(request, str(problem))
        return False
    request.session[UNDO] = {"removed": kind, "kept": kept}
    messages.success(request, gettext("It is removed. You can bring it back here."))
    return True


def removed(request: Visit, project: Project, *kinds: str) -> bool:
    """Whether something of these kinds that one removed can be brought back here."""
    last = request.session.get(UNDO) or {}
    return last.get("removed") in kinds and last.get("kept", {}).get("project") == project.code
