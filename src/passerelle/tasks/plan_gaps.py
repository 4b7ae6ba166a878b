"""What the funder would find missing in the plan itself: files of deliverables, and partners with nothing to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from passerelle.core.models import StoredFile
from passerelle.core.rooms import Gap, Gravity
from passerelle.network.models import Partnership, Project
from passerelle.tasks.models import Helper, Item, WorkPackage

NAMED = 10  # deliverables named one by one; more are counted


def of_plans(projects: list[UUID]) -> Iterator[Gap]:
    """Deliverables without a file, and work packages in which a partner has nothing to do: joint items, one query."""
    for project in _found(projects):
        yield from _deliverables(project)
        yield from _cells(project)


def _found(projects: list[UUID]) -> Iterable[dict[str, Any]]:
    joint = Item.objects.unscoped(reason="gaps are asked for the projects an actor leads").filter(
        project=OuterRef("pk"), keeper=None
    )
    return (
        Project.objects.unscoped(reason="the same")
        .filter(pk__in=projects)
        .order_by("acronym")
        .annotate(
            missing=ArraySubquery(_fileless(joint)),
            empty=ArraySubquery(_cells_of_plan()),
        )
        .values("pk", "code", "missing", "empty")
    )


def _fileless(joint: QuerySet[Item]) -> QuerySet[Item, Any]:
    """Deliverables that are late or done, and of which no file is there."""
    files = StoredFile.objects.filter(owner_kind=Item.FILES, owner=OuterRef("pk"))
    owed = Q(state=Item.State.DONE) | Q(state=Item.State.OPEN, due_at__lt=timezone.now())
    return (
        joint.filter(~Exists(files), owed, kind=Item.Kind.DELIVERABLE)
        .order_by("due_at", "order")
        .values(json=JSONObject(pk="pk", code="code", number="number", title="title", state="state"))
    )


def _cells_of_plan() -> QuerySet[WorkPackage, Any]:
    """Each work package beside each partner, and whether anything is planned there."""
    planned = Item.objects.unscoped(reason="the same").filter(
        Q(responsible=OuterRef("project__partnerships__organisation"))
        | Q(
            pk__in=Helper.objects.filter(
                organisation=OuterRef(OuterRef("project__partnerships__organisation"))
            ).values("item")
        ),
        keeper=None,
        package=OuterRef("pk"),
    )
    partners = Partnership.objects.filter(pk=OuterRef("project__partnerships"))
    return (
        WorkPackage.objects.unscoped(reason="the same")
        .filter(Exists(partners), project=OuterRef("pk"))
        .order_by("order", "project__partnerships__organisation__name")
        .values(
            json=JSONObject(
                pk="pk",
                number="number",
                lead=Q(lead=F("project__partnerships__organisation")),
                partner="project__partnerships__organisation__name",
                planned=Exists(planned),
            )
        )
    )


def _deliverables(project: dict[str, Any]) -> Iterator[Gap]:
    for one in project["missing"][:NAMED]:
        late = one["state"] == Item.State.OPEN
        sentence = (
            _("%(what)s is late, and no file of it is here yet.")
            if late
            else _("%(what)s is done, but no file of it is here.")
        )
        yield Gap(
            "deliverable-late-without-file" if late else "deliverable-done-without-file",
            project["pk"],
            ("item", UUID(one["pk"])),
            sentence % {"what": one["number"] or one["title"]},
            Gravity.MONEY if late else Gravity.ASKED,
            (_("Hand in") if late else _("Add the file"), reverse("desk_item", args=[one["code"]])),
        )
    if (more := len(project["missing"]) - NAMED) and more > 0:
        yield Gap(
            "deliverables-without-file",
            project["pk"],
            ("project", project["pk"]),
            ngettext(
                "%(n)s more deliverable has no file yet.",
                "%(n)s more deliverables have no file yet.",
                more,
            )
            % {"n": more},
            Gravity.MONEY,
            (_("See the plan"), reverse("desk_plan", args=[project["code"]])),
        )


def _cells(project: dict[str, Any]) -> Iterator[Gap]:
    """Partners with nothing to do in a work package; one gap for each package, whatever the number of partners."""
    for pk, rows in groupby(project["empty"], key=lambda cell: cell["pk"]):
        cells = list(rows)
        empty = [cell["partner"] for cell in cells if not cell["planned"]]
        if not empty:
            continue
        bare = len(empty) == len(cells)
        told = {"package": cells[0]["number"], "partners": ", ".join(empty)}
        sentence = (
            _("Nothing is planned in %(package)s yet.")
            if bare
            else _("Nothing is planned in %(package)s for: %(partners)s.")
        )
        yield Gap(
            "package-without-items" if bare else "empty-cells",
            project["pk"],
            ("package", UUID(pk)),
            sentence % told,
            Gravity.ASKED if bare else Gravity.TIDY,
            (_("Plan it"), reverse("desk_plan", args=[project["code"]])),
        )
