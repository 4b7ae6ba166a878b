"""What is checked before an item is written down: its people are the project's, its deadline can be worked out."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from passerelle.core.errors import Problem
from passerelle.core.lines import plain_line
from passerelle.engines import planning
from passerelle.network.models import Appointment, Organisation, Partnership, Project
from passerelle.people.models import Person, Place
from passerelle.tasks import schedule
from passerelle.tasks.models import Item, in_order


def check_partner(project: Project, organisation: Organisation, field: str) -> None:
    """Raises Problem when the organisation is no partner of the project."""
    if not Partnership.objects.filter(project=project, organisation=organisation).exists():
        raise Problem(
            "no partner",
            _("Only partners of the project can be named here. Choose the partners first."),
            field=field,
        )


def check_person(item: Item, person: Person, field: str) -> None:
    """Raises Problem when somebody has no place in the project, or could not see an own item they answer for."""
    here = person.erased_at is None and Place.objects.filter(person=person, project=item.project_id).exists()
    if here and not item.joint:
        here = Appointment.objects.filter(
            person=person, project=item.project_id, organisation=item.keeper_id, active=True
        ).exists()
    if not here:
        raise Problem(
            "not here",
            _("Choose somebody who works in this project, for an organisation that sees this."),
            field=field,
        )


def fill(item: Item, facts: dict[str, Any]) -> Item:
    """Put facts on an item, cleaned and checked. Raises Problem that names the field."""
    for name, value in facts.items():
        setattr(item, name, value)
    item.title = plain_line(item.title)[:200]
    item.number = plain_line(item.number)[:12]
    item.order = in_order(item.number)
    if not item.title:
        raise Problem("no title", _("Write in a few words what is owed."), field="title")
    _check_own(item)
    if "responsible" in facts and item.responsible is not None:
        check_partner(item.project, item.responsible, "responsible")
    if "waiting_for" in facts and item.waiting_for is not None:
        check_partner(item.project, item.waiting_for, "waiting_for")
    if "person" in facts and item.person is not None:
        check_person(item, item.person, "person")
    if item.package is not None and item.package.project_id != item.project_id:
        raise Problem("other project", _("Choose a work package of this project."), field="package")
    item.due_zone = schedule.check_zone(item.due_zone or schedule.ZONE)
    return place(item)


def place(item: Item) -> Item:
    """Work out when an item is due. Raises Problem: no rule, in a circle, or outside the project."""
    rule = schedule.rule_of(item.due_rule)
    item.due_rule = str(rule) if rule else ""
    if rule is None:
        return schedule.set_due(item, None)
    rules, numbers = {item.pk: rule}, {item.number.upper(): item.pk} if item.number else {}
    if rule.anchor == planning.Anchor.ITEM:
        others, known, _items = schedule.rules_of(item.project_id)
        rules, numbers = {**others, **rules}, {**known, **numbers}
        if rule.item not in numbers:
            raise Problem(
                "no such item",
                _("There is no item %(number)s in this project on which the deadline could hang."),
                field="due_rule",
                number=rule.item,
            )
    deadline = schedule.resolved(rules, numbers, schedule.period_of(item.project)).get(item.pk)
    if deadline is not None and deadline.held:
        raise Problem(
            "outside the project",
            _(
                "%(rule)s lies outside the project. Choose an earlier month or day; what is owed after the end is "
                "written as end+60d."
            ),
            field="due_rule",
            rule=item.due_rule,
        )
    return schedule.set_due(item, deadline.day if deadline else None)


def _check_own(item: Item) -> None:
    """What one organisation keeps for itself is a task of its own people, without a number."""
    if item.joint:
        return
    if item.kind != Item.Kind.TASK or item.number:
        raise Problem(
            "own items are tasks",
            _("Only tasks without a number can be kept for one’s own organisation."),
            field="kind",
        )
    if item.responsible_id is None:
        item.responsible = item.keeper
    if item.responsible_id != item.keeper_id:
        raise Problem(
            "own responsible",
            _("Another organisation would not see this. Make it a joint task, or choose your own."),
            field="responsible",
        )
