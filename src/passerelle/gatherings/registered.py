"""Reads of registrations: one's own behind its secret, and those of a gathering for who answers for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count

from passerelle.core import sealing
from passerelle.core.actor import Actor, SystemActor
from passerelle.core.codes import digest
from passerelle.core.search import fold
from passerelle.engines.text.collation import sort_key
from passerelle.gatherings import needs_said, presence
from passerelle.gatherings.actions import telling
from passerelle.gatherings.models import Gathering, Registration
from passerelle.messages.models import Message
from passerelle.network.models import Organisation
from passerelle.people.queries import Known, contacts_of, identity_of

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
    return needs_said.needs_of([one])[0]


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
    if gathering.host is not None and gathering.host.pk == pk:
        return gathering.host.name
    rows = Organisation.objects.unscoped(reason="who answers for data is told").filter(pk=pk)
    return rows.values_list("name", flat=True).first() or ""


@dataclass(frozen=True, slots=True)
class Line:
    """One registration, opened for who answers for it. name, email, phone: "" where nothing was given.

    message: the newest one that could not be brought to them, with its words."""

    one: Registration
    code: str
    name: str
    email: str
    phone: str
    needs: dict[str, Any]
    message: Message | None = None
    words: str = ""


def lines(actor: Actor, gathering: Gathering) -> list[Line]:
    """The registrations this actor answers for, in the order they came, opened in memory; four queries whatever their
    number."""
    rows = list(
        Registration.objects.visible_to(actor)
        .filter(gathering=gathering)
        .select_related("participant__merged_into")
        .order_by("at", "id")
    )
    people = {one.participant.person_id: one for one in rows if one.participant.person_id}
    letters = _letters([pk for pk, one in people.items() if one.state != STATES.WITHDRAWN])
    sealed: list[Any] = [*needs_said.sealed_needs(rows)]
    sealed += [(pk, letter.text, sealing.place(letter, "text", letter.pk)) for pk, letter in letters.items()]
    who, opened = contacts_of(HOUSE, people, sealed)
    needs = needs_said.read_needs(opened[: len(rows)])
    words = dict(zip(letters, opened[len(rows) :], strict=True))
    found = []
    for one, need in zip(rows, needs, strict=True):
        pk = one.participant.person_id or one.pk
        told = who.get(pk, ("", "", ""))
        found.append(Line(one, code_of(one), *told, need, letters.get(pk), words.get(pk) or ""))
    return found


def _letters(people: list[UUID]) -> dict[UUID, Message]:
    """The newest message about a registration that could not be brought to each of these people."""
    if not people:
        return {}
    waiting = Message.objects.unscoped(reason="of those the actor answers for").filter(
        receiver__in=people, receiver_kind="person", purpose=telling.PURPOSE, state__in=NOT_REACHED
    )
    return {one.receiver: one for one in waiting.order_by("created_at")}


def narrowed(rows: list[Line], language: str, words: str, sort: str, backwards: bool) -> list[Line]:
    """Those whose name has these words or whose code they are, sorted; "order" is the one in which they came."""
    if words:
        sought = fold(words)
        rows = [one for one in rows if sought in fold(one.name) or presence.own_code(words) == one.code]
    keys: dict[str, Callable[[Line], Any]] = {
        "name": lambda line: (not line.name, sort_key(line.name, language)),
        "state": lambda line: STATES.values.index(line.one.state),
        "country": lambda line: (not line.one.country, line.one.country),
        "language": lambda line: line.one.language,
    }
    told = sorted(rows, key=keys[sort]) if sort in keys else list(rows)
    return told[::-1] if backwards else told


def counted(rows: Iterable[Line]) -> dict[str, int]:
    """How many of these have a place, wait and withdrew."""
    states = [line.one.state for line in rows]
    return {state: states.count(state) for state in STATES.values}


def numbers(gathering: Gathering) -> dict[str, int]:
    """How many have a place, wait and withdrew: everybody in the project reads these; one query."""
    rows = Registration.objects.unscoped(reason="numbers are the project's").filter(gathering=gathering)
    found = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    return {state: found.get(state, 0) for state in STATES.values}


def one_of(actor: Actor, gathering: Gathering, pk: str) -> Registration | None:
    """One registration this actor answers for."""
    try:
        wanted = UUID(pk)
    except ValueError:
        return None
    rows = Registration.objects.visible_to(actor).select_related(*AT_HAND)
    return rows.filter(gathering=gathering, pk=wanted).first()
