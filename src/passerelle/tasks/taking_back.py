"""What stands against taking a table of the plan back: changed since, gone, or something hangs on it by now.

What an organisation keeps for itself is never a reason: to say so would betray it. The action lets it outlive the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from passerelle.core import files
from passerelle.core.actor import Actor
from passerelle.core.importables import Change
from passerelle.network.models import Organisation
from passerelle.people.models import Person
from passerelle.tasks import schedule
from passerelle.tasks.models import Budget, Comment, Item, Reminder, Use, WorkPackage
from passerelle.tasks.tables import OF_PACKAGE, as_json, facts_of, spelled

REASON = "taking a table back"


def hindrances(actor: Actor, project: UUID | None, changes: Sequence[Change]) -> list[str]:
    """Why what a table brought cannot be taken back any more, one sentence each."""
    items = list(Item.objects.visible_to(actor).filter(project=project, keeper=None))
    packages = list(WorkPackage.objects.visible_to(actor).filter(project=project).select_related("lead"))
    told = {one["id"] for one in changes}
    new = {one["id"] for one in changes if one["was"] is None}
    return [
        *_changed(items, packages, changes),
        *_hanging_on(actor, [one for one in items if str(one.pk) in new]),
        *_full(
            [one for one in packages if str(one.pk) in new],
            [one for one in items if str(one.pk) not in told],
        ),
        *_deadlines(items, new, changes),
        *_gone(packages, changes),
    ]


def _changed(
    items: Sequence[Item], packages: Sequence[WorkPackage], changes: Sequence[Change]
) -> Iterator[str]:
    there: dict[str, Item | WorkPackage] = {str(one.pk): one for one in items}
    there |= {str(one.pk): one for one in packages}
    for change in changes:
        one, now = there.get(change["id"]), change["now"]
        if one is None:
            yield _("Something of this table is no longer in the plan.")
        elif isinstance(one, Item):
            if one.revision != now.get("revision"):
                yield _("%(name)s was changed since.") % {"name": one}
        else:
            known = {name: now[name] for name in OF_PACKAGE if name in now}
            if as_json(facts_of(one, known)) != known:
                yield _("%(name)s was changed since.") % {"name": one}


def _hanging_on(actor: Actor, new: Sequence[Item]) -> Iterator[str]:
    """Files, and what others said or were told about it, would go with it."""
    ids = [one.pk for one in new]
    kept = files.owners(Item.FILES, ids)
    said = set(Comment.objects.visible_to(actor).filter(item__in=ids).values_list("item", flat=True))
    reminded = set(Reminder.objects.visible_to(actor).filter(item__in=ids).values_list("item", flat=True))
    for one in new:
        if one.pk in kept:
            yield _("%(name)s has a file by now.") % {"name": one}
        if one.pk in said:
            yield _("Something was said about %(name)s since.") % {"name": one}
        if one.pk in reminded:
            yield _("Somebody was reminded of %(name)s since.") % {"name": one}


def _full(new: Sequence[WorkPackage], staying: Sequence[Item]) -> Iterator[str]:
    """Joint items and money that would be left without their work package."""
    ids = [one.pk for one in new]
    full = {one.package_id for one in staying}
    full |= set(
        Budget.objects.unscoped(reason=REASON).filter(package__in=ids).values_list("package", flat=True)
    )
    full |= set(Use.objects.unscoped(reason=REASON).filter(package__in=ids).values_list("package", flat=True))
    for one in new:
        if one.pk in full:
            yield _("%(name)s holds other things by now.") % {"name": one}


def _deadlines(items: Sequence[Item], new: set[str], changes: Sequence[Change]) -> Iterator[str]:
    """Deadlines that stay and hang on the number of something that goes."""
    going = {spelled(one.number) for one in items if str(one.pk) in new and one.number}
    was = {one["id"]: one["was"].get("due") for one in changes if one["was"]}
    for one in items:
        if str(one.pk) in new:
            continue
        before = was.get(str(one.pk))
        rule = schedule.rule_of(one.due_rule if before is None else before)
        if rule is not None and rule.item and spelled(rule.item) in going:
            yield _("The deadline of %(name)s hangs on %(number)s.") % {"name": one, "number": rule.item}


def _gone(packages: Sequence[WorkPackage], changes: Sequence[Change]) -> Iterator[str]:
    """What would have to be put back, and is not here any more."""
    before = [one["was"] for one in changes if one["was"]]
    wanted = {spelled(was["package"]) for was in before if was.get("package")}
    for number in sorted(wanted - {spelled(one.number) for one in packages}):
        told_so = _("There is no work package %(number)s. Add a row for it, or add it to the plan first.")
        yield told_so % {"number": number}
    people = {was["person"] for was in before if was.get("person")}
    known = Person.objects.unscoped(reason=REASON).filter(pk__in=people)
    if known.count() < len(people):
        yield _("Somebody of this table is no longer here.")
    partners = {was["responsible"] for was in before if was.get("responsible")}
    there = Organisation.objects.unscoped(reason=REASON).filter(code__in=partners)
    if there.count() < len(partners):
        yield _("An organisation of this table is no longer here.")
