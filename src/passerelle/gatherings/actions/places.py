"""Places and the waiting list: who has one, who is next. Only ever asked while the gathering's row is locked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from passerelle.core.errors import Problem
from passerelle.gatherings.actions import telling
from passerelle.gatherings.models import Gathering, Registration
from passerelle.gatherings.needs_said import counted, needs_of

State = Registration.State


def locked(gathering: UUID) -> Gathering:
    """The gathering as it is now; nobody else gives or takes one of its places until the transaction ends."""
    rows = Gathering.objects.unscoped(reason="places are given one after the other")
    return rows.select_for_update(of=("self",)).select_related("project", "host").get(pk=gathering)


def taken(here: Gathering) -> int:
    """How many places are given."""
    return here.registrations.filter(state=State.CONFIRMED).count()


def room(here: Gathering) -> bool:
    """Whether one more has a place, and nobody waits for it already."""
    if here.places is None:
        return True
    return taken(here) < here.places and not here.registrations.filter(state=State.WAITING).exists()


def move_up(here: Gathering) -> list[Registration]:
    """Give free places to who waits, in their order, and tell them. Nothing once it is over, held or cancelled."""
    if here.state != Gathering.State.PLANNED or here.over:
        return []
    waiting = (
        here.registrations.filter(state=State.WAITING).select_related("participant").order_by("at", "id")
    )
    free = None if here.places is None else max(here.places - taken(here), 0)
    rows = list(waiting if free is None else waiting[:free])
    for one in rows:
        one.state = State.CONFIRMED
        one.save(update_fields=["state", "changed_at"])
    if rows:
        count(here, rows, 1)
        telling.tell(here, rows, "moved up")
    return rows


def check_enough(here: Gathering) -> None:
    """Raises Problem when there are fewer places than people who have one."""
    if here.places is not None and (given := taken(here)) > here.places:
        raise Problem(
            "too few places",
            _("%(n)s people have a place already. Write at least so many, or withdraw some of them first."),
            field="places",
            n=given,
        )


def count(here: Gathering, rows: Sequence[Registration], sign: int) -> None:
    """Add what these need to the gathering's counts, or take it away (sign −1)."""
    change = counted(needs_of(rows))
    if change:
        now = Counter(here.needed)
        for key, number in change.items():
            now[key] += sign * number
        here.needed = dict(+now)
        here.save(update_fields=["needed"])
