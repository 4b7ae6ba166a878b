"""The contract of `passerelle draw`, `pick` and `verify-draw`, read from outside: files in, files and JSON out."""

import json
import os
import stat
import subprocess
import sys
from collections import Counter
from fractions import Fraction

import pytest

from passerelle.engines.sortition.chances import leximin as lotteries
from passerelle.engines.sortition.model import SCALE
from tests.commands.conftest import QUOTAS, SIZE, people, write


def record(path):
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture
def fair(drawn):
    return record(drawn())


def test_everything_that_the_contract_names_is_there(fair):
    assert {
        "method", "chances", "lottery", "panels", "panel_counts", "rounding_loss", "lowest_chance",
        "lowest_panel_chance", "bound", "relative_gap", "stages", "excluded", "certificate", "drawn",
    } <= fair.keys()  # fmt: skip
    assert fair["method"] == "leximin"
    assert fair["drawn"] is None
    assert fair["committed_first"] is True


def test_the_lottery_gives_the_chances_that_are_stated(fair):
    chances = [Fraction(0)] * len(fair["chances"])
    for entry in fair["lottery"]:
        for row in entry["rows"]:
            chances[row] += Fraction(entry["weight"])
    assert sum(Fraction(entry["weight"]) for entry in fair["lottery"]) == 1
    assert [float(chance) for chance in chances] == pytest.approx(fair["chances"], abs=1e-15)
    assert min(fair["chances"]) == fair["lowest_chance"]


def test_every_panel_meets_every_quota(fair):
    found = people()
    for rows in [*fair["panels"], *(entry["rows"] for entry in fair["lottery"])]:
        assert len(set(rows)) == SIZE
        for category, feature, least, most in QUOTAS:
            assert least <= sum(found[row][category] == feature for row in rows) <= most


def test_a_person_stands_in_about_as_many_panels_as_their_chance_says(fair):
    counts = Counter(row for rows in fair["panels"] for row in rows)
    assert [counts[row] for row in range(len(fair["chances"]))] == fair["panel_counts"]
    losses = [abs(n / 1000 - p) for n, p in zip(fair["panel_counts"], fair["chances"], strict=True)]
    assert max(losses) == pytest.approx(fair["rounding_loss"])
    assert fair["lowest_panel_chance"] >= 0.97 * fair["lowest_chance"]


def test_people_of_one_stage_have_one_chance_and_no_gap_is_left(fair):
    rows = [row for stage in fair["stages"] for row in stage["rows"]]
    assert sorted(rows) == list(range(len(fair["chances"])))
    for stage in fair["stages"]:
        assert stage["gap"] == pytest.approx(stage["bound"] - stage["level"])
        assert stage["gap"] <= 1e-6
        assert all(abs(fair["chances"][row] - stage["level"]) <= 1e-6 for row in stage["rows"])


def test_maximin_has_the_same_lowest_chance_and_one_stage(fair, drawn):
    other = record(drawn("--method", "maximin", name="M.json"))
    assert other["lowest_chance"] == pytest.approx(fair["lowest_chance"], abs=1e-6)
    assert len(other["stages"]) == 1


@pytest.mark.parametrize("many", [10, 100])
def test_fewer_dice_pick_from_fewer_panels(drawn, run, many):
    path = drawn("--panels", many)
    assert len(record(path)["panels"]) == many
    code, said = run("pick", path, "527")
    assert code == 0
    assert said["drawn"] == record(path)["panels"][527 * many // 1000]


def test_a_household_sends_one_person_at_most(drawn):
    homes = [person["address"] for person in people()]
    limited = record(drawn("--household-column", "address", "--household-limit", 1))
    assert max(Counter(homes).values()) > 1
    for rows in limited["panels"] + [entry["rows"] for entry in limited["lottery"]]:
        assert max(Counter(homes[row] for row in rows).values()) == 1
    assert limited["relative_gap"] <= 1e-6
    assert "Mill Lane" not in json.dumps(limited)


def test_a_pick_adds_the_panel_and_changes_nothing_else(drawn, run, tmp_path):
    path = drawn("--public-out", tmp_path / "P.json")
    before = record(path)
    code, said = run("pick", path, "042", "--public-out", tmp_path / "P.json")
    after = record(path)
    assert code == 0
    assert after == before | {"pick": "042", "drawn": before["panels"][42]}
    assert said["codes"] == record(tmp_path / "P.json")["drawn"]


def test_a_second_pick_is_refused_and_the_first_stays(drawn, run):
    path = drawn()
    run("pick", path, "042")
    first = path.read_bytes()
    code, said = run("pick", path, "043")
    assert code == 1
    assert "042" in said["errors"][0]["problem"]
    assert path.read_bytes() == first


@pytest.mark.parametrize("digits", ["42", "1000", "4x2", "٠٤٢", ""])
def test_what_dice_cannot_show_is_not_a_pick(drawn, run, digits):
    path = drawn()
    code, said = run("pick", path, digits)
    assert code == 2
    assert said["errors"][0]["problem"]
    assert record(path)["pick"] is None


def test_a_trial_says_that_nothing_was_promised_first(drawn, run, tmp_path):
    path = drawn("--pick", "007", "--public-out", tmp_path / "P.json")
    for each in (path, tmp_path / "P.json"):
        assert record(each)["committed_first"] is False
        assert run("verify-draw", each)[0] == 0
        pretended = tmp_path / "pretended.json"
        pretended.write_text(json.dumps(record(each) | {"committed_first": True}))
        assert run("verify-draw", pretended)[0] == 1


def test_the_record_is_verified_with_and_without_the_files(drawn, run, quotas, pool):
    path = drawn("--household-column", "address")
    assert run("verify-draw", path) == (0, {"failed": []})
    assert run("verify-draw", path, "--quotas", quotas, "--pool", pool) == (0, {"failed": []})


def test_a_record_of_other_people_is_found_out(drawn, run, quotas, tmp_path):
    path = drawn()
    others = people(seed=5)
    pool = write(tmp_path / "others.csv", others[0].keys(), (person.values() for person in others))
    code, said = run("verify-draw", path, "--quotas", quotas, "--pool", pool)
    assert code == 1
    assert said["failed"]


def test_a_panel_changed_by_hand_is_found_out(drawn, run, tmp_path):
    changed = record(drawn())
    out = next(row for row in range(60) if row not in changed["panels"][3])
    changed["panels"][3] = sorted([*changed["panels"][3][1:], out])
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(changed))
    assert run("verify-draw", path)[0] == 1


def test_the_commitment_noted_before_the_dice_is_compared(drawn, run):
    path = drawn()
    assert run("verify-draw", path, "--commitment", record(path)["commitment"])[0] == 0
    assert run("verify-draw", path, "--commitment", "0" * 64)[0] == 1


def test_an_observers_word_stays_through_the_pick(drawn, run, tmp_path):
    shown = tmp_path / "P.json"
    path = drawn("--public-out", shown)
    assert run("confirm-draw", path, shown, "--name", "Aïcha Benali", "--office", "notary")[0] == 0
    assert run("pick", path, "123", "--public-out", shown)[0] == 0
    assert [word["name"] for word in record(shown)["confirmations"]] == ["Aïcha Benali"]
    assert run("verify-draw", shown)[0] == 0


def test_nobody_is_named_in_what_is_published(drawn, tmp_path):
    path = drawn(
        "--household-column",
        "address",
        "--public-out",
        tmp_path / "P.json",
        "--page-out",
        tmp_path / "P.html",
    )
    private = record(path)
    for name in ("P.json", "P.html"):
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert not any(salt in text for salt in private["salts"])
        assert "Quay" not in text
        assert '"y":' not in text


def test_secrets_are_for_their_owner_alone(drawn, tmp_path):
    path = drawn("--slips-out", tmp_path / "slips.csv", "--public-out", tmp_path / "P.json")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "slips.csv").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "P.json").stat().st_mode) == 0o644


def test_the_seed_steers_the_search_and_never_the_salts(drawn):
    one, two = record(drawn()), record(drawn(name="again.json"))
    assert one["panels"] == two["panels"]
    assert one["lottery"] == two["lottery"]
    assert not set(one["salts"]) & set(two["salts"])
    assert one["commitment"] != two["commitment"]


def test_every_error_of_the_input_is_listed_and_nothing_is_drawn(run, quotas, tmp_path):
    rows = [{"id": str(row), **person} for row, person in enumerate(people())]
    rows[3]["gender"] = "femal"
    rows[9]["age"] = ""
    rows[12]["id"] = "11"
    pool = write(tmp_path / "messy.csv", rows[0].keys(), (row.values() for row in rows))
    asked = ("draw", "--quotas", quotas, "--pool", pool, "--size", SIZE, "--out", tmp_path / "R.json")
    code, said = run(*asked)
    assert code == 2
    assert not (tmp_path / "R.json").exists()
    assert [(error["row"], error["column"]) for error in said["errors"]] == [
        (3, "gender"),
        (9, "age"),
        (12, "id"),
    ]
    assert all(
        error["file"] == "messy.csv" and error["problem"] and error["proposal"] for error in said["errors"]
    )
    code, said = run(*asked, "--accept-proposals")
    assert code == 0
    assert len(said["applied"]) == 3
    left_out = [entry["row"] for entry in record(tmp_path / "R.json")["excluded"]]
    assert 9 in left_out
    assert all(record(tmp_path / "R.json")["chances"][row] == 0 for row in left_out)


def test_somebody_who_fits_no_panel_is_told_why_and_the_others_are_drawn(run, quotas, tmp_path):
    asked = write(
        tmp_path / "asked.csv",
        ("category", "feature", "min", "max"),
        [*QUOTAS, ("boat", "yes", 0, 0), ("boat", "no", 0, SIZE)],
    )
    rows = [person | {"boat": "yes" if row == 17 else "no"} for row, person in enumerate(people())]
    pool = write(tmp_path / "boats.csv", rows[0].keys(), (row.values() for row in rows))
    path = tmp_path / "R.json"
    code, said = run("draw", "--quotas", asked, "--pool", pool, "--size", SIZE, "--seed", 1, "--out", path)
    assert code == 0
    assert said["excluded"] == [
        {
            "rows": [17],
            "reason": "fits no panel",
            "because": [{"category": "boat", "feature": "yes", "bound": "max", "value": 0}],
        }
    ]
    assert record(path)["excluded"] == [{"row": 17, "reason": "fits no panel"}]
    assert record(path)["chances"][17] == 0 < record(path)["lowest_chance"]
    assert run("verify-draw", path)[0] == 0


def test_a_lottery_that_is_not_leximin_is_never_called_so(run, quotas, pool, tmp_path, monkeypatch):
    """Half of all weight on one panel stands for a search that gave up."""
    search = lotteries.leximin

    def gave_up(*asked):
        found = search(*asked)
        first, *rest = (weight // 2 for weight in found.weights)
        return found._replace(weights=(SCALE - sum(rest), *rest) if first else found.weights)

    monkeypatch.setattr(lotteries, "leximin", gave_up)
    path = tmp_path / "R.json"
    code, said = run("draw", "--quotas", quotas, "--pool", pool, "--size", SIZE, "--seed", 1, "--out", path)
    assert code == 1
    assert [each["finding"] for each in said["findings"]] == ["not_leximin", "gap"]
    assert record(path)["method"] == "maximin"
    assert record(path)["relative_gap"] > 0.1
    assert run("verify-draw", path)[0] == 0


def test_the_price_of_each_quota_is_told(run, quotas, pool, tmp_path):
    code, said = run(
        "draw", "--quotas", quotas, "--pool", pool, "--size", SIZE, "--out", tmp_path / "R.json", "--prices"
    )
    assert code == 0
    dearest = said["prices"][0]
    assert dearest["lowest_chance_then"] > dearest["lowest_chance"] == pytest.approx(said["bound"])
    eased = [
        (c, f, dearest["to"] if (c, f, "min") == tuple(dearest[k] for k in ("category", "feature", "bound")) else least,
         dearest["to"] if (c, f, "max") == tuple(dearest[k] for k in ("category", "feature", "bound")) else most)
        for c, f, least, most in QUOTAS
    ]  # fmt: skip
    loose = write(tmp_path / "loose.csv", ("category", "feature", "min", "max"), eased)
    code, then = run("draw", "--quotas", loose, "--pool", pool, "--size", SIZE, "--out", tmp_path / "L.json")
    assert then["bound"] == pytest.approx(dearest["lowest_chance_then"])


def test_contradictory_quotas_are_explained_with_the_least_changes(run, pool, tmp_path):
    asked = [row if row[1] != "male" else ("gender", "male", 5, 5) for row in QUOTAS]
    asked = [row if row[1] != "female" else ("gender", "female", 5, 5) for row in asked]
    quotas = write(tmp_path / "tight.csv", ("category", "feature", "min", "max"), asked)
    code, said = run("draw", "--quotas", quotas, "--pool", pool, "--size", SIZE, "--out", tmp_path / "R.json")
    assert code == 3
    assert not (tmp_path / "R.json").exists()
    assert {(part["category"], part["feature"], part["bound"]) for part in said["conflict"]} == {
        ("gender", "male", "min"), ("gender", "female", "min"), ("size", "", "max"),
    }  # fmt: skip
    assert all(sum(abs(c["to"] - c["from"]) for c in changes) == 1 for changes in said["relaxations"])
    assert len(said["relaxations"]) == 3


def test_a_file_that_is_not_there_is_said_and_not_a_trace(run, pool, tmp_path):
    code, said = run(
        "draw", "--quotas", tmp_path / "no.csv", "--pool", pool, "--size", 9, "--out", tmp_path / "R.json"
    )
    assert code == 2
    assert said["errors"][0]["file"] == "no.csv"
    assert run("verify-draw", tmp_path / "R.json")[0] == 2
    assert run("pick", pool, "123")[0] == 2


def test_nothing_is_half_written_when_one_of_the_files_cannot_be(run, quotas, pool, tmp_path):
    code, said = run(
        "draw", "--quotas", quotas, "--pool", pool, "--size", SIZE,
        "--out", tmp_path / "R.json", "--public-out", tmp_path / "nowhere" / "P.json",
    )  # fmt: skip
    assert code == 2
    assert said["errors"][0]["problem"]
    assert not (tmp_path / "R.json").exists()
    assert not list(tmp_path.glob(".*"))


def test_the_checker_runs_alone_on_the_record(drawn):
    from passerelle.engines.sortition.proof import checker

    path = drawn()
    bare = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    alone = subprocess.run(
        [sys.executable, "-I", "-S", checker.__file__, path],
        capture_output=True,
        text=True,
        env=bare,
        check=False,
    )
    assert (alone.returncode, json.loads(alone.stdout)) == (0, {"failed": []})
