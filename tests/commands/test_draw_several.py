"""Several panels drawn at once: each keeps its own quotas, and nobody sits on two."""

import csv
import json
from collections import Counter
from fractions import Fraction

import pytest

from tests.commands.conftest import people, write

HEADER = ("panel", "category", "feature", "min", "max")
SIZES = {"spring": 6, "autumn": 4}
OWN = [
    ("spring", "gender", "female", 3, 3),
    ("spring", "gender", "male", 3, 3),
    ("autumn", "gender", "female", 1, 3),
    ("autumn", "gender", "male", 1, 3),
    ("autumn", "district", "north", 1, 2),
    ("autumn", "district", "south", 2, 3),
]
EACH = [("", "age", "16-34", 1, 3), ("", "age", "35-64", 1, 3), ("", "age", "65+", 1, 3)]
ASKED = [*OWN, *((panel, *line[1:]) for line in EACH for panel in SIZES)]


@pytest.fixture
def quotas(tmp_path):
    return write(tmp_path / "panels.csv", HEADER, [*OWN, *EACH])


@pytest.fixture
def drawn(run, quotas, pool, tmp_path):
    """What `draw` says of both panels, drawn into R.json."""

    def draw(*words, asked=None, sizes=SIZES):
        sized = [word for name, size in sizes.items() for word in ("--size", f"{name}={size}")]
        return run(
            "draw", "--quotas", asked or quotas, "--pool", pool, *sized, "--seed", 1,
            "--panels", 100, "--out", tmp_path / "R.json", *words,
        )  # fmt: skip

    return draw


@pytest.fixture
def record(drawn, tmp_path):
    code, said = drawn("--public-out", tmp_path / "P.json", "--page-out", tmp_path / "P.html")
    assert code == 0, said
    return json.loads((tmp_path / "R.json").read_text(encoding="utf-8"))


def test_each_panel_keeps_its_quotas_and_nobody_sits_on_two(record):
    found = people()
    for entry in [*record["panels"], *record["lottery"]]:
        assert len(set(entry["rows"])) == sum(SIZES.values())
        for seat, (name, size) in enumerate(SIZES.items()):
            rows = [row for row, at in zip(entry["rows"], entry["seats"], strict=True) if at == seat]
            assert len(rows) == size
            for panel, category, feature, least, most in ASKED:
                if panel == name:
                    assert least <= sum(found[row][category] == feature for row in rows) <= most


def test_a_persons_chance_is_that_of_any_of_the_panels(record):
    chances = Counter()
    for entry in record["lottery"]:
        chances.update(dict.fromkeys(entry["rows"], Fraction(entry["weight"])))
    assert [float(chances[row]) for row in range(60)] == pytest.approx(record["chances"], abs=1e-15)
    assert sum(record["chances"]) == pytest.approx(sum(SIZES.values()))
    assert record["relative_gap"] <= 1e-6


def test_the_panels_stand_in_the_order_of_their_sizes(drawn, tmp_path):
    code, said = drawn(sizes={"autumn": 4, "Spring ": 6})
    assert code == 0
    assert said["targets"] == [{"name": "autumn", "size": 4}, {"name": "Spring", "size": 6}]
    record = json.loads((tmp_path / "R.json").read_text(encoding="utf-8"))
    assert Counter(record["panels"][0]["seats"]) == {0: 4, 1: 6}


def test_both_records_are_verified_alone_and_with_the_files(record, run, quotas, pool, tmp_path):
    for name in ("R.json", "P.json"):
        assert run("verify-draw", tmp_path / name) == (0, {"failed": []})
        compared = run("verify-draw", tmp_path / name, "--quotas", quotas, "--pool", pool)
        assert compared == (0, {"failed": []})


def test_quotas_of_another_panel_are_found_out(record, run, pool, tmp_path):
    swapped = {"spring": "autumn", "autumn": "spring", "": ""}
    others = {
        "swapped": [(swapped[panel], *line) for panel, *line in [*OWN, *EACH]],
        "wider": [*OWN[:-1], ("autumn", "district", "south", 2, 4), *EACH],
        "renamed": [(panel.replace("autumn", "winter"), *line) for panel, *line in [*OWN, *EACH]],
    }
    for name, lines in others.items():
        asked = write(tmp_path / f"{name}.csv", HEADER, lines)
        code, said = run("verify-draw", tmp_path / "R.json", "--quotas", asked, "--pool", pool)
        assert code == 1
        assert "quotas" in {failure["check"] for failure in said["failed"]}


def test_a_pick_names_everybodys_panel_and_the_page_shows_both(record, run, tmp_path):
    code, said = run(
        "pick", tmp_path / "R.json", "042",
        "--public-out", tmp_path / "P.json", "--page-out", tmp_path / "P.html",
    )  # fmt: skip
    assert code == 0
    assert said["drawn"] == record["panels"][4]
    assert Counter(said["codes"]["seats"]) == {0: 6, 1: 4}
    assert run("verify-draw", tmp_path / "P.json") == (0, {"failed": []})
    page = (tmp_path / "P.html").read_text(encoding="utf-8")
    assert all(f"<bdi>{name}</bdi>" in page for name in SIZES)
    assert all(code in page for code in said["codes"]["codes"])


def test_everybody_gets_a_slip(drawn, tmp_path):
    assert drawn("--slips-out", tmp_path / "slips.csv")[0] == 0
    with (tmp_path / "slips.csv").open(encoding="utf-8-sig", newline="") as file:
        slips = list(csv.DictReader(file))
    counts = json.loads((tmp_path / "R.json").read_text(encoding="utf-8"))["panel_counts"]
    assert [int(slip["panels"]) for slip in slips] == counts


def test_one_household_sends_one_person_to_all_panels_together(drawn, tmp_path):
    assert drawn("--household-column", "address")[0] == 0
    homes = [person["address"] for person in people()]
    for entry in json.loads((tmp_path / "R.json").read_text(encoding="utf-8"))["panels"]:
        assert max(Counter(homes[row] for row in entry["rows"]).values()) == 1


def test_a_contradiction_says_whose_quotas_it_is_about(drawn, tmp_path):
    tight = [*OWN[:-1], ("autumn", "district", "south", 4, 4), *EACH]
    code, said = drawn(asked=write(tmp_path / "tight.csv", HEADER, tight))
    assert code == 3
    assert not (tmp_path / "R.json").exists()
    assert [target["name"] for target in said["targets"]] == ["spring", "autumn"]
    sides = {(part["target"], part["category"], part["feature"], part["bound"]) for part in said["conflict"]}
    assert sides == {(1, "size", "", "max"), (1, "district", "south", "min"), (1, "district", "north", "min")}
    assert {change["target"] for changes in said["relaxations"] for change in changes} == {1}


def test_who_fits_no_panel_and_what_quotas_cost_are_told_by_panel(drawn, tmp_path):
    lines = [line if line[0] != "" or line[2] != "65+" else ("", "age", "65+", 0, 0) for line in EACH]
    code, said = drawn("--prices", asked=write(tmp_path / "young.csv", HEADER, [*OWN, *lines]))
    assert code == 0
    assert {part["target"] for part in said["excluded"][0]["because"]} == {0, 1}
    assert {(price["target"], price["category"]) for price in said["prices"]} == {
        (0, "gender"), (0, "age"), (1, "gender"), (1, "age"), (1, "district"),
    }  # fmt: skip


def test_members_who_stay_are_drawn_for_by_themselves(drawn, run, quotas, tmp_path):
    rows = [person | {"stays": "yes" if row == 7 else ""} for row, person in enumerate(people())]
    pool = write(tmp_path / "stay.csv", rows[0].keys(), (row.values() for row in rows))
    code, said = drawn("--inside-column", "stays", "--pool", pool)
    assert code == 2
    (error,) = said["errors"]
    assert (error["file"], error["row"], error["column"]) == ("stay.csv", 7, "stays")
    assert "by itself" in error["proposal"]
    members = write(tmp_path / "members.csv", rows[0].keys(), [rows[7].values()])
    (error,) = drawn("--members", members)[1]["errors"]
    assert (error["file"], error["row"]) == ("members.csv", None)


def test_a_panel_without_a_size_stops_the_draw(run, quotas, pool, tmp_path):
    for size in ("spring=6", "10"):
        code, said = run(
            "draw", "--quotas", quotas, "--pool", pool, "--size", size, "--out", tmp_path / "R.json"
        )
        assert code == 2
        error = said["errors"][-1]
        assert (error["file"], error["row"], error["column"], error["value"]) == (
            "panels.csv", 2, "panel", "autumn",
        )  # fmt: skip
        assert '--size "autumn=N"' in error["proposal"]
        assert not (tmp_path / "R.json").exists()


@pytest.mark.parametrize(
    "words",
    [("10", "autumn=4"), ("spring=6", "4"), ("6", "4"), ("spring=6", "Spring=4"), ("spring=0",), ("six",)],
)
def test_sizes_that_cannot_be_meant_are_refused(run, quotas, pool, tmp_path, words):
    sized = [word for size in words for word in ("--size", size)]
    assert run("draw", "--quotas", quotas, "--pool", pool, *sized, "--out", tmp_path / "R.json") == (2, None)
    assert not (tmp_path / "R.json").exists()
