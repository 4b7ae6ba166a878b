"""Legal holds: placed and released by name, with a ground and a last day; the clock and every erasure respect them."""

from __future__ import annotations

import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.core import clock, journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import new_code
from passerelle.core.errors import Problem
from passerelle.core.models import Hold
from passerelle.network import policies
from passerelle.network.models import Project
from passerelle.people.models import Person

LONGEST = datetime.timedelta(days=10 * 366)


@action(may=policies.may_place_hold, says="hold placed", on_closed=True)
def place_hold(
    actor: Actor,
    on: Person | Project | str,
    *,
    name: str,
    ground: str,
    reason: str,
    until: datetime.date,
) -> Hold:
    """Keep a person, a project with its people, or a whole category of the clock from going, up to and on a day.

    Waits for a clock that is at work, so that what is there when this returns stays. Raises Problem for a day that
    is over or further away than ten years, and for a category that does not exist."""
    clock.alone()
    if until < timezone.now().date():
        raise Problem("day over", _("This day is over. Name the last day of the hold."), field="until")
    if until > timezone.now().date() + LONGEST:
        raise Problem("day far", _("A hold lasts ten years at most; it can be placed again."), field="until")
    if isinstance(on, str) and clock.rule_named(on) is None:
        raise Problem("no category", _("There is no such category."), field="on")
    hold = Hold.objects.create(
        code=new_code(),
        name=name,
        ground=Hold.Ground(ground),
        reason=reason,
        until=until,
        person=on.pk if isinstance(on, Person) else None,
        project=on.pk if isinstance(on, Project) else None,
        category=on if isinstance(on, str) else "",
        placed_by=actor.person,
        placed_as=policies.role_for_holds(actor),
    )
    journal.tell(ground=ground, person=hold.person, project=hold.project, category=hold.category)
    return hold


@action(may=policies.may_release_hold, says="hold released", on_closed=True)
def release_hold(actor: Actor, hold: Hold) -> Hold:
    """End a hold before its day; what is due goes at the clock's next round. Safe to run twice."""
    clock.alone()
    if hold.released_at is None:
        hold.released_by, hold.released_at = actor.person, timezone.now()
        hold.save(update_fields=["released_by", "released_at"])
    return hold
