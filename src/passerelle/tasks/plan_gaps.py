"""What the funder would find missing in the plan itself: files of deliverables, and partners with nothing to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
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
            its_packages=ArraySubquery(_packages()),
            its_partners=ArraySubquery(_partners()),
            its_planned=ArraySubquery(
                joint.order_by().values(json=JSONObject(package="package", who="responsible")).distinct()
            ),
            its_helped=ArraySubquery(
                Helper.objects.filter(item__project=OuterRef("pk"), item__keeper=None)
                .order_by()
                .values(json=JSONObject(package="item__package", who="organisation"))
                .distinct()
            ),
        )
        .values("pk", "code", "missing", "its_packages", "its_partners", "its_planned", "its_helped")
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


def _packages() -> QuerySet[WorkPackage, Any]:
    rows = WorkPackage.objects.unscoped(reason="the same").filter(project=OuterRef("pk"))
    return rows.order_by("order").values(json=JSONObject(pk="pk", number="number", lead="lead"))


def _partners() -> QuerySet[Partnership, Any]:
    rows = Partnership.objects.filter(project=OuterRef("pk")).order_by("organisation__name")
    return rows.values(json=JSONObject(pk="organisation", name="organisation__name"))


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
    planned = {(cell["package"], cell["who"]) for cell in (*project["its_planned"], *project["its_helped"])}
    for package in project["its_packages"]:
        filled = planned | {(package["pk"], package["lead"])}
        empty = [one["name"] for one in project["its_partners"] if (package["pk"], one["pk"]) not in filled]
        bare = not any(pk == package["pk"] for pk, _who in planned)
        if not empty and not bare:
            continue
        told = {"package": package["number"], "partners": ", ".join(empty)}
        sentence = (
            _("Nothing is planned in %(package)s yet.")
            if bare
            else _("Nothing is planned in %(package)s for: %(partners)s.")
        )
        yield Gap(
            "package-without-items" if bare else "empty-cells",
            project["pk"],
            ("package", UUID(package["pk"])),
            sentence % told,
            Gravity.ASKED if bare else Gravity.TIDY,
            (_("Plan it"), reverse("desk_plan", args=[project["code"]])),
        )
