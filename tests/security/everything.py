"""Somebody about whom the house holds everything it can hold, and a search for it in every column there is."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from passerelle.core import files
from passerelle.core.actor import Actor, Grant, SystemActor
from passerelle.core.codes import digest, new_code, printed_code
from passerelle.core.models import StoredFile
from passerelle.importing.content import seal as seal_table
from passerelle.importing.models import Sheet
from passerelle.joining.models import Acceptance, Agreement, Look
from passerelle.language.models import Drafting, Edition, SameMeaning, Text, TextVersion, Translation, Waiver
from passerelle.messages import reach, unsubscribing
from passerelle.messages.actions import post
from passerelle.messages.models import Message, Pile
from passerelle.messages.recipients import resolve
from passerelle.network.models import Appointment, Contribution, Invitation, Organisation, Project
from passerelle.people import actions, factors
from passerelle.people.models import Account, KnownDevice, OpenSession, Person
from tests.security.owed import owe
from tests.security.taken_part import report, take_part, type_in

HOUSE = SystemActor(reason="test")


@dataclass
class Somebody:
    person: Person
    account: Account
    access_code: str
    recovery_codes: list[str]
    values: dict[str, str]
    file: StoredFile
    letter: str


def somebody(
    name: str = "Zaynab Al-Qadiri",
    contact: str = "zaynab.contact@post.example",
    address: str = "zaynab.account@work.example",
    phone: str = "+390916197777",
) -> Somebody:
    """A person with every kind of record, made through the actions of the rooms."""
    word = name.split()[0]
    project = Project.objects.create(code=new_code(), acronym=f"P{new_code()}")
    organisation = Organisation.objects.create(
        code=new_code(), name=f"O{new_code()}", kind="other", town="X", country="SE"
    )
    person = actions.register_person(
        HOUSE,
        name=name,
        email=contact,
        phone=phone,
        language="ar",
        note=f"{word} reads lips",
        languages="ti so",
        street="Via della Marina 77",
        postcode="90133",
        town="Palermo",
        country="IT",
        project=project.pk,
    )
    account = actions.create_account(HOUSE, person, address, "a footbridge belongs to both banks")
    Account.objects.filter(pk=account.pk).update(last_login=timezone.now())
    own = Actor(person=person.pk)
    actions.give_consent(own, person, "shown", until=datetime.date(2031, 1, 1))
    actions.withdraw_consent(own, person, "words")
    letter = printed_code()
    Appointment.objects.create(
        person=person, role="local_coordinator", project=project, organisation=organisation
    )
    agreed = Agreement.objects.create(project=project, number=1, language="en", text="We share the work.")
    Acceptance.objects.create(agreement=agreed, organisation=organisation, person=person.pk, way="screen")
    Look.objects.create(person=person, project=project, what="plan")
    Contribution.objects.create(person=person, part="speaker", project=project, organisation=organisation)
    Invitation.objects.create(
        code=new_code(),
        person=person,
        project=project,
        organisation=organisation,
        role="facilitator",
        digest=digest(letter),
        invited_by=person.pk,
        expires_at=timezone.now(),
    )
    write(person, word)
    owe(person, project, organisation)
    needs = f"{word} needs a ramp"
    code = take_part(person, project, organisation, needs)
    report(person, project)
    type_in(person, project)
    table = Sheet(code=new_code(), kind="people", by=person.pk)
    seal_table(table, content={"name": f"{word}.xlsx"}, undo=[{"now": {"name": name}}])
    table.save(force_insert=True)
    upload = SimpleUploadedFile(f"{word}-passport.txt", f"born in Gabès, {word}".encode(), "text/plain")
    file = files.store(HOUSE, owner_kind="person", owner=person.pk, upload=upload, person=person.pk)
    email = EmailAddress.objects.create(user=account, email=address, verified=True, primary=True)
    EmailConfirmation.objects.create(email_address=email, key=new_code(20), sent=timezone.now())
    post(
        Actor(person=person.pk, grants=frozenset({Grant("administrator")})),
        receiver=("person", person.pk),
        purpose="invitation",
        template="people/mail/new_password",
        context={"link": f"https://example.org/{word}-opens-this"},
    )
    unsubscribing.stop(HOUSE, unsubscribing.Wish(person.pk, "digest"))
    for way in (Message.Way.MAIL, Message.Way.LETTER):
        reach.mark_dead(resolve("person", person.pk), way, "5.1.1")
    Pile.objects.create(code=new_code(), author=person.pk, sender="City", country="SE")
    secret = ways_in(account, word)
    codes = actions.print_recovery_codes(HOUSE, account)
    access = actions.make_access_code(HOUSE, person)
    sessions(account, access)
    values = {
        "name": name,
        "first name": word,
        "contact": contact,
        "address": address,
        "phone": phone,
        "street": "Via della Marina 77",
        "note": "reads lips",
        "needs": needs,
        "own code": code,
        "file name": "passport",
        "file": "born in Gabès",
        "message": "opens-this",
        "letter": letter,
        "access code": access,
        "secret of the app": secret,
        "name at an issuer": f"{word}-at-the-city",
        **{f"recovery code {n}": code for n, code in enumerate(codes)},
    }
    return Somebody(person, account, access, codes, values, file, letter)


def ways_in(account: Account, word: str) -> str:
    """A passkey, an app, a sign-in tied from elsewhere, a known device and an open session; returns the app's secret."""
    secret = generate_totp_secret()
    factors.add_app(Actor(person=account.person_id), account, secret, 1)
    Authenticator.objects.create(user=account, type="webauthn", data={"name": "Firefox/Android"})
    Authenticator.objects.filter(user=account).update(last_used_at=timezone.now())
    tied = SocialAccount.objects.create(
        user=account, provider="city", uid=f"{word}-at-the-city", extra_data={"name": f"{word}-at-the-city"}
    )
    # Nothing in the house writes this table; were it ever written, it must go as well.
    SocialToken.objects.create(
        account=tied, token=f"{word}-at-the-city", token_secret="x", expires_at=timezone.now()
    )
    KnownDevice.objects.create(account=account, digest=digest(printed_code()))
    OpenSession.objects.create(account=account, key=new_code(32), device="Firefox/Android")
    return secret


def write(person: Person, word: str) -> None:
    """Texts this person wrote; the words are the project's, the author is a bare id."""
    text = Text.objects.create(owner_kind="note", owner=person.pk, field="page", language="en")
    TextVersion.objects.create(text=text, number=1, body="A page.", author=person.pk)
    Translation.objects.create(
        text=text, source_hash="0" * 32, language="fr", body="Une page.", author=person.pk
    )
    Edition.objects.create(
        owner_kind="note",
        owner=text.pk,
        language="en",
        number=1,
        title="A page",
        title_language="en",
        parts=[],
        published_by=person.pk,
    )
    SameMeaning.objects.create(text=text, before="0" * 32, after="1" * 32, author=person.pk)
    Drafting.objects.create(
        owner_kind="note", owner=text.pk, fields=["page"], language="fr", engine="x", asked_by=person.pk
    )
    Waiver.objects.create(
        owner_kind="note", owner=text.pk, mark="0" * 32, reason="A quotation.", author=person.pk
    )


def sessions(account: Account, access: str) -> None:
    """Signed in, about to sign in by code, and looking at one's own data."""
    Client().force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    Client().post(reverse("account_request_login_code"), {"email": account.email})
    Client().post(reverse("your_data"), {"code": access})


def traces(values: dict[str, str]) -> list[str]:
    """Every place in both databases, the sessions' contents and the media folder where one of the values stands
    readably, as "value in place"."""
    found = [
        f"{what} in {alias}.{table}"
        for alias in ("default", "keys")
        for table, rows in everything(alias).items()
        for what, value in values.items()
        if standing(value, rows)
    ]
    for session in Session.objects.all():
        told = json.dumps(session.get_decoded(), ensure_ascii=False, default=str)
        found += [
            f"{what} in a session" for what, value in values.items() if value.casefold() in told.casefold()
        ]
    for path in Path(settings.MEDIA_ROOT).rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            found += [f"{what} in {path.name}" for what, value in values.items() if value.encode() in content]
    return found


def everything(alias: str) -> dict[str, str]:
    """All columns of all tables as text, bytes in hex."""
    told = {}
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            told[table] = "\n".join(row[0] for row in cursor.fetchall())
    return told


def standing(value: str, rows: str) -> bool:
    return value.casefold() in rows.casefold() or value.encode().hex() in rows


def sealed_values() -> list[tuple[Any, bytes, str]]:
    """Every sealed value in the data, with the id whose key opens it and its place: what a stolen copy holds."""
    from passerelle.core import sealing
    from passerelle.core.fields import personal_fields

    return [
        (owner, bytes(blob), sealing.place(one.model, one.field.name, pk))
        for one in personal_fields()
        if one.sealed
        for pk, owner, blob in one.model._base_manager.values_list("pk", one.holds.subject, one.field.attname)
        if blob is not None
    ]
