"""What people are asked about a gathering: when they register, and afterwards."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.errors import Problem
from passerelle.gatherings import policies, presence
from passerelle.gatherings.actions import places
from passerelle.gatherings.models import Gathering
from passerelle.questionnaires import actions as questionnaires
from passerelle.questionnaires import queries
from passerelle.questionnaires.models import Asking, Instrument


@action(may=policies.may_ask, says="questionnaire asked with registration")
def ask_along(actor: Actor, gathering: Gathering, instrument: Instrument) -> Asking:
    """Ask this questionnaire of whoever registers from now on, in the place of the one that was asked before; what was
    answered to that stays. Raises Problem as `questionnaires.ask` does, and where nobody registers."""
    here = places.locked(gathering.pk)
    _check_project(here, instrument)
    if here.only_heads:
        raise Problem(
            "heads only", _("Nobody is registered here: people are counted when they come, without names.")
        )
    now = queries.asked_within(subject_of(here))
    newest = queries.newest([instrument])[instrument.pk]
    if now is not None and now.version_id == newest.pk:
        return now
    _stop(actor, here)
    made = questionnaires.ask(
        actor,
        instrument,
        purpose=Asking.Purpose.REGISTRATION,
        door=Asking.Door.WITHIN,
        label=here.title,
        subject=subject_of(here),
        collected_by=presence.controller_of(here),
    )
    journal.tell(asking=made.code)
    return made


@action(may=policies.may_ask, says="questionnaire no longer asked with registration")
def stop_asking_along(actor: Actor, gathering: Gathering) -> Gathering:
    """Nobody who registers is asked from now on; what was answered stays."""
    _stop(actor, gathering)
    return gathering


@action(may=policies.may_ask, says="feedback asked for")
def ask_for_feedback(actor: Actor, gathering: Gathering, instrument: Instrument) -> Asking:
    """Ask this questionnaire of everybody who was there, by a link, from the day it begins. Raises Problem as
    `questionnaires.ask` does."""
    _check_project(gathering, instrument)
    return questionnaires.ask(
        actor,
        instrument,
        purpose=Asking.Purpose.FEEDBACK,
        label=gathering.title,
        opens_at=max(timezone.now(), gathering.begins_at),
        subject=subject_of(gathering),
        collected_by=presence.controller_of(gathering),
    )


def subject_of(gathering: Gathering) -> tuple[str, UUID]:
    """What a questionnaire about it is about."""
    return Gathering.KIND, gathering.pk


def _stop(actor: Actor, gathering: Gathering) -> None:
    for now in queries.all_asked_within(subject_of(gathering)):
        questionnaires.close(actor, now)


def _check_project(gathering: Gathering, instrument: Instrument) -> None:
    if instrument.project_id != gathering.project_id:
        raise Problem("other project", _("Choose a questionnaire of this project."), field="questionnaire")
