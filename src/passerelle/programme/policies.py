"""Who may do what with a project's programme. One function per permission; whatever is not allowed here is denied."""

from __future__ import annotations

from typing import Any

from passerelle.core.actor import Actor
from passerelle.gatherings.policies import works_for
from passerelle.network import policies as network
from passerelle.network.models import Organisation, Project
from passerelle.programme.models import Question
from passerelle.tasks.roles import WORKERS


def may_see_all(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """Whoever works in the project."""
    return network.may_work_in(actor, project)


def may_promise(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """What the project promised its funder, the lead writes down."""
    return network.may_lead(actor, project)


def may_see(actor: Actor, one: Any, *_: Any, **__: Any) -> bool:
    """As `scope` cuts it, for one record of a project."""
    return network.may_work_in(actor, one.project)


def may_change(actor: Actor, one: Any, *_: Any, **__: Any) -> bool:
    """The lead."""
    return network.may_lead(actor, one.project)


def may_take_down(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """Whoever does the project's work: facilitators hear most questions."""
    return actor.has(*WORKERS, project=project.pk)


def may_see_question(actor: Actor, one: Question, *_: Any, **__: Any) -> bool:
    """On the desk: whoever works in the project, also what is public."""
    return network.may_work_in(actor, one.project)


def may_mend(actor: Actor, one: Question, *_: Any, **__: Any) -> bool:
    """The words of a question: whoever may take one down."""
    return may_take_down(actor, one.project)


def may_answer(
    actor: Actor, one: Question, *_: Any, organisation: Organisation | None = None, **__: Any
) -> bool:
    """The lead for every partner; whoever does the project's work for that organisation."""
    if organisation is None:
        return may_take_down(actor, one.project)
    return network.may_lead(actor, one.project) or works_for(actor, one.project_id, organisation.pk)


def may_sort_out(actor: Actor, one: Question, *_: Any, **__: Any) -> bool:
    """What is withdrawn or merged: the coordinators."""
    return network.may_coordinate(actor, one.project)


def may_run(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """Campaigns and processes: whoever does the project's work."""
    return may_take_down(actor, project)


def may_run_this(actor: Actor, one: Any, *_: Any, **__: Any) -> bool:
    """One of them, or a number of a campaign."""
    return may_run(actor, one.project)


def may_translate(actor: Actor, one: Any, *_: Any, **__: Any) -> bool:
    """As the project's page is translated."""
    return network.may_translate(actor, one.project)
