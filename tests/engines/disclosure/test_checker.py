"""Whoever forges a release or its proof is found out, by adding up."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from passerelle.engines.disclosure.certificate import certificate
from passerelle.engines.disclosure.checker import check
from tests.engines.disclosure.test_suppression import published, register, rows

COUNTS = {
    (a, b, c): (1, 30, 6, 12, 2)[(a + 2 * b + 3 * c) % 5]
    for a in range(4)
    for b in range(4)
    for c in range(2)
}
PEOPLE = register(COUNTS, (4, 4), ("p1", "p2"))


@pytest.fixture(scope="module")
def honest() -> tuple[list[dict[str, Any]], dict[str, Any]]:
    first, _ = published(PEOPLE.until("p1"), [(0, 1)], 4, covers=("p1",))
    second, pattern = published(PEOPLE, [(0, 1)], 4, covers=("p1", "p2"), earlier=[first])
    proof = certificate(pattern, [first, second], period_column="when")
    releases = [first.as_json(), second.as_json()]
    assert check(releases, rows(PEOPLE), proof) == []
    assert any("proof" in entry for entry in proof["numbers"])
    return releases, proof


def checks(releases: list[dict[str, Any]], proof: dict[str, Any]) -> set[str]:
    return {wrong["check"] for wrong in check(releases, rows(PEOPLE), proof)}


def hidden(release: dict[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in release["cells"] if "hidden" in cell]


def printed(release: dict[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in release["cells"] if "value" in cell]


def other_number(releases: list[dict[str, Any]], _: dict[str, Any]) -> None:
    printed(releases[1])[0]["value"] += 1


def hidden_is_printed(releases: list[dict[str, Any]], _: dict[str, Any]) -> None:
    cell = hidden(releases[1])[0]
    del cell["hidden"]
    place = [None if name not in cell["at"] else int(cell["at"][name][1]) for name in "ab"]
    cell["value"] = sum(
        n for (a, b, _), n in COUNTS.items() if place[0] in (None, a) and place[1] in (None, b)
    )


def cell_left_out(releases: list[dict[str, Any]], _: dict[str, Any]) -> None:
    releases[0]["cells"].remove(printed(releases[0])[0])


def value_not_declared(releases: list[dict[str, Any]], proof: dict[str, Any]) -> None:
    del proof["releases"]
    releases[1]["dimensions"]["a"] = ["a0", "a1", "a2"]
    releases[1]["cells"] = [cell for cell in releases[1]["cells"] if cell["at"].get("a") != "a3"]


def by_ledger_too(releases: list[dict[str, Any]], _: dict[str, Any]) -> None:
    releases[0]["mode"] = "ledger"


def of_another_register(releases: list[dict[str, Any]], _: dict[str, Any]) -> None:
    releases[0]["register"] = "other"


def higher_threshold(releases: list[dict[str, Any]], _: dict[str, Any]) -> None:
    releases[0]["threshold"] = releases[1]["threshold"] = 40


def witness_moves_one_person(_: list[dict[str, Any]], proof: dict[str, Any]) -> None:
    next(witness for witness in proof["witnesses"] if witness)[0][2] += 1


def witness_takes_more_than_there_are(_: list[dict[str, Any]], proof: dict[str, Any]) -> None:
    span, values, _count = proof["witnesses"][1][0]
    proof["witnesses"][1] += [[span, values, -100], [span, values, 100]]
    proof["witnesses"][1][0][2] = -100


def cell_without_proof(_: list[dict[str, Any]], proof: dict[str, Any]) -> None:
    proof["numbers"].pop()


def truth_twice(_: list[dict[str, Any]], proof: dict[str, Any]) -> None:
    for entry in proof["numbers"]:
        entry["zero"] = entry["high"] = 0
        entry.pop("proof", None)


def proof_that_is_too_light(_: list[dict[str, Any]], proof: dict[str, Any]) -> None:
    for entry in proof["numbers"]:
        if "proof" in entry:
            entry["proof"]["denominator"] *= 100


def proof_that_counts_somebody_twice(_: list[dict[str, Any]], proof: dict[str, Any]) -> None:
    for entry in proof["numbers"]:
        if "proof" in entry:
            entry["proof"]["sum"] = [[abs(multiple), where] for multiple, where in entry["proof"]["sum"]] * 2


def proof_in_fractions(_: list[dict[str, Any]], proof: dict[str, Any]) -> None:
    for entry in proof["numbers"]:
        if "proof" in entry:
            entry["proof"]["denominator"] = 0.001


def period_counted_twice(_: list[dict[str, Any]], proof: dict[str, Any]) -> None:
    proof["spans"] = [["p1"], ["p1", "p2"]]


def nonsense(_: list[dict[str, Any]], proof: dict[str, Any]) -> None:
    proof["witnesses"] = {"all": "fine"}


FORGERIES = {
    other_number: "true",
    hidden_is_printed: "witness",
    cell_left_out: "cells",
    value_not_declared: "domain",
    by_ledger_too: "mode",
    of_another_register: "register",
    higher_threshold: "hidden",
    witness_moves_one_person: "witness",
    witness_takes_more_than_there_are: "witness",
    cell_without_proof: "hidden",
    truth_twice: "hidden",
    proof_that_is_too_light: "hidden",
    proof_that_counts_somebody_twice: "hidden",
    proof_in_fractions: "hidden",
    period_counted_twice: "covers",
    nonsense: "certificate",
}


@pytest.mark.parametrize("forge", FORGERIES, ids=lambda forge: forge.__name__)
def test_a_forgery_is_found(honest: tuple, forge: Callable[[list, dict], None]) -> None:
    releases, proof = copy.deepcopy(honest)
    forge(releases, proof)
    assert FORGERIES[forge] in checks(releases, proof)


def test_one_release_alone_is_checked_beside_the_others(honest: tuple) -> None:
    releases, proof = honest
    assert check(releases[1:], rows(PEOPLE), proof) == []
    assert check(releases[:1], rows(PEOPLE), proof) == []


def test_a_small_difference_of_two_printed_numbers_is_found() -> None:
    people = register({(0, 0): 20, (0, 1): 2}, (1,), ("p1", "p2"))
    first, _ = published(people.until("p1"), [(0,)], 5, covers=("p1",))
    told = [first.as_json(), first.as_json() | {"covers": ["p1", "p2"]}]
    told[1]["cells"] = [{"at": cell["at"], "value": 22} for cell in told[1]["cells"]]
    proof = {"dimensions": ["a"], "spans": [["p1"], ["p2"]], "witnesses": [[]], "numbers": []}
    assert {wrong["check"] for wrong in check(told, rows(people), proof)} == {"increment"}
    second, _ = published(people, [(0,)], 5, covers=("p1", "p2"), earlier=[first])
    assert all(cell.hidden for cell in second.cells)
