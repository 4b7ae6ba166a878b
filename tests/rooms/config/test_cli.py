"""The command line: every command is there, starts quickly, and ends in words instead of a traceback."""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from passerelle.config import cli
from passerelle.core.errors import Denied, Problem, Refused

TROUBLE = ["DATABASE_URL", "KEYS_DATABASE_URL", "PASSERELLE_DATA", "PASSERELLE_PORT", "PASSERELLE_DEMO"]


def passerelle(*words: object) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, with nothing configured."""
    environment = {name: value for name, value in os.environ.items() if name not in TROUBLE}
    return subprocess.run(
        [sys.executable, "-m", "passerelle.config.cli", *map(str, words)],
        capture_output=True,
        text=True,
        env=environment,
    )


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[argparse.Namespace], int]], None]:
    """Make a function the command "try-out"."""

    def furnish(run: Callable[[argparse.Namespace], int]) -> None:
        module = ModuleType("tryout", "Tries something out.")
        module.add_arguments = lambda parser: parser.add_argument("--times", type=int, default=1)
        module.run = run
        monkeypatch.setitem(sys.modules, "tryout", module)
        monkeypatch.setitem(cli.COMMANDS, "try-out", cli.Command("tryout", "try", cli.Needs.NOTHING))

    return furnish


def raising(problem: BaseException) -> Callable[[argparse.Namespace], int]:
    def run(args: argparse.Namespace) -> int:
        raise problem

    return run


def test_help_lists_every_command_in_one_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["--help"])
    assert left.value.code == 0
    lines = capsys.readouterr().out.splitlines()
    for name, each in cli.COMMANDS.items():
        assert any(line.split(maxsplit=1) == [name, each.help] for line in lines)


@pytest.mark.parametrize("name", sorted(cli.COMMANDS))
def test_every_command_that_is_listed_exists(name: str) -> None:
    assert importlib.util.find_spec(cli.COMMANDS[name].module) is not None


def test_the_version_can_be_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["--version"])
    assert left.value.code == 0
    assert capsys.readouterr().out.startswith("passerelle ")


@pytest.mark.parametrize(
    "words", [[], ["frobnicate"], ["try-out", "--times", "often"], ["try-out", "--what"]]
)
def test_words_that_make_no_sense_end_with_2_and_a_hint(
    words: list[str], command: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    command(lambda args: 0)
    with pytest.raises(SystemExit) as left:
        cli.main(words)
    assert left.value.code == 2
    told = capsys.readouterr()
    assert "usage: passerelle" in told.err
    assert told.out == ""


def test_a_command_gets_its_arguments_and_its_code_is_ours(command: Callable[..., None]) -> None:
    command(lambda args: args.times)
    assert cli.main(["try-out", "--times", "1"]) == 1


def test_the_data_folder_may_be_named_behind_a_sub_command(tmp_path: Path) -> None:
    done = passerelle("journal", "verify", "--data", tmp_path / "nowhere")
    assert done.returncode == 2
    assert f"There is no Passerelle in {tmp_path / 'nowhere'}" in done.stderr


def test_a_problem_is_json_with_its_code_and_ends_with_2(
    command: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    command(raising(Problem("too_long", "Write at most %(limit)s characters.", field="title", limit=200)))
    assert cli.main(["try-out"]) == 2
    (error,) = json.loads(capsys.readouterr().out)["errors"]
    assert error["code"] == "too_long"
    assert error["problem"] == "Write at most 200 characters."
    assert error["field"] == "title"


@pytest.mark.parametrize(
    ("refusal", "code"),
    [(Denied("erase a person"), "denied"), (Refused("not_empty", "Not empty."), "not_empty")],
)
def test_a_refusal_is_json_and_ends_with_3(
    refusal: Exception, code: str, command: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    command(raising(refusal))
    assert cli.main(["try-out"]) == 3
    assert json.loads(capsys.readouterr().out)["errors"][0]["code"] == code


def test_a_surprise_is_one_line_that_says_what_to_do(
    command: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    command(raising(RuntimeError("the disk is full\nand more")))
    assert cli.main(["try-out"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert "the disk is full" in told.err
    assert "--debug" in told.err


def test_debug_shows_where_a_surprise_comes_from(command: Callable[..., None]) -> None:
    command(raising(RuntimeError("the disk is full")))
    with pytest.raises(RuntimeError):
        cli.main(["try-out", "--debug"])


def test_settings_that_make_no_sense_are_one_line_and_end_with_2(
    command: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    command(raising(SystemExit("DATABASE_URL must begin with postgresql://")))
    assert cli.main(["try-out"]) == 2
    assert capsys.readouterr().err == "DATABASE_URL must begin with postgresql://\n"


def test_help_and_errors_do_not_wait_for_django() -> None:
    program = (
        "import sys, passerelle.config.cli as cli; print('django' in sys.modules, 'psycopg' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert told == "False False\n"


def test_a_mistyped_data_folder_is_not_made(tmp_path: Path) -> None:
    done = passerelle("backup", "--data", tmp_path / "nowhere", tmp_path / "out")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "There is no Passerelle in" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_keys_without_a_database_of_their_own_are_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql:///town")
    monkeypatch.delenv("KEYS_DATABASE_URL", raising=False)
    monkeypatch.setenv("PASSERELLE_DATA", str(tmp_path))
    assert cli.main(["journal", "verify"]) == 2
    assert "KEYS_DATABASE_URL" in capsys.readouterr().err


def test_a_new_data_folder_is_migrated_once_and_the_server_stops_afterwards() -> None:
    with tempfile.TemporaryDirectory(prefix="passerelle-") as folder:
        done = passerelle("migrate", "--data", folder)
        assert done.returncode == 0, done.stderr
        applied = json.loads(done.stdout)["applied"]
        assert "people.0001_first" in applied["default"]
        assert "keystore.0001_first" in applied["keys"]
        again = passerelle("migrate", "--check", "--data", folder)
        assert (again.returncode, json.loads(again.stdout)) == (0, {"pending": {"default": [], "keys": []}})
        assert not Path(folder, "postgres", "cluster", "postmaster.pid").exists()
