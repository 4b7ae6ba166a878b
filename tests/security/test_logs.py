"""No line of the log says who somebody is, what they wrote, or a secret of theirs, whatever goes wrong."""

from __future__ import annotations

import json
import logging
import re

import pytest
from django.db import IntegrityError, connection
from django.test import Client

from passerelle.core import logs
from passerelle.messages import delivery, jobs
from passerelle.messages.delivery import Transient
from passerelle.people import actions as people

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

NAME = "Zelmira Quixwood"
MAIL = "zelmira@quixwood.example"
SECRET = "marker-hunter2-secret"
MARKS = (NAME, "Zelmira", "quixwood", SECRET, "203.0.113.77")


@pytest.fixture
def lines():
    """Everything that is logged from here on, at every level, as it would be written."""
    written: list[str] = []

    class Into(logging.Handler):
        def emit(self, record):
            written.append(self.format(record))

    handler, root = Into(), logging.getLogger()
    handler.setFormatter(logs.Lines())
    levels = {name: logging.getLogger(name).level for name in ("", "django", "django.request", "allauth")}
    for name in levels:
        logging.getLogger(name).setLevel(logging.DEBUG)
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


@pytest.fixture
def browser(sit_down):
    """The lead coordinator, who sees the page of a fault as anybody would."""
    client = sit_down("lead_coordinator")
    client.raise_request_exception = False
    client.defaults["REMOTE_ADDR"] = "203.0.113.77"
    return client


def nobody_is_in(lines):
    assert [mark for mark in MARKS if any(mark.lower() in line.lower() for line in lines)] == []


def read(lines):
    return [json.loads(line) for line in lines]


def test_a_log_in_that_fails_names_nobody(lines):
    stranger = Client(REMOTE_ADDR="203.0.113.77")
    answer = stranger.post("/en/sign-in/", {"login": MAIL, "password": SECRET})
    assert answer.status_code == 200
    asked = [line for line in read(lines) if line["logger"] == "passerelle.request"]
    assert [(one["view"], one["method"], one["status"]) for one in asked] == [("account_login", "POST", 200)]
    nobody_is_in(lines)


def test_an_address_is_logged_by_its_name_without_what_stands_in_it(lines):
    visitor = Client(REMOTE_ADDR="203.0.113.77")
    visitor.get(f"/en/join/{SECRET}/", {"mail": MAIL})
    visitor.get(f"/en/search/?q={NAME}")
    visitor.get(f"/en/{SECRET}/")
    visitor.get("/en/", headers={"host": f"{SECRET}.example"})
    assert {"join", "search", "(nowhere)"} <= {line.get("view") for line in read(lines)}
    nobody_is_in(lines)


def test_a_form_that_is_refused_is_not_written_down(browser, lines):
    answer = browser.post("/en/desk/projects/new/", {"acronym": NAME * 30, "title": MAIL, "language": SECRET})
    assert answer.status_code == 200
    assert any(line.get("view") == "desk_new_project" for line in read(lines))
    nobody_is_in(lines)


def break_with_sql():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE marked (mail text CONSTRAINT one_each UNIQUE) ON COMMIT DROP")
        cursor.execute("INSERT INTO marked VALUES (%s)", [MAIL])
        cursor.execute("INSERT INTO marked VALUES (%s)", [MAIL])


def test_a_fault_in_an_action_tells_where_and_not_about_whom(browser, lines, monkeypatch):
    def broken(actor, **given):
        whose = f"{NAME} {MAIL}"
        try:
            break_with_sql()
        except IntegrityError as reason:
            raise RuntimeError(f"could not save {whose}") from reason

    monkeypatch.setattr("passerelle.network.actions.create_project", broken)
    form = {"acronym": "MARK", "title": NAME, "language": "en"}
    page = browser.get("/en/desk/projects/new/").content.decode()
    form["lead"] = re.findall(r'<option value="([^"]+)"', page.partition('name="lead"')[2])[0]
    answer = browser.post("/en/desk/projects/new/", form)
    assert answer.status_code == 500
    fault = next(line for line in read(lines) if line["level"] == "error" and "error" in line)
    assert fault["error"]["kind"] == "builtins.RuntimeError"
    assert any("test_logs.py" in frame for frame in fault["error"]["at"])
    assert fault["error"]["from"]["from"]["constraint_name"] == "one_each"
    assert fault["id"] == answer.headers["X-Request-ID"]
    nobody_is_in(lines)


def test_a_mail_server_that_repeats_the_address_is_not_quoted(lines, monkeypatch):
    person = people.register_person(jobs.HOUSE, name=NAME, email=MAIL, language="en", project=None)
    assert person.pk

    class Server:
        def __init__(self, *_, **__):
            raise OSError(f"550 no such user {MAIL}")

    monkeypatch.setattr(delivery.smtplib, "SMTP", Server)
    mail = delivery.Mail(MAIL, NAME, "en", SECRET, SECRET, SECRET, "<1@localhost>")
    with pytest.raises(Transient) as trouble:
        delivery.deliver(mail)
    logging.getLogger("passerelle.test").error("send", exc_info=trouble.value)
    assert read(lines)[-1]["error"]["from"]["kind"] == "builtins.OSError"
    nobody_is_in(lines)
