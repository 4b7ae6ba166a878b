"""Money and days are shared out, and their use is noted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import new_code
from passerelle.core.errors import Denied, Problem
from passerelle.core.lines import plain_line
from passerelle.network.models import Organisation, Project
from passerelle.tasks import policies
from passerelle.tasks.actions.checks import check_partner
from passerelle.tasks.models import Budget, Use, WorkPackage

Cell = tuple[UUID, UUID | None]  # a partner, and a work package or None


@dataclass(frozen=True, slots=True)
class Used:
    """One line of what was used: money in the project's currency, person-days, or both."""

    organisation: Organisation
    package: WorkPackage | None
    day: date
    amount: Decimal = Decimal(0)
    days: Decimal = Decimal(0)
    what: str = ""


def state_of_budget(project: Project) -> str:
    """What a form was filled from: changes when any figure of the budget does."""
    rows = Budget.objects.filter(project=project).order_by("organisation", "package")
    told = [f"{r.organisation_id} {r.package_id} {r.amount} {r.days}" for r in rows]
    return sha256("\n".join(told).encode()).hexdigest()[:16]


@action(may=policies.may_plan_money, says="budget shared out")
def share_out(
    actor: Actor, project: Project, *, base: str, name: str, figures: Mapping[Cell, Decimal]
) -> Project:
    """Write one figure, "amount" or "days", of each cell. base: the state the form was filled from.

    Raises Problem when somebody saved other figures meanwhile; what was typed is then still the caller's."""
    with connection.cursor() as cursor:  # two leads at once: the second waits, and then sees the first one's
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"budget {project.pk}"])
    if base != state_of_budget(project):
        raise Problem(
            "changed meanwhile",
            _(
                "Somebody else saved other figures while you were writing. Yours are still here: look at theirs in "
                "the table of the budget, then save again."
            ),
        )
    there = {(one.organisation_id, one.package_id): one for one in Budget.objects.filter(project=project)}
    changed = []
    for cell, figure in figures.items():
        row = there.get(cell) or Budget(project=project, organisation_id=cell[0], package_id=cell[1])
        if getattr(row, name) != figure:
            setattr(row, name, figure)
            changed.append(row)
    for row in changed:
        row.save()
    Budget.objects.filter(project=project, amount=0, days=0).delete()
    journal.tell(figure=name, cells=len(changed))
    return project


@action(may=policies.may_note_uses, says="use noted")
def note_uses(actor: Actor, project: Project, rows: Sequence[Used]) -> list[Use]:
    """Note what was used, all lines or none.

    Raises Problem when a line uses nothing, lies in the future, or names no partner or another project's package;
    Denied for an organisation the actor does not act for."""
    for row in rows:
        if not policies.may_note_for(actor, project, row.organisation.pk):
            raise Denied("use noted")
        check_partner(project, row.organisation, "organisation")
        if row.package is not None and row.package.project_id != project.pk:
            raise Problem("other project", _("Choose a work package of this project."), field="package")
        if row.day > timezone.localdate():
            raise Problem(
                "in the future", _("This day is still to come. Note what was used, not what will be.")
            )
        if row.amount <= 0 and row.days <= 0:
            raise Problem("nothing used", _("Give money, person-days or both."))
    made = [
        Use(
            code=new_code(),
            project=project,
            organisation=row.organisation,
            package=row.package,
            day=row.day,
            amount=row.amount,
            days=row.days,
            what=plain_line(row.what)[:200],
            entered_by=actor.person,
        )
        for row in rows
    ]
    Use.objects.bulk_create(made)
    journal.tell(entries=[one.code for one in made])
    return made


@action(may=policies.may_remove_use, says="use removed")
def remove_use(actor: Actor, use: Use) -> None:
    """Take an entry away, for good: a wrong figure is removed and noted anew."""
    journal.tell(entry=use.code)
    use.delete()
