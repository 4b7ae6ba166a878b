"""A mail that came back is seen at its message, and nothing more goes to an address that does not exist."""

from __future__ import annotations

import io
import mailbox
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from passerelle.config import cli
from passerelle.core.actor import SystemActor
from passerelle.core.models import Entry
from passerelle.messages import jobs
from passerelle.messages.actions import bounces, post
from passerelle.messages.commands import bounces as command
from passerelle.messages.delivery import Mail, compose, message_id
from passerelle.messages.models import DeadEnd, Message
from passerelle.people.actions import change_identity
from passerelle.people.models import Person
from tests.rooms.messages import came_back

HOUSE = SystemActor(reason="test")
pytestmark = pytest.mark.django_db(databases=["default", "keys"])
BACK = "bridge@network.example"


@pytest.fixture(autouse=True)
def mailed(settings: Any) -> None:
    settings.EMAIL_URL = "smtp://127.0.0.1:9"
    settings.MAIL_FROM = "Passerelle <bridge@network.example>"


@pytest.fixture
def person(somebody: Callable[..., Person]) -> Person:
    return somebody("Zaynab", email="Zaynab@far.example")


def sent(person: Person) -> Message:
    message = post(
        HOUSE, receiver=("person", person.pk), purpose="invitation", template="letters/invite", context={}
    )
    Message.objects.filter(pk=message.pk).update(state="sent")
    return Message.objects.get(pk=message.pk)


def report(shape: str, message: Message, to: str = "zaynab@far.example", back: str = BACK) -> bytes:
    told = {"{id}": message.message_id, "{to}": to, "{back}": back}
    for place, value in told.items():
        shape = shape.replace(place, value)
    return shape.replace("\n", "\r\n").encode()


@pytest.mark.parametrize(
    ("shape", "status", "dead"),
    [
        ("POSTFIX", "5.1.1", True),
        ("EXCHANGE", "5.1.10", True),
        ("GMAIL", "5.2.2", False),
        ("EXIM_OLD", "5.1.1", True),
        ("QMAIL", "5.1.1", True),
        ("GIVEN_UP", "4.4.1", False),
    ],
)
def test_report_of_each_server_is_understood(person: Person, shape: str, status: str, dead: bool) -> None:
    message = sent(person)
    bounces.take([report(getattr(came_back, shape), message)])
    message.refresh_from_db()
    assert (message.state, message.trouble) == ("returned", f"bounce {status}")
    assert DeadEnd.objects.exists() is dead, "a full mailbox is not an address that does not exist"


@pytest.mark.parametrize("shape", ["DELAYED", "RECEIPT", "HOLIDAY", "EXIM_WARNING"])
def test_what_is_no_failure_changes_nothing(person: Person, shape: str) -> None:
    message = sent(person)
    taken = bounces.take([report(getattr(came_back, shape), message)])
    assert (taken.mails, taken.returned) == (1, 0)
    message.refresh_from_db()
    assert message.state == "sent"


def test_report_about_nothing_of_ours_is_believed_by_nobody(person: Person) -> None:
    message = sent(person)
    stranger = Message(message_id=message_id(uuid.uuid4()))
    waiting = sent(person)
    Message.objects.filter(pk=waiting.pk).update(state="waiting")
    other = [
        report(came_back.POSTFIX, stranger),
        report(came_back.POSTFIX, waiting),
        b"",
        b"\xff\x00 no mail",
    ]
    assert bounces.take(other).returned == 0
    assert not DeadEnd.objects.exists()
    assert Message.objects.get(pk=message.pk).state == "sent"
    assert not Entry.objects.filter(action="mail came back").exists()


def test_nothing_more_goes_to_a_dead_address_until_it_changes(person: Person) -> None:
    bounces.take([report(came_back.POSTFIX, sent(person))])
    again = post(
        HOUSE, receiver=("person", person.pk), purpose="invitation", template="letters/invite", context={}
    )
    assert (again.state, again.trouble) == ("paste", "came back")
    change_identity(HOUSE, person, email="zaynab@new.example")
    assert post(
        HOUSE, receiver=("person", person.pk), purpose="invitation", template="letters/invite", context={}
    ).state == "waiting"  # fmt: skip


def test_report_from_an_earlier_address_says_nothing_about_the_new_one(person: Person) -> None:
    message = sent(person)
    change_identity(HOUSE, person, email="zaynab@new.example")
    bounces.take([report(came_back.POSTFIX, message)])
    assert Message.objects.get(pk=message.pk).state == "returned"
    assert not DeadEnd.objects.exists()


def test_forwarded_mail_that_comes_back_closes_the_address_we_know(person: Person) -> None:
    message = sent(person)
    shape = came_back.POSTFIX.replace("rfc822; {to}", "rfc822; elsewhere@deep.example").replace(
        "Original-Recipient: rfc822;{to}\n", ""
    )
    bounces.take([report(shape, message)])
    assert DeadEnd.objects.exists()


def test_address_it_comes_back_to_names_the_message(person: Person, settings: Any) -> None:
    settings.BOUNCE_ADDRESS = "bounces@network.example"
    message = sent(person)
    _content, sender = compose(Mail("a@b.example", "", "en", "s", "t", "h", message.message_id))
    assert sender == f"bounces+{message.pk}@network.example"
    bare = came_back.POSTFIX.replace("Message-ID: {id}\n", "")
    bounces.take([report(bare, message, back=sender)])
    assert Message.objects.get(pk=message.pk).state == "returned"


def test_folder_of_the_mail_server_is_read_once_and_by_the_clock(
    person: Person, tmp_path: Path, settings: Any
) -> None:
    folder = tmp_path / "mail"
    box = mailbox.Maildir(folder)
    box.add(report(came_back.EXCHANGE, sent(person)))
    box.add(b"Subject: hello\n\nno report")
    settings.BOUNCE_FOLDER = str(folder)
    jobs.read_what_came_back(timestamp=0)
    assert Message.objects.get().state == "returned"
    assert list((folder / "new").iterdir()) == []
    assert len(list((folder / "cur").iterdir())) == 2
    assert bounces.take_folder(folder).mails == 0
    with pytest.raises(FileNotFoundError):
        bounces.take_folder(tmp_path)


def test_command_reads_files_and_what_is_piped(
    person: Person, tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import argparse

    one, two = sent(person), sent(person)
    box = mailbox.mbox(tmp_path / "box")
    box.add(report(came_back.QMAIL, one))
    box.flush()
    piped = type("Standard", (), {"buffer": io.BytesIO(report(came_back.GMAIL, two))})
    monkeypatch.setattr("sys.stdin", piped)
    assert command.run(argparse.Namespace(files=[str(tmp_path / "box"), "-"])) == 0
    assert capsys.readouterr().out.count('"returned": 1') == 2
    assert set(Message.objects.values_list("state", flat=True)) == {"returned"}
    assert command.run(argparse.Namespace(files=[str(tmp_path / "nowhere")])) == 2
    assert "bounces" in cli.COMMANDS


def test_whoever_cannot_be_mailed_any_more_gets_a_letter(person: Person) -> None:
    from passerelle.messages.actions import send_again

    message = sent(person)
    bounces.take([report(came_back.POSTFIX, message)])
    change_identity(HOUSE, person, street="1 quai", postcode="69001", town="Lyon", country="FR")
    again = send_again(HOUSE, Message.objects.get(pk=message.pk))
    assert (again.state, again.way) == ("letter", "letter")
