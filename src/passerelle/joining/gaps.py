"""What the funder would find missing: partners that have not accepted the newest agreement."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from passerelle.core.actor import Actor
from passerelle.core.rooms import Gap, Gravity
from passerelle.joining.models import Acceptance, Agreement
from passerelle.network.models import Partnership
from passerelle.network.policies import LEAD


def gaps(actor: Actor, projects: Collection[UUID]) -> Iterator[Gap]:
    """For whoever leads: one gap for each project, which counts the partners. One query; none without an agreement."""
    led = [project for project in projects if actor.has(LEAD, project=project)]
    if not led:
        return
    versions = Agreement.objects.unscoped(reason="counted for whoever leads")
    newest = versions.filter(project=OuterRef("project")).order_by("-number").values("pk")[:1]
    kept = Acceptance.objects.unscoped(reason="counted for whoever leads").filter(
        agreement=OuterRef("newest"), organisation=OuterRef("organisation")
    )
    rows = (
        Partnership.objects.filter(project__in=led, project__closed_at=None)
        .annotate(newest=Subquery(newest))
        .filter(~Q(newest=None), ~Exists(kept))
        .values("project", "project__code")
        .annotate(n=Count("pk"))
        .order_by("project__acronym")
    )
    for row in rows:
        yield Gap(
            "partners-without-agreement",
            row["project"],
            ("project", row["project"]),
            ngettext(
                "%(n)d partner has not accepted the newest agreement.",
                "%(n)d partners have not accepted the newest agreement.",
                row["n"],
            )
            % {"n": row["n"]},
            Gravity.ASKED,
            (_("See who has not"), reverse("desk_agreement", args=[row["project__code"]])),
        )
