"""Which organisation answers for which personal data in which project (GDPR, articles 4(7) and 26)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from passerelle.core import categories
from passerelle.core.actor import Actor
from passerelle.network.models import Controllership, Organisation, Partnership, Project
from passerelle.people.models import Place


def of(project: Project, category: str, *, otherwise: UUID | None = None) -> UUID | None:
    """The organisation that answers for a category in a project: the one named, else `otherwise`, else the lead
    partner."""
    named = Controllership.objects.filter(project=project, category=category).values_list(
        "organisation", flat=True
    )
    lead = Partnership.objects.filter(project=project, lead=True).values_list("organisation", flat=True)
    return named.first() or otherwise or lead.first()


def settled(projects: list[UUID]) -> dict[UUID, dict[str, tuple[Organisation, bool]]]:
    """{project: {category: (organisation, whether it was named)}}; two queries, however many projects."""
    leads = {
        one.project_id: one.organisation
        for one in Partnership.objects.filter(project__in=projects, lead=True).select_related("organisation")
    }
    found = {
        project: {one.key: (lead, False) for one in categories.by_project()}
        for project, lead in leads.items()
    }
    for one in Controllership.objects.filter(project__in=projects).select_related("organisation"):
        found.setdefault(one.project_id, {})[one.category] = (one.organisation, True)
    return found


def answering(actor: Actor) -> dict[str, list[str]]:
    """For the record of processing: one sentence for each category and each project the actor works in."""
    mine = Project.objects.visible_to(actor)
    if not actor.has("administrator"):
        mine = mine.filter(pk__in=actor.projects())
    names = dict(mine.order_by("acronym").values_list("pk", "acronym"))
    found: dict[str, list[str]] = {}
    told = settled(list(names))
    for project, acronym in names.items():
        for key, (organisation, named) in told.get(project, {}).items():
            said = (
                _("%(project)s: %(organisation)s")
                if named
                else _("%(project)s: %(organisation)s, as lead partner")
            )
            found.setdefault(key, []).append(said % {"project": acronym, "organisation": organisation.name})
    return found


def answering_for(person: UUID) -> list[tuple[str, str, str]]:
    """For a person's own page: who answers for each category in each of their projects."""
    projects = list(Place.objects.filter(person=person).values_list("project", flat=True))
    reading: Any = Project.objects.unscoped(reason="whose data these are is told who answers for them")
    names = dict(reading.filter(pk__in=projects).values_list("pk", "acronym"))
    told = settled(list(names))
    return [
        (names[project], str(one.label), told[project][one.key][0].name)
        for project in names
        for one in categories.by_project()
        if one.key in told.get(project, {})
    ]
