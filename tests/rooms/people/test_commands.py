"""`passerelle init` and `passerelle erase`, as somebody at a terminal or a script meets them."""

from __future__ import annotations

import argparse
import io
import json
import re
import stat
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from passerelle.core.errors import Problem
from passerelle.messages.models import Message
from passerelle.network.commands import init
from passerelle.network.models import Appointment, Organisation
from passerelle.people import queries
from passerelle.people.commands import erase
from passerelle.people.models import Account, Person
from tests.rooms.people.conftest import HOUSE, PASSWORD, Network

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
GIVEN = [
    "--language", "fr", "--organisation", "Deux Rives", "--country", "fr", "--town", "Sète",
    "--name", "Amélie Roux", "--email", "amelie@example.org", "--password-stdin", "--yes",
]  # fmt: skip


def run(command: ModuleType, *words: str) -> int:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args(words))


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Any:
    def answer(*lines: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))

    return answer


def test_unattended_beginning(typed: Any, tmp_path: Path, capsys: Any, client: Client, db: None) -> None:
    typed(PASSWORD)
    sheet = tmp_path / "sheet.txt"
    assert run(init, *GIVEN, "--sheet", str(sheet)) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["mail_test"] is None
    assert Organisation.objects.get().country == "FR"
    person = Person.objects.get()
    assert person.language == "fr"
    assert queries.identity_of(HOUSE, person).name == "Amélie Roux"
    assert Appointment.objects.get().role == "administrator"

    assert stat.S_IMODE(sheet.stat().st_mode) == 0o600
    text = sheet.read_text()
    codes = re.findall(r"^ {4}((?:\w{4}-){4}\w{4})$", text, re.M)
    assert len(codes) == 10
    assert "master.key" in text
    assert "passerelle keys backup" in text
    data = {"email": "amelie@example.org", "code": codes[0], "password": "another plank for us"}
    assert client.post(reverse("recovery"), data).status_code == 302


def test_second_beginning_is_refused_and_changes_nothing(
    typed: Any, tmp_path: Path, capsys: Any, db: None
) -> None:
    typed(PASSWORD)
    run(init, *GIVEN, "--sheet", str(tmp_path / "one"))
    capsys.readouterr()
    typed(PASSWORD)
    assert run(init, *GIVEN, "--sheet", str(tmp_path / "two")) == 3
    assert json.loads(capsys.readouterr().out)["errors"][0]["code"] == "begun already"
    assert Account.objects.count() == 1
    assert not (tmp_path / "two").exists()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("--country", "XX"), "country"),
        (("--organisation", " "), "organisation"),
        (("--email", "no address"), "no address"),
        (("--name", "\u200b"), "no name"),
    ],
)
def test_what_cannot_be_taken_is_told_and_nothing_stays(
    typed: Any, tmp_path: Path, db: None, change: tuple[str, str], code: str
) -> None:
    typed(PASSWORD)
    with pytest.raises(Problem) as problem:
        run(init, *GIVEN, *change, "--sheet", str(tmp_path / "sheet"))
    assert problem.value.code == code
    assert not Organisation.objects.exists()
    assert not Person.objects.exists()
    assert not (tmp_path / "sheet").exists()


def test_weak_password_is_told(typed: Any, tmp_path: Path, db: None) -> None:
    typed("short")
    with pytest.raises(Problem) as problem:
        run(init, *GIVEN, "--sheet", str(tmp_path / "sheet"))
    assert problem.value.code == "weak password"
    assert not Account.objects.exists()


def test_old_sheet_is_not_overwritten(typed: Any, tmp_path: Path, db: None) -> None:
    sheet = tmp_path / "sheet"
    sheet.write_text("ten codes")
    with pytest.raises(Problem) as problem:
        run(init, *GIVEN, "--sheet", str(sheet))
    assert problem.value.code == "sheet exists"
    assert sheet.read_text() == "ten codes"


def test_questions_are_asked_again_until_they_fit(typed: Any, tmp_path: Path, capsys: Any, db: None) -> None:
    typed("klingon", "sv", "", "Två Stränder", "SE", "Södertälje", "Åsa Ek", "asa@example.org", PASSWORD)
    assert run(init, "--password-stdin", "--sheet", str(tmp_path / "sheet")) == 0
    asked = capsys.readouterr().err
    assert asked.count("Language (en, fr, it, sv, ar)") == 2
    assert Organisation.objects.get().name == "Två Stränder"


def test_nobody_there_to_answer(typed: Any, tmp_path: Path, db: None) -> None:
    typed()
    with pytest.raises(Problem) as problem:
        run(init, "--sheet", str(tmp_path / "sheet"))
    assert "Give --language" in str(problem.value)


def test_test_mail_arrives_or_says_why_not(
    typed: Any, tmp_path: Path, capsys: Any, db: None, settings: Any
) -> None:
    settings.EMAIL_URL = "smtp://127.0.0.1:9"
    typed(PASSWORD)
    words = (*GIVEN, "--sheet", str(tmp_path / "sheet"), "--mail-test", "test@example.org")
    assert run(init, *words) == 1
    assert json.loads(capsys.readouterr().out)["mail_test"] == "no connection"
    assert not Message.objects.exists()
    assert Account.objects.exists(), "the network is begun all the same"


def test_erase_asks_for_the_code_once_more(network: Network, typed: Any, capsys: Any) -> None:
    person = network.person()
    typed("yes")
    assert run(erase, person.code) == 3
    assert queries.identity_of(HOUSE, person).name == "Amina Khalil"
    typed(person.code)
    assert run(erase, person.code) == 0
    assert Person.objects.get(pk=person.pk).erased_at
    capsys.readouterr()
    assert run(erase, person.code, "--yes") == 0
    assert json.loads(capsys.readouterr().out)["before"] is True
    with pytest.raises(Problem) as problem:
        run(erase, "nobody22", "--yes")
    assert problem.value.code == "nobody"
