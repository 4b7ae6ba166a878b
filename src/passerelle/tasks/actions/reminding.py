"""Reminding people of what they owe, and how often somebody wants to be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.messages.actions import Posted, post_many
from passerelle.network.models import Project
from passerelle.people.models import Person
from passerelle.tasks import policies, reminding
from passerelle.tasks.models import Digest, Reminder
from passerelle.tasks.week import Line


@action(may=policies.may_remind_in, says="people reminded")
def remind(
    actor: Actor,
    project: Project,
    asked: Mapping[UUID, Iterable[Line]],
    *,
    sender: str,
    occasion: str,
    again: Iterable[UUID] = (),
) -> Posted:
    """Write one letter to each of these people about what they owe in one project, and note it at each item.

    asked: {person id: lines, as `reminding.round_of` found them}. occasion: a code for this one press of the button:
    the same form sent twice writes once. again: who is asked although they were within `reminding.REST`; the others
    who were are left out."""
    lines = {person: tuple(line for line in of if line.joint) for person, of in asked.items()}
    everything = {line.pk for of in lines.values() for line in of}
    resting = set(reminding.lately(lines, everything)) - set(again)
    receivers: dict[UUID, dict[str, Any]] = {
        person: reminding.context_of(project, of, sender)
        for person, of in lines.items()
        if of and person not in resting
    }
    posted = post_many(
        actor,
        receivers=receivers,
        occasion=f"reminder.{occasion}.{project.code}",
        purpose="reminder",
        template=reminding.TEMPLATE,
        project=project.pk,
    )
    Reminder.objects.bulk_create(
        Reminder(item_id=line.pk, person_id=message.receiver, by=actor.person, message=message)
        for message in posted.messages
        if message.state != message.State.UNWANTED
        for line in lines[message.receiver]
    )
    journal.tell(people=len(posted.messages), items=len(everything), rested=len(resting))
    return posted


@action(may=policies.is_oneself, says="digest chosen")
def choose_digest(actor: Actor, person: Person, *, rhythm: str, weekday: int = 0) -> Digest:
    """Say how often one wants a mail with what waits. Asking for it again lifts an earlier "no more of these"."""
    from passerelle.messages.unsubscribing import Wish, resume

    wish, _new = Digest.objects.update_or_create(
        person=person, defaults={"rhythm": rhythm, "weekday": weekday}
    )
    if rhythm != Digest.Rhythm.NEVER:
        resume(actor, Wish(person.pk, "digest"))
    journal.tell(rhythm=rhythm)
    return wish
