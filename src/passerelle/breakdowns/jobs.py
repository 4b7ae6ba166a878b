"""What is released by the clock: every quarter once it is over."""

from __future__ import annotations

from django.utils import timezone

from passerelle.breakdowns import actions
from passerelle.breakdowns.models import Breakdown
from passerelle.core.actor import SystemActor
from passerelle.core.describing import last_over
from passerelle.core.errors import Problem, Refused
from passerelle.core.jobs import job

CLOCK = SystemActor(reason="a quarter is over")
WAIT = 15  # days after a quarter in which late lists still come in


@job(queue="heavy", every="41 4 * * *")
def release_what_is_due() -> int:
    """Release the last quarter of every breakdown that has been released before; returns how many."""
    today = timezone.localdate()
    if today.day <= WAIT and today.month in (1, 4, 7, 10):
        return 0
    when, done = last_over(today), 0
    waiting = Breakdown.objects.unscoped(reason="by the clock").filter(
        releases__isnull=False, project__closed_at=None
    )
    for one in waiting.exclude(releases__quarter__gte=when).distinct():
        try:
            actions.release(CLOCK, one)
        except (Problem, Refused):
            continue  # what was counted is gone, or somebody was quicker
        done += 1
    return done
