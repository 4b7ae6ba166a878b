"""What this room does by the clock: reminders of gatherings, once to each who has a place."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import DurationField, ExpressionWrapper, F, Value
from django.db.models.functions import Now
from django.utils import timezone

from passerelle.core.jobs import job
from passerelle.gatherings.actions import telling
from passerelle.gatherings.models import Gathering, Registration

FRESH = timedelta(days=1)  # who registered since knows it by heart


@job(queue="quick", every="40 * * * *")
def remind() -> int:
    """Once an hour, remind who has a place in what begins within the days its host chose; returns how many were told.

    Safe to run twice and by two workers: one message each on one occasion. Another day is another occasion. What is
    cancelled, held or has no day yet reminds nobody."""
    return sum(_remind(pk) for pk in _due())


def _due() -> list[UUID]:
    now = timezone.now()
    day = Value(timedelta(days=1), output_field=DurationField())
    notice = ExpressionWrapper(F("remind_days") * day, output_field=DurationField())
    rows = Gathering.objects.unscoped(reason="reminders").filter(
        state=Gathering.State.PLANNED,
        begins_at__gt=now,
        starts__regex=r"^\d{4}-\d{2}-\d{2}$",
        remind_days__isnull=False,
        begins_at__lte=Now() + notice,
        project__closed_at=None,
    )
    return list(rows.order_by("begins_at").values_list("pk", flat=True))


def _remind(gathering: UUID) -> int:
    try:
        with transaction.atomic():
            here = Gathering.objects.unscoped(reason="reminders").select_related("project").get(pk=gathering)
            rows = here.registrations.filter(
                state=Registration.State.CONFIRMED,
                participant__person__isnull=False,
                at__lt=timezone.now() - FRESH,
            )
            told = list(rows.select_related("participant"))
            return telling.tell(here, told, "reminder", f"reminder.{here.code}.{here.starts}") if told else 0
    except IntegrityError:
        return 0  # another worker has written them
