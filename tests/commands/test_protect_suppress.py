"""passerelle protect --mode suppress, check-release: the true numbers of a small town, with holes nobody can fill."""

import json
import random
from pathlib import Path

import pytest

from passerelle.config.cli import main

DISTRICTS, HELP, AGES = ("Nørre", "05", "value"), ("housing", "school", "work"), ("young", "old")


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three periods, a few rare combinations; `value` is a district, 05 another."""
    monkeypatch.chdir(tmp_path)
    chance = random.Random(3)
    rows = ["district,help,age,when,people"]
    for _ in range(220):
        place = (
            chance.choices(DISTRICTS, (9, 5, 1))[0],
            chance.choices(HELP, (6, 3, 1))[0],
            chance.choice(AGES),
        )
        rows.append(",".join((*place, f"p{chance.randrange(1, 4)}", str(chance.choice((0, 1, 1, 2))))))
    (tmp_path / "town.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(town: Path, capsys: pytest.CaptureFixture[str]):
    def protect(*words: str, command: str = "protect --mode suppress --threshold 5") -> tuple[int, dict]:
        micro = [] if command == "attack" else ["--micro", "town.csv"]
        code = main([*command.split(), *words, *micro])
        return code, json.loads(capsys.readouterr().out)

    return protect


ALL = ["--dimensions", "district,help,age", "--count", "people"]
TWO = ["--dimensions", "district,help", "--count", "people", "--period-column", "when"]


def read(name: str) -> dict:
    return json.loads(Path(name).read_text(encoding="utf-8"))


def test_a_release_and_its_certificate_are_written_and_hold(run):
    code, told = run(*ALL, "--out", "r.json", "--certificate", "c.json", "--register", "visits")
    release = read("r.json")
    assert code == 0
    assert told["cells"] == len(release["cells"]) == 4 * 4 * 3
    assert told["hidden"] == sum("hidden" in cell for cell in release["cells"]) > 0
    assert (release["register"], release["mode"], release["period"], release["covers"]) == (
        "visits",
        "suppress",
        None,
        [],
    )
    assert release["dimensions"]["district"] == sorted(DISTRICTS)
    assert release["tables"] == [["district", "help", "age"]]
    assert not any(0 < cell.get("value", 0) < 5 for cell in release["cells"])
    assert Path("c.json").stat().st_mode & 0o777 == 0o600
    assert run("r.json", "--certificate", "c.json", command="check-release") == (0, {"failed": []})


def test_a_changed_release_fails(run):
    run(*ALL, "--out", "r.json", "--certificate", "c.json")
    text = Path("r.json").read_text(encoding="utf-8")
    first = read("r.json")["cells"][0]["value"]
    Path("r.json").write_text(text.replace(f'"value":{first}', f'"value":{first + 5}', 1), encoding="utf-8")
    code, told = run("r.json", "--certificate", "c.json", command="check-release")
    assert code == 1
    assert {wrong["check"] for wrong in told["failed"]} >= {"true"}


def test_releases_of_three_periods_are_safe_together(run):
    earlier: list[str] = []
    for period in ("p1", "p2", "p3"):
        out = f"{period}.json"
        before = ["--earlier", *earlier] if earlier else []
        code, told = run(*TWO, "--period", period, "--out", out, "--certificate", "c.json", *before)
        assert code == 0, told
        earlier.append(out)
        assert run(*earlier, "--certificate", "c.json", command="check-release")[0] == 0
        assert run(out, "--certificate", "c.json", command="check-release")[0] == 0
    assert read("p3.json")["covers"] == ["p1", "p2", "p3"]
    code, told = run(*earlier, "--json", command="attack")
    assert (code, told["exact"], told["small"]) == (0, [], [])


def test_a_table_of_four_dimensions_is_refused_with_what_would_do(run):
    code, told = run("--dimensions", "district,help,age,when", "--out", "r.json", "--certificate", "c.json")
    assert code == 3
    assert set(told) == {"refused", "cells", "coarsen"}
    assert {"tables": [["district", "help", "age"]], "leave_out": ["when"]} in told["coarsen"]
    assert not Path("r.json").exists()
    assert not Path("c.json").exists()


def test_a_ledger_of_the_same_register_is_refused_and_of_another_is_not(run):
    run(*ALL, "--out", "r.json")
    ledger = read("r.json") | {"mode": "ledger", "base": 5, "register": "visits"}
    ledger["cells"] = [{"at": cell["at"], "value": 0} for cell in ledger["cells"]]
    Path("ledger.json").write_text(json.dumps(ledger), encoding="utf-8")
    again = [*ALL, "--out", "s.json", "--earlier", "ledger.json", "--register"]
    assert run(*again, "visits")[0] == 3
    assert not Path("s.json").exists()
    assert run(*again, "jobs")[0] == 0


def test_who_knows_four_of_six_is_kept_from_the_other_two(run, town):
    rows = (
        ["district,help"]
        + ["n,x"] * 6
        + ["n,y"] * 40
        + ["s,x"] * 30
        + ["s,y"] * 50
        + ["s,z"] * 20
        + ["n,z"] * 20
    )
    (town / "town.csv").write_text("\n".join(rows) + "\n")
    (town / "own.csv").write_text("district,help\n" + "n,x\n" * 4)
    words = ["--dimensions", "district,help", "--out", "r.json"]
    code, told = run(*words, "--knows", "own.csv")
    assert code == 3
    assert told["cells"] == [{"district": "n", "help": "x"}]
    assert {"tables": [["help"]], "leave_out": ["district"]} in told["coarsen"]
    assert any("merge" in change for change in told["coarsen"])
    assert not Path("r.json").exists()
    assert run(*words)[0] == 0


@pytest.mark.parametrize(
    "words",
    [
        ["--dimensions", "town"],
        ["--dimensions", "district", "--tables", "help"],
        ["--dimensions", "district", "--period", "p1"],
        ["--dimensions", "district", "--count", "age"],
        ["--dimensions", "district", "--threshold", "0"],
        ["--dimensions", "district", "--earlier", "town.csv"],
        ["--dimensions", "district", "--domains", "town.csv"],
    ],
)
def test_what_makes_no_sense_is_told_and_nothing_written(run, words):
    code, told = run(*words, "--out", "r.json")
    assert code == 2
    assert all(error["problem"] for error in told["errors"])
    assert not Path("r.json").exists()


def test_an_empty_register_is_published_as_zeros(run, town):
    (town / "town.csv").write_text("district,help\n")
    (town / "domains.json").write_text('{"district": ["n", "s"], "help": ["x"]}')
    words = [
        "--dimensions",
        "district,help",
        "--domains",
        "domains.json",
        "--out",
        "r.json",
        "--certificate",
        "c.json",
    ]
    assert run(*words)[0] == 0
    assert {cell["value"] for cell in read("r.json")["cells"]} == {0}
    assert len(read("r.json")["cells"]) == 6
    assert run("r.json", "--certificate", "c.json", command="check-release")[0] == 0


def test_a_period_published_late_is_safe_beside_the_one_after_it(run):
    assert run(*TWO, "--period", "p2", "--out", "p2.json")[0] == 0
    code, told = run(
        *TWO, "--period", "p1", "--earlier", "p2.json", "--out", "p1.json", "--certificate", "c.json"
    )
    assert code == 0, told
    assert read("p1.json")["covers"] == ["p1"]
    assert run("p2.json", "p1.json", "--certificate", "c.json", command="check-release") == (
        0,
        {"failed": []},
    )
    assert run("p2.json", "p1.json", "--json", command="attack")[0] == 0
