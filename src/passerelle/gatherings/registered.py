"""Reads of registrations: one's own behind its secret, and those of a gathering for who answers for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count

from passerelle.core import sealing
from passerelle.core.actor import Actor, SystemActor
from passerelle.core.codes import digest
from passerelle.core.search import fold
from passerelle.engines.text.collation import sort_key
from passerelle.gatherings import presence
from passerelle.gatherings.actions import places
from passerelle.gatherings.models import Gathering, Registration
from passerelle.messages.models import Message
from passerelle.network.models import Organisation
from passerelle.people.models import Identity
from passerelle.people.queries import Known, identity_of

HOUSE = SystemActor(reason="names for who answers for them")
STATES = Registration.State
SORTS = ("order", "name", "state", "country", "language")
AT_HAND = ("participant__merged_into", "participant__person", "gathering__project", "gathering__host")
NOT_REACHED = (Message.State.PASTE, Message.State.FAILED, Message.State.RETURNED, Message.State.UNSURE)


def by_secret(secret: str) -> Registration | None:
    """The registration a secret opens; the secret is the permission."""
    rows = Registration.objects.unscoped(reason="the secret is the permission").select_related(*AT_HAND)
    return rows.filter(digest=digest(secret)).first() if secret.strip() else None


def code_of(one: Registration) -> str:
    """The own code they use, also where another row holds it."""
    told = one.participant
    return told.code or (told.merged_into.code if told.merged_into else "")


def known(one: Registration) -> Known | None:
    """Who they said they are; None where they said nothing, or were erased."""
    person = one.participant.person
    found = identity_of(HOUSE, person) if person is not None else None
    return found if found and not found.erased else None


def needs_of(one: Registration) -> dict[str, Any]:
    return places.needs_of([one])[0]


def as_given(one: Registration) -> dict[str, Any]:
    """What was said, as a form takes it."""
    who = known(one)
    needs = needs_of(one)
    named = who is not None and presence.own_code(who.name) != code_of(one)
    return {
        "name": who.name if who and named else "",
        "email": who.email if who else "",
        "phone": who.phone if who else "",
        "language": one.language,
        "country": one.country,
        "mode": one.mode,
        "agreed": bool(needs),
        **needs,
    }


def controller_name(gathering: Gathering) -> str:
    """Who answers for what is written in its registrations."""
    pk = presence.controller_of(gathering)
    rows = Organisation.objects.unscoped(reason="who answers for data is told").filter(pk=pk)
    return rows.values_list("name", flat=True).first() or ""


@dataclass(frozen=True, slots=True)
class Line:
    """One registration, opened for who answers for it. name, email, phone: "" where nothing was given."""

    one: Registration
    code: str
    name: str
    email: str
    phone: str
    needs: dict[str, Any]

    @property
    def reachable(self) -> bool:
        return bool(self.email or self.phone)


def lines(
    actor: Actor,
    gathering: Gathering,
    language: str,
    *,
    words: str = "",
    sort: str = "order",
    backwards: bool = False,
) -> list[Line]:
    """The registrations this actor answers for, opened in memory, narrowed and sorted there; four queries whatever their
    number. In the order they came when `sort` is "order"."""
    rows = list(
        Registration.objects.visible_to(actor)
        .filter(gathering=gathering)
        .select_related("participant__merged_into")
        .order_by("at", "id")
    )
    who = _identities([one.participant.person_id for one in rows if one.participant.person_id])
    told = [
        Line(
            one,
            code_of(one),
            *(who.get(one.participant.person_id or one.pk, ("", "", ""))),
            needs,
        )
        for one, needs in zip(rows, places.needs_of(rows), strict=True)
    ]
    if words:
        sought = fold(words)
        told = [one for one in told if sought in fold(one.name) or presence.own_code(words) == one.code]
    keys = {
        "order": None,
        "name": lambda line: (not line.name, sort_key(line.name, language)),
        "state": lambda line: STATES.values.index(line.one.state),
        "country": lambda line: (not line.one.country, line.one.country),
        "language": lambda line: line.one.language,
    }
    if key := keys[sort]:
        told.sort(key=key)
    return told[::-1] if backwards else told


def _identities(people: Sequence[UUID]) -> dict[UUID, tuple[str, str, str]]:
    rows = list(Identity.objects.filter(person__in=people, person__erased_at=None))
    fields = ("name", "email", "phone")
    return {
        row.pk: (texts["name"] or "", texts["email"] or "", texts["phone"] or "")
        for row, texts in zip(rows, sealing.opened(rows, fields), strict=True)
    }


def numbers(gathering: Gathering) -> dict[str, int]:
    """How many have a place, wait and withdrew: everybody in the project reads these; one query."""
    rows = Registration.objects.unscoped(reason="numbers are the project's").filter(gathering=gathering)
    found = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    return {state: found.get(state, 0) for state in STATES.values}


def not_told(rows: Iterable[Line]) -> dict[UUID, Message]:
    """Of these people, what last could not be brought to them: {person: message}; one query."""
    people = [line.one.participant.person_id for line in rows if line.one.participant.person_id]
    waiting = Message.objects.unscoped(reason="of those the actor answers for").filter(
        receiver__in=people, receiver_kind="person", purpose="registration", state__in=NOT_REACHED
    )
    return {one.receiver: one for one in waiting.order_by("created_at")}
