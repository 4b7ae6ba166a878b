"""Exact counts stay inside; what leaves is rounded once, the same wherever it stands, and never again."""

import pytest

from passerelle.breakdowns import actions, counts, jobs, queries, reading
from passerelle.breakdowns.models import Breakdown, Released
from passerelle.core.errors import Denied, Problem
from passerelle.gatherings.models import HeadCount
from tests.rooms.breakdowns.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
BANDS = {"under_14": 3, "18_64": 41, "65": 12}


@pytest.fixture
def by_age(project, host, heads):
    heads(2, BANDS)
    return actions.begin(HOUSE, project, controller=host, source="gatherings.heads", attributes=["age"])


def newest(one: Breakdown) -> reading.Told:
    row = queries.with_numbers(Breakdown.objects.unscoped(reason="test")).get(pk=one.pk)
    return reading.told(row, counts.source_of(row))


def test_released_numbers_are_multiples_near_the_truth_and_zero_may_be_five(by_age):
    numbers = counts.shown(actions.release(HOUSE, by_age)).numbers
    assert set(numbers) == {(band,) for band in HeadCount.Band.values} | {(None,)}
    for (band,), number in numbers.items():
        assert number % 5 == 0
        if band:
            assert abs(number - BANDS.get(band, 0)) <= 5


def test_a_table_by_two_attributes_adds_up_on_the_page(project, host, heads, monkeypatch):
    heads(3, {"under_14": 14, "18_64": 41, "65": 30})
    told = {"controller": host, "source": "gatherings.heads", "attributes": ["mode", "age"]}
    one = actions.begin(HOUSE, project, **told)
    actions.release(HOUSE, one)
    heads(2, {"65": 25})
    monkeypatch.setattr(actions, "last_over", lambda _today: "2999-Q1")
    actions.release(HOUSE, one)
    table = newest(one).table
    rows = [[int(cell) for cell in row[1:]] for row in table.rows]
    whole = [int(cell) for cell in table.total[1:]]
    assert [sum(column) for column in zip(*rows, strict=True)] == whole
    assert all(sum(row[:-1]) == row[-1] for row in rows)
    assert whole[-1] > 50


def test_a_quarter_is_released_once_and_a_correction_comes_in_with_the_next(by_age, heads, monkeypatch):
    first = actions.release(HOUSE, by_age)
    before = first.numbers
    with pytest.raises(Problem, match="is released already"):
        actions.release(HOUSE, by_age)
    heads(2, {"18_64": 30})  # a late list
    monkeypatch.setattr(actions, "last_over", lambda _today: "2999-Q1")
    second = actions.release(HOUSE, by_age)
    assert Released.objects.get(pk=first.pk).numbers == before
    assert abs(counts.shown(second).numbers[("18_64",)] - 71) <= 10


def test_what_was_released_is_a_ledger_that_our_checker_accepts(by_age, heads, monkeypatch):
    from passerelle.engines.disclosure.ledger.checking import moved
    from passerelle.engines.disclosure.ledger.state import load

    actions.release(HOUSE, by_age)
    by_age.refresh_from_db()
    ledger = load(actions._opened(by_age).encode())
    source = counts.source_of(by_age)
    micro = counts.micro_of(counts.rows_of(by_age, source), counts.attributes_of(by_age, source), {})
    assert moved(ledger, micro) == 0
    for entry, rounded in ledger.frozen[0].entries.values():
        assert rounded % 5 == 0
        assert abs(entry - rounded) <= 5


def test_the_ledger_cannot_be_read_in_the_database(by_age):
    by_age.refresh_from_db()
    assert b"threshold" not in bytes(by_age.ledger)


def test_the_same_people_are_never_broken_down_twice(project, host, by_age):
    with pytest.raises(Problem, match="set against the first"):
        actions.begin(HOUSE, project, controller=host, source="gatherings.heads", attributes=["mode"])


@pytest.mark.parametrize(
    ("source", "attributes"),
    [("nothing", ["age"]), ("gatherings.heads", ["shoe size"]), ("gatherings.heads", [])],
)
def test_only_what_can_be_counted_is_begun(project, host, source, attributes):
    with pytest.raises(Problem):
        actions.begin(HOUSE, project, controller=host, source=source, attributes=attributes)


def test_only_the_organisation_that_collected_it_releases(project, by_age, member, organisations):
    for role, organisation in (("lead_coordinator", 0), ("local_coordinator", 2), ("facilitator", 1)):
        someone = member(project, role, organisation)
        with pytest.raises(Denied):
            actions.release(someone, by_age)
    assert actions.release(member(project, "local_coordinator", 1), by_age)


def test_table_file_and_open_data_show_the_same_number(project, by_age):
    actions.release(HOUSE, by_age)
    told = newest(by_age)
    shown = {row[0]: int(str(row[1]).replace("\u202f", "").replace(",", "")) for row in told.table.rows}
    by_value = {row["values"]: row["number"] for row in reading.open_rows([told]) if row["by"] == "age"}
    assert [shown[label] for label in shown] == [by_value[value] for value in told.attributes[0].values]


def test_who_takes_part_is_held_against_who_lives_here(project, by_age):
    actions.release(HOUSE, by_age)
    residents = {"18_64": 6000, "65": 4000}
    actions.write_residents(HOUSE, by_age, attribute="age", numbers=residents, year=2024, source="Register")
    (compared,) = newest(by_age).comparisons
    says = {row[0]: row[-1] for row in compared.table.rows}
    assert len(says) == 2
    assert set(says.values()) <= {
        "More than their share",
        "Fewer than their share",
        "No claim: the interval spans 1",
    }
    actions.take_out_residents(HOUSE, by_age, attribute="age")
    assert newest(by_age).comparisons == []


def test_residents_need_a_source_and_two_groups(by_age):
    for facts in (
        {"numbers": {"65": 1}, "source": "Register"},
        {"numbers": {"65": 1, "18_64": 2}, "source": " "},
    ):
        with pytest.raises(Problem):
            actions.write_residents(HOUSE, by_age, attribute="age", year=2024, **facts)


def test_the_clock_releases_what_was_released_before_and_nothing_else(by_age, heads, monkeypatch):
    day = jobs.timezone.localdate().replace(month=6, day=20)
    monkeypatch.setattr(jobs.timezone, "localdate", lambda *_: day.replace(year=day.year + 1))
    assert jobs.release_what_is_due(timestamp=0) == 0
    actions.release(HOUSE, by_age)
    monkeypatch.setattr(jobs.timezone, "localdate", lambda *_: day.replace(year=day.year + 2))
    assert jobs.release_what_is_due(timestamp=0) == 1
    assert jobs.release_what_is_due(timestamp=0) == 0
    assert by_age.releases.count() == 2


def test_gatherings_that_were_cancelled_count_nowhere(project, host, heads, by_age):
    from passerelle.gatherings import actions as gatherings

    extra = heads(2, {"65": 40})
    gatherings.cancel_gathering(HOUSE, extra, reason="Flood")
    source = counts.source_of(by_age)
    exact = counts.exact(counts.rows_of(by_age, source), counts.attributes_of(by_age, source))
    assert exact[(None,)] == sum(BANDS.values())
