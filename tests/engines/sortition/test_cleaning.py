"""The files people really have: cleaned where it is certain, an error with a proposal where not, never silently."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passerelle.engines.sortition.intake.cleaning import File, read_inputs
from passerelle.engines.sortition.intake.pool_table import BY_HAND, Wanted
from passerelle.engines.sortition.model import Quota
from tests.engines.sortition.test_reading import as_xlsx

DATA = Path(__file__).parents[2] / "data" / "sortition"
QUOTAS = "category,feature,min,max\ngender,female,1,2\ngender,male,1,2\nage,16-29,0,2\nage,30+,0,2\n"
POOL = "gender,age\nfemale,16-29\nmale,30+\nfemale,30+\n"


def files(pool=POOL, quotas=QUOTAS, size=2, **options):
    pool, quotas = (part.encode() if isinstance(part, str) else part for part in (pool, quotas))
    return read_inputs(File("quotas.csv", quotas), File("pool.csv", pool), size, **options)


def places(found):
    return [(error.file, error.row, error.column, error.value) for error in found]


def codes(inputs):
    return [error.code for error in inputs.errors]


def test_clean_files_are_read_without_a_word():
    inputs = files()
    assert inputs.as_json() == {"errors": [], "applied": [], "notes": [], "warnings": []}
    assert inputs.pool.categories == ("gender", "age")
    assert inputs.pool.features == (("female", "16-29"), ("male", "30+"), ("female", "30+"))
    assert inputs.targets[0].size == 2
    assert inputs.targets[0].quotas[0] == Quota("gender", "female", 1, 2)


@pytest.mark.parametrize("accept", [False, True])
@pytest.mark.parametrize("name", ["messy"])
def test_the_messy_files_are_told_cell_by_cell(name, accept):
    """The expected answers were checked by eye. A change of them is a change of what people are told."""
    inputs = read_inputs(
        File("quotas.csv", (DATA / f"{name}_quotas.csv").read_bytes()),
        File("pool.csv", (DATA / f"{name}_pool.csv").read_bytes()),
        5,
        columns=Wanted(household="address"),
        accept=accept,
    )
    expected = json.loads((DATA / f"{name}_expected.json").read_text(encoding="utf-8"))
    told = inputs.as_json()
    if accept:
        assert told == {**expected["told"], "errors": [], "applied": expected["told"]["errors"]}
        assert [list(features) for features in inputs.pool.features] == expected["features"]
        assert list(inputs.pool.households) == expected["households"]
        assert {str(row): reason for row, reason in inputs.pool.outside.items()} == expected["outside"]
        assert [[q.category, q.feature, q.least, q.most] for q in inputs.targets[0].quotas] == expected[
            "quotas"
        ]
    else:
        assert told == expected["told"]
        assert inputs.pool is None
        assert inputs.targets == ()


# What is certain


_BLANK = st.sampled_from((" ", "\u00a0", "\t", "\u200b", "\ufeff", "  "))


@st.composite
def spelled(draw, text):
    """Another way to write the same."""
    text = draw(st.sampled_from((str, str.upper, str.title)))(text)
    if draw(st.booleans()):
        text = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)
    if draw(st.booleans()):
        text = text.replace("-", draw(st.sampled_from(("–", " - ", "‑"))))
    return draw(_BLANK) + text + draw(_BLANK) if draw(st.booleans()) else text


@settings(deadline=None, max_examples=100)
@given(st.data())
def test_another_spelling_is_read_as_the_same_and_every_one_is_noted(data):
    rows = [("gender", "age"), ("female", "16-29"), ("male", "30+"), ("female", "30+")]
    written = [tuple(data.draw(spelled(cell)) for cell in row) for row in rows]
    inputs = files("\n".join('"' + '","'.join(row) + '"' for row in written))
    assert not inputs.errors
    assert inputs.pool.features == tuple(rows[1:])
    changed = [
        cell for row, other in zip(rows, written, strict=True) for cell in set(zip(row, other, strict=True))
    ]
    counts = sum(note.count for note in inputs.notes if note.file == "pool.csv")
    assert counts == sum(plain != cell for plain, cell in changed)


def test_a_column_is_found_whatever_its_accents_blanks_and_underscores():
    quotas = "category,feature,min,max\nétat civil,marié,0,2\n"
    assert files("ETAT_CIVIL \nMarié\n", quotas, 1).pool.features == (("marié",),)


def test_numbers_of_a_spreadsheet_are_the_numbers_of_the_quotas():
    pool = as_xlsx([("Zone", "gender"), (1.0, "f"), (2.0, "m")])
    quotas = as_xlsx([("category", "feature", "min", "max"), ("zone", 1, 0.0, 1.0), ("zone", "2", 0, 1)])
    inputs = files(pool, quotas, 1)
    assert inputs.pool.features == (("1",), ("2",))
    assert not inputs.errors


def test_other_columns_are_never_copied():
    inputs = files("name,gender,age,phone\nAda,female,30+,12\nBo,male,30+,34\n")
    assert "Ada" not in repr(inputs)
    assert inputs.pool.categories == ("gender", "age")


def test_households_are_the_same_whatever_the_case_and_empty_is_a_home_of_its_own():
    pool = "gender,age,Home\nfemale,30+,1 Mill Lane\nmale,30+,1  MILL lane \nmale,30+,\nfemale,30+, \nmale,30+,2 Quay\n"
    inputs = files(pool, columns=Wanted(household="home"))
    assert inputs.pool.households == (0, 0, None, None, 1)
    assert ("1  MILL lane ", "1 Mill Lane") in [(note.value, note.read_as) for note in inputs.notes]


# Fixed in and out, and members who stay


def test_people_are_fixed_in_and_out_in_any_language():
    pool = "gender,age,in,out\nfemale,30+,Oui,\nmale,30+,0,nein\nmale,16-29,,JA\nfemale,16-29,,x\n"
    inputs = files(pool, columns=Wanted(inside="in", outside="out"))
    assert inputs.pool.inside == {0}
    assert inputs.pool.outside == {2: BY_HAND, 3: BY_HAND}


def test_who_is_kept_out_needs_no_values():
    pool = "gender,age,out\nfemale,30+,\nmale,30+,\n,what,yes\n"
    inputs = files(pool, columns=Wanted(outside="out"))
    assert not inputs.errors
    assert inputs.pool.features[2] == ("", "")


def test_neither_yes_nor_no_and_both_in_and_out():
    pool = "gender,age,in,out\nfemale,30+,maybe,\nmale,30+,yes,yes\nmale,30+,yes,\n"
    columns = Wanted(inside="in", outside="out")
    assert codes(files(pool, columns=columns)) == ["yes_or_no", "inside_and_outside"]
    accepted = files(pool, columns=columns, accept=True).pool
    assert (accepted.inside, accepted.outside) == ({2}, {1: BY_HAND})


def test_a_member_who_stays_stays_even_without_a_value():
    pool = "gender,age,in\n,30+,yes\nmale,30+,\nfemale,30+,\n"
    inputs = files(pool, columns=Wanted(inside="in"), accept=True)
    assert (inputs.pool.inside, inputs.pool.outside) == ({0}, {})
    assert inputs.pool.features[0] == ("", "30+")


def test_members_of_a_second_file_are_linked_by_id_or_come_after_the_pool():
    pool = "id,gender,age\na1,female,30+\na2,male,30+\n"
    staying = File("panel.csv", b"ID;Age;Gender\nA2;30+;Male\nz9;16-29;female\n")
    inputs = files(pool, staying=staying)
    assert not inputs.errors
    assert inputs.pool.inside == {1, 2}
    assert inputs.appended == (2,)
    assert inputs.pool.features[2] == ("female", "16-29")
    assert not [warned for warned in inputs.warnings if warned.code == "not_linked"]


def test_members_without_ids_are_warned_of():
    inputs = files(staying=File("panel.csv", b"gender,age\nmale,30+\n"))
    assert inputs.pool.inside == {3}
    assert [warned.code for warned in inputs.warnings if warned.file == "panel.csv"] == ["not_linked"]


# Whatever the file


_CELL = st.sampled_from(
    ("female", "Male", "mael", "", "n/a", "16-29", "30+", "44", "x", " ", "7", "7", "yes", "\u200b", "é;,")
)


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.sampled_from(("id", "gender", "AGE ", "home", "out", "geschlecht", "")), min_size=1, max_size=5
    ).filter(any),
    st.lists(st.lists(_CELL, min_size=1, max_size=6), max_size=6),
)
def test_every_error_says_where_and_what_to_do_and_accepting_leaves_none_that_can_be_mended(header, rows):
    lines = [header, *rows]
    pool = "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)
    columns = Wanted(
        household="home" if "home" in header else None, outside="out" if "out" in header else None
    )
    refused, accepted = files(pool, columns=columns), files(pool, columns=columns, accept=True)
    for error in refused.as_json()["errors"]:
        assert set(error) == {"file", "row", "column", "value", "problem", "proposal"}
        assert error["problem"]
        assert error["proposal"]
        if error["row"] is not None:
            assert 0 <= error["row"] < len(rows)
        if error["column"] is not None and error["row"] is not None:
            assert error["value"] in rows[error["row"]] or error["value"] == ""
    assert (refused.pool is None) == bool(refused.errors)
    assert [error for error in refused.errors if not error.mendable] == list(accepted.errors)
    assert [error for error in refused.errors if error.mendable] == list(accepted.applied)
    if accepted.pool is not None:
        left_out = {error.row for error in accepted.applied if "Leave this row out" in error.proposal}
        drawn = set(range(len(accepted.pool))) - accepted.pool.outside.keys()
        assert left_out <= accepted.pool.outside.keys()
        known = {("female", "male"), ("16-29", "30+")}
        for row in drawn:
            assert all(any(value in some for some in known) for value in accepted.pool.features[row])
