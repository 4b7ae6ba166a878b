"""People, attendances, heads and registrations as rooms count them, held against a naive count of the same facts."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from passerelle.core.countables import Cut, MixedUnits, counted, counted_by, one_unit
from passerelle.core.errors import Problem
from passerelle.engines.evidence.counting import Present, Registered, tally
from passerelle.gatherings import actions, countables, presence
from passerelle.gatherings.countables import COUNTABLES
from passerelle.gatherings.models import Attendance, Gathering, HeadCount, Registration
from passerelle.gatherings.tallies import numbers_of
from tests.rooms.gatherings.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
OURS = {one.key.partition(".")[2]: one for one in COUNTABLES}
CODES = ("AB", "CD", "EF")
EVENT, SIDE, CODE = st.integers(0, 3), st.integers(0, 1), st.sampled_from(CODES)
WHO = st.tuples(SIDE, CODE)
STEP = st.one_of(
    st.tuples(st.just("came"), EVENT, WHO, st.sampled_from(["self", "paper"])),
    st.tuples(st.just("came"), EVENT, WHO, st.sampled_from(["self", "paper"])),
    st.tuples(st.just("back"), EVENT, WHO),
    st.tuples(st.just("said"), EVENT, WHO),
    st.tuples(st.just("heads"), EVENT, st.integers(0, 30)),
    st.tuples(st.just("merge"), SIDE, CODE, CODE),
    st.tuples(st.just("split"), WHO),
)


class World:
    """The same steps taken in the house, and kept as plain facts."""

    def __init__(self, project, organisations, meet) -> None:
        self.project, self.sides = project, organisations[:2]
        self.events = [
            meet("Forum", host=organisations[0], starts="2026-05-03"),
            meet("Fair", kind="fair", host=organisations[1], starts="2026-05-20"),
            meet("Talk", kind="fair", host=organisations[0], starts="2026-06"),
            meet("Called off", host=organisations[1], starts="2026-06-02"),
        ]
        Gathering.objects.filter(pk=self.events[3].pk).update(state="cancelled", reason="Rain")
        self.present, self.announced, self.heads, self.above = set(), set(), [], {}

    def row(self, who):
        return presence.taking_part(self.project.pk, self.sides[who[0]].pk, who[1])

    def came(self, event, who, channel):
        told = {"gathering": self.events[event], "participant": self.row(who)}
        Attendance.objects.update_or_create(**told, defaults={"taken_back_at": None, "channel": channel})
        self.present.add((event, who))

    def back(self, event, who):
        here = Attendance.objects.filter(gathering=self.events[event], participant=self.row(who))
        here.update(taken_back_at=timezone.now())
        self.present.discard((event, who))

    def said(self, event, who):
        Registration.objects.get_or_create(gathering=self.events[event], participant=self.row(who))
        self.announced.add((event, who))

    def heads_(self, event, number):
        told = {"gathering": self.events[event]}
        HeadCount.objects.update_or_create(**told, defaults={"heads": number})
        self.heads = [(e, n) for e, n in self.heads if e != event] + [(event, number)]

    def merge(self, side, kept, same):
        kept, same = (side, kept), (side, same)
        try:
            actions.merge(HOUSE, self.row(kept), self.row(same))
        except Problem:
            return
        self.above[self.root(same)] = kept

    def split(self, who):
        try:
            actions.unmerge(HOUSE, self.row(who))
        except Problem:
            assert who not in self.above
        self.above.pop(who, None)

    def root(self, who):
        while who in self.above:
            who = self.above[who]
        return who

    def same(self):
        """{(side, code): a name that is the same for the same person}, by looking again and again."""
        names = {(side, code): (side, code) for side in (0, 1) for code in CODES}
        for _ in range(8):
            for one in names:
                for two in names:
                    if one[1] == two[1] or self.root(one) == self.root(two):
                        names[one] = names[two] = min(names[one], names[two])
        return names

    def lines(self):
        name = self.same()
        present = [Present(event, str(name[who])) for event, who in self.present]
        present += [Present(event, "", number) for event, number in self.heads]
        return present, [Registered(event, str(name[who])) for event, who in self.announced]

    def cut(self, events=(0, 1, 2, 3)):
        return Cut(frozenset([self.project.pk]), subjects=frozenset(self.events[n].pk for n in events))


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, min_size=6, max_size=16))
def test_whatever_is_entered_merged_and_taken_back_the_numbers_are_those_of_a_naive_count(
    project, organisations, meet, steps
):
    with transaction.atomic():
        world = World(project, organisations, meet)
        for name, *rest in steps:
            getattr(world, "heads_" if name == "heads" else name)(*rest)
        present, announced = world.lines()
        for events in ((0, 1, 2), (0,), (1, 2)):
            told = tally(present, announced, among=events)
            cut = world.cut((*events, 3))  # what is cancelled never counts
            got = {
                name: OURS[name].count(cut) for name in ("people", "attendances", "heads", "registrations")
            }
            wanted = {name: getattr(told, name) for name in got}
            assert got == wanted
            assert got["people"] <= got["attendances"] <= got["registrations"] + told.walk_ins
            # The same total along every path, but for people, who are once in each.
            for name in ("attendances", "heads", "registrations"):
                one = OURS[name]
                assert all(sum(one.by(cut, part).values()) == got[name] for part in one.parts)
            parts = OURS["people"].by(cut, "subject")
            assert max(parts.values(), default=0) <= got["people"] <= sum(parts.values())
        for at, event in enumerate(world.events[:3]):
            told, got = tally(present, announced, among=[at]), numbers_of(event.pk)
            names = ("people", "attendances", "heads", "registrations", "walk_ins", "no_shows")
            assert {name: got[name] for name in names} == {name: getattr(told, name) for name in names}
            assert got["attendances"] <= got["registrations"] + got["walk_ins"]
        transaction.set_rollback(True)


SOME = {
    "since": st.none() | st.sampled_from([date(2026, 5, 4), date(2026, 5, 21), date(2026, 6, 1)]),
    "until": st.none() | st.sampled_from([date(2026, 5, 3), date(2026, 5, 31)]),
    "kinds": st.frozensets(st.sampled_from(["forum", "fair"])),
    "channels": st.frozensets(st.sampled_from(["self", "paper"])),
    "countries": st.frozensets(st.sampled_from(["SE", ""])),
    "modes": st.frozensets(st.sampled_from(["online", ""])),
}
CUTS = st.lists(st.fixed_dictionaries({}, optional=SOME), min_size=1, max_size=5)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, min_size=6, max_size=16), asked=CUTS, hosts=st.booleans())
def test_many_numbers_asked_together_are_those_of_their_rows_looked_at_one_by_one(
    project, organisations, meet, steps, asked, hosts
):
    with transaction.atomic():
        world = World(project, organisations, meet)
        for name, *rest in steps:
            getattr(world, "heads_" if name == "heads" else name)(*rest)
        Gathering.objects.filter(pk__in=[one.pk for one in world.events[:2]]).update(state="held")
        Attendance.objects.filter(participant__code="AB").update(country="SE", mode="online")
        own = {"organisations": frozenset([organisations[0].pk])} if hosts else {}
        cuts = [Cut(frozenset([project.pk]), **own, **some) for some in asked]
        wanted = [(one, cut) for cut in cuts for one in COUNTABLES]
        names = [one.key.partition(".")[2] for one, _cut in wanted]
        rows = [rows_of(name, cut) for name, (_one, cut) in zip(names, wanted, strict=True)]
        for part in ("", "month", "subject", "organisation"):
            told = counted_by([(one, cut, part) for one, cut in wanted])
            assert told == [looked_at(name, some, part) for name, some in zip(names, rows, strict=True)]
        assert counted(wanted) == [
            sum(looked_at(name, some, "").values()) for name, some in zip(names, rows, strict=True)
        ]
        transaction.set_rollback(True)


def rows_of(name, cut):
    """The single rows of a number, read once for all its parts."""
    rows = {
        "people": countables.attendances,
        "heads": countables.heads,
        "registrations": countables.registrations,
        "held": countables.held,
        "hosts": countables.held,
    }.get(name, countables.attendances)(cut)
    beside = {"people": ("gathering", "participant"), "held": (), "hosts": ()}.get(name, ("gathering",))
    return list(rows.select_related(*beside) if beside else rows)


def looked_at(name, rows, part):
    """The number by a part, from single rows."""
    found = {}
    for row in rows:
        event = row if isinstance(row, Gathering) else row.gathering
        key = {
            "": "",
            "month": event.starts[:7],
            "subject": str(event.pk),
            "organisation": str(event.host_id),
        }[part]
        once = {"people": lambda row: row.participant.counted_as, "hosts": lambda row: row.host_id}
        who = once.get(name, lambda row: row.pk)(row)
        found.setdefault(key, {})[who] = row.heads if name == "heads" else 1
    return {key: number for key, those in found.items() if (number := sum(those.values()))}


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(merges=st.lists(st.tuples(CODE, CODE), max_size=6), data=st.data())
def test_undone_in_any_order_every_merge_leaves_the_people_as_they_were(project, organisations, merges, data):
    with transaction.atomic():
        side = organisations[0].pk
        rows = {code: presence.taking_part(project.pk, side, code) for code in CODES}
        elsewhere = presence.taking_part(project.pk, organisations[1].pk, CODES[0])
        before = {code: row.counted_as for code, row in rows.items()}
        done = []
        for kept, same in merges:
            people = {row.counted_as for row in rows.values()}
            try:
                actions.merge(HOUSE, rows[kept], rows[same])
            except Problem:
                continue
            for row in rows.values():
                row.refresh_from_db()
                assert row.merged_into is None or row.merged_into.merged_into_id is None
            assert len({row.counted_as for row in rows.values()}) == len(people) - 1
            done.append(1)
        for row in data.draw(st.permutations(list(rows.values()))):
            row.refresh_from_db()
            if row.merged_into_id:
                actions.unmerge(HOUSE, row)
                done.pop()
        elsewhere.refresh_from_db()
        for code, row in rows.items():
            row.refresh_from_db()
            assert (row.counted_as, row.merged_into_id, row.merged_with_id) == (before[code], None, None)
        assert elsewhere.counted_as == before[CODES[0]]
        assert not done
        transaction.set_rollback(True)


def test_each_number_is_one_question_and_a_cut_narrows_it(project, organisations, meet):
    world = World(project, organisations, meet)
    world.came(0, (0, "AB"), "self")
    world.came(1, (1, "AB"), "paper")
    world.came(2, (1, "CD"), "self")
    world.heads_(1, 25)
    Gathering.objects.filter(pk=world.events[0].pk).update(state="held")
    whole = Cut(frozenset([project.pk]))
    for one in COUNTABLES:
        with CaptureQueriesContext(connection) as asked:
            one.count(whole)
        assert len(asked) == 1
        for part in one.parts:
            with CaptureQueriesContext(connection) as asked:
                one.by(whole, part)
            assert len(asked) == 1
        with CaptureQueriesContext(connection) as asked:
            one.behind(HOUSE, whole)
        assert len(asked) <= 2
        with CaptureQueriesContext(connection) as asked:
            one.behind(HOUSE, whole, one.by(whole, "subject"))
        assert len(asked) <= 2
    people, came, heads = OURS["people"], OURS["attendances"], OURS["heads"]
    projects = frozenset([project.pk])
    for cut, told in (
        (whole, (2, 3, 25)),
        (Cut(projects, since=date(2026, 5, 4), until=date(2026, 5, 31)), (1, 1, 25)),
        (Cut(projects, since=date(2026, 6, 1)), (1, 1, 0)),
        (Cut(projects, kinds=frozenset(["fair"])), (2, 2, 25)),
        (Cut(projects, organisations=frozenset([organisations[0].pk])), (2, 2, 0)),
        (Cut(projects, channels=frozenset(["self"])), (2, 2, 0)),
        (Cut(projects, channels=frozenset(["paper", "assisted"])), (1, 1, 25)),
        (Cut(projects, modes=frozenset(["online"])), (0, 0, 0)),
        (Cut(frozenset()), (0, 0, 0)),
    ):
        assert (people.count(cut), came.count(cut), heads.count(cut)) == told
    assert people.by(whole, "kind") == {"forum": 1, "fair": 2}
    assert came.by(whole, "month") == {"2026-05": 2, "2026-06": 1}
    assert (OURS["held"].count(whole), OURS["hosts"].count(whole)) == (1, 1)
    assert [one.title for one in OURS["hosts"].behind(HOUSE, whole)] == [organisations[0].name]


def test_what_is_behind_a_number_is_shown_to_who_works_in_the_project(
    project, organisations, meet, member, other
):
    world = World(project, organisations, meet)
    world.came(0, (0, "AB"), "self")
    world.came(0, (0, "CD"), "self")
    world.came(2, (0, "CD"), "self")
    whole = Cut(frozenset([project.pk]))
    partner = member(project, "local_coordinator", 1)
    told = [(one.title, one.number, one.on) for one in OURS["people"].behind(partner, whole)]
    assert told == [("Talk", 1, "2026-06"), ("Forum", 2, "2026-05-03")]
    assert not OURS["people"].behind(member(other), whole)


def test_no_two_units_are_added_up():
    assert one_unit([OURS["held"], OURS["held"]]) == "items"
    for names in (("people", "heads"), ("held", "registrations")):  # things of two kinds are no five items
        with pytest.raises(MixedUnits):
            one_unit([OURS[name] for name in names])


def test_codes_of_two_organisations_let_go_together_stay_one_person(project, organisations):
    rows = [presence.taking_part(project.pk, one.pk, "AB") for one in organisations[:2]]
    presence.let_go([row.pk for row in rows])
    for row in rows:
        row.refresh_from_db()
    assert rows[0].counted_as == rows[1].counted_as != presence.counted_as(project.pk, "AB")
