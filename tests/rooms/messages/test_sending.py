"""A mail reaches its receiver once, in their language; when nobody can know whether it did, a person is asked."""

from __future__ import annotations

import signal
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.db import transaction

from passerelle.core.actor import SystemActor
from passerelle.core.errors import Problem
from passerelle.messages import jobs
from passerelle.messages.actions import mark_sent, post, send_again
from passerelle.messages.delivery import Transient
from passerelle.messages.models import Message
from passerelle.people.models import Person
from tests.rooms.messages import workers

HOUSE = SystemActor(reason="test")
State = Message.State
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


def write(person: Person, **more: Any) -> Message:
    context = {"project": "I_Improve", "link": "https://example.org/join/k4p7", **more.pop("context", {})}
    return post(
        HOUSE,
        receiver=("person", person.pk),
        purpose="invitation",
        template="letters/invite",
        context=context,
        **more,
    )


def fresh(message: Message) -> Message:
    return Message.objects.get(pk=message.pk)


def test_text_and_html_arrive_in_the_receivers_language(
    post_office: Any, somebody: Callable[..., Person]
) -> None:
    message = write(somebody())
    jobs.send(message=message.pk)

    (mail,) = post_office.taken
    assert fresh(message).state == State.SENT
    assert mail["Subject"] == "An invitation to I_Improve"
    assert mail["To"].addresses[0].display_name == "Zaynab O’Hara & Söhne"
    assert post_office.receivers == ["zaynab@example.org"]
    assert mail["Content-Language"] == "en"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == message.message_id
    assert message.message_id.endswith("@network.example>")
    text = mail.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert "Hello Zaynab O’Hara & Söhne" in text, "a plain text shows no HTML escapes"
    assert "\n.\n..and a line" in text, "lines that begin with a dot survive SMTP"
    html = mail.get_body(("html",)).get_content()
    assert 'dir="ltr"' in html
    assert "O’Hara &amp; Söhne" in html


def test_arabic_mail_reads_from_right_to_left(post_office: Any, somebody: Callable[..., Person]) -> None:
    message = write(somebody(name="أمينة", language="ar"))
    jobs.send(message=message.pk)

    (mail,) = post_office.taken
    assert mail["Content-Language"] == "ar"
    assert mail["Subject"] == "دعوة إلى I_Improve"
    assert "مرحباً أمينة" in mail.get_body(("plain",)).get_content()
    assert 'lang="ar" dir="rtl"' in mail.get_body(("html",)).get_content()


def test_language_without_an_interface_falls_back_and_says_so(
    post_office: Any, somebody: Callable[..., Person]
) -> None:
    jobs.send(message=write(somebody(language="ti")).pk)
    assert post_office.taken[0]["Content-Language"] == "en"


def test_nothing_typed_into_a_name_or_title_becomes_a_header(
    post_office: Any, somebody: Callable[..., Person]
) -> None:
    person = somebody(name="Eve\r\nBcc: all@example.org")
    message = write(person, context={"project": "X\nBcc: all@example.org\r\n\r\nHello"})
    jobs.send(message=message.pk)

    (mail,) = post_office.taken
    assert post_office.receivers == ["zaynab@example.org"]
    assert mail["Bcc"] is None
    assert mail["Subject"] == "An invitation to X Bcc: all@example.org Hello"
    assert len(mail["To"].addresses) == 1


def test_message_is_asked_for_only_if_the_change_stands(
    post_office: Any, somebody: Callable[..., Person]
) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    person = somebody()
    before = ProcrastinateJob.objects.count()
    with transaction.atomic():
        write(person)
        transaction.set_rollback(True)
    assert not Message.objects.exists()
    assert ProcrastinateJob.objects.count() == before
    message = write(person)
    assert ProcrastinateJob.objects.latest("id").args == {"message": str(message.pk)}, "ids only"


def test_worker_sends_what_was_posted(post_office: Any, somebody: Callable[..., Person]) -> None:
    message = write(somebody())
    workers.work()
    assert fresh(message).state == State.SENT
    assert len(post_office.taken) == 1


def test_job_that_runs_twice_sends_once(post_office: Any, somebody: Callable[..., Person]) -> None:
    message = write(somebody())
    jobs.send(message=message.pk)
    jobs.send(message=message.pk)
    assert len(post_office.taken) == 1


@pytest.mark.parametrize("answer", ["451 try later", "DATA 452 no room"])
def test_server_that_is_busy_is_asked_again(
    post_office: Any, somebody: Callable[..., Person], answer: str
) -> None:
    post_office.answers = [answer]
    message = write(somebody())
    with pytest.raises(Transient):
        jobs.send(message=message.pk)
    assert fresh(message).state == State.WAITING
    assert fresh(message).trouble == f"smtp {answer.removeprefix('DATA ')[:3]}"
    jobs.send(message=message.pk)
    assert fresh(message).state == State.SENT
    assert fresh(message).trouble == ""
    assert len(post_office.taken) == 1


@pytest.mark.parametrize("answer", ["550 nobody here", "DATA 554 we think this is spam"])
def test_refused_mail_is_told_with_a_code_and_not_tried_again(
    post_office: Any, somebody: Callable[..., Person], answer: str
) -> None:
    post_office.answers = [answer]
    message = write(somebody())
    jobs.send(message=message.pk)
    assert fresh(message).state == State.FAILED
    assert fresh(message).trouble == f"smtp {answer.removeprefix('DATA ')[:3]}"


def test_after_the_last_try_somebody_can_see_that_it_failed(
    settings: Any, somebody: Callable[..., Person]
) -> None:
    settings.EMAIL_URL = "smtp://127.0.0.1:9"  # discard: nobody listens
    message = write(somebody())
    for _attempt in range(jobs.ATTEMPTS - 1):
        with pytest.raises(Transient):
            jobs.send(message=message.pk)
    jobs.send(message=message.pk)
    assert fresh(message).state == State.FAILED
    assert fresh(message).trouble == "no connection"


def test_worker_killed_while_sending_leaves_a_question_and_sends_nothing_twice(
    post_office: Any, somebody: Callable[..., Person], settings: Any
) -> None:
    post_office.silent = True
    message = write(somebody())
    worker = workers.start(f"from passerelle.messages import jobs; jobs.send(message={str(message.pk)!r})")
    assert post_office.arrived.wait(30)
    assert fresh(message).state == State.SENDING
    with pytest.raises(Transient):
        jobs.send(message=message.pk)
    assert fresh(message).state == State.SENDING, (
        "a worker that is alive is left alone, and looked after again"
    )
    worker.send_signal(signal.SIGKILL)
    worker.wait()

    post_office.silent = False
    until(lambda: looked_after(message) != State.SENDING)
    assert fresh(message).state == State.UNSURE
    jobs.send(message=message.pk)
    assert len(post_office.taken) == 1

    send_again(HOUSE, fresh(message))
    jobs.send(message=message.pk)
    assert fresh(message).state == State.SENT
    assert [m["Message-ID"] for m in post_office.taken] == [message.message_id] * 2


def test_answer_that_never_comes_is_a_question_too(
    post_office: Any, somebody: Callable[..., Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("passerelle.messages.delivery.PATIENCE", 0.5)
    post_office.silent = True
    message = write(somebody())
    jobs.send(message=message.pk)
    assert fresh(message).state == State.UNSURE
    mark_sent(HOUSE, fresh(message))
    assert fresh(message).state == State.SENT


def test_without_a_mail_server_the_message_waits_to_be_pasted(
    settings: Any, somebody: Callable[..., Person]
) -> None:
    settings.EMAIL_URL = ""
    message = write(somebody())
    assert message.state == State.PASTE
    with pytest.raises(Problem) as problem:
        send_again(HOUSE, message)
    assert problem.value.code == "no mail server"
    assert mark_sent(HOUSE, message).state == State.SENT


def test_somebody_without_an_address_is_on_the_list_to_pass_on_by_hand(
    post_office: Any, somebody: Callable[..., Person]
) -> None:
    message = write(somebody(email=""))
    assert (message.state, message.trouble) == (State.PASTE, "no address")


def test_secret_is_forgotten_once_it_has_left(
    post_office: Any, somebody: Callable[..., Person], settings: Any
) -> None:
    message = write(somebody(), secret=True)
    assert fresh(message).text
    jobs.send(message=message.pk)
    assert len(post_office.taken) == 1
    assert fresh(message).text is None
    assert fresh(message).html is None
    with pytest.raises(Problem) as problem:
        send_again(HOUSE, fresh(message))
    assert problem.value.code == "forgotten"
    settings.EMAIL_URL = ""
    unsendable = write(somebody(email="b@example.org"), secret=True)
    assert (unsendable.state, unsendable.text) == (State.FAILED, None), "a sign-in code is not for pasting"


def test_encrypted_connection_is_not_given_up_quietly(
    post_office: Any, somebody: Callable[..., Person], settings: Any
) -> None:
    settings.EMAIL_URL += "?tls=1"
    message = write(somebody())
    with pytest.raises(Transient):
        jobs.send(message=message.pk)
    assert post_office.taken == []
    assert fresh(message).trouble == "no encryption offered"


def looked_after(message: Message) -> str:
    """The state once the job ran again; the server may still hold the dead worker's lock."""
    with suppress(Transient):
        jobs.send(message=message.pk)
    return fresh(message).state


def until(holds: Callable[[], Any], patience: int = 100) -> None:
    import time

    for _attempt in range(patience):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError("waited in vain")
