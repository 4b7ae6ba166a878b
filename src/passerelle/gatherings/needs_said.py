"""What helps those who registered: sealed, opened in memory, and counted."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from passerelle.core import keys, sealing
from passerelle.gatherings.models import Gathering, Registration


def needs_of(rows: Sequence[Registration]) -> list[dict[str, Any]]:
    """What helps each of them, opened; {} where nothing was said or nothing can be read any more. With `participant`
    at hand one query for all keys."""
    return read_needs(keys.unseal_many(sealed_needs(rows)))


def sealed_needs(rows: Sequence[Registration]) -> list[tuple[UUID, bytes | None, str]]:
    """What `keys.unseal_many` takes of each of them."""
    told: list[tuple[UUID, Any, str]] = [
        (one.participant.person_id or one.pk, one.needs, sealing.place(one, "needs", one.pk)) for one in rows
    ]
    return told


def read_needs(opened: Iterable[str | None]) -> list[dict[str, Any]]:
    return [json.loads(text) if text else {} for text in opened]


def counted(needs: Iterable[dict[str, Any]]) -> Counter[str]:
    """What is needed as counts: "interpreter ar" people, "children" children, "step free" people, "other" people."""
    found: Counter[str] = Counter()
    for one in needs:
        if one.get("interpreter"):
            found[f"interpreter {one['interpreter']}"] += 1
        found["children"] += int(one.get("children") or 0)
        found["step free"] += bool(one.get("step_free"))
        found["other"] += bool(one.get("other"))
    return +found


def counting(participants: Collection[UUID]) -> list[UUID]:
    """The gatherings in whose counts the needs of these participants may be."""
    found = Registration.objects.unscoped(reason="needs of who is erased").filter(
        participant__in=participants, state=Registration.State.CONFIRMED
    )
    return list(found.exclude(gathering__needed={}).values_list("gathering", flat=True))


def count_anew(gatherings: Collection[UUID]) -> None:
    """Write down what those with a place at these need, from what they said: nobody stays in it who said nothing, or
    whose words are gone. Each is locked, as `actions.places` does, and one after the other. Safe to run twice."""
    rows = Gathering.objects.unscoped(reason="needs of who is erased").filter(pk__in=gatherings)
    for here in rows.select_for_update(of=("self",)).order_by("pk"):
        placed = here.registrations.filter(state=Registration.State.CONFIRMED, needs__isnull=False)
        here.needed = dict(counted(needs_of(list(placed.select_related("participant")))))
        here.save(update_fields=["needed"])
