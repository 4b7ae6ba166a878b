"""The table of quotas: its columns under any usual name, and every bound that cannot be right."""

import pytest

from passerelle.engines.sortition.model import Quota
from tests.engines.sortition.test_cleaning import QUOTAS, codes, files, places


@pytest.mark.parametrize(
    "header",
    [
        "category,feature,min,max",
        "CATEGORY,FEATURE,MIN,MAX",
        "category,name,min,max",
        "feature,value,min,max",
        "name,feature,minimum,maximum",
        "attribute,value,lower,upper",
        "Attribute name,Option,At least,At most",
        "catégorie,valeur,minimum,maximum",
        "categoria,valore,minimo,massimo",
        "kategori,värde,minst,högst",
        "Kategorie,Ausprägung,mindestens,höchstens",
        "categoría,valor,mínimo,máximo",
        "الفئة,القيمة,الحد الأدنى,الحد الأقصى",
    ],
)
def test_the_columns_of_the_quotas_go_by_many_names(header):
    inputs = files(quotas=QUOTAS.replace("category,feature,min,max", header))
    assert inputs.target == files().target


def test_the_columns_may_stand_in_any_order_with_others_between():
    quotas = "max,min_flex,feature,note,min,category\n2,0,female,x,1,gender\n2,0,male,x,1,gender\n"
    assert files(quotas=quotas).target.quotas == (
        Quota("gender", "female", 1, 2),
        Quota("gender", "male", 1, 2),
    )


def test_one_column_can_hold_both_bounds():
    quotas = "category,feature,target\ngender,female,1-2\ngender,male,1\n"
    inputs = files(quotas=quotas)
    assert inputs.target.quotas == (Quota("gender", "female", 1, 2), Quota("gender", "male", 1, 1))
    assert [note.read_as for note in inputs.notes[-2:]] == ["min 1, max 2", "min 1, max 1"]


@pytest.mark.parametrize(
    ("least", "most", "code", "column", "becomes"),
    [
        ("3", "1", "min_above_max", "min", (1, 3)),
        ("one", "2", "not_a_number", "min", (0, 2)),
        ("1", "some", "not_a_number", "max", (1, 10)),
        ("-1", "2", "not_a_number", "min", (0, 2)),
        ("1.5", "2", "not_a_number", "min", (1, 2)),
        ("1", "2,5", "not_a_number", "max", (1, 3)),
        ("15%", "2", "not_a_number", "min", (1, 2)),
        ("1", "15 %", "not_a_number", "max", (1, 2)),
        ("", "2", "missing_value", "min", (0, 2)),
        ("1", "", "missing_value", "max", (1, 10)),
        ("1-2", "2", "not_a_number", "min", (1, 2)),
    ],
)
def test_a_bound_that_cannot_be_right_is_an_error_and_never_guessed(least, most, code, column, becomes):
    quotas = f'category,feature,min,max\ngender,male,1,2\ngender,female,"{least}","{most}"\n'
    refused = files(quotas=quotas, size=10)
    assert codes(refused) == [code]
    assert places(refused.errors) == [("quotas.csv", 1, column, least if column == "min" else most)]
    accepted = files(quotas=quotas, size=10, accept=True)
    assert (accepted.target.quotas[1].least, accepted.target.quotas[1].most) == becomes
    assert accepted.applied == refused.errors


def test_a_whole_number_may_be_written_with_a_point():
    quotas = 'category,feature,min,max\ngender,female,1.0,"2,00"\ngender,male,٠,2\n'
    assert files(quotas=quotas).target.quotas == (
        Quota("gender", "female", 1, 2),
        Quota("gender", "male", 0, 2),
    )


def test_a_quota_that_stands_twice():
    inputs = files(quotas=QUOTAS + "Gender,FEMALE,2,2\n", accept=True)
    assert [error.code for error in inputs.applied] == ["repeated_quota"]
    assert inputs.target.quotas[0] == Quota("gender", "female", 1, 2)
    assert len(inputs.target.quotas) == 4


def test_quotas_without_the_columns_cannot_be_accepted():
    inputs = files(quotas="gender,female\n1,2\n", accept=True)
    assert set(codes(inputs)) == {"quota_column"}
    assert inputs.pool is None
