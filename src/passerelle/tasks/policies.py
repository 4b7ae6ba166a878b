"""Who may do what with what is owed. One function per permission; whatever is not allowed here is denied."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from passerelle.core.actor import Actor, SystemActor
from passerelle.network import policies as network
from passerelle.network.models import Project
from passerelle.tasks.models import Comment, Item, Note, Use, WorkPackage
from passerelle.tasks.roles import WORKERS


def may_see_plan(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """Whoever works in the project."""
    return network.may_work_in(actor, project)


def may_plan(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """Work packages, deliverables, milestones and amendments are the lead's, who answers to the funder."""
    return network.may_lead(actor, project)


def may_change_package(actor: Actor, package: WorkPackage, *_: Any, **__: Any) -> bool:
    return may_plan(actor, package.project)


def may_add(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """Whoever does the project's work may write down a task."""
    return actor.has(*WORKERS, project=project.pk)


def may_create(
    actor: Actor, project: Project, *_: Any, kind: str = Item.Kind.TASK, keeper: Any = None, **__: Any
) -> bool:
    """Deliverables and milestones: the lead. Joint tasks: who works there. An own task: who works for its keeper."""
    if keeper is not None:
        return _works_for(actor, project.pk, keeper.pk)
    return may_add(actor, project) if kind == Item.Kind.TASK else may_plan(actor, project)


def may_see(actor: Actor, item: Item, *_: Any, **__: Any) -> bool:
    """As `Item.scope` cuts it, for one item."""
    if isinstance(actor, SystemActor):
        return True
    if item.joint:
        return network.may_work_in(actor, item.project)
    return _works_for(actor, item.project_id, item.keeper_id)


def may_change(actor: Actor, item: Item, *_: Any, **__: Any) -> bool:
    """The lead; for a task also who is responsible and their organisation's workers. An own item: its keeper's."""
    if not item.joint:
        return _works_for(actor, item.project_id, item.keeper_id)
    if may_plan(actor, item.project):
        return True
    return item.kind == Item.Kind.TASK and _answers_for(actor, item)


def may_finish(actor: Actor, item: Item, *_: Any, **__: Any) -> bool:
    """To hand in, finish and say what one waits for is the work of whoever is responsible, deliverables included."""
    if not item.joint:
        return _works_for(actor, item.project_id, item.keeper_id)
    return may_plan(actor, item.project) or _answers_for(actor, item)


def may_read_files(actor: Actor, item: UUID) -> bool:
    """Files of an item go with the item."""
    return Item.objects.visible_to(actor).filter(pk=item).exists()


def may_see_money(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """Coordinators: every partner's totals. The funder's officer gets reports, not the working sheet."""
    return actor.has(*network.COORDINATORS, network.ADMINISTRATOR, project=project.pk)


def may_plan_money(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """The lead, who answers to the funder, shares out money and days."""
    return network.may_lead(actor, project)


def may_note_uses(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """Coordinators; for which partner is for `may_note_for`."""
    return network.may_coordinate(actor, project)


def may_note_for(actor: Actor, project: Project, organisation: UUID) -> bool:
    """The lead for every partner, a local coordinator for the organisation they act for."""
    if network.may_lead(actor, project):
        return True
    return any(
        g.role in network.COORDINATORS and g.project == project.pk and g.organisation == organisation
        for g in actor.grants
    )


def may_remove_use(actor: Actor, use: Use, *_: Any, **__: Any) -> bool:
    return may_note_for(actor, use.project, use.organisation_id)


def may_discuss(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """Whoever does the project's work reads what is said in it; administrators read the comments."""
    return actor.has(*WORKERS, network.ADMINISTRATOR, project=project.pk)


def may_discuss_item(actor: Actor, item: Item, *_: Any, **__: Any) -> bool:
    return may_discuss(actor, item.project) and may_see(actor, item)


def may_write_note(
    actor: Actor, project: Project, organisation: Any, *_: Any, item: Item | None = None, **__: Any
) -> bool:
    """For an organisation, only who does the project's work for it; about an item, only who sees it."""
    return _works_for(actor, project.pk, organisation.pk) and (item is None or may_see(actor, item))


def may_remove_note(actor: Actor, note: Note, *_: Any, **__: Any) -> bool:
    """Whoever wrote it, and the coordinators of its organisation."""
    if not _works_for(actor, note.project_id, note.organisation_id):
        return False
    return actor.person == note.author or any(
        g.role in network.COORDINATORS
        and g.project == note.project_id
        and g.organisation == note.organisation_id
        for g in actor.grants
    )


def may_comment(actor: Actor, project: Project, *_: Any, item: Item | None = None, **__: Any) -> bool:
    return may_add(actor, project) and (item is None or may_see(actor, item))


def may_remove_comment(actor: Actor, said: Comment, *_: Any, **__: Any) -> bool:
    """Whoever wrote it, while they work there, and the lead."""
    wrote = actor.person is not None and actor.person == said.author
    return network.may_lead(actor, said.project) or (wrote and may_add(actor, said.project))


def may_read_note_files(actor: Actor, note: UUID) -> bool:
    """Files of a note go with the note."""
    return Note.objects.visible_to(actor).filter(pk=note).exists()


def _answers_for(actor: Actor, item: Item) -> bool:
    """The responsible person, and those who do the work for the responsible organisation."""
    if actor.person is not None and item.person_id == actor.person:
        return item.project_id in actor.projects()
    return item.responsible_id is not None and _works_for(actor, item.project_id, item.responsible_id)


def _works_for(actor: Actor, project: UUID, organisation: UUID | None) -> bool:
    if isinstance(actor, SystemActor):
        return True
    return any(
        g.role in WORKERS and g.project == project and g.organisation == organisation for g in actor.grants
    )


def may_remind(actor: Actor, item: Item, *_: Any, **__: Any) -> bool:
    """The lead anybody of the project; coordinators there, for what their own organisation answers for. Nobody is
    reminded of what an organisation keeps for itself."""
    if not item.joint:
        return False
    if actor.has(network.LEAD, project=item.project_id):
        return True
    return item.responsible_id is not None and any(
        g.role == network.LOCAL and g.project == item.project_id and g.organisation == item.responsible_id
        for g in actor.grants
    )


def may_remind_in(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """Coordinators; of what exactly, `may_remind` says for each item."""
    return actor.has(*network.COORDINATORS, project=project.pk)


def may_remind_anywhere(actor: Actor, *_: Any) -> bool:
    return actor.holds(*network.COORDINATORS)


def is_oneself(actor: Actor, person: Any, *_: Any, **__: Any) -> bool:
    """One's own wish, and nobody else's."""
    return actor.person is not None and actor.person == person.pk
