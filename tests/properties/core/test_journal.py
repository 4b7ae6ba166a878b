"""Laws of the journal: whatever is done to sealed rows is found, and nothing else is."""

from __future__ import annotations

import json

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from passerelle.core import journal
from passerelle.core.models import Entry
from tests.rooms.core.tampering import behind_the_back, slip_in, write

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
DATABASE = {"suppress_health_check": [HealthCheck.function_scoped_fixture], "deadline": None}

BLOCKS = st.lists(st.integers(1, 4), min_size=1, max_size=4)
CHANGES = [
    "action = action || 'x'",
    "at = at + interval '1 second'",
    "details = details || '{\"m\": 1}'",
    "subject = 'x' || subject",
    "actor = gen_random_uuid()",
]
ATTACK = st.lists(
    st.tuples(st.sampled_from(["change", "remove", "slip in"]), st.integers(0, 20), st.sampled_from(CHANGES)),
    max_size=4,
)


def seal(sizes: list[int]) -> list[int]:
    rows = []
    for size in sizes:
        rows += write(size)
        journal.seal_pending()
    return rows


def attack(rows: list[int], steps: list) -> set[tuple[str, int]]:
    """Do it, and return what has to be found: (kind, row)."""
    expected: dict[int, str] = {}
    for step, which, change in steps:
        row = rows[which % len(rows)]
        if step == "slip in":
            row = -1 - which
            if row not in expected:
                slip_in(row)
                expected[row] = "row slipped in"
        elif step == "remove":
            if behind_the_back("DELETE FROM core_entry WHERE id = %s", row):
                expected[row] = "row removed"
        elif behind_the_back(f"UPDATE core_entry SET {change} WHERE id = %s", row):
            expected[row] = "row changed"
    return {(kind, row) for row, kind in expected.items()}


@settings(max_examples=40, **DATABASE)
@given(sizes=BLOCKS, steps=ATTACK, unsealed=st.integers(0, 2), resealed=st.booleans())
def test_every_row_that_was_touched_is_named_and_no_other(db_rows, sizes, steps, unsealed, resealed):
    with transaction.atomic():
        rows = seal(sizes)
        published = json.loads(json.dumps(journal.published_blocks()))
        write(unsealed)
        expected = attack(rows, steps)
        if not resealed:
            assert {(f.kind, f.row) for f in journal.verify()} == expected
        else:
            behind_the_back("DELETE FROM core_seal")
            journal.seal_pending()
        assert {(f.kind, f.row) for f in journal.verify(published)} == expected
        transaction.set_rollback(True)


@settings(max_examples=25, **DATABASE)
@given(sizes=st.lists(st.integers(1, 3), min_size=2, max_size=5), data=st.data())
def test_any_part_of_the_published_heads_finds_what_it_covers(db_rows, sizes, data):
    with transaction.atomic():
        rows = seal(sizes)
        published = journal.published_blocks()
        kept = data.draw(st.lists(st.sampled_from(published), unique_by=lambda b: b["number"], min_size=1))
        row = data.draw(st.sampled_from(rows))
        behind_the_back("UPDATE core_entry SET action = 'x' WHERE id = %s", row)
        covered = any(row in dict(block["fingerprints"]) for block in kept)
        assert [f.row for f in journal.verify(kept)] == ([row] if covered else [])
        transaction.set_rollback(True)


@settings(max_examples=25, **DATABASE)
@given(sizes=BLOCKS, cut=st.integers(1, 4))
def test_a_cut_tail_is_missed_by_the_published_heads(db_rows, sizes, cut):
    with transaction.atomic():
        rows = seal(sizes)
        published = journal.published_blocks()
        first = published[-min(cut, len(published))]["first"]
        behind_the_back("DELETE FROM core_seal WHERE first >= %s", first)
        behind_the_back("DELETE FROM core_entry WHERE id >= %s", first)
        assert {(f.kind, f.row) for f in journal.verify(published)} == {
            ("row removed", row) for row in rows if row >= first
        }
        transaction.set_rollback(True)


@pytest.fixture
def db_rows():
    """An empty journal; each example rolls its own rows back."""
    assert not Entry.objects.exists()
