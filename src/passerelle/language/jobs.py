"""What the house looks after in its texts by the clock."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import translation

from passerelle.core.jobs import job
from passerelle.language import sorting


@job(queue="heavy", every="29 3 * * *")
def put_sort_keys_right() -> int:
    """Once a night, make those sort keys anew that are not what they should be. Returns of how many rows."""
    return sorting.put_right()


@job(queue="heavy", attempts=3)
def draft(drafting: Any, reader: str) -> None:
    """Have a machine draft what is missing; reader: the language in which its troubles are told."""
    from passerelle.language import drafting as bench  # it asks for this job

    with translation.override(reader):
        bench.carry_out(UUID(str(drafting)))
