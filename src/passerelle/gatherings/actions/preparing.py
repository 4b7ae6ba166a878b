"""What those who registered need, as a task of the host: a number and a day, never who."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.dates import parse_partial
from passerelle.core.errors import Problem
from passerelle.gatherings import policies
from passerelle.gatherings.models import Gathering
from passerelle.gatherings.needing import of_one
from passerelle.tasks import actions as tasks
from passerelle.tasks.models import Item

AHEAD = timedelta(days=14)  # an interpreter is booked two weeks before, where there is still so much time


@action(may=policies.may_change, says="need made a task")
def make_task(actor: Actor, gathering: Gathering, key: str) -> Item:
    """A task for the host: "Interpreter into Arabic: 4 people", due before the gathering. key: of `Gathering.needed`.

    Raises Problem when nobody needs that any more, or there is no host to answer for it."""
    need = next((one for one in of_one(gathering) if one.key == key), None)
    if need is None:
        raise Problem("nobody", _("Nobody needs this any more."))
    partners = gathering.project.partnerships.values_list("organisation", flat=True)
    here = gathering.host if gathering.host_id in set(partners) else None
    return tasks.spawn(
        actor,
        gathering.project,
        origin=(Gathering.KIND, gathering.pk),
        title=f"{need.says} · {gathering.title}"[:200],
        responsible=here,
        package=gathering.package,
        due_rule=_due(gathering).isoformat(),
    )


def _due(gathering: Gathering) -> date:
    first, today = parse_partial(gathering.starts).first_day(), timezone.localdate()
    return max(first - AHEAD, min(today + timedelta(days=2), first - timedelta(days=1)))
