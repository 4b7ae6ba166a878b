"""What a correction did to the numbers of gatherings: written down before and after."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db.models import Count, Sum
from django.utils import timezone

from passerelle.core import journal
from passerelle.gatherings.models import Attendance, Correction, Gathering, HeadCount


def totals(gatherings: Collection[UUID]) -> dict[UUID, tuple[int, int]]:
    """(attendances, heads) of each; two questions."""
    came = Attendance.objects.filter(gathering__in=gatherings, taken_back_at=None).order_by()
    people = dict(
        came.values("gathering")
        .annotate(n=Count("participant__counted_as", distinct=True))
        .values_list("gathering", "n")
    )
    counted = HeadCount.objects.filter(gathering__in=gatherings, taken_back_at=None).order_by()
    heads = dict(counted.values("gathering").annotate(n=Sum("heads")).values_list("gathering", "n"))
    return {one: (people.get(one, 0), heads.get(one, 0)) for one in gatherings}


@contextmanager
def correcting(gatherings: Collection[UUID], what: str, *, only_past: bool = False) -> Iterator[None]:
    """Inside an action: whatever the body does to the numbers of these gatherings is written down, and the journal
    gets them when it is one gathering. only_past: what is entered while it goes on is no correction."""
    some = set(gatherings)
    if only_past:
        over = Gathering.objects.filter(pk__in=some, over_at__lt=timezone.now())
        some = set(over.values_list("pk", flat=True))
    if not some:
        yield
        return
    before = totals(some)
    yield
    after = totals(some)
    changed = [one for one in some if before[one] != after[one]]
    Correction.objects.bulk_create(
        Correction(
            gathering_id=one,
            what=what,
            attendances_before=before[one][0],
            attendances_after=after[one][0],
            heads_before=before[one][1],
            heads_after=after[one][1],
        )
        for one in changed
    )
    journal.tell(gatherings=len(changed))
    if len(changed) == 1:
        one = changed[0]
        journal.tell(
            attendances_before=before[one][0],
            attendances_after=after[one][0],
            heads_before=before[one][1],
            heads_after=after[one][1],
        )
