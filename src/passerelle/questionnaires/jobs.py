"""What runs in the background, safe to run twice."""

from __future__ import annotations

from uuid import UUID

from passerelle.core import keys
from passerelle.core.jobs import job


@job(queue="quick")
def destroy_keys(responses: str = "") -> None:
    """Destroy the keys of responses that were deleted, unless it is done already."""
    keys.destroy_many(UUID(one) for one in responses.split(",") if one)
