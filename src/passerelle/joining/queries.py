"""Every read about agreements and joining."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from passerelle.core.actor import Actor
from passerelle.core.models import StoredFile
from passerelle.joining import policies
from passerelle.joining.models import Acceptance, Agreement, Look
from passerelle.network.models import Organisation, Partnership, Project
from passerelle.people.models import Consent


def newest(actor: Actor, project: Project) -> Agreement | None:
    return Agreement.objects.visible_to(actor).filter(project=project).first()


def versions_of(actor: Actor, project: Project) -> list[Agreement]:
    """All versions, the newest first."""
    return list(Agreement.objects.visible_to(actor).filter(project=project))


def organisations_of(actor: Actor, project: Project) -> list[Organisation]:
    """Those the actor coordinates for in this project."""
    ours = policies.acting_for(actor, project.pk)
    return list(Organisation.objects.visible_to(actor).filter(pk__in=ours).order_by("name")) if ours else []


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one partner stands. accepted: the newest version it accepted; current: whether that is the newest."""

    partner: Partnership
    accepted: Acceptance | None
    current: bool


def standings(actor: Actor, project: Project) -> list[Standing]:
    """Each partner with the newest version it accepted, as far as the actor may know; three queries."""
    numbers = {one.pk: one.number for one in versions_of(actor, project)}
    newest_number = max(numbers.values(), default=0)
    found: dict[UUID, Acceptance] = {}
    rows = Acceptance.objects.visible_to(actor).filter(agreement__project=project)
    for one in rows.select_related("agreement").order_by("agreement__number"):
        found[one.organisation_id] = one
    partners = Partnership.objects.filter(project=project).select_related("organisation")
    return [
        Standing(one, kept, kept is not None and kept.agreement.number == newest_number)
        for one in partners.order_by("-lead", "organisation__name")
        for kept in [found.get(one.organisation_id)]
    ]


def looks(actor: Actor, project: Project) -> set[str]:
    """What the actor has looked at on the way into this project."""
    return set(Look.objects.visible_to(actor).filter(project=project).values_list("what", flat=True))


def accepted(agreement: Agreement, organisations: list[Organisation]) -> dict[UUID, Acceptance]:
    """{organisation: its acceptance} among these, which are the reader's own."""
    rows = Acceptance.objects.unscoped(reason="of the reader's own organisations")
    return {
        one.organisation_id: one for one in rows.filter(agreement=agreement, organisation__in=organisations)
    }


def acceptances_there(ids: set[UUID]) -> set[UUID]:
    """Which of these exist; files of others belong to nobody."""
    return set(Acceptance.objects.unscoped(reason="orphans").filter(pk__in=ids).values_list("pk", flat=True))


@cache
def waiting_for() -> dict[str, Any]:
    """A column of a query over projects: how many partners of an open one have not accepted its newest agreement; NULL
    where none are, and without an agreement. Put together once."""
    versions = Agreement.objects.unscoped(reason="counted for whoever leads")
    newest = versions.filter(project=OuterRef("project")).order_by("-number").values("pk")[:1]
    kept = Acceptance.objects.unscoped(reason="counted for whoever leads").filter(
        agreement=OuterRef("newest"), organisation=OuterRef("organisation")
    )
    waiting = (
        Partnership.objects.filter(project=OuterRef("pk"), project__closed_at=None)
        .annotate(newest=Subquery(newest))
        .filter(~Q(newest=None), ~Exists(kept))
    )
    return {"waiting_for": Subquery(waiting.order_by().values("project").annotate(n=Count("pk")).values("n"))}


def papers(acceptances: list[Acceptance]) -> list[StoredFile]:
    """The signed papers of acceptances the reader was shown."""
    return list(StoredFile.objects.filter(owner_kind=Acceptance.KIND, owner__in=[a.pk for a in acceptances]))


def has_chosen(actor: Actor) -> bool:
    """Whether the actor said, either way, if their name may be shown."""
    return Consent.objects.filter(person=actor.person, purpose=Consent.Purpose.SHOWN).exists()
