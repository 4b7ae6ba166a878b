"""The page on the draw says what the records do not betray, field by field."""

from pathlib import Path

import pytest

from passerelle.engines.sortition.proof.uncovered import NOT_COVERED

PAGE = Path(__file__).resolve().parents[3] / "docs" / "engines" / "sortition.md"
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.read_text(encoding="utf-8").splitlines()
    if line.startswith(("| R |", "| P |"))
]


@pytest.mark.parametrize("one", NOT_COVERED, ids=lambda one: f"{one.record}-{one.path}")
def test_a_change_that_goes_unseen_is_told_with_its_reason(one):
    new_hashes = "yes" if one.rehashed else "no"
    assert [one.record, f"`{one.path}`", new_hashes, ", ".join(one.noticed_by), one.reason] in ROWS


def test_nothing_is_told_as_unseen_that_is_seen():
    assert len(ROWS) == len(NOT_COVERED)
