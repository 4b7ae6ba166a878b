"""A small town's pool, and the commands run as somebody at a keyboard runs them."""

import csv
import json
import random

import pytest

from passerelle.config.cli import main

QUOTAS = [
    ("gender", "female", 4, 5),
    ("gender", "male", 4, 5),
    ("age", "16-34", 2, 4),
    ("age", "35-64", 3, 5),
    ("age", "65+", 2, 3),
    ("district", "north", 3, 5),
    ("district", "south", 4, 6),
]
SIZE = 9


def people(number=60, seed=4):
    """Women, the old and the north came more often than their share, as people do. Every fifth shares a home."""
    chance = random.Random(seed)
    return [
        {
            "gender": chance.choices(("female", "male"), (6, 4))[0],
            "age": chance.choices(("16-34", "35-64", "65+"), (2, 4, 5))[0],
            "district": chance.choices(("north", "south"), (7, 3))[0],
            "address": f"Quay {chance.randrange(number * 2)}" if row % 5 else f"Mill Lane {row % 4}",
        }
        for row in range(number)
    ]


def write(path, header, rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(header)
        table.writerows(rows)
    return path


@pytest.fixture
def quotas(tmp_path):
    return write(tmp_path / "quotas.csv", ("category", "feature", "min", "max"), QUOTAS)


@pytest.fixture
def pool(tmp_path):
    found = people()
    return write(tmp_path / "pool.csv", found[0].keys(), (person.values() for person in found))


@pytest.fixture
def run(capsys):
    """`run("draw", "--size", 9)` → exit code and the JSON on the standard output."""

    def command(*words):
        capsys.readouterr()
        try:
            code = main([str(word) for word in words])
        except SystemExit as leaving:
            code = leaving.code
        said = capsys.readouterr().out
        return code, json.loads(said) if said else None

    return command


@pytest.fixture
def drawn(run, quotas, pool, tmp_path):
    """A record of the small town, with whatever else is asked of `draw`."""

    def draw(*words, name="R.json"):
        path = tmp_path / name
        code, said = run(
            "draw", "--quotas", quotas, "--pool", pool, "--size", SIZE, "--seed", 1, "--out", path, *words
        )
        assert code == 0, said
        return path

    return draw
