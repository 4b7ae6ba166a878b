"""Every read about the end of projects."""

from __future__ import annotations

from uuid import UUID

from passerelle.closing.models import Bundle, Closing
from passerelle.core.actor import Actor
from passerelle.network.models import Project


def closings_of(project: Project) -> list[Closing]:
    """When it was closed and opened again, the newest first."""
    return list(Closing.objects.filter(project=project))


def newest_bundle(actor: Actor, project: Project) -> Bundle | None:
    """The file being made or made last, if the actor may know of it."""
    return Bundle.objects.visible_to(actor).filter(project=project).select_related("project").first()


def public_bundle(project: UUID) -> Bundle | None:
    """The file that everybody may have; one query."""
    found = Bundle.objects.unscoped(reason="public file of a closed project")
    return found.filter(project=project, public=True, state=Bundle.State.DONE).first()


def bundles_there(ids: set[UUID]) -> set[UUID]:
    """Which of these bundles exist; files of others belong to nobody."""
    return set(Bundle.objects.unscoped(reason="orphans").filter(pk__in=ids).values_list("pk", flat=True))
