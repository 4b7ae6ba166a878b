"""Items are written down, changed, given to somebody, finished, handed in, opened again and dropped."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.core import files, journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import new_code
from passerelle.core.errors import Problem
from passerelle.core.models import StoredFile
from passerelle.network.models import Organisation, Project
from passerelle.people.models import Person
from passerelle.tasks import policies, schedule
from passerelle.tasks.actions.checks import check_partner, check_person, fill
from passerelle.tasks.actions.found import index
from passerelle.tasks.models import Helper, Item

Helpers = Iterable[Organisation | Person]
# What may be given to `create_item` and `change_item`.
FACTS = frozenset(
    {
        "kind", "nature", "number", "title", "description", "language", "package", "responsible", "person",
        "waiting_for", "due_rule", "due_time", "due_zone", "planned_days",
    }
)  # fmt: skip


@action(may=policies.may_create, says="item created")
def create_item(
    actor: Actor,
    project: Project,
    *,
    title: str,
    kind: str = Item.Kind.TASK,
    keeper: Organisation | None = None,
    helpers: Helpers = (),
    **facts: Any,
) -> Item:
    """Write down what is owed. keeper: the organisation that keeps it for itself; None: joint.

    facts: see FACTS. helpers: organisations and people.
    Raises Problem that names the field: number taken, no partner, no rule, outside the project …"""
    return _create(project, title=title, kind=kind, keeper=keeper, helpers=helpers, **facts)


@action(may=policies.may_create, says="item spawned")
def spawn(
    actor: Actor,
    project: Project,
    *,
    origin: tuple[str, UUID],
    title: str,
    kind: str = Item.Kind.TASK,
    keeper: Organisation | None = None,
    helpers: Helpers = (),
    **facts: Any,
) -> Item:
    """The same for a room above this one, where something else led to it: a decision, a line of minutes.

    origin: kind and id of what it came from; `queries.items_from(actor, *origin)` finds them again."""
    journal.tell(origin_kind=origin[0], origin=str(origin[1]))
    return _create(project, title=title, kind=kind, keeper=keeper, helpers=helpers, origin=origin, **facts)


@action(may=policies.may_change, says="item changed")
def change_item(actor: Actor, item: Item, *, revision: int, **facts: Any) -> Item:
    """Change an item. facts: see FACTS. revision: the one the form was filled from.

    What hangs on it by number moves with it.
    Raises Problem as `create_item` does, and when somebody saved another version meanwhile."""
    _known(facts)
    if facts.get("kind", item.kind) != item.kind and not policies.may_plan(actor, item.project):
        raise Problem("kind", _("Only the lead makes deliverables and milestones."), field="kind")
    if "waiting_for" in facts and facts["waiting_for"] != item.waiting_for:
        facts["waiting_since"] = timezone.localdate() if facts["waiting_for"] else None
    journal.tell(fields=sorted(facts))
    return set_facts(item, facts, revision)


@action(may=policies.may_change, says="item assigned")
def assign_item(
    actor: Actor,
    item: Item,
    *,
    responsible: Organisation | None,
    person: Person | None = None,
    helpers: Helpers | None = None,
) -> Item:
    """Say who answers for it and who helps. helpers None: as they were."""
    fill(item, {"responsible": responsible, "person": person})
    if helpers is not None:
        set_helpers(item, helpers)
    journal.tell(responsible=responsible.code if responsible else "", person=person.pk if person else None)
    return _touch(item, "responsible", "person")


@action(may=policies.may_finish, says="item waits")
def wait_for(actor: Actor, item: Item, organisation: Organisation | None) -> Item:
    """Say whom an item waits for; None: for nobody any more."""
    if organisation is not None:
        check_partner(item.project, organisation, "waiting_for")
    item.waiting_for = organisation
    item.waiting_since = timezone.localdate() if organisation else None
    return _touch(item, "waiting_for", "waiting_since")


@action(may=policies.may_finish, says="item finished")
def finish_item(actor: Actor, item: Item) -> Item:
    """Say that it is done. `reopen_item` takes it back."""
    if item.state == Item.State.DONE:
        return item
    item.state, item.done_at = Item.State.DONE, timezone.now()
    return _touch(item, "state", "done_at")


@action(may=policies.may_finish, says="item submitted")
def submit_item(actor: Actor, item: Item, *, on: date, upload: Any = None) -> Item:
    """Note the day a deliverable went to the funder, with the file that went. It is done then.

    Raises Problem when the day is in the future, or the file is not taken."""
    if on > schedule.today(item.due_zone):
        raise Problem(
            "in the future", _("This day is still to come. Note it when it is handed in."), field="on"
        )
    if upload is not None:
        _attach(actor, item, upload)
    item.submitted_on = on
    item.state, item.done_at = Item.State.DONE, item.done_at or timezone.now()
    return _touch(item, "state", "done_at", "submitted_on")


@action(may=policies.may_finish, says="item reopened")
def reopen_item(actor: Actor, item: Item) -> Item:
    """Undo: open again what was done, handed in or dropped. Files stay."""
    if item.state == Item.State.DROPPED and not policies.may_change(actor, item):
        raise Problem("dropped", _("Only the lead brings back what was dropped."))
    item.state, item.done_at, item.submitted_on = Item.State.OPEN, None, None
    return _touch(item, "state", "done_at", "submitted_on")


@action(may=policies.may_change, says="item dropped")
def drop_item(actor: Actor, item: Item) -> Item:
    """Say that it will not be done. It stays readable; `reopen_item` brings it back."""
    item.state, item.done_at = Item.State.DROPPED, None
    return _touch(item, "state", "done_at")


@action(may=policies.may_finish, says="item file attached")
def attach_file(actor: Actor, item: Item, upload: Any) -> StoredFile:
    """Keep a file with an item. Raises Problem when it is not taken."""
    return _attach(actor, item, upload)


@action(may=policies.may_finish, says="item file removed")
def remove_file(actor: Actor, item: Item, file: StoredFile) -> None:
    """Remove a file of this item; it cannot be brought back."""
    journal.tell(file=str(file.pk))
    files.remove(file)


def _attach(actor: Actor, item: Item, upload: Any) -> StoredFile:
    return files.store(actor, owner_kind=Item.FILES, owner=item.pk, upload=upload)


def _create(
    project: Project,
    *,
    title: str,
    kind: str,
    keeper: Organisation | None,
    helpers: Helpers,
    origin: tuple[str, UUID] | None = None,
    **facts: Any,
) -> Item:
    _known(facts)
    if keeper is not None:
        check_partner(project, keeper, "keeper")
    if facts.get("waiting_for"):
        facts["waiting_since"] = timezone.localdate()
    item = Item(code=new_code(), project=project, keeper=keeper)
    if origin is not None:
        item.origin_kind, item.origin = origin
    fill(item, {"title": title, "kind": kind, **facts})
    _insert(item)
    set_helpers(item, helpers)
    index(item)
    return item


def set_facts(item: Item, facts: dict[str, Any], revision: int) -> Item:
    """What a change and its undoing share: what hangs on the item follows, and it is found under its new words."""
    before = item.number, item.due_rule
    fill(item, facts)
    _save(item, revision)
    if before != (item.number, item.due_rule):
        _follow(item, before[0])
    index(item)
    return item


def _known(facts: dict[str, Any]) -> None:
    if unknown := set(facts) - FACTS:
        raise TypeError(f"an item has no {', '.join(sorted(unknown))}")


def _insert(item: Item) -> None:
    try:
        with transaction.atomic():
            item.save(force_insert=True)
    except IntegrityError as error:
        raise _number_taken(item, error) from None


def _save(item: Item, revision: int) -> None:
    """Write all facts if nobody else has since `revision`. Raises Problem."""
    names = [*FACTS, "order", "due", "due_at", "waiting_since"]
    try:
        with transaction.atomic():
            saved = Item.objects.filter(pk=item.pk, revision=revision).update(
                revision=revision + 1, **{name: getattr(item, name) for name in names}
            )
    except IntegrityError as error:
        raise _number_taken(item, error) from None
    if not saved:
        raise Problem(
            "changed meanwhile",
            _("Somebody else changed this while you were writing. Theirs is shown beside yours; save again."),
        )
    item.revision = revision + 1


def _number_taken(item: Item, error: IntegrityError) -> Exception:
    if "one_item_per_number" not in str(error):
        return error
    return Problem(
        "number taken",
        _("There is already an item %(number)s in this project. Choose another number, or open that one."),
        field="number",
        number=item.number,
    )


def _touch(item: Item, *names: str) -> Item:
    """Write some facts and count the revision up."""
    item.revision += 1
    item.save(update_fields=[*names, "revision"])
    index(item)
    return item


def _follow(item: Item, before: str) -> None:
    """What hangs on an item moves with it; its new number is written into the rules that named the old one."""
    hanging = Item.objects.filter(project=item.project_id)
    if before and before != item.number:
        for one in hanging.filter(due_rule__regex=rf"^{before.upper().replace('.', '[.]')}[+-]"):
            if not item.number:
                raise Problem(
                    "others hang on it",
                    _("Deadlines of other items hang on this number. Change those first."),
                    field="number",
                )
            one.due_rule = item.number.upper() + one.due_rule[len(before) :]
            one.save(update_fields=["due_rule"])
    if item.number and hanging.filter(due_rule__istartswith=item.number).exclude(pk=item.pk).exists():
        schedule.replan(item.project)


def set_helpers(item: Item, helpers: Helpers) -> None:
    """Who helps, and nobody else. Raises Problem when one of them cannot."""
    wanted: set[tuple[UUID | None, UUID | None]] = set()
    for one in helpers:
        if isinstance(one, Organisation):
            check_partner(item.project, one, "helpers")
            wanted.add((one.pk, None))
        else:
            check_person(item, one, "helpers")
            wanted.add((None, one.pk))
    if not item.joint and any(organisation for organisation, _person in wanted):
        raise Problem(
            "own helpers",
            _("Another organisation would not see this. Make it a joint task."),
            field="helpers",
        )
    there = {(h.organisation_id, h.person_id): h for h in item.helpers.all()}
    for key in there.keys() - wanted:
        there[key].delete()
    Helper.objects.bulk_create(
        Helper(item=item, organisation_id=organisation, person_id=person)
        for organisation, person in wanted - there.keys()
    )
