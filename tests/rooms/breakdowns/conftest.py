"""A project whose second partner counted heads at three forums, two quarters ago."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from passerelle.gatherings.models import HeadCount
from tests.rooms.gatherings.conftest import HOUSE, meet  # noqa: F401
from tests.rooms.tasks.conftest import databases, member, organisations, other, project, sit  # noqa: F401


def quarter_begun(ago: int) -> str:
    """The first day of a quarter so many before this one, ISO 8601."""
    today = timezone.localdate()
    first = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    for _ in range(ago):
        first = (first - timedelta(days=1)).replace(day=1)
        first = first.replace(month=(first.month - 1) // 3 * 3 + 1)
    return first.isoformat()


@pytest.fixture
def host(organisations):  # noqa: F811
    return organisations[1]


@pytest.fixture
def heads(meet, host):  # noqa: F811
    """heads(ago, {"18_64": 12, …}) -> a gathering of the host so many quarters ago at which they were counted."""

    def count(ago, bands, **facts):
        one = meet(starts=quarter_begun(ago), **{"host": host, **facts})
        HeadCount.objects.bulk_create(
            HeadCount(gathering=one, band=band, heads=number) for band, number in bands.items()
        )
        return one

    return count
