"""passerelle protect --mode ledger, check-release --ledger and attack: what other programs rely on."""

import json
import stat
from collections import Counter
from pathlib import Path

import pytest

from passerelle.config.cli import main

HEAD = "value,service,when"
FIRST = [("Nord", "05", "p1")] * 6 + [("Nord", "5", "p1")] * 2 + [("Åby", "05", "p1")] * 11
SECOND = [("Nord", "05", "p2")] * 4 + [("Åby", "5", "p2")] * 3
LATE = [("Öst", "05", "p10")] * 9


class House:
    """A folder with a register, its ledger and releases."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys

    def write(self, *rows: list[tuple[str, ...]], head: str = HEAD, name: str = "m.csv") -> Path:
        file = self.folder / name
        file.write_text(
            "\n".join([head, *(",".join(row) for part in rows for row in part)]) + "\n", encoding="utf-8"
        )
        return file

    def run(self, *words: str) -> tuple[int, dict]:
        code = main(list(words))
        said = self.capsys.readouterr()
        self.said = said.err
        return code, json.loads(said.out) if said.out else {}

    def protect(self, period: str | None, *more: str, out: str = "") -> tuple[int, dict]:
        out = out or f"{period}.json"
        words = [
            "protect",
            "--micro",
            f"{self.folder}/m.csv",
            "--dimensions",
            "value,service",
            "--mode",
            "ledger",
        ]
        words += ["--ledger", f"{self.folder}/state", "--out", f"{self.folder}/{out}"]
        words += ["--period-column", "when", "--period", period] if period else []
        code, told = self.run(*words, *more)
        return code, told if code else json.loads((self.folder / out).read_text())

    def check(self, *names: str) -> tuple[int, dict]:
        paths = [f"{self.folder}/{name}.json" for name in names]
        state = f"{self.folder}/state"
        return self.run("check-release", *paths, "--micro", f"{self.folder}/m.csv", "--ledger", state)

    def attack(self, *names: str, knows: Path | None = None) -> tuple[int, dict]:
        paths = [f"{self.folder}/{name}.json" for name in names]
        return self.run("attack", *paths, "--json", *(["--knows", str(knows)] if knows else []))


@pytest.fixture
def house(tmp_path, capsys):
    return House(tmp_path, capsys)


def at(release: dict, **place: str) -> int:
    (value,) = [cell["value"] for cell in release["cells"] if cell["at"] == place]
    return value


def test_a_release_has_every_cell_of_every_table_once_and_adds_up(house):
    house.write(FIRST, SECOND, LATE)
    code, first = house.protect("p1")
    assert code == 0
    assert (first["mode"], first["threshold"], first["base"], first["covers"]) == ("ledger", 5, 5, ["p1"])
    assert first["dimensions"] == {"value": ["Nord", "Åby"], "service": ["05", "5"]}
    assert len(first["cells"]) == len({json.dumps(cell["at"]) for cell in first["cells"]}) == 9
    assert (
        at(first)
        == sum(at(first, value=name) for name in ("Nord", "Åby"))
        == sum(at(first, value=name, service=code) for name in ("Nord", "Åby") for code in ("05", "5"))
    )
    true = Counter((row[0], row[1]) for row in FIRST)
    for (name, service), people in true.items():
        assert abs(at(first, value=name, service=service) - people) <= 5
    assert stat.S_IMODE((house.folder / "state").stat().st_mode) == 0o600


def test_the_same_period_again_gives_the_same_bytes_whatever_became_of_its_rows(house):
    house.write(FIRST)
    house.protect("p1")
    house.protect("p1", "--tables", "service", out="service.json")
    before = {name: (house.folder / name).read_bytes() for name in ("p1.json", "service.json", "state")}
    house.write(FIRST[:-7], SECOND, LATE)
    house.protect("p1")
    assert "Rows have changed" in house.said
    house.protect("p2")
    state = (house.folder / "state").read_bytes()
    house.protect("p1")
    house.protect("p1", "--tables", "service", out="service.json")
    assert before["p1.json"] == (house.folder / "p1.json").read_bytes()
    assert before["service.json"] == (house.folder / "service.json").read_bytes()
    assert state == (house.folder / "state").read_bytes()
    assert house.check("p1", "p2", "service") == (0, {"failed": []})


def test_periods_are_frozen_in_turn_and_late_rows_come_with_the_open_one(house):
    house.write(FIRST, SECOND, LATE)
    code, told = house.protect("p2")
    assert code == 2
    assert "p1" in told["errors"][0]["problem"]
    house.protect("p1")
    house.protect("p2")
    assert house.protect("p10")[0] == 0
    house.write(FIRST, SECOND, LATE, [("Nord", "05", "p3")] * 40)
    code, told = house.protect("p3")
    assert code == 2
    assert "p10" in told["errors"][0]["problem"]
    code, late = house.protect("p11")
    assert late["covers"] == ["p1", "p2", "p10", "p11"]
    assert at(late, value="Nord", service="05") >= 35


def test_a_period_without_rows_and_a_register_without_periods_are_published(house):
    house.write(FIRST)
    house.protect("p1")
    assert house.protect("p2")[1]["covers"] == ["p1", "p2"]
    (house.folder / "state").unlink()
    code, whole = house.protect(None, out="whole.json")
    assert (code, whole["period"], whole["covers"]) == (0, None, [])
    assert house.protect(None, out="again.json")[1] == whole
    assert house.check("whole", "again")[0] == 0


def test_a_renamed_value_keeps_its_past_and_a_new_one_has_none(house):
    house.write(FIRST)
    before = house.protect("p1")[1]
    house.write([("Nord-Ouest", *row[1:]) if row[0] == "Nord" else row for row in FIRST], LATE)
    assert house.protect("p10", "--rename", "value:Nirgends=Irgendwo")[0] == 2
    after = house.protect("p10", "--rename", "value:Nord=Nord-Ouest")[1]
    assert after["dimensions"]["value"] == ["Nord-Ouest", "Åby", "Öst"]
    assert "Öst" in house.said
    state = json.loads((house.folder / "state").read_text())
    assert sum(entry for _, entry, _ in state["periods"][1]["entries"]) == len(LATE)
    came = sum(value for values, _, value in state["periods"][1]["entries"] if values[0] == "Nord-Ouest")
    assert at(after, value="Nord-Ouest") == at(before, value="Nord") + came
    assert house.protect("p1")[1] == before
    assert house.check("p1", "p10") == (0, {"failed": []})


def test_declared_values_come_in_their_order_with_their_zeros(house):
    house.write(FIRST)
    (house.folder / "d.json").write_text(json.dumps({"value": ["Öst", "Åby", "Nord"]}))
    release = house.protect("p1", "--domains", f"{house.folder}/d.json")[1]
    assert release["dimensions"] == {"value": ["Öst", "Åby", "Nord"], "service": ["05", "5"]}
    assert len(release["cells"]) == 12
    (house.folder / "d.json").write_text(json.dumps({"value": ["Nord"]}))
    assert house.protect("p2", "--domains", f"{house.folder}/d.json")[0] == 2


def test_a_file_without_rows_is_a_release_of_nobody(house):
    house.write()
    (house.folder / "d.json").write_text(json.dumps({"value": ["a"], "service": ["b", "c"]}))
    code, release = house.protect(None, "--domains", f"{house.folder}/d.json", out="none.json")
    assert code == 0
    assert len(release["cells"]) == 6
    assert house.attack("none") == (0, {"exact": [], "small": [], "checked": 6})


def test_what_does_not_fit_the_ledger_is_refused_and_nothing_is_written(house):
    house.write(FIRST, SECOND)
    house.protect("p1")
    state = (house.folder / "state").read_bytes()
    assert house.protect("p2", "--threshold", "6")[0] == 2
    assert house.protect(None, out="p2.json")[0] == 2
    assert house.protect("p2", "--tables", "nowhere")[0] == 2
    assert not (house.folder / "p2.json").exists()
    (house.folder / "state").write_bytes(state.replace(b'"p1"', b'"p0"'))
    code, told = house.protect("p2")
    assert code == 2
    assert "changed" in told["errors"][0]["problem"]


def test_a_number_changed_by_hand_is_found(house):
    house.write(FIRST)
    release = house.protect("p1")[1]
    release["cells"][3]["value"] += 5
    (house.folder / "p1.json").write_text(json.dumps(release))
    code, told = house.check("p1")
    assert code == 1
    assert told["failed"][0]["at"] == release["cells"][3]["at"]


def test_nothing_of_a_ledger_can_be_worked_out_even_by_who_knows_nearly_all(house):
    house.write(FIRST, SECOND)
    house.protect("p1")
    house.protect("p2")
    own = house.write(FIRST[1:], SECOND[:-1], name="own.csv")
    assert house.attack("p1", "p2", knows=own)[0] == 0
    assert house.attack("p1", "p2")[1]["checked"] == 27


SUPPRESSED = {
    "register": "r", "mode": "suppress", "threshold": 5, "base": None, "dimensions": {"value": ["a", "b", "c"]},
    "tables": [["value"]], "period": "p1", "covers": ["p1"],
    "cells": [
        {"at": {}, "value": 20}, {"at": {"value": "a"}, "value": 6},
        {"at": {"value": "b"}, "hidden": True}, {"at": {"value": "c"}, "value": 11},
    ],
}  # fmt: skip


def test_a_single_hidden_cell_is_found_by_subtraction(house):
    path = house.folder / "r.json"
    path.write_text(json.dumps(SUPPRESSED))
    code, told = house.attack("r")
    assert code == 1
    assert told == {
        "exact": [{"release": str(path), "at": {"value": "b"}, "value": 3}],
        "small": [],
        "checked": 1,
    }
    assert main(["attack", str(path)]) == 1
    assert "value b: exactly 3." in house.capsys.readouterr().out


def test_a_register_that_was_published_with_true_numbers_gets_no_ledger(house):
    (house.folder / "r.json").write_text(json.dumps(SUPPRESSED))
    house.write(FIRST)
    code, told = house.protect("p1", "--register", "r", "--earlier", f"{house.folder}/r.json")
    assert (code, "suppression" in told["refused"]) == (3, True)
    assert not (house.folder / "state").exists()


def test_whoever_knows_four_of_six_knows_the_two_of_a_suppression(house):
    release = {**SUPPRESSED, "cells": [cell for cell in SUPPRESSED["cells"] if "hidden" not in cell]}
    (house.folder / "r.json").write_text(json.dumps(release))
    own = house.write([("a",)] * 4, head="value", name="own.csv")
    code, told = house.attack("r", knows=own)
    assert (code, [(one["at"], one["value"]) for one in told["exact"]]) == (1, [({"value": "a"}, 2)])
    own = house.write([("a",)] * 7, head="value", name="own.csv")
    assert house.attack("r", knows=own)[0] == 2
    own = house.write([("a",)], head="city", name="own.csv")
    assert house.attack("r", knows=own)[0] == 2


def test_what_came_between_two_releases_is_found(house):
    later = json.loads(json.dumps(SUPPRESSED)) | {"period": "p2", "covers": ["p1", "p2"]}
    later["cells"][0]["value"], later["cells"][1]["value"], later["cells"][2] = (
        29,
        8,
        {"at": {"value": "b"}, "value": 10},
    )
    (house.folder / "r.json").write_text(json.dumps(SUPPRESSED))
    (house.folder / "s.json").write_text(json.dumps(later))
    told = house.attack("r", "s")[1]
    found = {(Path(one["release"]).stem, one["at"].get("value"), one["value"]) for one in told["exact"]}
    assert found == {("r", "b", 3), ("s", "a", 2), ("s", "b", 7)}
