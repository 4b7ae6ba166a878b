"""Who may do what with reports to funders. Whatever is not allowed here is denied."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from passerelle.core.actor import Actor, SystemActor
from passerelle.evidence.models import Report
from passerelle.network import policies as network
from passerelle.network.models import Project


def may_see_all(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """Everybody with a role in the project sees what was sent; drafts, whoever may write them."""
    return network.may_work_in(actor, project)


def may_see_drafts(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """Whoever may write them: nobody is held to words and numbers that are not settled yet, and a draft's files name
    people before the funder has a reason to know them."""
    return network.may_coordinate(actor, project)


def may_read(actor: Actor, report: Report, *_: Any, **__: Any) -> bool:
    """What was sent is the whole project's, the funder's officer's included; a draft is theirs who write it."""
    return (
        network.may_work_in(actor, report.project) if report.sent else may_see_drafts(actor, report.project)
    )


def may_begin(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """The lead answers to the funder."""
    return network.may_lead(actor, project)


def may_change(actor: Actor, report: Report, *_: Any, **__: Any) -> bool:
    """The lead, as long as it is not sent."""
    return not report.sent and network.may_lead(actor, report.project)


def may_write(actor: Actor, report: Report, *_: Any, **__: Any) -> bool:
    """Coordinators write its texts, as long as it is not sent."""
    return not report.sent and network.may_coordinate(actor, report.project)


def may_make_files(actor: Actor, report: Report, *_: Any, **__: Any) -> bool:
    """Coordinators, of what was sent too: files are kept for a day and made again."""
    return network.may_coordinate(actor, report.project)


def may_open_files(actor: Actor, report: UUID) -> bool:
    row = Report.objects.visible_to(actor).filter(pk=report).select_related("project").first()
    return row is not None and may_read(actor, row)


def is_house(actor: Actor, *_: Any, **__: Any) -> bool:
    return isinstance(actor, SystemActor)
