"""How a network begins: its first organisation and its first administrator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor, SystemActor
from passerelle.core.errors import Refused
from passerelle.network.actions import add_organisation
from passerelle.network.models import Appointment, Organisation
from passerelle.network.roles import Role
from passerelle.people import actions as people
from passerelle.people.models import Account


@dataclass(frozen=True, slots=True)
class Beginning:
    organisation: Organisation
    account: Account
    codes: tuple[str, ...]


def is_house(actor: Actor, *_: Any, **__: Any) -> bool:
    return isinstance(actor, SystemActor)


def administrators() -> int:
    return Appointment.objects.filter(role=Role.ADMINISTRATOR, active=True).count()


@action(may=is_house, says="network begun")
def begin(
    actor: Actor,
    *,
    language: str,
    organisation: str,
    country: str,
    town: str,
    kind: str,
    name: str,
    email: str,
    password: str,
) -> Beginning:
    """The first organisation and the first administrator, with their printed codes; all or nothing.

    country: ISO 3166 alpha-2. Raises Refused when there is an administrator already, Problem when something that was
    given cannot be taken."""
    if administrators():
        raise Refused(
            "begun already",
            _("This network has an administrator already. They invite everybody else; nothing was changed."),
        )
    ours = add_organisation(actor, name=organisation, kind=kind, town=town, country=country)
    person = people.register_person(
        actor, name=name, email=email, language=language, project=None, controller=ours.pk
    )
    account = people.create_account(actor, person, email, password)
    Appointment.objects.create(person=person, role=Role.ADMINISTRATOR)
    journal.tell(organisation=ours.code, person=person.pk)
    return Beginning(ours, account, tuple(people.print_recovery_codes(actor, account)))
