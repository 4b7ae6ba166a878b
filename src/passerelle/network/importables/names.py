"""Organisations and people as tables name them: by code, name, acronym or address, among what the actor may see."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from passerelle.core.importables import Context, Kind
from passerelle.engines.tables.words import initials, loose
from passerelle.importing.kinds import reference
from passerelle.network.models import Organisation
from passerelle.people.models import Person
from passerelle.people.queries import contacts_in

_IN_BRACKETS = re.compile(r"\(([^()]{2,20})\)")


def called(name: str, code: str = "") -> list[str]:
    """What an organisation may be called: its name, what stands in brackets in it, its code."""
    return [name, _IN_BRACKETS.sub("", name), *_IN_BRACKETS.findall(name), code]


def by_name(rows: Sequence[tuple[Any, Sequence[str]]]) -> dict[str, Any]:
    """What each is called → which; what two are called is nobody's name."""
    words = [(loose(word), thing) for thing, names in rows for word in dict.fromkeys(names)]
    different = {(word, id(thing)): thing for word, thing in words if word}
    often = Counter(word for word, _thing in different)
    return {word: thing for (word, _id), thing in different.items() if often[word] == 1}


def partner() -> Kind:
    """One of the partners of the project the table goes to."""
    return reference(
        lambda context: by_name(
            [(one, [*called(one.name, one.code), _acronym(one.name)]) for one in _partners(context)]
        ),
        _("No partner of this project is called that."),
        lambda context: [one.name for one in _partners(context)],
    )


def somebody() -> Kind:
    """Somebody with a place in the project, by address or name; a bare id comes back."""
    return reference(
        _people,
        _("Nobody in this project is known by this name or address."),
        lambda context: [known["name"] for _id, known in contacts_in(context.actor, context.place)],
    )


def _partners(context: Context) -> list[Organisation]:
    found = Organisation.objects.visible_to(context.actor).filter(partnerships__project=context.place)
    return list(found)


def _people(context: Context) -> Mapping[str, UUID]:
    return by_name(
        [
            (person, [known["name"], known["email"]])
            for person, known in contacts_in(context.actor, context.place)
        ]
    )


def _acronym(name: str) -> str:
    return initials(name) if len(name.split()) > 2 else ""


def people_of(context: Context) -> dict[UUID, Person]:
    """People with a place in the project who are still there."""
    if context.place is None:
        return {}
    found = Person.objects.visible_to(context.actor).filter(places__project=context.place, erased_at=None)
    return {one.pk: one for one in found}
