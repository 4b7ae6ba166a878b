"""Codes of people's own, and what makes two rows the same person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4, uuid5

from passerelle.core.codes import new_code
from passerelle.gatherings.models import Participant, Registration

LONGEST = 24


def own_code(written: str) -> str:
    """A code as it is compared: capitals and figures, no blanks, dashes or dots. "ab 12-c" is "AB12C"."""
    return "".join(c for c in written.upper() if c.isalnum())[:LONGEST]


def fresh_code() -> str:
    """A new own code for somebody who has none yet: 30**10, read aloud and typed in three groups at the most."""
    return own_code(new_code(10))


def counted_as(project: UUID, code: str) -> UUID:
    """What is counted: the same for the same code in one project, whoever collected it; a new one without a code."""
    return uuid5(project, code) if code else uuid4()


def forget(person: UUID) -> None:
    """What the declared fields cannot say when a person is erased: their code leads nowhere from now on."""
    let_go(Participant.objects.filter(person=person).values_list("pk", flat=True))


def let_go(participants: Iterable[Any]) -> None:
    """Take the codes of these participants: they stay one each in every figure, and nobody can tell who they were.

    Whoever is merged with one of them goes on being counted as the same. Safe to run twice."""
    rows = list(Participant.objects.filter(pk__in=list(participants)).select_related("merged_into"))
    roots = {row.merged_into or row for row in rows}
    gone = {row.pk for row in rows}
    Registration.objects.filter(participant__in=gone).update(digest="", language="", needs=None)
    Participant.objects.filter(pk__in=gone).update(code="")
    for root in roots:
        if root.pk in gone:
            group = Participant.objects.filter(pk=root.pk) | Participant.objects.filter(merged_into=root)
            group.update(counted_as=uuid4())
