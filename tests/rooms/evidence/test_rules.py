"""What an indicator may count: one unit, nobody twice, nothing made into something else."""

import pytest

from passerelle.core.errors import Problem
from passerelle.evidence import counting
from passerelle.evidence.rules import Rule, checked
from tests.rooms.evidence.conftest import DAY

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.mark.parametrize(
    ("rule", "unit", "field"),
    [
        (Rule(counts=("gatherings.people", "gatherings.heads")), "people", "counts"),
        (Rule(counts=("gatherings.attendances", "gatherings.heads")), "heads", "counts"),
        (Rule(counts=("gatherings.heads",)), "people", "unit"),
        (Rule(counts=("gatherings.people",)), "views", "unit"),
        (Rule(counts=("gatherings.people",)), "percent", "unit"),
        (Rule(counts=("nobody.counts.this",)), "people", "counts"),
        (Rule(counts=("gatherings.people",), by_hand=True), "people", "counts"),
        (Rule(counts=("gatherings.people",), kinds=("launch",)), "people", "kinds"),
        (Rule(counts=("gatherings.people",), since=DAY, until=DAY.replace(day=1)), "people", "until"),
    ],
)
def test_a_rule_that_mixes_or_invents_is_refused_at_its_field(rule, unit, field):
    with pytest.raises(Problem) as problem:
        checked(rule, unit)
    assert problem.value.field == field
    assert str(problem.value)


def test_a_rule_comes_back_as_it_was_written(organisations):
    rule = Rule(
        counts=("gatherings.people",),
        kinds=("forum",),
        modes=("online",),
        organisations=(organisations[0].pk,),
        since=DAY,
    )
    assert Rule.read(rule.as_json()) == rule
    assert not Rule.read({})


def test_each_unit_has_its_own_number_and_the_part_that_is_counted(indicate, two, organisations):
    _first, _second = two
    wanted = {
        "people": (3, indicate("People", counts=("gatherings.people",))),
        "attendances": (
            4,
            indicate("Attendances", unit="attendances", counts=("gatherings.attendances",)),
        ),
        "heads": (12, indicate("Heads", unit="heads", counts=("gatherings.heads",))),
        "of one kind": (1, indicate("Workshop", counts=("gatherings.people",), kinds=("workshop",))),
        "of one host": (
            5,
            indicate(
                "Host", unit="heads", counts=("gatherings.heads",), organisations=(organisations[0].pk,)
            ),
        ),
        "before May": (
            5,
            indicate("Early", unit="heads", counts=("gatherings.heads",), until=DAY.replace(day=1)),
        ),
    }
    standing = counting.stand([one for _number, one in wanted.values()])()
    assert {name: int(standing[one.pk].value) for name, (_number, one) in wanted.items()} == {
        name: number for name, (number, _one) in wanted.items()
    }


def test_all_indicators_are_one_question_to_the_database(indicate, two, django_assert_num_queries):
    rows = [indicate(f"People {n}", counts=("gatherings.people",)) for n in range(6)]
    rows.append(indicate("Heads", unit="heads", counts=("gatherings.heads",)))
    with django_assert_num_queries(1):
        counting.stand(rows, apart=True)()


def test_with_and_without_what_others_entered(indicate, meet, came):
    came(came(meet(starts="2026-04-02"), "AB"), "CD", channel="assisted")
    one = indicate(counts=("gatherings.people",))
    standing = counting.stand([one], apart=True)()[one.pk]
    assert (standing.value, standing.by_themselves) == (4, 2)


def test_the_way_goes_from_baseline_to_target(indicate, two):
    one = indicate(counts=("gatherings.people",), baseline=1, target=5)
    assert counting.stand([one])()[one.pk].reached(one) == 50


def test_things_of_two_kinds_are_no_sum_of_items():
    for counts in (("gatherings.held", "gatherings.registrations"), ("programme.printed", "gatherings.held")):
        with pytest.raises(Problem) as refused:
            checked(Rule(counts=counts), "items")
        assert refused.value.code == "mixed units"
        assert "Gatherings held" in str(refused.value)
    assert checked(Rule(counts=("gatherings.held",)), "items")
