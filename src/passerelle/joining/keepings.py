"""How long it is kept who accepted an agreement, for the retention clock."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from passerelle.core import files
from passerelle.core.keeping import YEAR, Keeping
from passerelle.joining.models import Acceptance
from passerelle.network.keepings import LastDay


def acceptances() -> QuerySet[Acceptance]:
    """Those that still tell of a person, by an id or on a paper, since their project was over; none of an open one."""
    rows = Acceptance.objects.unscoped(reason="retention clock")
    return (
        rows.filter(Q(person__isnull=False) | Q(has_file=True))
        .exclude(agreement__project__ends="", agreement__project__closed_at=None)
        .annotate(
            since=Greatest(
                "accepted_at", Coalesce(LastDay("agreement__project__ends"), "agreement__project__closed_at")
            )
        )
    )


def forget(keys: Sequence[Any]) -> None:
    """Forget who accepted and delete signed papers; that the partner accepted stays."""
    for pk in keys:
        for file in files.of(Acceptance.KIND, pk):
            files.remove(file)
    Acceptance.objects.unscoped(reason="retention clock").filter(pk__in=keys).update(
        person=None, has_file=False
    )


# The funder may ask for five years after the final payment, which comes within a year of the project's end.
# Source: EU Model Grant Agreement, article 20 and data sheet, point 6 (three years for grants up to EUR 60,000).
KEEPINGS = (
    Keeping(
        key="acceptance",
        label=_("Who accepted an agreement, and signed papers"),
        since=_("the end of the project"),
        how_long=6 * YEAR,
        happens=_("Who accepted is forgotten and the paper deleted; that the partner accepted stays."),
        rows=acceptances,
        go=forget,
        person="person",
        project="agreement__project",
    ),
)
