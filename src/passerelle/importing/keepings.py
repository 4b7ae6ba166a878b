"""How long tables are kept on their way in, for the retention clock."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from passerelle.core.keeping import Keeping, deleting
from passerelle.importing.models import Sheet


def waiting() -> QuerySet[Sheet]:
    rows = Sheet.objects.unscoped(reason="retention clock").filter(state=Sheet.State.WAITING)
    return rows.annotate(since=F("at"))


def ended() -> QuerySet[Sheet]:
    rows = Sheet.objects.unscoped(reason="retention clock").exclude(state=Sheet.State.WAITING)
    return rows.annotate(since=F("ended_at"))


KEEPINGS = (
    Keeping(
        key="sheet",
        label=_("Tables that wait to be taken in"),
        since=_("the day the table was given"),
        how_long=timedelta(days=7),
        happens=_("The row is deleted, and the cells with it."),
        rows=waiting,
        go=deleting(waiting),
        person="by",
    ),
    Keeping(
        key="sheet_ended",
        label=_("What takes an import back"),
        since=_("the day it was taken in or back"),
        how_long=timedelta(days=30),
        happens=_("The row is deleted; what was taken in stays."),
        rows=ended,
        go=deleting(ended),
        person="by",
    ),
)
