"""What this room does by the clock: a question that nobody answered in time is found by everybody from the day after."""

from __future__ import annotations

from passerelle.core.jobs import job
from passerelle.programme import actions


@job(queue="quick", every="8 * * * *")
def show_what_is_overdue() -> int:
    """Every hour, because days begin where deadlines are counted and not where the machine stands. Safe to run twice."""
    return actions.show_overdue()
