"""How long answers are kept, for the retention clock."""

from __future__ import annotations

from django.db.models import DateTimeField, F, QuerySet
from django.db.models.functions import Cast, Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from passerelle.core.keeping import YEAR, Keeping
from passerelle.network.keepings import LastDay
from passerelle.questionnaires.actions import forget
from passerelle.questionnaires.models import Response


def responses() -> QuerySet[Response]:
    """Responses since their project was over; where its end is not known, since they were given."""
    rows = Response.objects.unscoped(reason="retention clock")
    given = Cast("on", DateTimeField())
    return rows.annotate(
        since=Greatest(
            given, Coalesce(LastDay("asking__project__ends"), F("asking__project__closed_at"), given)
        )
    )


KEEPINGS = (
    Keeping(
        key="answers",
        label=_("Answers to questionnaires"),
        since=_("the end of the project"),
        how_long=6 * YEAR,
        happens=_("The answers are deleted, and their keys destroyed."),
        rows=responses,
        go=forget,
        project="asking__project",
    ),
)
