"""The secret address of one's own calendar is made, made anew and taken back."""

from __future__ import annotations

from typing import Any

from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import digest, printed_code
from passerelle.people.models import Person
from passerelle.tasks.models import CalendarKey


def is_oneself(actor: Actor, person: Person, *_: Any) -> bool:
    return actor.person is not None and actor.person == person.pk


@action(may=is_oneself, says="calendar address made")
def make_calendar_key(actor: Actor, person: Person) -> str:
    """A new secret for the address of one's calendar, shown once; the one before opens nothing any more."""
    secret = printed_code()
    CalendarKey.objects.update_or_create(person=person, defaults={"digest": digest(secret)})
    return secret


@action(may=is_oneself, says="calendar address taken back")
def revoke_calendar_key(actor: Actor, person: Person) -> None:
    """The address opens nothing any more."""
    CalendarKey.objects.filter(person=person).delete()
