"""Every read of campaigns and their numbers, cut to what the actor may see."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Sum

from passerelle.core.actor import Actor
from passerelle.gatherings.models import Gathering
from passerelle.network.models import Project
from passerelle.programme.models import Campaign, Reach
from passerelle.programme.models.campaigns import UNITS

MOST_GATHERINGS = 200  # offered in a list to choose from


def campaigns(actor: Actor, project: Project) -> QuerySet[Any]:
    """The project's campaigns, each with how many gatherings belong to it (`belonging`); those put away come last."""
    rows: Any = Campaign.objects.visible_to(actor).filter(project=project)
    rows = rows.annotate(belonging=Count("gatherings"))
    return rows.order_by(F("archived_at").asc(nulls_first=True), "created_at", "pk")


def numbers(actor: Actor, one: Campaign) -> QuerySet[Any]:
    """The numbers of a campaign, the newest first, what stands no more included; `corrected`: another stands for it."""
    rows: Any = Reach.objects.visible_to(actor).filter(campaign=one)
    later = Reach.objects.visible_to(actor).filter(corrects=OuterRef("pk"), stands=True)
    return rows.annotate(corrected=Exists(later)).order_by("-on", "-created_at", "pk")


def totals(one: Campaign) -> list[dict[str, Any]]:
    """One number for each kind that was counted, with its unit; never added up: views are no people. One query."""
    rows: Any = Reach.objects.unscoped(reason="of a campaign the reader was shown").filter(
        campaign=one, stands=True
    )
    sums = dict(rows.order_by().values_list("kind").annotate(n=Sum("number")))
    return [
        {"label": kind.label, "value": sums[kind.value], "note": UNITS[kind.value].label}
        for kind in Reach.Kind
        if kind.value in sums
    ]


def standing(actor: Actor, project: Project) -> QuerySet[Reach]:
    """The numbers that count, of all campaigns that are not put away."""
    rows = Reach.objects.visible_to(actor).filter(
        campaign__project=project, campaign__archived_at=None, stands=True
    )
    return rows.select_related("campaign").order_by("campaign__created_at", "on", "created_at", "pk")


def gatherings(actor: Actor, one: Campaign) -> list[Gathering]:
    """The gatherings that belong to it."""
    return list(Gathering.objects.visible_to(actor).filter(campaigns=one).order_by("begins_at", "pk"))


def to_choose(actor: Actor, project: Project) -> list[Gathering]:
    """The gatherings that may belong to a campaign, the newest first."""
    rows = (
        Gathering.objects.visible_to(actor).filter(project=project).exclude(state=Gathering.State.CANCELLED)
    )
    return list(rows.order_by("-begins_at", "pk")[:MOST_GATHERINGS])


def campaigns_with(actor: Actor, one: Gathering) -> list[Campaign]:
    """The campaigns a gathering belongs to; one query."""
    return list(
        Campaign.objects.visible_to(actor).filter(gatherings=one, archived_at=None).order_by("created_at")
    )
