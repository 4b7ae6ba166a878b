"""Organisations, projects, their facts and partners."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import new_code
from passerelle.core.dates import runs_backwards
from passerelle.core.errors import Problem
from passerelle.core.lines import plain_line
from passerelle.core.rooms import tell_of_period
from passerelle.language import texts
from passerelle.network import policies
from passerelle.network.actions.found import TITLE, index, owner_of
from passerelle.network.actions.leaving import part
from passerelle.network.actions.roles import give_role
from passerelle.network.models import Appointment, Organisation, Partnership, Project
from passerelle.network.roles import Role

PERIOD = ("starts", "ends", "months")


@action(may=policies.may_administer, says="organisation added")
def add_organisation(actor: Actor, **facts: Any) -> Organisation:
    """Add a member to the standing network. Raises Problem when the name is taken in that country."""
    facts["name"] = plain_line(facts["name"])
    try:
        with transaction.atomic():
            return Organisation.objects.create(code=new_code(), **facts)
    except IntegrityError:
        raise Problem(
            "name taken",
            _("There is already an organisation of this name in that country. Open it instead."),
            field="name",
        ) from None


@action(may=policies.may_create_project, says="project created")
def create_project(
    actor: Actor,
    *,
    acronym: str,
    title: str,
    language: str,
    lead: Organisation | None = None,
    **facts: Any,
) -> Project:
    """Open a project as a draft, led by whoever opens it, for the organisation that leads.

    Raises Problem when the acronym is taken or the period ends before it begins."""
    _check_period(facts)
    try:
        with transaction.atomic():
            project = Project.objects.create(code=new_code(), acronym=plain_line(acronym), **facts)
    except IntegrityError:
        raise _acronym_taken(acronym) from None
    if lead is not None:
        Partnership.objects.create(project=project, organisation=lead, lead=True)
    if actor.person is not None:
        give_role(actor.person, Role.LEAD_COORDINATOR, project, lead)
    texts.save(owner_of(project), TITLE, language, plain_line(title), base=0, author=actor.person, line=True)
    return project


@action(may=policies.may_lead, says="project facts changed")
def change_facts(actor: Actor, project: Project, *, revision: int, **facts: Any) -> Project:
    """Change the facts of a project. revision: the one the form was filled from.

    Raises Problem when somebody saved others meanwhile, the acronym is taken or the period runs backwards."""
    _check_period(facts)
    journal.tell(fields=sorted(facts))
    before = {name: getattr(project, name) for name in PERIOD}
    try:
        with transaction.atomic():
            changed = Project.objects.filter(pk=project.pk, revision=revision).update(
                revision=revision + 1, **facts
            )
    except IntegrityError:
        raise _acronym_taken(facts.get("acronym", "")) from None
    if not changed:
        raise Problem(
            "changed meanwhile",
            _(
                "Somebody else changed these facts while you were writing. Theirs are shown beside yours; save again."
            ),
        )
    project.refresh_from_db()
    if before != {name: getattr(project, name) for name in PERIOD}:
        tell_of_period(project.pk, before)
    if project.state == Project.State.PUBLISHED:
        index(project)
    return project


@action(may=policies.may_lead, says="partners chosen")
def choose_partners(actor: Actor, project: Project, organisations: Iterable[Organisation]) -> Project:
    """Make these organisations the partners of the project; the lead partner always stays.

    Raises Problem when somebody still acts in the project for one that would leave."""
    chosen = {one.pk: one for one in organisations}
    present = {p.organisation_id: p for p in project.partnerships.select_related("organisation")}
    leaving = [p for pk, p in present.items() if pk not in chosen and not p.lead]
    busy = Appointment.objects.filter(
        project=project, active=True, organisation__in=[p.organisation_id for p in leaving]
    ).select_related("organisation")
    if first := busy.first():
        raise Problem(
            "still acts",
            _("Somebody still has a role in this project for %(name)s. End that role first."),
            name=str(first.organisation),
        )
    for one in leaving:
        part(one, timezone.localdate())
    joining = [one for pk, one in chosen.items() if pk not in present]
    Partnership.objects.bulk_create(Partnership(project=project, organisation=one) for one in joining)
    journal.tell(joined=[one.code for one in joining], left=[one.organisation.code for one in leaving])
    return project


def _check_period(facts: dict[str, Any]) -> None:
    if runs_backwards(facts.get("starts") or None, facts.get("ends") or None):
        raise Problem(
            "period backwards",
            _("The period ends before it begins. Look at the two dates once more."),
            field="ends",
        )


def _acronym_taken(acronym: str) -> Problem:
    return Problem(
        "acronym taken",
        _("There is already a project called %(acronym)s. Choose another acronym, or open that project."),
        field="acronym",
        acronym=acronym,
    )
