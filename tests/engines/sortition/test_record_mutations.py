"""Whoever changes one thing in a record of a draw is found out, or the documentation says that they are not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from passerelle.engines.sortition.model import DrawError
from passerelle.engines.sortition.proof import checker, commitment, record
from passerelle.engines.sortition.proof.uncovered import NOT_COVERED, Uncovered
from passerelle.engines.sortition.proof.verification import confirm, matches, verify

from .mutations import Path, doubled_fields, mutations
from .small_record import POOL, QUOTAS, small_record


@pytest.fixture(scope="module")
def both() -> dict[str, Any]:
    """R and P of a small draw in which everything occurs, picked from and confirmed by two."""
    private = json.loads(json.dumps(record.pick(small_record(), "437")))
    shown = confirm(record.public(private), private, "Aino Virta", "mayor")
    return {"R": private, "P": confirm(shown, private, "Bo Lind", "judge")}


def rehashed(given: Any) -> Any:
    """What an author makes of a changed record who computes every hash again; as it is where that cannot be done."""
    try:
        new = dict(given)
        if new["format"] == "passerelle-draw":
            return new | {"commitment": record.public(new)["commitment"]}
        new["commitment"] = commitment.digest(record.hashed(new))
        new["confirmations"] = [_sealed(entry, new) for entry in new["confirmations"]]
    except (checker.Wrong, DrawError, LookupError, TypeError, ValueError, AttributeError):
        return given
    return new


def _sealed(entry: dict[str, str], new: dict[str, Any]) -> dict[str, str]:
    said = {name: part for name, part in entry.items() if name != "seal"}
    said |= {name: new[name] for name in ("commitment", "scrutineers")}
    return said | {"seal": commitment.digest(said)}


def written(given: Any) -> str:
    return json.dumps(given, sort_keys=True)


def changed(given: Any) -> Iterator[tuple[Path, str, Any]]:
    """Its mutations that are another record when written to a file."""
    text = written(given)
    yield from ((path, what, new) for path, what, new in mutations(given) if written(new) != text)


def row_for(name: str, path: Path, new_hashes: bool) -> Uncovered | None:
    fields = "/".join("*" if isinstance(step, int) else step for step in path)
    for row in NOT_COVERED:
        if row.record == name and fnmatchcase(fields, row.path) and (new_hashes or not row.rehashed):
            return row
    return None


@pytest.mark.parametrize("name", ["R", "P"])
def test_no_field_can_be_changed_unseen(both, name: str):
    assert not verify(both[name])
    unseen = [(path, what) for path, what, new in changed(both[name]) if not verify(new)]
    assert [found for found in unseen if row_for(name, found[0], new_hashes=False) is None] == []


@pytest.mark.parametrize("name", ["R", "P"])
def test_new_hashes_do_not_hide_a_change_that_is_not_in_the_table(both, name: str):
    original, used = both[name], set()
    for path, what, new in changed(both[name]):
        again = rehashed(new)
        if written(again) == written(original) or verify(again):
            continue
        row = row_for(name, path, new_hashes=True)
        assert row, f"{path} {what} is refused by nothing and is not in the table"
        used.add(row)
        noticed = seen_by(again, both)
        assert "witness" in row.noticed_by or "promise" in noticed, (path, what)
        if "files" in row.noticed_by and "record" not in row.noticed_by:
            assert "files" in noticed, (path, what)
        if "record" in row.noticed_by:
            assert "record" in noticed, (path, what)
        if "slip" in row.noticed_by:
            assert "slip" in noticed, (path, what)
    assert [row for row in NOT_COVERED if row.record == name and row not in used] == []


def seen_by(given: Any, both: dict[str, Any]) -> set[str]:
    """What betrays a changed record of which all hashes are right."""
    noticed = set()
    if verify(given, promised=both["R"]["commitment"]):
        noticed.add("promise")
    if verify(given, [QUOTAS], POOL):
        noticed.add("files")
    if "salts" not in given and matches(given, both["R"]):
        noticed.add("record")
    if "salts" not in given and not all(
        _found(slip, row, given, both["R"]) for row, slip in _slips(both["R"])
    ):
        noticed.add("slip")
    return noticed


def _slips(private: dict[str, Any]) -> list[tuple[int, dict[str, Any]]]:
    return [(slip["row"], slip) for slip in record.slips(private)]


def _found(slip: dict[str, Any], row: int, shown: dict[str, Any], private: dict[str, Any]) -> bool:
    """Whether a person finds in P what the slip says: their features, their panels, and so many of them."""
    salt = slip["salt"].replace(" ", "")
    numbers = commitment.labels(len(shown["panels"]))
    mine = [
        f"{label} {commitment.legible(code)}"
        for label, codes in zip(numbers, shown["panels"], strict=True)
        for code in [commitment.code(salt, label)]
        if code in codes
    ]
    features = commitment.person(salt, POOL.categories, private["people"][row])
    return (
        features in shown["people"]
        and slip["codes"] == ", ".join(mine)
        and len(mine) >= shown["fewest_panels"]
    )


@pytest.mark.parametrize("name", ["R", "P"])
def test_a_field_that_stands_twice_in_the_file_is_refused(both, name: str):
    assert record.read(json.dumps(both[name]).encode()) == both[name]
    for text in doubled_fields(json.dumps(both[name])):
        with pytest.raises(DrawError):
            record.read(text.encode())


@pytest.mark.parametrize(
    "given",
    [
        None,
        3,
        "x",
        [],
        {},
        {"format": []},
        {"format": "passerelle-draw"},
        {"format": "passerelle-draw-public"},
    ],
)
def test_what_is_no_record_is_refused_with_a_reason(given: Any):
    assert all(failure["check"] and failure["reason"] for failure in verify(given))
    assert verify(given)
    assert checker.check(given)


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=3)
    | st.sampled_from([10**30, "\ud800"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_file_makes_the_check_break_down(both, data):
    """Anything anywhere: there is an answer, and it says why."""
    broken = json.loads(json.dumps(both[data.draw(st.sampled_from("RP"))]))
    at: Any = broken
    while True:
        step = data.draw(st.sampled_from(list(at) if isinstance(at, dict) else range(len(at))))
        if not isinstance(at[step], dict | list) or not at[step] or data.draw(st.integers(0, 3)) == 0:
            break
        at = at[step]
    at[step] = data.draw(ANYTHING)
    for failure in [*verify(broken), *checker.check(broken)]:
        assert failure["check"]
        assert failure["reason"]


def test_a_number_that_is_not_the_nearest_one_is_refused(both):
    """A chance may not be off by one bit, nor a weight."""
    off = both["R"] | {"chances": [*both["R"]["chances"][:-1], 5e-324]}
    assert {failure["check"] for failure in verify(rehashed(off))} == {"chances"}
    assert {failure["check"] for failure in checker.check(off)} == {"chances"}
