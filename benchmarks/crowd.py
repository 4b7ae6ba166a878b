"""Fill a house with rows until there are so many of each, in bulk: what a network has after twenty years."""

from __future__ import annotations

import itertools
import random
import uuid
from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone

from passerelle.core import keys, sealing
from passerelle.core.codes import new_code
from passerelle.core.keystore.models import PersonKey
from passerelle.core.models import Entry, SearchEntry
from passerelle.language.models import Edition, Text, TextVersion
from passerelle.language.texts import INTERFACE
from passerelle.messages.models import Message
from passerelle.network.models import Appointment, Organisation, Partnership, Project
from passerelle.news.models import Item
from passerelle.people.models import Identity, Person, Place

FIRST = (
    "Åsa",
    "Zoë",
    "Élodie",
    "Jürgen",
    "Łucja",
    "Ömer",
    "Søren",
    "Ñusta",
    "Agnès",
    "Čeněk",
    "Ioana",
    "Ødegård",
)
LAST = (
    "Ångström",
    "Öberg",
    "Zetterlund",
    "Çelik",
    "d’Amico",
    "Łoś",
    "Müller",
    "Núñez",
    "O’Hara",
    "Vågen",
    "Ševčík",
)
COUNTRIES = ("SE", "FR", "IT", "DE", "PL", "ES", "NL", "SI", "EE", "AL", "LT", "AT")


def fill(size: int, leader: uuid.UUID, project: Project) -> None:
    """At least `size` organisations, projects, people, messages and journal rows that this leader can see."""
    chance = random.Random(size)
    with transaction.atomic():
        organisations = _organisations(size)
        _projects(size, organisations, leader, chance)
        people = _people(size, project)
        _team(size, people, project)
        _messages(size, people, leader, project)
        _journal(size, leader)
        _news(size, project)


def name(number: int) -> str:
    """Names with letters that sorting must know."""
    return f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST) % len(LAST)]} {number}"


def _news(size: int, project: Project) -> None:
    """Public news of the project with a title, a text of six paragraphs and its editions."""
    now = timezone.now()
    shown = {"state": Item.State.PUBLISHED, "day": now.date(), "published_at": now, "shown_at": now}
    items = Item.objects.bulk_create(
        Item(code=new_code(), project=project, **shown) for _ in _missing(Item, size)
    )
    texts, versions, editions = [], [], []
    for number, item in enumerate(items):
        told = [f"{name(number + i)} met {name(number * i + 7)} by the water. " * 5 for i in range(6)]
        for field, body in (("title", f"{name(number)} was here"), ("text", "\n\n".join(told))):
            texts.append(Text(owner_kind=Item.KIND, owner=item.pk, field=field, language="en"))
            versions.append(TextVersion(text=texts[-1], number=1, body=body))
        part = {"field": "text", "kind": "paragraph", "level": 0, "source": "en", "state": "original"}
        parts = [{**part, "language": "en", "body": one} for one in told]
        for language in INTERFACE:
            known = {"owner_kind": Item.KIND, "owner": item.pk, "language": language, "number": 1}
            editions.append(Edition(**known, title=versions[-2].body, title_language="en", parts=parts))
    Text.objects.bulk_create(texts)
    TextVersion.objects.bulk_create(versions)
    Edition.objects.bulk_create(editions)


def _missing(model: type, size: int) -> range:
    return range(model._base_manager.count(), size)  # type: ignore[attr-defined]


def _organisations(size: int) -> list[Organisation]:
    Organisation.objects.bulk_create(
        Organisation(
            code=new_code(),
            name=f"{name(i)} e.V.",
            kind="association",
            town=name(i),
            country=COUNTRIES[i % 12],
        )
        for i in _missing(Organisation, size)
    )
    return list(Organisation.objects.unscoped(reason="benchmark"))


def _projects(size: int, organisations: list[Organisation], leader: uuid.UUID, chance: random.Random) -> None:
    made = Project.objects.bulk_create(
        Project(
            code=new_code(),
            acronym=f"{LAST[i % len(LAST)]} {i}",
            starts=f"{2000 + i % 26}-0{1 + i % 9}",
            state=Project.State.PUBLISHED,
            published_at=timezone.now(),
        )
        for i in _missing(Project, size)
    )
    Partnership.objects.bulk_create(
        Partnership(project=one, organisation=partner, lead=place == 0)
        for one in made
        for place, partner in enumerate(chance.sample(organisations, 6))
    )
    Appointment.objects.bulk_create(
        Appointment(person_id=leader, role="lead_coordinator", project=one) for one in made
    )
    texts = [
        Text(owner_kind=Project.KIND, owner=one.pk, field=f, language="en")
        for one in made
        for f in ("title", "page")
    ]
    Text.objects.bulk_create(texts)
    TextVersion.objects.bulk_create(
        TextVersion(text=text, number=1, body=f"How the {place}th city learned to listen")
        for place, text in enumerate(texts)
    )
    Edition.objects.bulk_create(itertools.chain.from_iterable(map(_editions, made)), batch_size=1_000)
    SearchEntry.objects.bulk_create(itertools.chain.from_iterable(map(_entries, made)), batch_size=1_000)


def _editions(one: Project) -> Iterator[Edition]:
    for language in INTERFACE:
        part = {"field": "page", "kind": "paragraph", "level": 0, "source": "en", "body": "Listening. " * 20}
        part |= {"state": "original" if language == "en" else "missing", "language": "en"}
        yield Edition(
            owner_kind=Project.KIND,
            owner=one.pk,
            language=language,
            number=1,
            title=f"How {one.acronym} learned to listen",
            title_language="en",
            parts=[part] * 4,
        )


def _entries(one: Project) -> Iterator[SearchEntry]:
    for language in INTERFACE:
        yield SearchEntry(
            kind=Project.KIND,
            subject=one.pk,
            language=language,
            title=one.acronym,
            words=f"{one.acronym} how a city learned to listen",
            address=f"/{language}/projects/{one.code}/",
        )


def _people(size: int, project: Project) -> list[Person]:
    made = Person.objects.bulk_create(Person(code=new_code(), language="en") for _ in _missing(Person, size))
    PersonKey.objects.bulk_create(
        PersonKey(owner=one.pk, wrapped=keys.wrap(uuid.uuid4().bytes * 2, one.pk.bytes)) for one in made
    )
    identities = [Identity(pk=one.pk) for one in made]
    for number, one in enumerate(identities):
        sealing.fill(one, one.pk, name=name(number), email=f"p{number}@example.org")
    Identity.objects.bulk_create(identities)
    Place.objects.bulk_create(Place(person=one, project=project.pk) for one in made)
    return made


def _team(size: int, people: list[Person], project: Project) -> None:
    Appointment.objects.bulk_create(
        Appointment(person=one, role="researcher", project=project) for one in people[:size]
    )


def _messages(size: int, people: list[Person], author: uuid.UUID, project: Project) -> None:
    made = []
    for number in range(min(len(_missing(Message, size)), len(people))):
        pk, receiver = uuid.uuid4(), people[number].pk
        message = Message(
            pk=pk,
            code=new_code(),
            receiver_kind="person",
            receiver=receiver,
            purpose="invitation",
            language="en",
            project=project.pk,
            author=author,
            state=Message.State.SENT,
            message_id=f"<{pk}@localhost>",
        )
        sealing.fill(message, receiver, subject="An invitation", text="Hello", html="<p>Hello</p>")
        made.append(message)
    Message.objects.bulk_create(made)


def _journal(size: int, actor: uuid.UUID) -> None:
    Entry.objects.bulk_create(
        Entry(at=timezone.now(), actor=actor, action="facts changed", details={})
        for _ in _missing(Entry, size)
    )
