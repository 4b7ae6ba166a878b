"""What the funder would find missing in a project's plan: tasks nobody answers for, partners over their days."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from passerelle.core.actor import Actor
from passerelle.core.rooms import Gap, Gravity
from passerelle.network.models import Project
from passerelle.network.policies import LEAD
from passerelle.tasks.models import Budget, Item, Use
from passerelle.tasks.plan_gaps import of_plans


def gaps(actor: Actor, projects: Collection[UUID]) -> Iterator[Gap]:
    """For whoever leads. Two queries for all projects; what an organisation keeps for itself is in no count."""
    led = [project for project in projects if actor.has(LEAD, project=project)]
    if not led:
        return
    for _project, rows in groupby(_standing(led), key=lambda row: row["pk"]):
        partners = list(rows)
        if partners[0]["nobodys"]:
            yield _nobodys(partners[0])
        yield from (
            _over(row) for row in partners if row["partner"] and row["days_used"] > row["days_planned"]
        )
    yield from of_plans(led)


def _nobodys(project: dict[str, Any]) -> Gap:
    number = project["nobodys"]
    return Gap(
        "items-without-partner",
        project["pk"],
        ("project", project["pk"]),
        ngettext(
            "No partner answers for %(n)d open task or deliverable.",
            "No partner answers for %(n)d open tasks or deliverables.",
            number,
        )
        % {"n": number},
        Gravity.ASKED,
        (
            _("Say who answers for it"),
            reverse("desk_plan_items", args=[project["code"]]) + "?responsible=none",
        ),
    )


def _over(row: dict[str, Any]) -> Gap:
    return Gap(
        "partner-over-its-days",
        row["pk"],
        ("organisation", row["partner"]),
        _("%(organisation)s is over its days: %(used)s used, %(planned)s planned.")
        % {
            "organisation": row["name"],
            "used": f"{row['days_used'].normalize():f}",
            "planned": f"{row['days_planned'].normalize():f}",
        },
        Gravity.MONEY,
        (_("Look at money and time"), reverse("desk_money", args=[row["code"]])),
    )


def _standing(projects: list[UUID]) -> QuerySet[Project, dict[str, Any]]:
    """Each of these projects with each of its partners, their days, and how many joint items nobody answers for."""
    open_ = (
        Item.objects.unscoped(reason="counted for whoever leads")
        .filter(project=OuterRef("pk"), keeper=None, state=Item.State.OPEN, responsible=None)
        .order_by()
    )
    rows = Project.objects.unscoped(reason="gaps are asked for the projects an actor leads")
    return (
        rows.filter(pk__in=projects)
        .order_by("acronym", "partnerships__organisation__name")
        .values(
            "pk",
            "code",
            partner=F("partnerships__organisation"),
            name=F("partnerships__organisation__name"),
            nobodys=Coalesce(Subquery(open_.values("project").annotate(n=Count("pk")).values("n")), 0),
            days_planned=_days(Budget),
            days_used=_days(Use),
        )
    )


def _days(model: type[Budget] | type[Use]) -> Coalesce:
    """The days of one partner in one project, summed in the database."""
    own = model.objects.unscoped(reason="summed for whoever leads").filter(
        project=OuterRef("pk"), organisation=OuterRef("partnerships__organisation")
    )
    summed = own.order_by().values("organisation").annotate(n=Sum("days")).values("n")
    return Coalesce(Subquery(summed), Value(Decimal(0)))
