"""The rooms of the house, found by autodiscovery: whoever walks over them imports none by name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from importlib import import_module
from typing import Any
from uuid import UUID

from django.apps import apps
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext_lazy as _

from passerelle.core.actor import Actor
from passerelle.core.countables import Countable
from passerelle.core.describing import Source
from passerelle.core.icalendar import Entry
from passerelle.core.importables import Importable
from passerelle.core.keeping import Keeping


# Sides and doors are compared by what they are: by their fields, each look at the navigation would translate every label.
@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """Doors that belong together: one entry of the navigation, and tabs on each of their pages."""

    label: Any
    order: int


HOUSE = Side(_("The house"), 80)
NETWORK = Side(_("Network"), 30)
PEOPLE = Side(_("People"), 35)


@dataclass(frozen=True, slots=True, eq=False)
class Door:
    """An entry of the navigation: shown to whoever `may` enter. side: with which others it shares one entry."""

    label: Any
    url: str
    may: Callable[[Actor], bool]
    order: int = 50
    public: bool = False
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Tab:
    """A side of a project's working space that belongs to a room above the network. url: takes the project's code."""

    label: Any
    url: str
    may: Callable[[Actor, Any], bool]
    order: int = 50


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that may leave the house: its counting rule, and the records behind it.

    records(actor, subject) -> the rows a reader may open; count(rows) -> int. The number is counted over the very
    rows it opens, so the two cannot differ, wherever it stands.
    """

    key: str
    label: Callable[[int], Any]
    rule: Any
    records: Callable[[Actor, Any], Sequence[Any]]
    count: Callable[[Sequence[Any]], int]


@dataclass(frozen=True, slots=True)
class Exportable:
    """A table that travels in the full export. `account_fields` are sealed under the person's key on the way."""

    model: str
    sealed_on_the_way: tuple[str, ...] = ()
    subject: str = "person_id"


@dataclass(frozen=True, slots=True)
class Searchable:
    """One kind of thing that can be found. rebuild() indexes everything anew and says how many entries that are.

    of_the_reader: its page is in the reader's language whatever it was found in; others have a page per language."""

    kind: str
    label: Any
    rebuild: Callable[[], int]
    of_the_reader: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """How one part of the house is at this moment, for whoever keeps it running. Never a personal value.

    state: "good", "wait" (look at it when there is time) or "bad" (something does not work).
    says: one sentence. do: what to do about it, "" when nothing is to be done.
    numbers: what a monitor may watch, by a name in snake_case that ends in its unit.
    """

    key: str
    label: Any
    state: str
    says: Any
    do: Any = ""
    numbers: dict[str, float] = field(default_factory=dict)


class Gravity(IntEnum):
    """What a gap can cost when the funder finds it before the project does."""

    TIDY = 1, _("Better complete")
    ASKED = 2, _("The funder will ask")
    MONEY = 3, _("The funder can refuse the costs")

    label: Any

    def __new__(cls, value: int, label: Any) -> Gravity:
        made = int.__new__(cls, value)
        made._value_, made.label = value, label
        return made


@dataclass(frozen=True, slots=True)
class Gap:
    """Something the funder would find missing in a project, with the one action that helps.

    key: which rule found it, such as "city-without-authority". sentence: a whole one, in the reader's language; it
    names what is missing and where. subject: kind and id of what lacks something, so that a gap is the same one
    tomorrow. action: what helps, verb first, and its address.
    """

    key: str
    project: UUID
    subject: tuple[str, UUID]
    sentence: str
    gravity: Gravity
    action: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Ride:
    """Gaps found in more columns of a query that is asked anyway: that of the plans of the projects an actor leads.

    columns() -> {name: expression over a project}, names no other room uses; read(row) -> the gaps of one project, of a
    row with these columns, its pk and its code."""

    columns: Callable[[], Mapping[str, Any]]
    read: Callable[[Mapping[str, Any]], Iterable[Gap]]


@dataclass(frozen=True, slots=True)
class Coming:
    """Something a project comes together for soon. day: short, as the reader writes it, and as ISO 8601. title with its
    language and address. beside: the hours and the place, text or safe HTML."""

    project: UUID
    day: str
    on: str
    title: str
    language: str
    url: str
    beside: Any = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What an old page says its project wanted or did, and somebody said is right.

    kind: "goal", "activity", "output" or "target". words: as the page has them. number: of a target, with its unit."""

    kind: str
    words: str
    number: int | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of open data. key: its head, snake_case. says: what it holds, with unit and code list, a sentence."""

    key: str
    says: Any


@dataclass(frozen=True, slots=True)
class OpenTable:
    """Rows of a project that are everybody's to reuse: nothing about a person, nothing that is not public already.

    key: the file's name. rows(project id) -> rows in an order of their own that never depends on the reader, each
    with a text, a number or None under every column's key; codes and ISO 8601, never words in one language.
    """

    key: str
    label: Any
    columns: tuple[Column, ...]
    rows: Callable[[UUID], Iterable[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Category:
    """Tables of personal data that one sentence describes: who answers for them, who receives them, why less would
    not do. sensitive_because: for special categories (GDPR, article 9), why they are needed and what guards them."""

    key: str
    label: Any
    models: tuple[str, ...]
    controller: Any
    recipients: Any
    necessity: Any
    sensitive_because: Any = ""
    # Each project says which organisation answers for it; until it does, its lead partner.
    by_project: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """What a room tells the house about itself."""

    name: str
    label: Any
    doors: tuple[Door, ...] = ()
    # Sides of a project's working space, beside those of the network.
    tabs: tuple[Tab, ...] = ()
    # What somebody sets for themselves, on the page of their account.
    settings: tuple[Door, ...] = ()
    figures: tuple[Figure, ...] = ()
    # What indicators and reports can count (see core.countables).
    countables: tuple[Countable, ...] = ()
    # What moves a figure, by the journal's code of what was done: in words, for whoever asks why it is another one now.
    moves: Mapping[str, Any] = field(default_factory=dict)
    # By what the people of a project (its id) can be told apart in breakdowns (see core.describing).
    describes: Callable[[UUID], Iterable[Source]] | None = None
    searchables: tuple[Searchable, ...] = ()
    exportables: tuple[Exportable, ...] = ()
    # What comes in from a table (see core.importables).
    importables: tuple[Importable, ...] = ()
    # Fields of libraries' tables this room is responsible for (see core.fields.FOREIGN).
    declares: dict[str, Any] = field(default_factory=dict)
    # What it calls those tables and fields, where the library's own word is English or a programmer's.
    calls: dict[str, Any] = field(default_factory=dict)
    # What a person may take home: person id -> {section: rows}. Under "sections", [{"title", "rows": [[{"label",
    # "text"}]]}], what they also read on the page of their data, in their language.
    portrait: Callable[[Any], dict[str, Any]] | None = None
    # Beyond the declared fields: what must also go when a person is erased. Safe to run twice.
    on_erasure: Callable[[Any], None] | None = None
    # Categories of personal data (see core.categories).
    categories: tuple[Category, ...] = ()
    # Who answers for the categories that each project settles: for a reader, {category: sentences}, and for a person,
    # (project, category, organisation) in words.
    answering: Callable[[Actor], dict[str, list[str]]] | None = None
    answering_for: Callable[[UUID], list[tuple[str, str, str]]] | None = None
    # Rules of the retention clock (see core.keeping).
    keepings: tuple[Keeping, ...] = ()
    # Who has a place in these projects, and in which projects somebody has one: a legal hold on a project is one on
    # its people.
    people_of: Callable[[set[UUID]], set[UUID]] | None = None
    projects_of: Callable[[UUID], set[UUID]] | None = None
    # Once older data were put back (restore, import): replay withdrawals, hold back old mail. Safe to run twice.
    after_restore: Callable[[], Any] | None = None
    # A project's page became public, or is no longer (its id): what follows of this room's. Safe to run twice.
    on_publication: Callable[[UUID], None] | None = None
    # What an old page said a new project wanted or did: the project's id, the language of the page, what was accepted.
    # In the transaction that began the project; it becomes drafts that somebody agrees to.
    takes_found: Callable[[Actor, UUID, str, Sequence[Found]], Any] | None = None
    # A project's dates changed: its id, and {starts, ends, months} as they were. In the transaction that changed them.
    on_period: Callable[[UUID, dict[str, Any]], None] | None = None
    # How this room is at this moment: one query or two, asked by a page, by a monitor and by a command.
    readings: Callable[[], Iterable[Reading]] | None = None
    # What the funder would find missing in these projects and the actor can mend: one query at most, because the
    # page that begins the week asks every room; many of one kind are one gap that counts them.
    gaps: Callable[[Actor, Collection[UUID]], Iterable[Gap]] | None = None
    # The same for whoever leads, without a query of its own.
    riding: Ride | None = None
    # What these projects come together for within so many days, the soonest first; one query, asked by the page that
    # begins the week.
    coming: Callable[[Actor, Collection[UUID], int], Iterable[Coming]] | None = None
    # What it tells of a record of a room below, on that record's own page: {kind: (actor, record) -> (term, value)
    # each}. Three queries at most.
    tells_of: dict[str, Callable[[Actor, Any], Iterable[tuple[Any, Any]]]] = field(default_factory=dict)
    # Which of these records of a room below (kind, ids) something of this room hangs on, so that they are not taken
    # away unasked. One query for a kind it knows, none for others.
    hangs_on: Callable[[str, Collection[UUID]], set[UUID]] | None = None
    # What stands in calendars beside the deadlines: of a project (its id), else what concerns the actor's organisations
    # in those that go on; cut to what the actor may see, in the language that is active; one query.
    calendar: Callable[[Actor, UUID | None], Iterable[Entry]] | None = None
    # Which of these projects are closed: their records are read, and changed no more (core.closed).
    closed: Callable[[set[UUID]], set[UUID]] | None = None
    # Addresses, in the language that is active, of the public pages and files that tell of this project (its id).
    # They travel with a closed project, together with what hangs on them: pictures, sheets, further parts of a list.
    pages_of: Callable[[UUID], Iterable[str]] | None = None
    # What everybody may reuse of a project, as tables.
    open_data: tuple[OpenTable, ...] = ()
    # Who may download a file that belongs to one of our records: {owner kind: (actor, owner id) -> bool}.
    files: dict[str, Callable[[Actor, UUID], bool]] = field(default_factory=dict)
    # Which of these records are still there: {owner kind: ids -> ids}; files of the others are orphans.
    file_owners: dict[str, Callable[[set[UUID]], set[UUID]]] = field(default_factory=dict)
    # What is called like this in other languages, too: for words looked for, folded as `search.tokens` gives them,
    # (where they begin, how many, the words of each other name). One query at most.
    also_called: Callable[[Sequence[str]], Iterable[tuple[int, int, Sequence[str]]]] | None = None
    # Kinds of records whose texts may be given to a machine translation; what no room names stays in the house.
    machine_may_read: frozenset[str] = frozenset()
    # Whose texts the translation memory may offer: {owner kind: actor -> (ids of the records they work on, drafts
    # included; ids of those everybody reads)}, both as queries.
    remembers: dict[str, Callable[[Actor], tuple[Any, Any]]] = field(default_factory=dict)
    # Resolvers of opaque recipients: {kind: id -> messages.Recipient}.
    recipients: dict[str, Callable[[Any], Any]] = field(default_factory=dict)


@cache
def rooms() -> tuple[Room, ...]:
    """All rooms, in the order of the installed apps."""
    found = []
    for config in apps.get_app_configs():
        if config.name.startswith("passerelle.") and module_has_submodule(config.module, "room"):
            found.append(import_module(f"{config.name}.room").room)
    return tuple(found)


def importables() -> dict[str, Importable]:
    """Everything that can be taken in from a table, by its key, in the order it is offered."""
    found = sorted((one for room in rooms() for one in room.importables), key=lambda one: one.order)
    return {one.key: one for one in found}


def hanging_on(kind: str, records: Collection[UUID]) -> set[UUID]:
    """Those of these records that something of a room above hangs on."""
    return {one for room in rooms() if room.hangs_on is not None for one in room.hangs_on(kind, records)}


def tell_of_publication(project: UUID) -> None:
    """Let every room follow a project's page onto the public site, or off it."""
    for room in rooms():
        if room.on_publication is not None:
            room.on_publication(project)


def gaps_in(actor: Actor, projects: Collection[UUID]) -> list[Gap]:
    """What every room finds missing in these projects (ids), the gravest first; in the reader's language."""
    if not projects:
        return []
    found = [gap for room in rooms() if room.gaps is not None for gap in room.gaps(actor, projects)]
    return sorted(found, key=lambda gap: -gap.gravity)


def coming_in(actor: Actor, projects: Collection[UUID], days: int) -> list[Coming]:
    """What every room knows that these projects (ids) come together for within so many days."""
    if not projects:
        return []
    return [one for room in rooms() if room.coming is not None for one in room.coming(actor, projects, days)]


def told_of(actor: Actor, kind: str, record: Any) -> list[tuple[Any, Any]]:
    """What the rooms above have to say of a record of this kind: (term, value) each."""
    return [fact for room in rooms() if kind in room.tells_of for fact in room.tells_of[kind](actor, record)]


def calendar_of(actor: Actor, project: UUID | None) -> list[Entry]:
    """What every room has for a calendar, of one project or of the actor's own."""
    return [entry for room in rooms() if room.calendar is not None for entry in room.calendar(actor, project)]


def take_found(actor: Actor, project: UUID, language: str, found: Sequence[Found]) -> None:
    """Hand every room what an old page said of a project that has just begun."""
    for room in rooms():
        if room.takes_found is not None and found:
            room.takes_found(actor, project, language, found)


def tell_of_period(project: UUID, before: dict[str, Any]) -> None:
    """Let every room follow a change of a project's dates."""
    for room in rooms():
        if room.on_period is not None:
            room.on_period(project, before)


def doors(actor: Actor, *, public: bool) -> Iterator[Door]:
    everywhere = (d for r in rooms() for d in r.doors)
    return (d for d in sorted(everywhere, key=lambda d: d.order) if d.public == public and d.may(actor))
