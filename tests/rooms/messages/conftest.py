"""A real mail server on loopback, and somebody to write to."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from passerelle.core.actor import SystemActor
from passerelle.people.actions import register_person
from passerelle.people.models import Person

HOUSE = SystemActor(reason="test")


class PostOffice:
    """Takes every mail and keeps it; can be told to answer otherwise, or not at all."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.receivers: list[str] = []
        self.answers: list[str] = []
        self.silent = False
        self.arrived = threading.Event()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.answers and not self.answers[0].startswith("DATA "):
            return self.answers.pop(0)
        envelope.rcpt_tos.append(address)
        self.receivers.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.answers:
            return self.answers.pop(0).removeprefix("DATA ")
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        self.arrived.set()
        if self.silent:
            await asyncio.sleep(600)
        return "250 OK"


@pytest.fixture
def post_office(settings: Any) -> Iterator[PostOffice]:
    office = PostOffice()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_URL = f"smtp://127.0.0.1:{port}"
    settings.MAIL_FROM = "Passerelle <bridge@network.example>"
    yield office
    controller.stop(no_assert=True)


@pytest.fixture(autouse=True)
def letters(settings: Any) -> None:
    """The templates the tests write with."""
    (engine,) = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [Path(__file__).parent / "templates"]}]


@pytest.fixture
def somebody(db: None) -> Callable[..., Person]:
    def make(
        name: str = "Zaynab O’Hara & Söhne",
        language: str = "en",
        email: str = "zaynab@example.org",
        **more: Any,
    ) -> Person:
        return register_person(HOUSE, name=name, email=email, language=language, project=None, **more)

    return make


PALERMO = {"street": "Via della Marina 7", "postcode": "90133", "town": "Palermo", "country": "IT"}
