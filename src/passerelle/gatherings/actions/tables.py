"""A whole table of gatherings at once: taken in, and taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import time
from typing import Any

from passerelle.core import journal, search
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import new_code
from passerelle.core.errors import Problem
from passerelle.gatherings import policies, taking_back
from passerelle.gatherings.actions import following
from passerelle.gatherings.actions.checks import cities, fill
from passerelle.gatherings.actions.found import index_many
from passerelle.gatherings.actions.gatherings import COLUMNS
from passerelle.gatherings.models import Gathering
from passerelle.network.models import Organisation, Project
from passerelle.tasks.models import WorkPackage

Facts = Mapping[str, Any]
"""Facts by field of the table, as JSON: hours in ISO 8601, the host by code, the work package by number; "" or None
empties."""


@action(may=policies.may_plan, says="gatherings taken in")
def take_in_gatherings(
    actor: Actor, project: Project, added: Sequence[Facts], changed: Sequence[tuple[Gathering, Facts]] = ()
) -> list[Gathering]:
    """Plan gatherings and change them by a table, checked before (see `gatherings.importables`); the new ones, in the
    order given."""
    new = [Gathering(code=new_code(), project=project, zone="") for _facts in added]
    old = [one for one, _facts in changed]
    before = {one.pk: following.as_told(one) for one in old}
    _fill_all(project, [*zip(new, added, strict=True), *changed])
    Gathering.objects.bulk_create(new, batch_size=1000)
    _write(old)
    following.many_changed(old, before)
    index_many([*new, *old])
    journal.tell(added=[one.code for one in new], changed=[one.code for one in old])
    return new


@action(may=policies.may_plan, says="gatherings taken back")
def take_back_gatherings(
    actor: Actor, project: Project, added: Iterable[str], changed: Sequence[tuple[str, Facts]]
) -> None:
    """Remove what a table added and put back what it changed. Whoever calls has looked that nothing stands against it.

    Raises Problem when somebody registered, or came in, since that look."""
    # Nobody can write down anything about a gathering while its row is held.
    held = Gathering.objects.select_for_update().order_by("pk")
    gone = list(held.filter(project=project, pk__in=list(added)))
    if against := next(taking_back.used(gone), ""):
        raise Problem("in use", against)
    search.forget(Gathering.FOUND, *(one.pk for one in gone))
    Gathering.objects.filter(pk__in=[one.pk for one in gone]).delete()
    was = dict(changed)
    old = list(Gathering.objects.filter(project=project, pk__in=list(was)).select_related("host", "package"))
    before = {one.pk: following.as_told(one) for one in old}
    _fill_all(project, [(one, was[str(one.pk)]) for one in old])
    _write(old)
    following.many_changed(old, before)
    index_many(old)
    journal.tell(removed=[one.code for one in gone], changed=[one.code for one in old])


def _fill_all(project: Project, told: Sequence[tuple[Gathering, Facts]]) -> None:
    """Every row checked as the form checks it, with what all of them share asked for once."""
    hosts = {one.code: one for one in Organisation.objects.filter(partnerships__project=project)}
    packages = {one.number: one for one in WorkPackage.objects.filter(project=project)}
    known = cities()
    for one, facts in told:
        meant = dict(facts)
        one.state, one.reason = meant.pop("state", one.state), meant.pop("reason", one.reason)
        if "host" in meant:
            # A partner of the project: among these, or nobody's any more.
            one.host = hosts.get(meant.pop("host") or "")
        if "package" in meant:
            meant["package"] = packages.get(meant["package"] or "")
        for name in ("starts_time", "ends_time"):
            if meant.get(name):
                meant[name] = time.fromisoformat(meant[name])
            elif name in meant:
                meant[name] = None
        fill(one, meant, known)
        one.revision += 0 if one._state.adding else 1


def _write(old: Sequence[Gathering]) -> None:
    if old:
        Gathering.objects.bulk_update(old, [*COLUMNS, "state", "reason", "revision"], batch_size=500)
