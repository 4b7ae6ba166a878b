"""What the door of a gathering reads: which one it is, who has a code, who is expected, who is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from passerelle.core.actor import Actor, SystemActor
from passerelle.core.search import fold
from passerelle.gatherings import alike, presence
from passerelle.gatherings.models import (
    Attendance,
    Door,
    Gathering,
    Participant,
    Registration,
    Sheet,
    TwoPeople,
)
from passerelle.network.models import Project
from passerelle.people import queries as people

# Rows are cut to what the actor's organisation collected before anybody is named.
HOUSE = SystemActor(reason="names for who answers for them")
PUBLIC = "a door is everybody's who has its address"


def door(code: str) -> Door | None:
    """The door of this code, with its gathering; one question."""
    found = Door.objects.unscoped(reason=PUBLIC).select_related("gathering__project")
    return found.filter(code=code).first()


def known_at(found: Door, code: str) -> tuple[bool, bool]:
    """Whether the organisation of the door knows this code, and whether they are in already; one question."""
    here = Attendance.objects.unscoped(reason=PUBLIC).filter(
        gathering=found.pk, participant=OuterRef("pk"), taken_back_at=None
    )
    row = (
        Participant.objects.unscoped(reason=PUBLIC)
        .filter(project=found.gathering.project_id, controller=found.controller_id, code=code)
        .values_list(Exists(here), flat=True)
        .first()
    )
    return row is not None, bool(row)


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody on the list at the door. name: "" where nobody gave one. here: their attendance that stands."""

    participant: UUID
    code: str
    name: str
    waiting: bool
    here: UUID | None

    @property
    def printed(self) -> str:
        """Their code as it stands on slips and is read aloud."""
        return presence.in_groups(self.code)


def expected(actor: Actor, gathering: Gathering) -> list[Expected]:
    """Who has a place or waits for one, and who came without; by name, then by code, for who may know them.

    Names are opened in memory and go nowhere else."""
    said = Registration.objects.visible_to(actor).filter(gathering=gathering)
    said = said.exclude(state=Registration.State.WITHDRAWN)
    came = Attendance.objects.visible_to(actor).filter(gathering=gathering, taken_back_at=None)
    rows = list(
        Participant.objects.visible_to(actor)
        .filter(Q(pk__in=said.values("participant")) | Q(pk__in=came.values("participant")))
        .values_list(
            "pk",
            "code",
            "person",
            Subquery(said.filter(participant=OuterRef("pk")).values("state")[:1]),
            Subquery(came.filter(participant=OuterRef("pk")).values("pk")[:1]),
        )
    )
    names = people.names_of(HOUSE, {person for _pk, _code, person, _state, _here in rows if person})
    found = [
        Expected(pk, code, names.get(person) or "", state == Registration.State.WAITING, here)
        for pk, code, person, state, here in rows
    ]
    return sorted(found, key=lambda one: (not one.name, fold(one.name), one.code))


def called(listed: list[Expected], words: str) -> list[Expected]:
    """Those of whose name or code all these words are parts, in any spelling."""
    wanted = fold(words).split()
    return [one for one in listed if all(word in fold(f"{one.name} {one.code}") for word in wanted)]


def attendances(actor: Actor, gathering: Gathering) -> QuerySet[Attendance]:
    """Who was there, the newest first, what was taken back included; for who may know them."""
    rows = Attendance.objects.visible_to(actor).filter(gathering=gathering)
    return rows.select_related("participant").order_by("-at", "pk")


def sheets(actor: Actor, gathering: Gathering) -> QuerySet[Sheet]:
    """The photographed lists of a gathering that this actor may open."""
    return Sheet.objects.visible_to(actor).filter(gathering=gathering)


def there(sheets: set[UUID]) -> set[UUID]:
    """Which of these lists are still here."""
    found = Sheet.objects.unscoped(reason="whose files are orphans").filter(pk__in=sheets)
    return set(found.values_list("pk", flat=True))


def participants(actor: Actor, project: Project) -> QuerySet[Participant]:
    """Who takes part in a project, of the organisations the actor works for."""
    return Participant.objects.visible_to(actor).filter(project=project).select_related("controller")


def told_apart(actor: Actor, project: Project) -> QuerySet[TwoPeople]:
    """Pairs found to be two people, of the organisations the actor works for, the newest first."""
    return TwoPeople.objects.visible_to(actor).filter(one__project=project).select_related("one")


MOST_ALIKE = 20  # shown at once
MOST_TOLD_APART = 50  # the newest; a search finds the others


@dataclass(frozen=True, slots=True)
class Alike:
    """Two rows that may be one person, and why: "name" or "code", "" of a pair that was found to be two people.

    apart: they were in one room with two codes. pair: the row that says they are two."""

    one: Participant
    two: Participant
    why: str
    names: tuple[str, str]
    apart: bool
    pair: UUID | None = None

    @property
    def codes(self) -> tuple[str, str]:
        """As they are printed and read aloud."""
        return presence.in_groups(self.one.code), presence.in_groups(self.two.code)


@dataclass(frozen=True, slots=True)
class Known:
    """Who takes part in a project, as far as the actor may know them. names: opened, of who gave one. came: where.
    merged: who is counted as one with somebody, under the one who is kept. two: pairs found to be two people, the
    newest first."""

    rows: Mapping[UUID, Participant]
    names: Mapping[UUID, str]
    came: Mapping[UUID, set[UUID]]
    merged: Mapping[UUID, list[Participant]]
    two: Sequence[TwoPeople]

    def listed(self, words: str = "") -> list[Participant]:
        """Those who are not merged into another, the newest first; words: parts of a code or name."""
        found = [row for row in self.rows.values() if row.merged_into_id is None]
        return [row for row in found if self._called(words, row, *self.merged.get(row.pk, ()))]

    def _called(self, words: str, *some: Participant) -> bool:
        """Whether all these words are parts of the code and name of one of them."""
        wanted = fold(words).split()
        return not wanted or any(
            all(word in fold(f"{one.code} {self.names.get(one.pk, '')}") for word in wanted) for one in some
        )

    def told_apart(self, words: str = "") -> list[Alike]:
        """Pairs found to be two people, the newest first; words: parts of a code or name."""
        told = ((pair.pk, self.rows[pair.one_id], self.rows[pair.two_id]) for pair in self.two)
        found = [self._alike(one, two, "", pair) for pair, one, two in told if self._called(words, one, two)]
        return found[:MOST_TOLD_APART]

    def _alike(self, one: Participant, two: Participant, why: str, pair: UUID | None = None) -> Alike:
        apart = bool(self.came.get(one.pk, set()) & self.came.get(two.pk, set()))
        return Alike(one, two, why, (self.names.get(one.pk, ""), self.names.get(two.pk, "")), apart, pair)

    def alike(self) -> list[Alike]:
        """What a human may want to look at: the same name, or codes one typing error apart; inside one organisation.

        Not whom somebody found to be two people, nor whoever is counted as one with either."""
        told_apart = {
            frozenset((self.rows[pair.one_id].counted_as, self.rows[pair.two_id].counted_as))
            for pair in self.two
        }
        pairs = [("name", pair) for pair in alike.namesakes(self.names)]
        pairs += [("code", pair) for pair in alike.slips({pk: row.code for pk, row in self.rows.items()})]
        found: dict[frozenset[UUID], Alike] = {}
        for why, (first, second) in pairs:
            one, two = self.rows[first], self.rows[second]
            same = one.controller_id == two.controller_id and one.counted_as != two.counted_as
            if same and frozenset((one.counted_as, two.counted_as)) not in told_apart:
                found.setdefault(frozenset((first, second)), self._alike(one, two, why))
        return sorted(found.values(), key=lambda pair: (pair.apart, pair.why != "name"))[:MOST_ALIKE]


def known(actor: Actor, project: Project) -> Known:
    """Everybody the actor may know in a project; five questions, however many they are."""
    rows = {row.pk: row for row in participants(actor, project).order_by("-created_at", "pk")}
    persons = {row.person_id for row in rows.values() if row.person_id}
    names = people.names_of(HOUSE, persons)
    merged: dict[UUID, list[Participant]] = {}
    for row in rows.values():
        if row.merged_into_id:
            merged.setdefault(row.merged_into_id, []).append(row)
    stand = Attendance.objects.visible_to(actor).filter(gathering__project=project, taken_back_at=None)
    return Known(
        rows,
        {pk: name for pk, row in rows.items() if row.person_id and (name := names.get(row.person_id))},
        alike.together(stand.values_list("participant", "gathering")),
        merged,
        list(told_apart(actor, project)),
    )
