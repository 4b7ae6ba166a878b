"""Work packages are added, changed and removed."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import new_code
from passerelle.core.errors import Problem
from passerelle.core.lines import plain_line
from passerelle.network.models import Organisation, Project
from passerelle.tasks import policies
from passerelle.tasks.actions.checks import check_partner
from passerelle.tasks.models import WorkPackage, in_order


@action(may=policies.may_plan, says="work package added")
def add_package(
    actor: Actor,
    project: Project,
    *,
    number: str,
    title: str,
    lead: Organisation | None = None,
    first_month: int | None = None,
    last_month: int | None = None,
    language: str = "",
) -> WorkPackage:
    """Add a work package. Raises Problem when its number is taken, its lead is no partner or it ends too early."""
    package = WorkPackage(code=new_code(), project=project)
    return _filled(package, number, title, lead, first_month, last_month, language)


@action(may=policies.may_change_package, says="work package changed")
def change_package(
    actor: Actor,
    package: WorkPackage,
    *,
    number: str,
    title: str,
    lead: Organisation | None = None,
    first_month: int | None = None,
    last_month: int | None = None,
    language: str = "",
) -> WorkPackage:
    """Change a work package. Raises Problem as `add_package` does."""
    return _filled(package, number, title, lead, first_month, last_month, language)


@action(may=policies.may_change_package, says="work package removed")
def remove_package(actor: Actor, package: WorkPackage) -> None:
    """Take an empty work package out of the plan. Raises Problem when something is still in it.

    What an organisation keeps for itself is no reason: to say so would betray it. It stays, in no package."""
    if package.budgets.exists() or package.uses.exists():
        raise Problem(
            "money in it",
            _("Money or person-days are still in this work package. Move them to another one first."),
        )
    if package.items.filter(keeper=None).exists():
        raise Problem(
            "not empty", _("There are still items in this work package. Move them to another one first.")
        )
    journal.tell(package=package.code)
    package.delete()


def _filled(
    package: WorkPackage,
    number: str,
    title: str,
    lead: Organisation | None,
    first_month: int | None,
    last_month: int | None,
    language: str,
) -> WorkPackage:
    if first_month and last_month and last_month < first_month:
        raise Problem(
            "months backwards",
            _("The work package ends before it begins. Look at the two months once more."),
            field="last_month",
        )
    if lead is not None:
        check_partner(package.project, lead, "lead")
    facts: dict[str, Any] = {
        "number": plain_line(number),
        "order": in_order(plain_line(number)),
        "title": plain_line(title),
        "lead": lead,
        "first_month": first_month,
        "last_month": last_month,
        "language": language,
    }
    for name, value in facts.items():
        setattr(package, name, value)
    try:
        with transaction.atomic():
            package.save()
    except IntegrityError:
        raise Problem(
            "number taken",
            _("There is already a work package with this number. Choose another one."),
            field="number",
        ) from None
    return package
