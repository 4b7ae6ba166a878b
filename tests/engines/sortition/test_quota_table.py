"""The table of quotas: its columns under any usual name, and every bound that cannot be right."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
    assert inputs.targets == files().targets


def test_the_columns_may_stand_in_any_order_with_others_between():
    quotas = "max,min_flex,feature,note,min,category\n2,0,female,x,1,gender\n2,0,male,x,1,gender\n"
    assert files(quotas=quotas).targets[0].quotas == (
        Quota("gender", "female", 1, 2),
        Quota("gender", "male", 1, 2),
    )


def test_one_column_can_hold_both_bounds():
    quotas = "category,feature,target\ngender,female,1-2\ngender,male,1\n"
    inputs = files(quotas=quotas)
    assert inputs.targets[0].quotas == (Quota("gender", "female", 1, 2), Quota("gender", "male", 1, 1))
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
    assert (accepted.targets[0].quotas[1].least, accepted.targets[0].quotas[1].most) == becomes
    assert accepted.applied == refused.errors


def test_a_whole_number_may_be_written_with_a_point():
    quotas = 'category,feature,min,max\ngender,female,1.0,"2,00"\ngender,male,٠,2\n'
    assert files(quotas=quotas).targets[0].quotas == (
        Quota("gender", "female", 1, 2),
        Quota("gender", "male", 0, 2),
    )


def test_a_quota_that_stands_twice():
    inputs = files(quotas=QUOTAS + "Gender,FEMALE,2,2\n", accept=True)
    assert [error.code for error in inputs.applied] == ["repeated_quota"]
    assert inputs.targets[0].quotas[0] == Quota("gender", "female", 1, 2)
    assert len(inputs.targets[0].quotas) == 4


def test_quotas_without_the_columns_cannot_be_accepted():
    inputs = files(quotas="gender,female\n1,2\n", accept=True)
    assert set(codes(inputs)) == {"quota_column"}
    assert inputs.pool is None


# Several panels


PANELS = (
    "panel,category,feature,min,max\nspring,gender,female,1,2\nspring,gender,male,1,2\n"
    "autumn,gender,female,0,3\nautumn,gender,male,0,3\n,age,16-29,0,2\n,age,30+,0,2\n"
)
SIZES = {"spring": 2, "autumn": 3}


@pytest.mark.parametrize(
    "name", ["Panel", "GROUP", "city", "panel name", "Groupe", "ville", "gruppo", "città", "grupp", "stad",
             "Gruppe", "Stadt", "grupo", "ciudad", "المجموعة", "مدينة", "هيئة"]
)  # fmt: skip
def test_a_column_names_the_panel_in_any_of_the_languages(name):
    inputs = files(quotas=PANELS.replace("panel,", f"{name},", 1), size=SIZES)
    assert inputs.targets == files(quotas=PANELS, size=SIZES).targets
    spring, autumn = inputs.targets
    assert (spring.name, spring.size, spring.quotas[0]) == ("spring", 2, Quota("gender", "female", 1, 2))
    assert (autumn.name, autumn.size, autumn.quotas[0]) == ("autumn", 3, Quota("gender", "female", 0, 3))


def test_a_line_without_a_panel_is_for_each_and_that_is_said():
    inputs = files(quotas=PANELS, size=SIZES)
    assert all(Quota("age", "30+", 0, 2) in target.quotas for target in inputs.targets)
    (note,) = inputs.notes
    assert (note.column, note.count) == ("panel", 2)
    everywhere = files(size=SIZES)
    assert [target.quotas for target in everywhere.targets] == [files().targets[0].quotas] * 2
    assert "every line" in everywhere.notes[0].note


def test_with_one_panel_the_column_may_name_it_or_not():
    for asked in (
        PANELS[: PANELS.index("autumn")],
        QUOTAS.replace("category", "group,category").replace("\n", "\n,"),
    ):
        lines = asked.rstrip(",")
        inputs = files("gender,age\nfemale,16-29\nmale,30+\n", lines)
        assert not inputs.errors
        assert inputs.targets[0].quotas[:2] == (
            Quota("gender", "female", 1, 2),
            Quota("gender", "male", 1, 2),
        )


def test_a_group_beside_a_category_alone_is_the_feature():
    inputs = files(quotas=QUOTAS.replace("feature", "group"))
    assert inputs.targets == files().targets


def test_the_name_of_a_panel_may_be_spelled_in_other_ways_which_are_noted():
    quotas = PANELS.replace("autumn,gender,male", " Autumn,gender,male")
    inputs = files(quotas=quotas, size=SIZES)
    assert inputs.targets == files(quotas=PANELS, size=SIZES).targets
    assert (" Autumn", "autumn") in [(note.value, note.read_as) for note in inputs.notes]


def test_a_slip_in_a_panels_name_is_proposed_and_another_panel_never():
    inputs = files(quotas=PANELS.replace("autumn", "autum"), size=SIZES)
    assert places(inputs.errors) == [("quotas.csv", 2, "panel", "autum")]
    assert inputs.errors[0].proposal == 'Read it as "autumn".'
    accepted = files(quotas=PANELS.replace("autumn", "autum"), size=SIZES, accept=True)
    assert accepted.targets == files(quotas=PANELS, size=SIZES).targets
    other = files(quotas=PANELS.replace("autumn", "spring 2"), size={"spring": 2}, accept=True)
    assert codes(other) == ["panel_without_size"]
    assert "=N" in other.errors[0].proposal


def test_a_size_that_no_line_is_for_is_an_error_and_one_without_lines_of_its_own_a_warning():
    own = PANELS[: PANELS.index(",age")]
    inputs = files("gender\nfemale\nmale\n", own, size={**SIZES, "winter": 4}, accept=True)
    assert places(inputs.errors) == [("quotas.csv", None, "panel", "winter")]
    warned = files(quotas=PANELS, size={**SIZES, "winter": 4})
    assert [warning.code for warning in warned.warnings] == ["no_own_quotas"]
    assert len(warned.targets[2].quotas) == 2


def test_a_line_that_stands_twice_for_a_panel_is_never_guessed_where_the_name_may_be_missing():
    same_panel = files(quotas=PANELS + "autumn,gender,male,1,1\n", size=SIZES, accept=True)
    assert [error.code for error in same_panel.applied] == ["repeated_quota"]
    # The name of each panel stands only in its first line, as in merged cells.
    merged = PANELS.replace("spring,gender,male", ",gender,male").replace(
        "autumn,gender,male", ",gender,male"
    )
    assert codes(files(quotas=merged, size=SIZES, accept=True)) == ["repeated_quota"]
    both = files(quotas=PANELS + ",gender,male,1,1\n", size=SIZES, accept=True)
    assert places(both.errors) == [("quotas.csv", 6, "feature", "male")]


def test_a_share_is_one_of_each_panels_size():
    quotas = PANELS.replace(",age,30+,0,2", ',age,30+,"34%",')
    inputs = files(quotas=quotas, size=SIZES, accept=True)
    assert [target.quotas[-1] for target in inputs.targets] == [
        Quota("age", "30+", 0, 2),
        Quota("age", "30+", 1, 3),
    ]
    assert [error.proposal for error in inputs.applied] == [
        "Read it as 0 on a panel of 2, 1 on a panel of 3.",
        "Read it as 2 on a panel of 2, 3 on a panel of 3.",
    ]


def test_a_feature_that_only_another_panel_limits_is_worth_a_look():
    quotas = PANELS.replace("autumn,gender,male,0,3\n", "")
    (warned,) = files(quotas=quotas, size=SIZES).warnings
    assert (warned.code, warned.column) == ("left_free", "gender")
    assert "autumn" in warned.warning
    assert "male" in warned.warning


_NAMES = st.sampled_from(("", "spring", "SPRING ", "autumn", "autum", "winter", "-", "north 1", "north 2"))
_LINE = st.tuples(
    _NAMES, st.sampled_from(("gender", "age", "")), st.sampled_from(("female", "male", "16-29", "30+", "")),
    st.sampled_from(("0", "1", "20%", "", "x")), st.sampled_from(("1", "2", "50%", "1-2")),
)  # fmt: skip


@settings(deadline=None, max_examples=200)
@given(
    st.lists(_LINE, max_size=8),
    st.one_of(
        st.integers(1, 9),
        st.dictionaries(
            st.sampled_from(("spring", "autumn", "winter", "north 1")), st.integers(1, 9), min_size=1
        ),
    ),
)
def test_whatever_the_panels_every_line_is_read_for_its_own_or_told(lines, size):
    quotas = "panel,category,feature,min,max\n" + "\n".join(",".join(line) for line in lines)
    refused, accepted = (files(quotas=quotas, size=size, accept=accept) for accept in (False, True))
    assert [error for error in refused.errors if not error.mendable] == list(accepted.errors)
    if accepted.errors:
        assert accepted.targets == ()
        return
    given_sizes = {"": size} if isinstance(size, int) else size
    assert {target.name: target.size for target in accepted.targets} == given_sizes
    for target in accepted.targets:
        kept = {(quota.category, quota.feature) for quota in target.quotas}
        assert len(kept) == len(target.quotas)
        for panel, category, feature, _, _ in lines:
            if category and feature and panel in ("", "-", target.name):
                assert (category, feature) in kept
