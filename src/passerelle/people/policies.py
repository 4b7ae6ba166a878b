"""Who may know and change what about a person. Whatever is not allowed here is denied."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from passerelle.core.actor import Actor, Grant, SystemActor
from passerelle.people.models import Account, Person, Place

LEAD = "lead_coordinator"
LOCAL = "local_coordinator"
COORDINATORS = (LEAD, LOCAL)
ADMINISTRATOR = "administrator"
# Who reads other people's contacts or cases, or can get into other accounts.
WITH_SECOND_FACTOR = (ADMINISTRATOR, *COORDINATORS, "caseworker", "social_worker")


def is_house(actor: Actor, *_: Any, **__: Any) -> bool:
    return isinstance(actor, SystemActor)


def is_oneself(actor: Actor, person: Person, *_: Any, **__: Any) -> bool:
    return actor.person is not None and actor.person == person.pk


def may_enter_people(actor: Actor, *_: Any) -> bool:
    return actor.holds(ADMINISTRATOR, *COORDINATORS)


def may_have_account(actor: Actor, *_: Any) -> bool:
    """Whoever signed in has an account page."""
    return actor.signed_in


def may_register(actor: Actor, *_: Any, project: UUID | None, **__: Any) -> bool:
    """Coordinators for their own project; administrators and the house for any, or for none."""
    if is_house(actor) or actor.has(ADMINISTRATOR):
        return True
    return project is not None and actor.has(*COORDINATORS, project=project)


def may_see_identity(actor: Actor, person: Person, *_: Any, **__: Any) -> bool:
    """Oneself, and coordinators of a project in which the person has a place. Administrators keep the house
    running; that needs no names."""
    return is_house(actor) or is_oneself(actor, person) or _works_with(actor, person)


def may_change_identity(actor: Actor, person: Person, *_: Any, **__: Any) -> bool:
    """Oneself, or a coordinator; but whoever has an account looks after their own data."""
    if is_house(actor) or is_oneself(actor, person):
        return True
    return _works_with(actor, person) and _answers_for(actor, person)


def may_open_person(actor: Actor, person: Person, *_: Any, **__: Any) -> bool:
    """See the page of a person among those one can see (Person.scope): that they exist and may have an account.

    Whether the contact on it opens is for `may_see_identity`."""
    return is_oneself(actor, person) or may_enter_people(actor)


def may_keep_consent(actor: Actor, person: Person, *_: Any, **__: Any) -> bool:
    """Give or withdraw for oneself; coordinators write down what somebody told them on paper."""
    return is_house(actor) or is_oneself(actor, person) or _works_with(actor, person)


def may_make_access_code(actor: Actor, person: Person, *_: Any, **__: Any) -> bool:
    """The code opens and erases everything about the person: only for somebody the actor answers for."""
    return is_house(actor) or (_works_with(actor, person) and _answers_for(actor, person))


def may_take_home(actor: Actor, person: Person, *_: Any, **__: Any) -> bool:
    """A copy of everything about a person: for themselves, or handed over by a coordinator who answers for them."""
    return is_oneself(actor, person) or may_make_access_code(actor, person)


def may_erase(actor: Actor, person: Person, *_: Any, **__: Any) -> bool:
    """Oneself, a coordinator or administrator who answers for the person, and the house (replayed withdrawals)."""
    if is_house(actor) or is_oneself(actor, person):
        return True
    return (actor.has(ADMINISTRATOR) or _works_with(actor, person)) and _answers_for(actor, person)


def may_create_account(actor: Actor, person: Person, *_: Any, **__: Any) -> bool:
    """Somebody for themselves (an invitation answered), or the house."""
    return is_house(actor) or is_oneself(actor, person)


def may_print_codes(actor: Actor, account: Account, *_: Any, **__: Any) -> bool:
    return is_house(actor) or (actor.person is not None and actor.person == account.person_id)


def may_change_own_account(actor: Actor, account: Account, *_: Any, **__: Any) -> bool:
    """How one signs in is one's own affair; the house writes down who came."""
    return may_print_codes(actor, account)


def may_reprove(actor: Actor, person: Person, *_: Any, **__: Any) -> bool:
    """Whoever gets these codes can sign in as the person: only somebody above them may hand them out, never the
    person themselves."""
    if is_oneself(actor, person):
        return False
    return is_house(actor) or (
        (actor.has(ADMINISTRATOR) or _works_with(actor, person)) and _answers_for(actor, person)
    )


def anybody(actor: Actor, *_: Any, **__: Any) -> bool:
    """The printed code is the permission: whoever holds it may knock."""
    return True


def _works_with(actor: Actor, person: Person) -> bool:
    projects = actor.projects(*COORDINATORS)
    return bool(projects) and _once(
        person,
        ("works with", actor),
        lambda: Place.objects.filter(person=person, project__in=projects).exists(),
    )


def remember_tie(actor: Actor, person: Person, tied: bool) -> None:
    """A query has found out already whether the two work together."""
    person.__dict__.setdefault("_told", {})["works with", actor] = tied


def _answers_for(actor: Actor, person: Person) -> bool:
    """True when the person holds no role that the actor could not have given: nobody climbs by another's account."""
    held = _once(person, ("grants",), lambda: grants_of(person.pk))
    return all(_above(actor, one) for one in held)


def _once(person: Person, question: tuple[Any, ...], ask: Callable[[], Any]) -> Any:
    """A page asks many policies about one person; each question goes to the database once per loaded row."""
    told: dict[tuple[Any, ...], Any] = person.__dict__.setdefault("_told", {})
    if question not in told:
        told[question] = ask()
    return told[question]


def _above(actor: Actor, held: Grant) -> bool:
    if actor.has(ADMINISTRATOR):
        return True
    if held.role == ADMINISTRATOR or held.project is None:
        return False
    if held.project in actor.projects(LEAD):
        return True
    mine = Grant(LOCAL, held.project, held.organisation)
    return held.role not in COORDINATORS and held.organisation is not None and mine in actor.grants


def grants_of(person: UUID) -> frozenset[Grant]:
    """The grants somebody else holds, told by the same module that loads the actor of a request."""
    module = settings.ACTOR_LOADER.rpartition(".")[0]
    return import_string(f"{module}.grants_of")(person)
