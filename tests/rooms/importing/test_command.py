"""The same table from the command line: looked at, taken in whole, or told what is wrong."""

from __future__ import annotations

import argparse
import json

import pytest

from passerelle.core.errors import Problem
from passerelle.importing.models import Sheet
from passerelle.network.commands import import_sheet
from passerelle.tasks.models import Item
from tests.rooms.importing.conftest import lines

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
GOOD = lines(("No", "Title", "Lead"), ("WP1", "Steering", "Town SE"), ("D1.1", "Report", ""))
BAD = lines(("No", "Title", "Lead"), ("D1.1", "Report", "Town Atlantis"), ("D1.2", "Film", "Twn SE"))


@pytest.fixture
def ask(member, project, tmp_path, capsys):
    member("lead_coordinator", name="Lea Dahl", email="lea@bank.example", account=True)

    def run(raw, *words, kind="plan", code=project.code):
        file = tmp_path / "plan.csv"
        file.write_bytes(raw)
        parser = argparse.ArgumentParser()
        import_sheet.add_arguments(parser)
        given = [kind, str(file), "--as", "lea@bank.example", *(["--project", code] if code else []), *words]
        exit_code = import_sheet.run(parser.parse_args(given))
        return exit_code, json.loads(capsys.readouterr().out)

    return run


def test_a_table_is_taken_in_and_can_be_taken_back_on_the_screen(ask, project):
    exit_code, told = ask(GOOD)
    assert (exit_code, told["rows"], told["new"], told["errors"]) == (0, 2, 2, [])
    assert Sheet.objects.get(code=told["taken"]).state == Sheet.State.DONE
    assert Item.objects.get(project=project).number == "D1.1"


def test_a_dry_run_changes_nothing_and_leaves_nothing(ask, project):
    exit_code, told = ask(GOOD, "--dry-run")
    assert (exit_code, told["new"], told["taken"]) == (0, 2, None)
    assert not Item.objects.exists()
    assert not Sheet.objects.exists()


def test_every_error_comes_with_row_column_value_and_proposal(ask):
    exit_code, told = ask(BAD)
    assert exit_code == 2
    assert [(one["row"], one["column"], one["value"]) for one in told["errors"]] == [
        (1, "responsible", "Town Atlantis"),
        (2, "responsible", "Twn SE"),
    ]
    assert told["errors"][1]["proposal"] == "Town SE"
    assert not Item.objects.exists()


def test_only_where_one_may(ask):
    with pytest.raises(Problem, match="--project"):
        ask(GOOD, code="nowhere0")
    with pytest.raises(Problem, match="There are"):
        ask(GOOD, kind="dreams")
