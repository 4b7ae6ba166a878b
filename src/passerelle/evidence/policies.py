"""Who may do what with results, indicators and reports. Whatever is not allowed here is denied."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from passerelle.core.actor import Actor, SystemActor
from passerelle.evidence.models import HandFigure, Indicator, Priority, Question, Result, Snapshot
from passerelle.network import policies as network
from passerelle.network.models import Organisation, Project
from passerelle.tasks.roles import WORKERS

OFFICER = "funder_officer"


def may_see_chain(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """What a project promised: everybody with a role in it."""
    return network.may_work_in(actor, project)


def may_see_result(actor: Actor, result: Result | Priority, *_: Any, **__: Any) -> bool:
    return network.may_work_in(actor, result.project)


def may_see_figures(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """Figures that move, and what is missing: the project's own people. The funder's officer reads what was reported."""
    return actor.has(network.ADMINISTRATOR) or any(
        grant.project == project.pk and grant.role != OFFICER for grant in actor.grants
    )


def may_see_indicator(actor: Actor, indicator: Indicator, *_: Any, **__: Any) -> bool:
    return may_see_figures(actor, indicator.project)


def may_plan(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """The lead answers to the funder for the chain, its indicators and how they are counted."""
    return network.may_lead(actor, project)


def may_take_found(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """Whoever begins a project from its old page; once there is a chain, it is the lead's."""
    return network.may_create_project(actor) and not project.results.exists()


def may_change(actor: Actor, result: Result | Indicator | Priority | Question, /, *_: Any, **__: Any) -> bool:
    return network.may_lead(actor, result.project)


def may_translate(
    actor: Actor, result: Result | Indicator | Priority | Question, /, *_: Any, **__: Any
) -> bool:
    return network.may_translate(actor, result.project)


def may_enter(
    actor: Actor, indicator: Indicator, *_: Any, organisation: Organisation | None = None, **__: Any
) -> bool:
    """A figure by hand: the lead; of their own organisation, whoever does the project's work for it."""
    if network.may_lead(actor, indicator.project):
        return True
    return organisation is not None and works_for(actor, indicator.project, organisation)


def may_enter_some(actor: Actor, indicator: Indicator, *_: Any, **__: Any) -> bool:
    """For some organisation; for which, `may_enter` says."""
    return network.may_lead(actor, indicator.project) or actor.has(*WORKERS, project=indicator.project_id)


def may_correct(actor: Actor, figure: HandFigure, *_: Any, **__: Any) -> bool:
    return may_enter(actor, figure.indicator, organisation=figure.organisation)


def may_read_figure_file(actor: Actor, figure: UUID) -> bool:
    """What shows a figure entered by hand: whoever may see the figure."""
    found = (
        HandFigure.objects.visible_to(actor).filter(pk=figure).select_related("indicator__project").first()
    )
    return found is not None and may_see_figures(actor, found.indicator.project)


def may_freeze(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """The lead sends reports."""
    return network.may_lead(actor, project)


def may_read_snapshot(actor: Actor, snapshot: Snapshot, *_: Any, **__: Any) -> bool:
    """What was sent is everybody's in the project, the funder's officer's included."""
    return network.may_work_in(actor, snapshot.project)


def may_answer(
    actor: Actor, question: Question, *_: Any, organisation: Organisation | None = None, **__: Any
) -> bool:
    """For their own organisation whoever does its work in the project; the lead for all of them."""
    if network.may_lead(actor, question.project):
        return True
    return organisation is not None and works_for(actor, question.project, organisation)


def may_answer_some(actor: Actor, question: Question, *_: Any, **__: Any) -> bool:
    return network.may_lead(actor, question.project) or actor.has(*WORKERS, project=question.project_id)


def works_for(actor: Actor, project: Project, organisation: Organisation) -> bool:
    """Whether the actor does the project's work for this organisation."""
    if isinstance(actor, SystemActor):
        return True
    return any(
        g.role in WORKERS and g.project == project.pk and g.organisation == organisation.pk
        for g in actor.grants
    )
