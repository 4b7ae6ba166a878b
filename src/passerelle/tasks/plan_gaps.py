"""What the funder would find missing in the plan itself: files of deliverables, and partners with nothing to do. In
sentences, of one project as `gaps` reads it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from passerelle.core.rooms import Gap, Gravity
from passerelle.language.rows import in_a_row
from passerelle.tasks.models import Item

NAMED = 10  # deliverables named one by one; more are counted


def deliverables(project: dict[str, Any]) -> Iterator[Gap]:
    """Those that are late or done, and of which no file is here."""
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


def cells(project: dict[str, Any]) -> Iterator[Gap]:
    """Partners with nothing to do in a work package; one gap for each package, whatever the number of partners."""
    planned = {(cell["package"], cell["who"]) for cell in (*project["its_planned"], *project["its_helped"])}
    plan = reverse("desk_plan", args=[project["code"]])
    for package in project["its_packages"]:
        filled = planned | {(package["pk"], package["lead"])}
        empty = [one["name"] for one in project["its_partners"] if (package["pk"], one["pk"]) not in filled]
        bare = not any(pk == package["pk"] for pk, _who in planned)
        if not empty and not bare:
            continue
        told = {"package": package["number"], "partners": in_a_row(empty)}
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
            (_("Plan it"), plan),
        )
