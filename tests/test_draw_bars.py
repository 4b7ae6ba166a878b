"""Bars of the draw: what is measured is counted again, and a bar that was not measured is not called met."""

from __future__ import annotations

import copy

import pytest

from benchmarks import bars, fairness

PEOPLE = [{"side": side, "address": home} for side, home in zip("llrr", ("a", "b", "a", ""), strict=True)]
QUOTAS = [
    {"category": "side", "feature": "l", "min": "1", "max": "1"},
    {"category": "side", "feature": "r", "min": "1", "max": "1"},
]
RECORD = {
    "method": "leximin",
    "size": 2,
    "household": {"column": "address", "limit": 1},
    "chances": [0.25, 0.75, 0.5, 0.5],
    "lottery": [
        {"weight": "1/4", "rows": [0, 3]},
        {"weight": "1/2", "rows": [1, 2]},
        {"weight": "1/4", "rows": [1, 3]},
    ],
    "panels": [[0, 3], [1, 2], [1, 2], [1, 3], [1, 3]],
    "panel_counts": [1, 4, 2, 3],
    "bound": 0.25,
    "excluded": [],
    "stages": [
        {"level": 0.25, "bound": 0.25, "rows": [0]},
        {"level": 0.5, "bound": 0.5, "rows": [2, 3]},
        {"level": 0.75, "bound": 0.75, "rows": [1]},
    ],
}


def test_the_figures_of_a_draw_are_counted_from_its_panels():
    told = fairness.figures(RECORD, PEOPLE, QUOTAS)
    assert told["faults"] == []
    assert told["lowest_chance"] == 0.25
    assert told["lowest_panel_chance"] == 0.2
    assert told["kept_of_lowest"] == pytest.approx(0.8)
    assert told["could_be_kept"] == pytest.approx(0.8)  # five panels: no more than one of them for .25
    assert told["rounding_loss"] == pytest.approx(0.1)
    assert (told["level_error"], told["stage_gap"], told["relative_gap"]) == (0, 0, 0)


@pytest.mark.parametrize(
    ("where", "to", "fault"),
    [
        (("lottery", 0, "weight"), "1/5", "weights"),
        (("chances", 1), 0.7, "chances"),
        (("panel_counts", 0), 2, "panel_counts"),
        (("panels", 1), [2, 3], "1 panels break"),
        (("panels", 1), [0, 2], "1 panels break"),  # one household
        (("panels", 1), [1], "1 panels break"),
        (("stages", 0, "rows"), [], "stage"),
    ],
)
def test_a_record_that_says_what_is_not_so_is_noticed(where, to, fault):
    record = copy.deepcopy(RECORD)
    at = record
    for step in where[:-1]:
        at = at[step]
    if where == ("stages", 0, "rows"):
        record["stages"] = record["stages"][1:]
    else:
        at[where[-1]] = to
    exact = fairness.chances(record)
    inside = range(len(exact))
    counts = fairness.Counter(row for panel in record["panels"] for row in panel)
    found = fairness.faults(record, PEOPLE, QUOTAS, exact, list(inside), counts)
    assert any(fault in one for one in found)


def test_a_stage_that_is_off_its_level_shows():
    record = copy.deepcopy(RECORD)
    record["stages"][0]["level"] = 0.3
    assert fairness.figures(record, PEOPLE, QUOTAS)["level_error"] == pytest.approx(0.05)


def told(**changed):
    row = {
        "faults": [],
        "cpu_s": 1,
        "memory_mb": 100,
        "level_error": 0,
        "stage_gap": 0,
        "kept_of_lowest": 1,
        "in_no_panel": 0,
        "verify": {"verified": True},
        "verify_public": {"verified": True},
    }
    names = ["syn_a_35", "syn_cca_75", "syn_e_110"]
    names += [
        f"{shape}-{seed}" for shape in ("150-22", "150-22-all", "200-20", "10000-150") for seed in (1, 2, 3)
    ]
    return {
        "start": {"draw --help": {"cpu_s": 0.1, "as_expected": True}},
        "maximin": {
            name: {"ours": row | {"lowest_chance": 0.1}, "rival": {"lowest_chance": 0.1}}
            | dict.fromkeys(("ratio", "ratio_computing"), 150)
            for name in names
        },
        "leximin": {name: dict(row) for name in names},
        "household": {"syn_a_35": dict(row)},
        "infeasible": {
            f"{name}, contradiction 1": {"cpu_s": 0.5, "exits_3": True, "explained": True} for name in names
        },
    } | changed


def by_name(result):
    return {one["bar"]: one["verdict"] for one in bars.verdicts(result)}


def test_all_bars_are_met_when_all_is_well_and_only_the_stretch_is_not_measured():
    verdicts = by_name(told())
    assert {name for name, verdict in verdicts.items() if verdict != "met"} == {
        name for name in verdicts if name.startswith("stretch")
    }
    assert {verdict for name, verdict in verdicts.items() if name.startswith("stretch")} == {"not measured"}


def test_without_data_or_rival_nothing_is_called_met():
    nothing = told(maximin={}, leximin={}, household={}, infeasible={})
    verdicts = by_name(nothing)
    assert {name for name, verdict in verdicts.items() if verdict != "not measured"} == {
        "start of the command: CPU s"
    }


def test_the_worst_of_three_pools_counts():
    result = told()
    result["maximin"]["150-22-2"]["ratio"] = 19.9
    result["leximin"]["10000-150-3"]["cpu_s"] = 91
    verdicts = by_name(result)
    assert verdicts["maximin, the whole command: CPU ratio on 150/22"] == "missed"
    assert verdicts["leximin: CPU s on 10,000/150"] == "missed"
    assert verdicts["leximin: CPU s on syn_e_110"] == "met"


def test_a_draw_that_failed_misses_its_bars():
    result = told()
    result["leximin"]["syn_a_35"] = {"faults": ["exit 1: no"], "cpu_s": 0.1}
    result["maximin"]["syn_a_35"]["ours"] = {"faults": ["exit 1: no"], "cpu_s": 0.1}
    verdicts = by_name(result)
    for bar in (
        "leximin: CPU s on syn_a_35 and syn_cca_75",
        "leximin: gap of a stage",
        "maximin, the whole command: CPU ratio on syn_a_35",
        "maximin: the rival's lowest chance less ours",
        "records that do not verify",
        "records with faults, counted again",
    ):
        assert verdicts[bar] == "missed"


def test_quick_but_unexplained_is_missed():
    result = told()
    result["infeasible"]["syn_a_35, contradiction 1"]["explained"] = False
    assert by_name(result)["infeasible: CPU s until it is explained"] == "missed"
