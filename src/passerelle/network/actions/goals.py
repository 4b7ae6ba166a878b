"""Which goals and targets a project works towards, and what shows it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from passerelle.core import files, journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import new_code
from passerelle.core.errors import Problem
from passerelle.core.models import StoredFile
from passerelle.network import goals, policies
from passerelle.network.models import Aim, Evidence, Project


@action(may=policies.may_coordinate, says="goal named")
def name_goal(
    actor: Actor,
    project: Project,
    target: str,
    *,
    subject_kind: str = Project.KIND,
    subject: UUID | None = None,
) -> Aim:
    """Say that the project, or one of its activities, works towards a goal ("10") or a target ("10.2").

    subject: the activity, of a kind that its room knows; the project itself when none is given. Naming the same twice
    changes nothing. Raises Problem for a number that is none."""
    if target not in goals.numbers():
        raise Problem(
            "no such target", _("Choose one of the 17 goals or of their 169 targets."), field="target"
        )
    aim, _new = Aim.objects.get_or_create(
        subject_kind=subject_kind,
        subject=subject or project.pk,
        target=target,
        defaults={"project": project, "code": new_code()},
    )
    journal.tell(target=target, kind=subject_kind)
    return aim


@action(may=policies.may_show, says="goal no longer named")
def drop_goal(actor: Actor, aim: Aim) -> None:
    """Take a goal or target off the project. Raises Problem while there is evidence for it: remove that first."""
    if aim.evidence.exists():
        raise Problem("has evidence", _("There is evidence for this target. Remove the evidence first."))
    journal.tell(target=aim.target)
    aim.delete()


@action(may=policies.may_show, says="evidence added")
def add_evidence(
    actor: Actor,
    aim: Aim,
    *,
    says: str = "",
    language: str = "",
    address: str = "",
    day: str = "",
    upload: Any = None,
) -> Evidence:
    """Add what shows it: words, a link, a file, or several of them; day: as precise as it is known.

    Raises Problem when there is none of the three, or the file cannot be taken."""
    says = says.strip()
    if not (says or address or upload):
        raise Problem(
            "nothing shown",
            _("Write what shows it, give a link, or choose a file. One of them is enough."),
            field="says",
        )
    one = Evidence.objects.create(
        aim=aim,
        says=says,
        language=language if says else "",
        address=address,
        day=day,
        has_file=upload is not None,
    )
    if upload is not None:
        files.store(actor, owner_kind=Evidence.KIND, owner=one.pk, upload=upload)
    journal.tell(target=aim.target, evidence=one.pk)
    return one


@action(may=policies.may_show, says="evidence removed")
def remove_evidence(actor: Actor, aim: Aim, evidence: Evidence) -> None:
    """Remove one piece of evidence and its file, for good."""
    if evidence.aim_id != aim.pk:
        raise Problem("not here", _("This evidence belongs to another target."))
    journal.tell(target=aim.target, evidence=evidence.pk)
    for file in StoredFile.objects.filter(owner_kind=Evidence.KIND, owner=evidence.pk):
        files.remove(file)
    evidence.delete()
