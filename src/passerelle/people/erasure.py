"""Erasing a person: what the declared fields say, in every room, and their key for good.

Walks over all declared fields of all models, so a new room's data goes as its declarations say without a line here.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.utils import timezone

from passerelle.core import files as stored
from passerelle.core import keys
from passerelle.core.actor import SystemActor
from passerelle.core.fields import Erase, PersonalField, personal_fields
from passerelle.core.jobs import job
from passerelle.core.models import StoredFile
from passerelle.core.rooms import rooms
from passerelle.people.models import Account, Person

REPLAY = SystemActor(reason="withdrawal replayed")


def erase(person: Person) -> None:
    """Everything about one person, inside the transaction under way; the key and the files' bytes after it.

    A job asked for in the same transaction does the last part again, in case this process dies in between.
    """
    files = list(StoredFile.objects.filter(person=person.pk).values_list("pk", flat=True))
    _end_sessions(person)
    for room in rooms():
        if room.on_erasure is not None:
            room.on_erasure(person.pk)
    for model, fields in _by_model():
        _go(model, fields, person.pk)
    person.language = ""
    person.erased_at = person.erased_at or timezone.now()
    person.save(update_fields=["language", "erased_at"])
    finish_erasure.enqueue(person=person.pk, files=",".join(map(str, files)))
    transaction.on_commit(partial(_finish, person.pk, files))


@job(queue="quick")
def finish_erasure(person: Any, files: str = "") -> None:
    """Destroy the key and the files' bytes, unless it is done already."""
    _finish(UUID(str(person)), [UUID(one) for one in files.split(",") if one])


def replay_withdrawals() -> int:
    """Erase everybody whose key was withdrawn but who is still here, because the data were restored from before.

    Returns how many. Safe to run twice."""
    from passerelle.people.actions import erase_person

    gone = Person.objects.unscoped(reason="replay of withdrawals").filter(
        pk__in=keys.withdrawals(), erased_at=None
    )
    found = list(gone)
    for person in found:
        erase_person(REPLAY, person)
    return len(found)


def _finish(person: UUID, files: Iterable[UUID]) -> None:
    keys.destroy(person)
    stored.discard(files)


def _by_model() -> list[tuple[type[models.Model], list[PersonalField]]]:
    """Personal fields by table. Rows that go are named before the rows they are found through."""
    found: dict[type[models.Model], list[PersonalField]] = {}
    for one in personal_fields():
        if not one.holds.subject:
            continue  # its room finds it by other means
        found.setdefault(one.model, []).append(one)
    return sorted(found.items(), key=lambda item: -max(f.holds.subject.count("__") for f in item[1]))


def _go(model: type[models.Model], fields: list[PersonalField], person: UUID) -> None:
    for subject in {f.holds.subject for f in fields}:
        about = [f for f in fields if f.holds.subject == subject]
        rows = model._base_manager.filter(**{subject: person})
        if any(f.holds.erase == Erase.DELETE for f in about):
            rows.delete()
        elif emptied := {f.field.attname: _empty(f.field) for f in about if f.holds.erase != Erase.KEEP}:
            rows.update(**emptied)


def _empty(field: models.Field) -> Any:
    if field.null:
        return None
    if field.empty_strings_allowed:
        return ""
    return field.get_default()


def _end_sessions(person: Person) -> None:
    """Every session in which this person signed in, was about to, or looked at their own data: what it remembers
    (an address, a code) goes."""
    marks = [str(person.pk)]
    account = Account.objects.filter(person=person).first()
    if account is not None:
        marks += [str(account.pk), account.email.casefold()]
    for session in Session.objects.iterator():
        told = str(session.get_decoded()).casefold()
        if any(mark in told for mark in marks):
            session.delete()
