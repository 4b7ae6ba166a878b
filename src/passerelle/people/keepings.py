"""How long the room of people keeps what it keeps, for the retention clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from allauth.account.models import EmailConfirmation
from django.contrib.sessions.models import Session
from django.db.models import DateTimeField, F, QuerySet
from django.db.models.functions import Cast, Now
from django.utils.translation import gettext_lazy as _

from passerelle.core.clock import CLOCK
from passerelle.core.keeping import YEAR, Keeping, deleting
from passerelle.people.models import (
    Consent,
    ErasureRequest,
    KnownDevice,
    OpenSession,
    Person,
    Place,
    RecoveryCode,
)
from passerelle.people.presence import REMEMBERED


def sessions() -> QuerySet[Session]:
    return Session.objects.annotate(since=F("expire_date"))


def lines_of_sessions() -> QuerySet[OpenSession]:
    """What an account is shown of sessions that are over."""
    living = Session.objects.filter(expire_date__gt=Now()).values("session_key")
    return OpenSession.objects.exclude(key__in=living).annotate(since=F("began_at"))


def devices() -> QuerySet[KnownDevice]:
    day = Cast("last_on", DateTimeField())
    return KnownDevice.objects.annotate(since=day)


def confirmations() -> QuerySet[EmailConfirmation]:
    return EmailConfirmation.objects.annotate(since=F("created"))


def used_codes() -> QuerySet[RecoveryCode]:
    return RecoveryCode.objects.exclude(used_at=None).annotate(since=F("used_at"))


def proofs() -> QuerySet[Consent]:
    return Consent.objects.exclude(person__erased_at=None).annotate(since=F("person__erased_at"))


def requests() -> QuerySet[ErasureRequest]:
    return ErasureRequest.objects.annotate(since=F("asked_at"))


def erase_all(people: Sequence[UUID]) -> None:
    """Erase these people, by the clock."""
    from passerelle.people.actions import erase_person

    for person in Person.objects.unscoped(reason="retention clock").filter(pk__in=list(people)):
        erase_person(CLOCK, person)


def erase_who_asked(asked: Sequence[UUID]) -> None:
    """Erase those whose request had to wait for the end of a legal hold."""
    erase_all(list(ErasureRequest.objects.filter(pk__in=list(asked)).values_list("person", flat=True)))


def people_of(projects: set[UUID]) -> set[UUID]:
    return set(Place.objects.filter(project__in=projects).values_list("person", flat=True))


def projects_of(person: UUID) -> set[UUID]:
    return set(Place.objects.filter(person=person).values_list("project", flat=True))


KEEPINGS = (
    Keeping(
        key="session",
        label=_("Sessions"),
        since=_("their end, twelve hours after signing in"),
        how_long=timedelta(0),
        happens=_("The row is deleted."),
        rows=sessions,
        go=deleting(sessions),
    ),
    Keeping(
        key="open_session",
        label=_("Lines in the list of one’s sessions"),
        since=_("the end of the session"),
        how_long=timedelta(0),
        happens=_("The row is deleted."),
        rows=lines_of_sessions,
        go=deleting(lines_of_sessions),
        person="account__person",
    ),
    Keeping(
        key="device",
        label=_("Browsers that were known"),
        since=_("the last sign-in with it"),
        how_long=REMEMBERED,
        happens=_("The row is deleted."),
        rows=devices,
        go=deleting(devices),
        person="account__person",
    ),
    Keeping(
        key="confirmation",
        label=_("Codes that confirm an address"),
        since=_("the day it was made"),
        how_long=timedelta(days=3),
        happens=_("The row is deleted."),
        rows=confirmations,
        go=deleting(confirmations),
        person="email_address__user__person",
    ),
    Keeping(
        key="recovery",
        label=_("Recovery codes that were used"),
        since=_("the day it was used"),
        how_long=timedelta(days=30),
        happens=_("The row is deleted."),
        rows=used_codes,
        go=deleting(used_codes),
        person="account__person",
    ),
    Keeping(
        # Article 7(1) GDPR asks for proof of consent; three years is the general limitation period in most member
        # states.
        key="proof",
        label=_("Proofs of consent of people who were erased"),
        since=_("the day of the erasure"),
        how_long=3 * YEAR,
        happens=_("The row is deleted."),
        rows=proofs,
        go=deleting(proofs),
        person="person",
    ),
    Keeping(
        key="asked",
        label=_("People whose erasure waits for the end of a legal hold"),
        since=_("the day they asked"),
        how_long=timedelta(0),
        happens=_("The person is erased, and their key destroyed."),
        rows=requests,
        go=erase_who_asked,
        person="person",
        erases=True,
        batch=1,
    ),
)
