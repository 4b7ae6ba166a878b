"""A whole table of the plan at once: taken in, and taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.core import journal, search
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import new_code
from passerelle.core.errors import Problem
from passerelle.engines import planning
from passerelle.network.models import Organisation, Project
from passerelle.tasks import policies, schedule
from passerelle.tasks.actions.found import index_many
from passerelle.tasks.models import Item, Note, WorkPackage, in_order
from passerelle.tasks.tables import PACKAGE, spelled

Facts = Mapping[str, Any]
COLUMNS = (
    "kind", "number", "order", "title", "package", "responsible", "person", "due_rule", "state", "done_at",
    "submitted_on", "planned_days", "description", "due", "due_at", "revision",
)  # fmt: skip


@action(may=policies.may_plan, says="plan taken in")
def take_in_plan(
    actor: Actor,
    project: Project,
    added: Sequence[Facts],
    changed: Sequence[tuple[Item | WorkPackage, Facts]] = (),
) -> list[Item | WorkPackage]:
    """Add to the plan and change it by a table; what is new, in the order given. Deadlines are worked out once.

    added, changed: facts by field of the table (see `tasks.importables`), checked there against the plan.
    Raises Problem when a number is taken meanwhile, and then nothing is changed."""
    moment = timezone.now()
    new: list[Item | WorkPackage] = []
    for facts in added:
        kind: type[Item | WorkPackage] = WorkPackage if facts["kind"] == PACKAGE else Item
        new.append(kind(code=new_code(), project=project))
    old = [one for one, _facts in changed]
    packages = [one for one in (*new, *old) if isinstance(one, WorkPackage)]
    items = [one for one in (*new, *old) if isinstance(one, Item)]
    told = list(zip(new, added, strict=True)) + list(changed)
    for one, facts in told:
        if isinstance(one, WorkPackage):
            _fill_package(one, facts)
    there = _packages(project) | {spelled(one.number): one for one in packages}
    for one, facts in told:
        if isinstance(one, Item):
            _fill_item(one, facts, there, moment)
    schedule.replan(project, coming=items)
    try:
        with transaction.atomic():
            _write(new, old)
    except IntegrityError:
        raise Problem(
            "number taken", _("Somebody else took one of these numbers meanwhile. Look at the table again.")
        ) from None
    index_many(items)
    journal.tell(added=[one.code for one in new], changed=[one.code for one in old])
    return new


@action(may=policies.may_plan, says="plan taken back")
def take_back_plan(
    actor: Actor, project: Project, added: Iterable[str], changed: Sequence[tuple[str, Facts]]
) -> None:
    """Remove what a table added and put back what it changed. Whoever calls has looked that nothing stands against it.

    What an organisation keeps for itself stays: its notes as notes on the project, its deadlines as the days they are."""
    ids, was = list(added), dict(changed)
    gone = list(Item.objects.filter(project=project, keeper=None, pk__in=ids))
    search.forget(Item.FOUND, *(one.pk for one in gone))
    Note.objects.filter(item__in=gone).update(item=None)
    _let_go(project, {spelled(one.number) for one in gone if one.number})
    Item.objects.filter(pk__in=[one.pk for one in gone]).delete()
    WorkPackage.objects.filter(project=project, pk__in=ids).delete()
    items = list(Item.objects.filter(project=project, keeper=None, pk__in=list(was)))
    packages = list(WorkPackage.objects.filter(project=project, pk__in=list(was)))
    codes = {facts.get("responsible") for facts in was.values()}
    partners = {one.code: one for one in Organisation.objects.filter(code__in=filter(None, codes))}
    there = _packages(project)
    for package in packages:
        _fill_package(package, _meant(was[str(package.pk)], partners))
    for item in items:
        _fill_item(item, _meant(was[str(item.pk)], partners), there, timezone.now())
    schedule.replan(project, coming=items)
    _write([], [*items, *packages])
    index_many(items)
    changed_codes = [item.code for item in items] + [package.code for package in packages]
    journal.tell(removed=[one.code for one in gone], changed=changed_codes)


def _packages(project: Project) -> dict[str, WorkPackage]:
    return {spelled(one.number): one for one in WorkPackage.objects.filter(project=project)}


def _let_go(project: Project, numbers: set[str]) -> None:
    """Own items whose deadline hangs on one of these keep the day it comes to."""
    own = list(
        Item.objects.filter(project=project, keeper__isnull=False, due__isnull=False).exclude(due_rule="")
    )
    hanging = [one for one in own if spelled(planning.parse(one.due_rule).item) in numbers]
    for one in hanging:
        one.due_rule = one.due.isoformat() if one.due else ""
    Item.objects.bulk_update(hanging, ["due_rule"])


def _meant(facts: Facts, partners: Mapping[str, Organisation]) -> dict[str, Any]:
    told = dict(facts)
    if "responsible" in told:
        told["responsible"] = partners.get(told["responsible"] or "")
    return told


def _fill_package(one: WorkPackage, facts: Facts) -> None:
    for name in ("number", "title", "first_month", "last_month"):
        if name in facts:
            setattr(one, name, facts[name])
    if "responsible" in facts:
        one.lead = facts["responsible"]
    one.order = in_order(one.number)


def _fill_item(one: Item, facts: Facts, packages: Mapping[str, WorkPackage], moment: Any) -> None:
    for name in ("kind", "number", "title", "description", "responsible"):
        if name in facts:
            setattr(one, name, facts[name])
    if "person" in facts:
        one.person_id = facts["person"]
    if "package" in facts:
        one.package = packages[spelled(facts["package"])] if facts["package"] else None
    if "due" in facts:
        one.due_rule = facts["due"]
    if "planned_days" in facts:
        days = facts["planned_days"]
        one.planned_days = None if days is None else Decimal(str(days))
    if "submitted_on" in facts:
        one.submitted_on = date.fromisoformat(facts["submitted_on"]) if facts["submitted_on"] else None
    if facts.get("state", one.state) != one.state:
        one.state = facts["state"]
        done_at = datetime.fromisoformat(facts["done_at"]) if facts.get("done_at") else moment
        one.done_at = done_at if one.state == Item.State.DONE else None
    one.order, one.revision = in_order(one.number), one.revision + (0 if one._state.adding else 1)


def _write(new: Sequence[Item | WorkPackage], old: Sequence[Item | WorkPackage]) -> None:
    WorkPackage.objects.bulk_create([one for one in new if isinstance(one, WorkPackage)])
    Item.objects.bulk_create([one for one in new if isinstance(one, Item)], batch_size=1000)
    packages = [one for one in old if isinstance(one, WorkPackage)]
    items = [one for one in old if isinstance(one, Item)]
    if packages:
        names = ["number", "order", "title", "lead", "first_month", "last_month"]
        WorkPackage.objects.bulk_update(packages, names)
    if items:
        Item.objects.bulk_update(items, COLUMNS, batch_size=500)
