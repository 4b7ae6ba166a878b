"""Every read about persons, cut to what the actor may see. Names are opened in memory and go nowhere else."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone

from passerelle.core import keys, sealing
from passerelle.core.actor import Actor, SystemActor
from passerelle.core.errors import Denied
from passerelle.core.fields import personal_fields
from passerelle.core.scope import everybody
from passerelle.core.search import fold
from passerelle.messages.recipients import Postal, Recipient
from passerelle.people import policies
from passerelle.people.models import Account, Consent, Identity, Person, Place

POSTAL = ("street", "postcode", "town", "country")
CONTACT = ("name", "email", "phone", *POSTAL, "note", "languages")
_unnamed: ContextVar[bool] = ContextVar("unnamed", default=False)


@dataclass(frozen=True, slots=True)
class Known:
    """Who somebody is, opened. Empty texts where nothing was given; `erased` when nothing can be read any more.

    languages: codes of the languages they speak, with blanks between them."""

    name: str = ""
    email: str = ""
    phone: str = ""
    street: str = ""
    postcode: str = ""
    town: str = ""
    country: str = ""
    note: str = ""
    languages: str = ""
    erased: bool = False


def visible_people(actor: Actor) -> models.QuerySet[Person]:
    """Everybody the actor may see at all, as bare ids, without those who were erased."""
    return Person.objects.visible_to(actor).filter(erased_at=None)


def names_of(actor: Actor, person_ids: Iterable[UUID]) -> dict[UUID, str | None]:
    """The names of these people in two queries; None for who was erased or whose name the actor may not know."""
    wanted = list(person_ids)
    found = _names(_identities(actor).filter(person__in=wanted)) if wanted else {}
    return {person: found.get(person) for person in wanted}


def all_names(actor: Actor) -> dict[UUID, str | None]:
    """Every name the actor may know, in two queries."""
    return _names(_identities(actor).filter(person__erased_at=None))


def _names(identities: models.QuerySet[Identity]) -> dict[UUID, str | None]:
    sealed: list[Any] = list(identities.values_list("pk", "name"))
    opened = keys.unseal_many((pk, name, sealing.place(Identity, "name", pk)) for pk, name in sealed)
    return {pk: text for (pk, _name), text in zip(sealed, opened, strict=True)}


@dataclass(frozen=True, slots=True)
class Introduced:
    """Name and languages (codes) of somebody, as a directory shows them."""

    name: str
    languages: tuple[str, ...]


def introduced(actor: Actor, person_ids: Iterable[UUID]) -> dict[UUID, Introduced]:
    """Those of these people whose names the actor may know, without the erased; two queries."""
    rows = list(_identities(actor).filter(person__in=list(person_ids), person__erased_at=None))
    texts = sealing.opened(rows, ("name", "languages"))
    return {
        row.pk: Introduced(text["name"], tuple((text["languages"] or "").split()))
        for row, text in zip(rows, texts, strict=True)
        if text["name"]
    }


def identity_of(actor: Actor, person: Person) -> Known:
    """Name and contact of one person. Raises Denied."""
    if policies.may_see_identity(actor, person) is not True:
        raise Denied("identity read")
    row = Identity.objects.filter(pk=person.pk).first()
    return Known(erased=True) if row is None else _opened(row)


def page_of(actor: Actor, person: Person) -> tuple[Known | None, Account | None]:
    """What the page of a person the actor can see shows: contact (None when it is closed to them) and account.

    One query for identity, account and the tie between the two, so that a contact page stays cheap."""
    row = _identities(actor).filter(pk=person.pk).select_related("person__account").order_by("pk").first()
    if not policies.is_oneself(actor, person):
        policies.remember_tie(actor, person, row is not None)
    if row is None:
        return None, Account.objects.filter(person=person).first()
    return _opened(row), getattr(row.person, "account", None)


def _opened(row: Identity) -> Known:
    (texts,) = sealing.opened([row], CONTACT)
    return Known(**{k: v or "" for k, v in texts.items()}, erased=texts["name"] is None)


def account_of(person: Person) -> Account | None:
    """How somebody the actor can see signs in, if they do."""
    return Account.objects.filter(person=person).first()


def same_person(*, name: str, email: str, controller: UUID) -> Person | None:
    """Who of one controller's people has this very name and address. Nobody is ever compared across controllers: two
    organisations may know the same person, and neither learns it here. Opened in memory, there is no index of names."""
    if not email:
        return None
    rows = list(
        Identity.objects.filter(person__controller=controller, person__erased_at=None).select_related(
            "person"
        )
    )
    for row, texts in zip(rows, sealing.opened(rows, ("name", "email")), strict=True):
        if fold(texts["name"] or "") == fold(name) and (texts["email"] or "").casefold() == email.casefold():
            return row.person
    return None


def consents_of(person: Person) -> list[Consent]:
    """The ledger of one person, oldest line first."""
    return list(Consent.objects.filter(person=person).order_by("at", "id"))


def has_consent(person: Person | UUID, purpose: str, on: datetime.date | None = None) -> bool:
    """Whether the newest line for this purpose gives consent that still holds on that day (today when not given)."""
    lines = Consent.objects.filter(person=person, purpose=purpose)
    newest = lines.order_by("-at", "-id").first()
    return newest is not None and _holds(newest, on or today())


def holding(ledger: Iterable[Consent], on: datetime.date | None = None) -> list[Consent]:
    """The lines of one person's ledger (oldest first) that hold on that day, one for each purpose."""
    newest = {line.purpose: line for line in ledger}
    return [line for line in newest.values() if _holds(line, on or today())]


def _holds(line: Consent, day: datetime.date) -> bool:
    return line.given and (line.until is None or line.until >= day)


@contextmanager
def nobody_named() -> Iterator[None]:
    """Within it nobody counts as having agreed to be shown: for copies that cannot be called back."""
    token = _unnamed.set(True)
    try:
        yield
    finally:
        _unnamed.reset(token)


def consent_to(purpose: str, person: str, on: datetime.date | None = None) -> models.Expression:
    """Like `has_consent`, to annotate a query with. person: the row's column that names the person."""
    if purpose == Consent.Purpose.SHOWN and _unnamed.get():
        return models.Value(False)
    newest = Consent.objects.filter(person=models.OuterRef(person), purpose=purpose).order_by("-at", "-id")
    holds = models.Q(given=True) & (models.Q(until=None) | models.Q(until__gte=on or today()))
    told = models.Case(models.When(holds, then=True), default=False, output_field=models.BooleanField())
    return Coalesce(models.Subquery(newest.values_list(told)[:1]), False)


def consenting(people: Iterable[UUID], purpose: str, on: datetime.date | None = None) -> set[UUID]:
    """Like `has_consent` for many, in one query."""
    if purpose == Consent.Purpose.SHOWN and _unnamed.get():
        return set()
    newest = (
        Consent.objects.filter(person__in=list(people), purpose=purpose)
        .order_by("person", "-at", "-id")
        .distinct("person")
    )
    day = on or today()
    return {line.person_id for line in newest if _holds(line, day)}


def today() -> datetime.date:
    return timezone.now().date()


def recipients(person_ids: Iterable[UUID]) -> dict[UUID, Recipient]:
    """People as receivers of messages, reached under the contact they gave; three queries."""
    return _recipients("person", person_ids, {})


def account_recipients(person_ids: Iterable[UUID]) -> dict[UUID, Recipient]:
    """People as receivers of what concerns their account: only ever under the address they sign in with, so that
    nobody who may change a contact can divert a sign-in code."""
    wanted = list(person_ids)
    accounts = Account.objects.filter(person__in=wanted).values_list("person", "email")
    return _recipients("account", wanted, dict(accounts))


def _recipients(kind: str, person_ids: Iterable[UUID], addresses: dict[UUID, str]) -> dict[UUID, Recipient]:
    rows = list(
        Identity.objects.filter(person__in=list(person_ids), person__erased_at=None).select_related("person")
    )
    opened = sealing.opened(rows, ["name", "email", "phone", *POSTAL])
    return {
        row.pk: Recipient(
            kind,
            row.pk,
            (addresses.get(row.pk) if kind == "account" else texts["email"]) or None,
            texts["name"],
            row.person.language or "en",
            _postal(texts),
            texts["phone"] or "",
        )
        for row, texts in zip(rows, opened, strict=True)
        if texts["name"] is not None
    }


def _postal(texts: dict[str, str | None]) -> Postal | None:
    """Where a letter arrives: a town and a country at least; a village may have no streets, Ireland had no codes."""
    street, postcode, town, country = (texts[part] or "" for part in POSTAL)
    return Postal(street, postcode, town, country) if town and country else None


def _identities(actor: Actor) -> models.QuerySet[Identity]:
    """Identities whose names this actor may know (policies.may_see_identity, for many at once)."""
    if isinstance(actor, SystemActor):
        return Identity.objects.filter(everybody())
    shared = models.Q(person__places__project__in=actor.projects(*policies.COORDINATORS))
    mine = models.Q(pk=actor.person) if actor.person else models.Q(pk__in=[])
    return Identity.objects.filter(mine | shared).distinct()


def contacts_in(actor: Actor, project: UUID | None) -> list[tuple[UUID, dict[str, str]]]:
    """Name, e-mail, phone and languages of everybody in a project whose contact the actor may see; two queries."""
    if project is None:
        return []
    there = Place.objects.filter(project=project).values("person")
    rows = list(_identities(actor).filter(person__in=there, person__erased_at=None))
    fields = ("name", "email", "phone", "languages")
    return [
        (row.pk, {key: text or "" for key, text in texts.items()})
        for row, texts in zip(rows, sealing.opened(rows, fields), strict=True)
    ]


def contacts_of(
    actor: Actor, people: Iterable[UUID], beside: Iterable[tuple[UUID, bytes | None, str]] = ()
) -> tuple[dict[UUID, tuple[str, str, str]], list[str | None]]:
    """Name, e-mail address and phone of those of these people whose names the actor may know, without the erased; "" for
    what was not given. Two queries.

    beside: other sealed values, opened with the same question for keys (see `keys.unseal_many`) and given back too."""
    rows = list(_identities(actor).filter(person__in=list(people), person__erased_at=None))
    fields = ("name", "email", "phone")
    wanted = [
        (row.pk, getattr(row, name), sealing.place(row, name, row.pk)) for row in rows for name in fields
    ]
    opened = keys.unseal_many([*wanted, *beside])
    texts = iter(text or "" for text in opened[: len(wanted)])
    return {row.pk: (next(texts), next(texts), next(texts)) for row in rows}, opened[len(wanted) :]


def with_account(people: Iterable[UUID]) -> set[UUID]:
    """Which of these people sign in."""
    return set(Account.objects.filter(person__in=list(people)).values_list("person", flat=True))


def in_use(people: Iterable[Any]) -> set[UUID]:
    """Which of these people stand anywhere beyond their own contact and place: one query per table."""
    wanted, found = list(people), set[UUID]()
    if not wanted:
        return found
    looked = {(one.model, one.holds.subject) for one in personal_fields() if one.holds.subject}
    for model, subject in looked:
        if model not in (Person, Identity, Place):
            rows = model._base_manager.filter(**{f"{subject}__in": wanted})
            found |= set(rows.values_list(subject, flat=True))
    return found
