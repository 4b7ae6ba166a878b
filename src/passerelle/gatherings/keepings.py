"""How long the room of gatherings keeps who took part, for the retention clock."""

from __future__ import annotations

from django.db.models import DateTimeField, QuerySet, Value
from django.db.models.functions import Cast, Concat, Left
from django.utils.translation import gettext_lazy as _

from passerelle.core.keeping import YEAR, Keeping
from passerelle.gatherings import presence
from passerelle.gatherings.models import Participant


def codes() -> QuerySet[Participant]:
    """Codes that are still there; their time begins with the year after the project's last one."""
    ended = Participant.objects.exclude(code="").exclude(project__ends="")
    year = Concat(Left("project__ends", 4), Value("-12-31"))
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
)
