"""What the house looks after in its texts by the clock."""

from __future__ import annotations

from passerelle.core.jobs import job
from passerelle.language import sorting


@job(queue="heavy", every="29 3 * * *")
def put_sort_keys_right() -> int:
    """Once a night, make those sort keys anew that are not what they should be. Returns of how many rows."""
    return sorting.put_right()
