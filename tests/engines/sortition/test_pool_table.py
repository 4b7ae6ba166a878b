"""The table of the pool: every cell that the draw cannot use is told, and nobody is lost."""

import pytest

from passerelle.engines.sortition.intake.pool_table import Wanted
from tests.engines.sortition.test_cleaning import POOL, QUOTAS, codes, files, places


def test_an_unknown_value_is_proposed_the_nearest_feature():
    pool = POOL + "femal,16-29\nmale,22\nf,30 +\nmale,16 to 29\n"
    refused = files(pool)
    assert places(refused.errors) == [
        ("pool.csv", 3, "gender", "femal"),
        ("pool.csv", 4, "age", "22"),
        ("pool.csv", 5, "gender", "f"),
        ("pool.csv", 6, "age", "16 to 29"),
    ]
    assert files(pool, accept=True).pool.features[3:] == (
        ("female", "16-29"),
        ("male", "16-29"),
        ("female", "30+"),
        ("male", "16-29"),
    )


def test_where_nothing_is_near_nothing_is_invented():
    pool = POOL + "diverse,30+\nmale,unclear\nmale,16-30\n"
    inputs = files(pool, accept=True)
    assert inputs.pool.outside == {
        3: "unknown value for gender",
        4: "unknown value for age",
        5: "unknown value for age",
    }
    assert len(inputs.pool) == 6


@pytest.mark.parametrize("nothing", ["", " ", "n/a", "-", "NaN", "\u200b", "?"])
def test_a_missing_value_leaves_the_person_out_only_when_accepted(nothing):
    pool = POOL + f"{nothing},30+\nmale,30+\n"
    refused = files(pool)
    assert (codes(refused), places(refused.errors)) == (
        ["missing_value"],
        [("pool.csv", 3, "gender", nothing)],
    )
    accepted = files(pool, accept=True)
    assert accepted.pool.outside == {3: "no value for gender"}
    assert len(accepted.pool) == 5


def test_unknown_is_a_feature_when_the_quotas_say_so():
    quotas = QUOTAS + "gender,unknown,0,1\n"
    assert files(POOL + "Unknown,30+\n", quotas).pool.features[3] == ("unknown", "30+")


@pytest.mark.parametrize("column", ["id", "ID", "Code", "nr", "Respondent ID", "respondent", "person_number"])
def test_an_id_that_repeats_is_one_person(column):
    pool = f"{column},gender,age\n7,female,30+\n8,male,30+\n7.0,female,16-29\n9,male,30+\n"
    refused = files(pool)
    assert (codes(refused), places(refused.errors)) == (["repeated_id"], [("pool.csv", 2, column, "7.0")])
    assert files(pool, accept=True).pool.outside == {2: f"same {column} as row 0"}


@pytest.mark.parametrize("column", ["postal code", "household id", "address", "number of rooms", "idea"])
def test_what_people_share_is_no_id(column):
    pool = f"{column},gender,age\n7,female,30+\n7,male,30+\n"
    assert not files(pool).errors


def test_yes_and_no_are_no_ids_even_under_participant():
    pool = "participant,gender,age\n" + "yes,female,30+\nyes,male,30+\n" * 3
    assert not files(pool).errors


def test_of_rows_with_one_id_the_first_that_can_be_drawn_stays():
    pool = "id,gender,age\n7,,30+\n7,male,30+\n7,male,16-29\n"
    assert files(pool, accept=True).pool.outside == {0: "no value for gender", 2: "same id as row 1"}


def test_equal_rows_are_different_people_and_only_warned_of():
    inputs = files(POOL + "male,30+\n")
    assert not inputs.errors
    assert [(warned.code, warned.rows) for warned in inputs.warnings] == [("equal_rows", (1, 3))]
    assert inputs.pool.outside == {}


def test_rows_that_do_not_fit_the_header():
    inputs = files(POOL + "male,30+,19,x\n,\nfemale,30+\n", accept=True)
    assert [error.code for error in inputs.applied] == ["ragged", "empty_row"]
    assert inputs.pool.outside == {3: "more cells than the header", 4: "empty row"}
    assert len(inputs.pool) == 6


def test_a_category_that_the_pool_does_not_have():
    inputs = files("gender\nfemale\nmale\n", accept=True)
    assert [(error.code, error.row, error.column) for error in inputs.errors] == [("no_column", None, "age")]
    assert inputs.pool is None


@pytest.mark.parametrize("other", ["gendre", "Geschlecht"])
def test_a_column_of_another_name_is_proposed_by_its_name_or_its_values(other):
    pool = POOL.replace("gender", other)
    (error,) = files(pool).errors
    assert (error.code, error.column, error.value) == ("no_column", "gender", other)
    assert files(pool, accept=True).pool == files().pool


def test_two_columns_of_one_name():
    pool = "gender,age,GENDER\nfemale,30+,male\n"
    assert codes(files(pool)) == ["column_twice"]
    assert files(pool, accept=True).pool.features == (("female", "30+"),)


@pytest.mark.parametrize("pool", ["gender,age\n", "", "gender,age\n,\n"])
def test_a_pool_without_people(pool):
    inputs = files(pool, accept=True)
    assert codes(inputs) in (["empty_pool"], ["empty_file"])
    assert inputs.pool is None


def test_a_feature_that_nobody_has_is_worth_a_look():
    inputs = files(quotas=QUOTAS + "gender,nonbinary,0,1\n")
    assert not inputs.errors
    assert [(warned.code, warned.column) for warned in inputs.warnings] == [("nobody", "gender")]


def test_a_pool_smaller_than_the_panel_is_for_the_diagnosis():
    assert not files(size=30).errors


@pytest.mark.parametrize("word", ["n/a", "-", "none", "unknown"])
def test_a_word_for_nothing_is_no_household(word):
    pool = f"gender,age,home\nfemale,30+,{word}\nmale,30+,{word}\nmale,16-29,h\n"
    home = Wanted(household="home")
    assert codes(files(pool, columns=home)) == ["no_household"] * 2
    assert files(pool, columns=home, accept=True).pool.households == (None, None, 0)


def test_a_household_column_that_is_not_there():
    inputs = files(columns=Wanted(household="adress"), accept=True)
    assert [(error.code, error.column) for error in inputs.errors] == [("household_column", "adress")]


def test_another_number_is_no_slip_of_the_pen():
    quotas = "category,feature,min,max\nplace,district 12,0,1\nplace,village 14,0,1\n"
    inputs = files("place\ndistrict 12\ndistrict 13\nvilage 14\n", quotas, 1, accept=True)
    assert inputs.pool.outside == {1: "unknown value for place"}
    assert inputs.pool.features[2] == ("village 14",)
