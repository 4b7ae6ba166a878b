"""Every change about persons and their accounts."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from passerelle.core import clock, journal, keys, sealing
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import digest, new_code, printed_code
from passerelle.core.errors import Problem, Refused
from passerelle.core.lines import plain_line
from passerelle.people import erasure, policies, portrait, queries, recovery
from passerelle.people.models import AccessCode, Account, Consent, ErasureRequest, Identity, Person, Place

LONGEST = {
    "name": 200,
    "email": 254,
    "phone": 40,
    "street": 200,
    "postcode": 20,
    "town": 120,
    "country": 2,
    "note": 5000,
    "languages": 200,
}
LINES = ("street", "note")  # what may have several lines
CONTACT = tuple(LONGEST)


@action(may=policies.may_register, says="person registered")
def register_person(
    actor: Actor,
    *,
    name: str,
    email: str,
    phone: str = "",
    language: str,
    note: str = "",
    languages: str = "",
    street: str = "",
    postcode: str = "",
    town: str = "",
    country: str = "",
    project: UUID | None,
    controller: UUID | None = None,
    invented: bool = False,
) -> Person:
    """Make somebody known: a bare id, a key of their own, and their name and contact sealed under it.

    languages: codes of the languages they speak, with blanks between. project: where they get a place.
    controller: the organisation that answers for their data. street to country (two letters): for letters.
    Raises Problem when there is no name or the address is none."""
    postal = {"street": street, "postcode": postcode, "town": town, "country": country}
    contact = _clean(name=name, email=email, phone=phone, note=note, languages=languages, **postal)
    person = Person.objects.create(
        code=new_code(), language=language, controller=controller, invented=invented
    )
    keys.create(person.pk)
    identity = Identity(pk=person.pk)
    sealing.fill(identity, person.pk, **contact)
    identity.save(force_insert=True)
    if project is not None:
        take_place(person.pk, project)
    return person


@action(may=policies.may_register, says="people registered")
def register_people(
    actor: Actor, contacts: Sequence[dict[str, Any]], *, project: UUID | None, invented: bool = False
) -> list[Person]:
    """`register_person` for many at once, in their order: a key each, made in one go.

    contacts: {"contact": {"name": …, "email": …, …}, "language": …, "controller": id or None}. Raises Problem as it
    does, and then nobody is registered."""
    clean = [_clean(**one["contact"]) for one in contacts]
    people = [
        Person(code=new_code(), language=one["language"], controller=one.get("controller"), invented=invented)
        for one in contacts
    ]
    Person.objects.bulk_create(people, batch_size=2000)
    keys.create_many([person.pk for person in people])
    identities = [Identity(pk=person.pk) for person in people]
    sealing.fill_many(identities, clean)
    Identity.objects.bulk_create(identities, batch_size=2000)
    if project is not None:
        Place.objects.bulk_create((Place(person=one, project=project) for one in people), batch_size=2000)
    journal.tell(people=[person.code for person in people])
    return people


@action(may=policies.may_register, says="people struck out")
def strike_out(actor: Actor, people: Sequence[Person], *, project: UUID | None) -> None:
    """Take back people who were registered by mistake and stand nowhere else: rows and keys go for good.

    Raises Problem when one of them has a part anywhere by now: then they are erased, one by one."""
    ids = [person.pk for person in people]
    if queries.in_use(ids):
        raise Problem("in use", _("Somebody of them has a part here by now. Erase them one by one."))
    journal.tell(people=[person.code for person in people])
    Place.objects.filter(person__in=ids).delete()
    Identity.objects.filter(person__in=ids).delete()
    Person.objects.unscoped(reason="struck out").filter(pk__in=ids).delete()
    transaction.on_commit(partial(keys.destroy_many, ids))


def take_place(person: UUID, project: UUID) -> None:
    """Let the coordinators of a project see this person. Called inside the action that brings them there."""
    Place.objects.get_or_create(person_id=person, project=project)


@action(may=policies.may_change_identity, says="identity changed")
def change_identity(actor: Actor, person: Person, *, language: str | None = None, **contact: str) -> Person:
    """Change name, email, phone, postal address, note (those that are given) or the language; the journal keeps which,
    not what.

    Raises Problem as `register_person` does, and when the person was erased."""
    if unknown := set(contact) - set(CONTACT):
        raise TypeError(f"no such part of an identity: {unknown}")
    identity = Identity.objects.select_for_update().get(pk=person.pk)
    sealing.fill(identity, person.pk, **_clean(**contact))
    identity.save(update_fields=list(contact))
    if language is not None:
        person.language = language
        person.save(update_fields=["language"])
    journal.tell(fields=sorted([*contact, *(["language"] if language is not None else [])]))
    return person


@action(may=policies.may_see_identity, says="contact page opened")
def open_contact(actor: Actor, person: Person) -> Person:
    """Write down that somebody looked at a contact."""
    return person


@action(may=policies.may_keep_consent, says="consent given")
def give_consent(
    actor: Actor, person: Person, purpose: str, *, until: datetime.date | None = None
) -> Consent:
    """Add a line to the ledger: given, without an end or until (and with) that day."""
    journal.tell(purpose=purpose, person=person.pk)
    return Consent.objects.create(person=person, purpose=Consent.Purpose(purpose), given=True, until=until)


@action(may=policies.may_keep_consent, says="consent withdrawn")
def withdraw_consent(actor: Actor, person: Person, purpose: str) -> Consent:
    """Add a line to the ledger: withdrawn. What was done before stays lawful; nothing new is done."""
    journal.tell(purpose=purpose, person=person.pk)
    return Consent.objects.create(person=person, purpose=Consent.Purpose(purpose), given=False)


@action(may=policies.may_make_access_code, says="access code made")
def make_access_code(actor: Actor, person: Person) -> str:
    """A new printed code for the person's own data; the one before stops working. Only its hash is kept."""
    code = printed_code()
    AccessCode.objects.update_or_create(person=person, defaults={"digest": digest(code)})
    return code


@action(may=policies.may_create_account, says="account created")
def create_account(actor: Actor, person: Person, email: str, password: str, demo: bool = False) -> Account:
    """Give a person a way to sign in. Raises Problem when the address is taken or the password is too weak."""
    account = Account(person=person, email=_address(email).lower(), demo=demo)
    check_password(password, account)
    account.set_password(password)
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError:
        raise Problem(
            "address taken",
            _("Somebody signs in with this address already. Use another one, or sign in."),
            field="email",
        ) from None
    return account


@action(may=policies.may_print_codes, says="recovery codes printed")
def print_recovery_codes(actor: Actor, account: Account) -> list[str]:
    """Ten new codes to print, each for one use; the ones before stop working."""
    return recovery.renew(account)


@action(may=policies.may_reprove, says="identity proved anew")
def reprove(actor: Actor, person: Person) -> list[str]:
    """A coordinator knows the person and hands them ten new printed codes; the ones before stop working.

    Raises Problem when the person has no account."""
    account = Account.objects.filter(person=person).first()
    if account is None:
        raise Problem("no account", _("This person has no account. Invite them instead."))
    journal.tell(account=account.pk)
    return recovery.renew(account)


@action(may=policies.may_print_codes, says="password changed")
def change_password(actor: Actor, account: Account, password: str) -> Account:
    """Set a new password; every other session of the account ends. Raises Problem when it is too weak."""
    check_password(password, account)
    account.set_password(password)
    account.save(update_fields=["password"])
    return account


@action(may=policies.may_print_codes, says="address proved")
def note_address_proved(actor: Actor, account: Account) -> None:
    """A code sent to the address came back: it is theirs. Only then may an issuer's word about it open the account."""
    EmailAddress.objects.update_or_create(
        user=account, email=account.email, defaults={"verified": True, "primary": True}
    )


@action(may=policies.may_print_codes, says="signed out")
def note_sign_out(actor: Actor, account: Account) -> None:
    """Write down that somebody left."""


@action(may=policies.is_house, says="sign-in refused")
def note_refusal(actor: Actor, account: Account | None) -> None:
    """Write down that somebody tried in vain; without an account when the address has none."""


@action(may=policies.may_take_home, says="own data taken home")
def take_home(actor: Actor, person: Person) -> dict[str, Any]:
    """Everything the house holds about one person, opened and readable (see people.portrait)."""
    return portrait.portrait(person)


@action(may=policies.may_erase, says="person erased")
def erase_person(actor: Actor, person: Person) -> Person:
    """Erase somebody for good: values deleted or emptied here, the key destroyed, so that no backup can be read.

    What stays is a bare id without a name. Safe to run twice. Raises Refused under a legal hold, except for who was
    erased before and came back with an older copy of the data: their key is gone already."""
    clock.alone()
    if actor != erasure.REPLAY and (hold := clock.hold_on(person.pk)):
        raise Refused(
            "legal hold",
            _(
                "A legal hold forbids this until %(until)s: %(ground)s. Ask for the erasure; it is done when it ends."
            ),
            until=hold.until.isoformat(),
            ground=hold.get_ground_display(),
        )
    erasure.erase(person)
    return person


@action(may=policies.may_erase, says="erasure asked for")
def ask_for_erasure(actor: Actor, person: Person) -> bool:
    """Erase somebody, or, under a legal hold, write the request down: the clock carries it out when the hold ends.

    True when it is done. Source: GDPR, article 17(3)(b) and (e)."""
    clock.alone()
    held = clock.hold_on(person.pk) is not None
    journal.tell(held=held)
    if held:
        ErasureRequest.objects.get_or_create(person=person)
    else:
        erase_person(actor, person)
    return not held


def check_password(password: str, account: Account | None = None) -> None:
    """Raises Problem with what to do about a password that is too weak."""
    try:
        validate_password(password, account)
    except ValidationError as weak:
        raise Problem("weak password", " ".join(weak.messages).replace("%", "%%"), field="password") from None


def _clean(**contact: str) -> dict[str, str]:
    """Lines without hidden characters; the note keeps its paragraphs. Raises Problem."""
    clean = {key: _lines(key, value) for key, value in contact.items()}
    if clean.get("name") == "":
        raise Problem("no name", _("Write a name, so that we know how to address this person."), field="name")
    for key, value in clean.items():
        if len(value) > LONGEST[key]:
            raise Problem(
                "too long",
                _("This is too long: at most %(longest)s characters."),
                field=key,
                longest=LONGEST[key],
            )
    if clean.get("email"):
        clean["email"] = _address(clean["email"])
    return clean


def _lines(key: str, value: str) -> str:
    if key == "note":
        return value.strip()
    if key in LINES:
        return "\n".join(filter(None, map(plain_line, value.splitlines())))
    return plain_line(value)


def _address(email: str) -> str:
    try:
        validate_email(email.strip())
    except ValidationError:
        raise Problem(
            "no address", _("This is not an e-mail address. It needs an @ and a dot after it."), field="email"
        ) from None
    return email.strip()
