"""However figures are rolled up, the totals are the same; people are never more than attendances."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from passerelle.core.countables import Cut, Unit, countables, one_unit
from passerelle.core.errors import Problem
from passerelle.evidence import counting
from passerelle.evidence.rules import Rule, checked
from passerelle.gatherings.models import Attendance, Gathering, HeadCount, Participant
from passerelle.gatherings.presence import counted_as

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
KINDS = ("forum", "workshop", "fair")
COMES = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from("ABCDEFG"), st.sampled_from(["self", "assisted"])),
    max_size=25,
)
HEADS = st.lists(st.integers(0, 30), min_size=6, max_size=6)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(comes=COMES, heads=HEADS)
def test_totals_are_equal_over_every_path_and_units_stay_apart(project, organisations, meet, comes, heads):
    Attendance.objects.filter(gathering__project=project).delete()
    HeadCount.objects.filter(gathering__project=project).delete()
    events = list(Gathering.objects.filter(project=project).order_by("title")) or [
        meet(f"E{n}", kind=KINDS[n % 3], host=organisations[n % 2], starts=f"2026-0{n % 4 + 4}-02")
        for n in range(6)
    ]
    for at, code, channel in dict(((at, code), (at, code, channel)) for at, code, channel in comes).values():
        who, _new = Participant.objects.get_or_create(
            project=project,
            controller=organisations[0],
            code=code,
            defaults={"counted_as": counted_as(project.pk, code)},
        )
        Attendance.objects.create(gathering=events[at], participant=who, channel=channel)
    HeadCount.objects.bulk_create(
        HeadCount(gathering=event, heads=number) for event, number in zip(events, heads, strict=True)
    )
    cut = Cut(projects=frozenset({project.pk}))
    told = {one.countable.key: one.number for one in counting.side_by_side(cut)()}
    assert told["gatherings.people"] <= told["gatherings.attendances"]
    assert told["gatherings.heads"] == sum(heads)
    for key in ("gatherings.attendances", "gatherings.heads"):
        rule = Rule(counts=(key,))
        for part in counting.parts_of(rule):
            assert sum(counting.by_part(rule, cut, part)().values()) == told[key], part
    people = Rule(counts=("gatherings.people",))
    for part in counting.parts_of(people):
        parts = counting.by_part(people, cut, part)().values()
        assert max(parts, default=0) <= told["gatherings.people"] <= sum(parts), part


KEYS = st.lists(st.sampled_from(sorted(countables())), min_size=1, max_size=4, unique=True)


@settings(max_examples=60, deadline=None)
@given(keys=KEYS, unit=st.sampled_from(list(Unit)))
def test_no_rule_ever_mixes_units(keys, unit):
    rule = Rule(counts=tuple(keys))
    accepted = False
    with suppress(Problem):
        accepted = bool(checked(rule, unit))
    assert not accepted or one_unit(rule.known) == unit
