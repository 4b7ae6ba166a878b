"""How long the room of gatherings keeps who took part, for the retention clock."""

from __future__ import annotations

from uuid import UUID

from django.db.models import DateTimeField, QuerySet, Value
from django.db.models.functions import Cast, Concat, Left
from django.utils.translation import gettext_lazy as _

from passerelle.core.keeping import YEAR, Keeping
from passerelle.gatherings import presence
from passerelle.gatherings.actions.paper import let_go
from passerelle.gatherings.models import Participant, Sheet


def codes() -> QuerySet[Participant]:
    """Codes that are still there; their time begins with the year after the project's last one."""
    ended = Participant.objects.exclude(code="").exclude(project__ends="")
    year = Concat(Left("project__ends", 4), Value("-12-31"))
    return ended.annotate(since=Cast(year, DateTimeField()))


def people_of(projects: set[UUID]) -> set[UUID]:
    """Who registered or was written down in these projects: a legal hold on a project is one on them, too."""
    rows = Participant.objects.filter(project__in=projects, person__isnull=False)
    return set(rows.values_list("person", flat=True))


def projects_of(person: UUID) -> set[UUID]:
    return set(Participant.objects.filter(person=person).values_list("project", flat=True))


def answering_for(person: UUID) -> list[tuple[str, str, str]]:
    """For a person's own page: which organisation answers for what is known of their taking part."""
    rows = Participant.objects.filter(person=person).select_related("project", "controller")
    label = str(_("Who registered, and who was there"))
    return list(dict.fromkeys((one.project.acronym, label, one.controller.name) for one in rows))


def lists() -> QuerySet[Sheet]:
    """Photographs of lists; their time begins with the year after the project's last one."""
    ended = Sheet.objects.exclude(gathering__project__ends="")
    year = Concat(Left("gathering__project__ends", 4), Value("-12-31"))
    return ended.annotate(since=Cast(year, DateTimeField()))


KEEPINGS = (
    Keeping(
        key="attendance",
        label=_("Codes of people who took part"),
        since=_("the end of the project’s last year"),
        how_long=5 * YEAR,
        happens=_("The code is taken away; the figures stay as they are."),
        rows=codes,
        go=presence.let_go,
        person="person",
        project="project",
    ),
    Keeping(
        key="attendance list",
        label=_("Photographs of attendance lists"),
        since=_("the end of the project’s last year"),
        how_long=5 * YEAR,
        happens=_("The picture is deleted with its key; what was typed in stays."),
        rows=lists,
        go=let_go,
        project="gathering__project",
    ),
)
