"""What the funder would find missing in a project's plan: tasks nobody answers for, partners over their days, and what
`plan_gaps` says of deliverables and work packages."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import JSONObject, Now
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from passerelle.core.actor import Actor
from passerelle.core.models import StoredFile
from passerelle.core.rooms import Gap, Gravity, rooms
from passerelle.network.models import Partnership, Project
from passerelle.network.policies import LEAD
from passerelle.tasks.models import Budget, Helper, Item, Use, WorkPackage
from passerelle.tasks.plan_gaps import cells, deliverables
from passerelle.tasks.queries import LEFT, left_behind


def gaps(actor: Actor, projects: Collection[UUID]) -> Iterator[Gap]:
    """For whoever leads. One query for all projects, in which other rooms have columns of their own (core.rooms.Ride);
    what an organisation keeps for itself is in no count."""
    led = [project for project in projects if actor.has(LEAD, project=project)]
    riding = [room.riding for room in rooms() if room.riding is not None]
    columns = {name: one for ride in riding for name, one in ride.columns().items()}
    found = list(_standing().filter(pk__in=led).annotate(**columns)) if led else []
    for project in found:
        yield from _nobodys(project)
        yield from _left_behind(project)
        yield from _over(project)
    for project in found:
        yield from deliverables(project)
        yield from cells(project)
    for ride in riding:
        for project in found:
            yield from ride.read(project)


def _nobodys(project: dict[str, Any]) -> Iterator[Gap]:
    number = sum(cell["open"] for cell in project["its_planned"] if cell["who"] is None)
    if not number:
        return
    yield Gap(
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


def _left_behind(project: dict[str, Any]) -> Iterator[Gap]:
    number = project["left_behind"] or 0
    if not number:
        return
    yield Gap(
        "items-left-behind",
        project["pk"],
        ("project", project["pk"]),
        ngettext(
            "%(n)d open task or deliverable is with somebody who left the project.",
            "%(n)d open tasks or deliverables are with somebody who left the project.",
            number,
        )
        % {"n": number},
        Gravity.ASKED,
        (
            _("Say who answers for it"),
            f"{reverse('desk_plan_items', args=[project['code']])}?responsible={LEFT}",
        ),
    )


def _over(project: dict[str, Any]) -> Iterator[Gap]:
    for one in project["its_partners"]:
        planned, used = (Decimal(str(one[key] or 0)) for key in ("days_planned", "days_used"))
        if used <= planned:
            continue
        yield Gap(
            "partner-over-its-days",
            project["pk"],
            ("organisation", UUID(one["pk"])),
            _("%(organisation)s is over its days: %(used)s used, %(planned)s planned.")
            % {
                "organisation": one["name"],
                "used": f"{used.normalize():f}",
                "planned": f"{planned.normalize():f}",
            },
            Gravity.MONEY,
            (_("Look at money and time"), reverse("desk_money", args=[project["code"]])),
        )


@cache
def _standing() -> QuerySet[Project, dict[str, Any]]:
    """Each project with what its gaps are found in: partners with their days, work packages, for whom joint items are
    planned in them and how many of these are open, who helps there, and deliverables without a file.

    Never run as it is, and put together once: to describe it anew takes Django longer than the database to answer it."""
    reason = "cut to the projects an actor leads"
    joint = Item.objects.unscoped(reason=reason).filter(project=OuterRef("pk"), keeper=None)
    helped = Helper.objects.filter(item__project=OuterRef("pk"), item__keeper=None).order_by()
    return (
        Project.objects.unscoped(reason=reason)
        .order_by("acronym")
        .values(
            "pk",
            "code",
            missing=ArraySubquery(_fileless(joint)),
            left_behind=Subquery(_gone(joint)),
            its_packages=ArraySubquery(_packages()),
            its_partners=ArraySubquery(_partners()),
            its_planned=ArraySubquery(_planned(joint)),
            its_helped=ArraySubquery(
                helped.values(json=JSONObject(package="item__package", who="organisation")).distinct()
            ),
        )
    )


def _planned(joint: QuerySet[Item]) -> QuerySet[Item, Any]:
    """For each work package and partner that have joint items: how many of them are open."""
    open_ = Count("pk", filter=Q(state=Item.State.OPEN))
    cells = joint.order_by().values("package", "responsible").annotate(open=open_)
    return cells.values(json=JSONObject(package="package", who="responsible", open="open"))


def _gone(joint: QuerySet[Item]) -> QuerySet[Item, Any]:
    """How many open joint items are with somebody who left; NULL where none are."""
    left = joint.filter(left_behind(), state=Item.State.OPEN).order_by()
    return left.values("project").annotate(n=Count("pk")).values("n")


def _fileless(joint: QuerySet[Item]) -> QuerySet[Item, Any]:
    """Deliverables that are late or done, and of which no file is there."""
    files = StoredFile.objects.filter(owner_kind=Item.FILES, owner=OuterRef("pk"))
    owed = Q(state=Item.State.DONE) | Q(state=Item.State.OPEN, due_at__lt=Now())
    return (
        joint.filter(~Exists(files), owed, kind=Item.Kind.DELIVERABLE)
        .order_by("due_at", "order")
        .values(json=JSONObject(pk="pk", code="code", number="number", title="title", state="state"))
    )


def _packages() -> QuerySet[WorkPackage, Any]:
    rows = WorkPackage.objects.unscoped(reason="the same").filter(project=OuterRef("pk"))
    return rows.order_by("order").values(json=JSONObject(pk="pk", number="number", lead="lead"))


def _partners() -> QuerySet[Partnership, Any]:
    rows = Partnership.objects.filter(project=OuterRef("pk")).order_by("organisation__name")
    return rows.values(
        json=JSONObject(
            pk="organisation", name="organisation__name", days_planned=_days(Budget), days_used=_days(Use)
        )
    )


def _days(model: type[Budget] | type[Use]) -> Subquery:
    """The days of one partner in one project, summed in the database; NULL where none are noted."""
    own = model.objects.unscoped(reason="summed for whoever leads").filter(
        project=OuterRef("project"), organisation=OuterRef("organisation")
    )
    return Subquery(own.order_by().values("organisation").annotate(n=Sum("days")).values("n"))
