"""Quotas that cannot be met: what is in conflict, and the least that would have to change."""

from dataclasses import replace

from hypothesis import given, settings

from passerelle.engines.sortition.feasibility.diagnosis import diagnose, explain
from passerelle.engines.sortition.model import Pool, Quota, Target
from tests.engines.sortition.by_hand import least_change, missed, possible, requests, rules, subsets
from tests.engines.sortition.test_proofs import ring

TOWN = Pool(("gender", "age"), (("f", "young"), ("f", "old"), ("m", "young"), ("m", "old"), ("m", "old")))


def told(pool, *quotas, size=3, limit=None):
    return explain(pool, [Target(size, tuple(Quota(*quota) for quota in quotas))], limit)


def as_rules(entries):
    return [(entry["category"], entry["feature"], entry["bound"], entry["value"]) for entry in entries]


def after(asked, changes):
    """The rules once the changes are made; a size is one number."""
    new = {(*rule[:3],): rule[3] for rule in asked}
    for change in changes:
        key = (change["category"], change["feature"], change["bound"])
        assert new[key] == change["from"]
        assert change["to"] != change["from"]
        new[key] = change["to"]
        if key[0] == "size":
            new["size", "", "min"] = new["size", "", "max"] = change["to"]
    return [(*key, value) for key, value in new.items()]


@settings(deadline=None, max_examples=120)
@given(requests())
def test_whatever_cannot_be_met_is_explained_to_the_last_person(request):
    pool, target, limit = request
    asked = rules(target, limit)
    found = explain(pool, [target], limit)
    assert (found is None) == possible(pool, asked)
    if found is None:
        return
    conflict = as_rules(found["conflict"])
    assert set(conflict) <= set(asked)
    assert not possible(pool, conflict)
    for rule in conflict:
        assert possible(pool, [other for other in conflict if other != rule])
    if not any(subset for subset in subsets(pool)):
        return
    least = least_change(pool, asked)
    assert found["relaxations"]
    for changes in found["relaxations"]:
        assert sum(abs(change["to"] - change["from"]) for change in changes) == least
        assert possible(pool, after(asked, changes))
    changed = [
        frozenset((change["category"], change["feature"], change["bound"]) for change in changes)
        for changes in found["relaxations"]
    ]
    assert len(set(changed)) == len(changed)


def test_more_minima_than_seats():
    found = told(TOWN, ("gender", "f", 2, 3), ("gender", "m", 2, 3))
    assert as_rules(found["conflict"]) == [
        ("size", "", "max", 3),
        ("gender", "f", "min", 2),
        ("gender", "m", "min", 2),
    ]
    assert {(c["category"], c["feature"], c["from"], c["to"]) for (c,) in found["relaxations"]} == {
        ("gender", "f", 2, 1),
        ("gender", "m", 2, 1),
        ("size", "", 3, 4),
    }


def test_fewer_maxima_than_seats():
    found = told(TOWN, ("gender", "f", 0, 1), ("gender", "m", 0, 1))
    assert as_rules(found["conflict"]) == [
        ("size", "", "min", 3),
        ("gender", "f", "max", 1),
        ("gender", "m", "max", 1),
    ]


def test_too_few_people_with_a_feature():
    found = told(TOWN, ("gender", "f", 3, 3))
    assert as_rules(found["conflict"]) == [("gender", "f", "min", 3)]
    (change,) = found["relaxations"][0]
    assert change == {"category": "gender", "feature": "f", "bound": "min", "from": 3, "to": 2}


def test_a_feature_that_nobody_has():
    found = told(TOWN, ("gender", "x", 1, 1))
    assert as_rules(found["conflict"]) == [("gender", "x", "min", 1)]
    assert [as_rules([{**c, "value": c["to"]} for c in changes]) for changes in found["relaxations"]] == [
        [("gender", "x", "min", 0)]
    ]


def test_a_pool_smaller_than_the_panel():
    found = told(TOWN, size=7)
    assert found == {
        "conflict": [{"category": "size", "feature": "", "bound": "min", "value": 7}],
        "relaxations": [[{"category": "size", "feature": "", "bound": "min", "from": 7, "to": 5}]],
    }


def test_nobody_left_to_draw():
    found = told(replace(TOWN, outside=dict.fromkeys(range(5), "ill")), size=2)
    assert as_rules(found["conflict"]) == [("size", "", "min", 2)]
    assert found["relaxations"] == []


def test_a_minimum_above_its_maximum():
    found = told(TOWN, ("gender", "f", 2, 1))
    assert as_rules(found["conflict"]) == [("gender", "f", "min", 2), ("gender", "f", "max", 1)]


def test_households_that_stand_in_the_way():
    found = told(replace(TOWN, households=(0, 0, 1, 1, 1)), limit=1)
    assert as_rules(found["conflict"]) == [("size", "", "min", 3), ("household", "", "max", 1)]
    changes = [{(c["category"], c["from"], c["to"]) for c in changes} for changes in found["relaxations"]]
    assert {("household", 1, 2)} in changes
    assert {("size", 3, 2)} in changes


def test_members_who_stay_are_never_the_ones_to_give_way():
    found = told(replace(TOWN, inside=frozenset({0, 1})), ("gender", "f", 0, 1))
    assert as_rules(found["conflict"]) == [("gender", "f", "max", 1)]


def test_a_conflict_that_only_whole_people_have():
    """Nobody of a ring of five may sit with a neighbour: in halves 2.5 can, whole only 2."""
    people = [tuple("y" if i in (p, (p + 1) % 5) else "n" for i in range(5)) for p in range(5)]
    pool = Pool(tuple("01234"), tuple(people))
    quotas = tuple(Quota(str(i), "y", 0, 1) for i in range(5))
    found = diagnose(pool, [Target(2, quotas)])
    assert found is None
    assert ring().types == 6
    found = explain(pool, [Target(3, quotas)])
    asked = rules(Target(3, quotas), None)
    conflict = as_rules(found["conflict"])
    assert not possible(pool, conflict)
    for rule in conflict:
        assert possible(pool, [other for other in conflict if other != rule])
    assert all(sum(abs(c["to"] - c["from"]) for c in changes) == 1 for changes in found["relaxations"])
    assert len(found["relaxations"]) == 6
    assert min(missed(pool, subset, asked) for subset in subsets(pool)) == 1


def test_two_panels_that_want_the_same_people():
    both = [Target(2, (Quota("gender", "f", 2, 2),)), Target(2, (Quota("gender", "f", 1, 2),))]
    found = explain(TOWN, both)
    assert [(c["category"], c["feature"], c["value"], c["target"]) for c in found["conflict"]] == [
        ("gender", "f", 2, 0),
        ("gender", "f", 1, 1),
    ]
    assert {(c["target"], c["from"], c["to"]) for (c,) in found["relaxations"]} == {(0, 2, 1), (1, 1, 0)}


def test_a_household_limit_gives_way_for_all_equal_households_at_once():
    pool = Pool(("gender",), (("f",), ("m",)) * 4, tuple(row // 2 for row in range(8)))
    found = told(pool, size=8, limit=1)
    assert found["relaxations"] == [
        [{"category": "household", "feature": "", "bound": "max", "from": 1, "to": 2}]
    ]
