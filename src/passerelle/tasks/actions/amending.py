"""The project's dates change: what hangs on them moves, and the plan as it was stays readable."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import new_code
from passerelle.core.errors import Problem
from passerelle.core.lines import plain_line
from passerelle.network import actions as network
from passerelle.network.models import Project
from passerelle.tasks import policies, schedule
from passerelle.tasks.models import Item, PlanVersion

_undoing: ContextVar[bool] = ContextVar("undoing an amendment", default=False)


@action(may=policies.may_plan, says="plan amended")
def amend_plan(
    actor: Actor, project: Project, *, starts: str, ends: str, reason: str, revision: int
) -> PlanVersion:
    """Give the project other dates. Every deadline bound to them moves; the plan as it was is the version returned.

    starts, ends: as precise as they are known. revision: of the project, as the preview was made from.
    Raises Problem when nothing would change, the period runs backwards, or somebody changed the project meanwhile."""
    if (starts, ends) == (project.starts, project.ends):
        raise Problem(
            "nothing changes", _("These are the dates the project has. Change one of them."), field="ends"
        )
    network.change_facts(actor, project, revision=revision, starts=starts, ends=ends)
    version = PlanVersion.objects.filter(project=project).order_by("-number")[0]
    version.reason, version.made_by = plain_line(reason)[:300], actor.person
    version.save(update_fields=["reason", "made_by"])
    journal.tell(version=version.number)
    return version


@action(may=lambda actor, version: policies.may_plan(actor, version.project), says="amendment undone")
def undo_amendment(actor: Actor, version: PlanVersion) -> PlanVersion:
    """Go back to the plan of this version. It stays in the list, as one that was undone.

    Raises Problem when the plan was changed since."""
    if not may_be_undone(version):
        raise Problem(
            "built upon",
            _(
                "The plan was changed since this amendment. Amend it once more instead, with the dates of before."
            ),
        )
    with _quietly():
        network.change_facts(
            actor,
            version.project,
            revision=version.project.revision,
            starts=version.starts,
            ends=version.ends,
            months=version.months,
        )
    schedule.replan(version.project)
    version.undone_at = timezone.now()
    version.save(update_fields=["undone_at"])
    return version


def may_be_undone(version: PlanVersion) -> bool:
    """Whether this is the newest amendment that holds, and the plan is still what it made of it."""
    holding = PlanVersion.objects.filter(project=version.project_id, undone_at=None).order_by("-number")
    return holding.first() == version and fingerprint(rows_of(version.project_id)) == version.after


def follow_period(project: UUID, before: dict[str, Any]) -> None:
    """Keep the plan as it was and work it out anew. Called inside the change of the dates, wherever that came from."""
    if _undoing.get():
        return
    found = Project.objects.unscoped(reason="deadlines follow the dates").select_for_update().get(pk=project)
    rows = rows_of(project)
    newest = PlanVersion.objects.filter(project=project).order_by("-number").first()
    version = PlanVersion.objects.create(
        code=new_code(),
        project=found,
        number=newest.number + 1 if newest else 1,
        rows=rows,
        **before,
    )
    schedule.replan(found)
    version.after = fingerprint(rows_of(project))
    version.save(update_fields=["after"])


def rows_of(project: UUID) -> list[dict[str, Any]]:
    """The joint items of a plan as they are kept: no person, and nothing an organisation keeps for itself."""
    items = Item.objects.filter(project=project, keeper=None).select_related("package", "responsible")
    return [
        {
            "code": item.code,
            "number": item.number,
            "kind": item.kind,
            "title": item.title,
            "language": item.language,
            "package": item.package.number if item.package else "",
            "responsible": item.responsible.name if item.responsible else "",
            "rule": item.due_rule,
            "due": item.due.isoformat() if item.due else "",
            "time": item.due_time.isoformat("minutes") if item.due_time else "",
            "zone": item.due_zone,
            "state": item.state,
            "submitted": item.submitted_on.isoformat() if item.submitted_on else "",
        }
        for item in items.order_by("package__order", "kind", "order", "due_at", "pk")
    ]


def fingerprint(rows: list[dict[str, Any]]) -> str:
    """A hash over what is planned for when; what was done since is no change of the plan."""
    told = sorted([row["code"], row["number"], row["rule"], row["due"], row["time"]] for row in rows)
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


@contextmanager
def _quietly() -> Iterator[None]:
    """Dates that go back make no new version."""
    before = _undoing.set(True)
    try:
        yield
    finally:
        _undoing.reset(before)
