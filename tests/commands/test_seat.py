"""passerelle seat: from a list of people as it is to tables over several rounds."""

import json
from pathlib import Path

import pytest

from passerelle.config.cli import main

PEOPLE = [
    {"name": f"person {row}", "gender": "woman" if row % 2 else "man", "side": "abc"[row % 3], "table": ""}
    for row in range(12)
]


def write(file: Path, rows: list[dict[str, str]], separator: str = ",", encoding: str = "utf-8") -> Path:
    lines = [separator.join(rows[0]), *(separator.join(row.values()) for row in rows)]
    file.write_bytes("\r\n".join(lines).encode(encoding))
    return file


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    def seat(rows: list[dict[str, str]], *words: str, **how: str) -> tuple[int, dict]:
        file = write(tmp_path / "people.csv", rows, **how)
        code = main(["seat", "--people", str(file), "--json", *words])
        return code, json.loads(capsys.readouterr().out)

    return seat


def test_a_plan_has_everything_that_was_promised(run):
    code, plan = run(PEOPLE, "--tables", "3", "--rounds", "2", "--balance", "gender,side")
    assert code == 0
    assert {"rounds", "repeated_pairs", "bound", "proven", "least_met", "unmet_needs"} <= set(plan)
    assert len(plan["rounds"]) == 2
    for tables in plan["rounds"]:
        assert sorted(row for table in tables for row in table) == list(range(12))
        for table in tables:
            assert sorted(PEOPLE[row]["gender"] for row in table) == ["man"] * 2 + ["woman"] * 2
            sides = [PEOPLE[row]["side"] for row in table]
            assert all(sides.count(side) in (1, 2) for side in "abc")


def test_a_file_from_a_spreadsheet_is_read_as_it_is(run):
    code, plan = run(
        PEOPLE,
        "--tables",
        "3",
        "--rounds",
        "2",
        "--balance",
        " GENDER ,side",
        separator=";",
        encoding="utf-8-sig",
    )
    assert code == 0
    assert len(plan["rounds"][0]) == 3


def test_spellings_of_one_value_are_one_value_and_it_is_said(run):
    rows = [{**row, "gender": "Woman " if row["name"] == "person 1" else row["gender"]} for row in PEOPLE]
    code, plan = run(rows, "--tables", "3", "--rounds", "1", "--balance", "gender")
    assert code == 0
    assert [(note["value"], note["read_as"]) for note in plan["notes"]] == [("Woman ", "woman")]


def fixed(**tables: str) -> list[dict[str, str]]:
    return [{**row, "table": tables.get(f"p{number}", "")} for number, row in enumerate(PEOPLE)]


@pytest.mark.parametrize(
    ("numbers", "places"),
    [({"p0": "1", "p5": "3"}, {0: 0, 5: 2}), ({"p0": "0", "p5": "2"}, {0: 0, 5: 2})],
    ids=["tables from 1", "tables from 0"],
)
def test_who_needs_a_table_sits_there_in_every_round(run, numbers, places):
    code, plan = run(fixed(**numbers), "--tables", "3", "--rounds", "3", "--fixed", "table")
    assert code == 0
    assert plan["unmet_needs"] == []
    for tables in plan["rounds"]:
        assert all(row in tables[table] for row, table in places.items())


def test_how_tables_are_numbered_can_be_said(run):
    rows = fixed(p0="1")
    words = ("--tables", "3", "--rounds", "1", "--fixed", "table")
    assert 0 in run(rows, *words)[1]["rounds"][0][1]
    assert 0 in run(rows, *words, "--first-table", "1")[1]["rounds"][0][0]


def test_every_error_in_the_file_is_listed_and_nobody_is_seated(run):
    rows = fixed(p0="9", p1="left")
    rows[4] = {**rows[4], "gender": ""}
    code, said = run(rows, "--tables", "3", "--rounds", "1", "--fixed", "table", "--balance", "gender,sides")
    assert code == 2
    assert [(error["row"], error["column"], error["value"]) for error in said["errors"]] == [
        (4, "gender", ""),
        (None, "sides", None),
        (0, "table", "9"),
        (1, "table", "left"),
    ]
    assert all(error["problem"] and error["proposal"] for error in said["errors"])
    assert "side" in said["errors"][1]["proposal"]


@pytest.mark.parametrize("words", [("0", "1"), ("3", "0"), ("13", "1")])
def test_numbers_that_make_no_sense_are_errors(run, words):
    code, said = run(PEOPLE, "--tables", words[0], "--rounds", words[1])
    assert code == 2
    assert said["errors"]


def test_a_missing_file_is_an_error(tmp_path, capsys):
    code = main(["seat", "--people", str(tmp_path / "none.csv"), "--tables", "2", "--rounds", "1", "--json"])
    assert code == 2
    assert json.loads(capsys.readouterr().out)["errors"][0]["file"] == "none.csv"


def test_a_table_that_too_many_need_is_refused_with_the_rows(run):
    rows = fixed(p0="2", p1="2", p2="2", p3="2", p4="2")
    code, said = run(rows, "--tables", "3", "--rounds", "1", "--fixed", "table")
    assert code == 3
    assert [(need["row"], need["table"]) for need in said["unmet_needs"]] == [(row, 2) for row in range(5)]
    assert said["reasons"][0]["code"] == "table_full"


IMPOSSIBLE = [
    dict(zip(("name", "gender", "side", "origin"), values, strict=True))
    for values in ("1aaa", "2abb", "3bab", "4bba")
]


def test_columns_that_contradict_each_other_are_named_with_what_would_help(run):
    code, said = run(IMPOSSIBLE, "--tables", "2", "--rounds", "1", "--balance", "gender,side,origin")
    assert code == 3
    reason = said["reasons"][0]
    assert set(reason["conflict"]) == {"gender", "side", "origin"}
    code, _ = run(IMPOSSIBLE, "--tables", "2", "--rounds", "1", "--balance", "gender,side")
    assert code == 0


def test_as_near_as_possible_is_done_with_findings(run):
    words = ("--tables", "2", "--rounds", "1", "--balance", "gender,side,origin", "--nearest")
    code, plan = run(IMPOSSIBLE, *words)
    assert code == 1
    assert {row for table in plan["rounds"][0] for row in table} == set(range(4))
    cell = plan["unbalanced"][0]
    seated = sum(
        IMPOSSIBLE[row][cell["attribute"]] == cell["value"] for row in plan["rounds"][0][cell["table"] - 1]
    )
    assert seated == cell["seated"]
    assert not cell["least"] <= seated <= cell["most"]


def test_the_lists_for_the_wall_name_people_and_tables(tmp_path, capsys):
    file = write(tmp_path / "people.csv", fixed(p7="2"))
    words = ["--tables", "3", "--rounds", "2", "--fixed", "table", "--out", str(tmp_path / "plan.json")]
    assert main(["seat", "--people", str(file), *words]) == 0
    said = capsys.readouterr()
    assert "  person 7: round 1: table 2, round 2: table 2" in said.out.splitlines()
    assert "meet again" in said.err
    assert len(json.loads((tmp_path / "plan.json").read_text())["rounds"]) == 2


def test_another_seed_gives_another_plan_and_the_same_seed_the_same(run):
    words = ("--tables", "3", "--rounds", "2")
    plans = [run(PEOPLE, *words, "--seed", seed)[1]["rounds"] for seed in ("1", "1", "2")]
    assert plans[0] == plans[1] != plans[2]
