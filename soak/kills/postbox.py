"""A mail server that counts what it was given, and can hold its breath at a chosen moment."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter
from dataclasses import dataclass
from email import message_from_bytes, policy
from typing import Any

from aiosmtpd.controller import Controller

LONGEST_HOLD = 20.0
# Where it can stop: the receiver is named but nothing handed over; everything handed over but not answered.
NAMED, HANDED_OVER = "named", "handed over"


@dataclass(frozen=True, slots=True)
class Letter:
    message_id: str
    to: str
    text: str
    at: float


class Postbox:
    """Takes mail on a port of its own, in a thread of its own."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.letters: list[Letter] = []
        self.reached = threading.Event()
        self.held: str | None = None
        self._stop_at: str | None = None
        self._go_on = threading.Event()
        self.controller = Controller(self, hostname="127.0.0.1", port=port)

    def __enter__(self) -> Postbox:
        self.controller.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self.release()
        self.controller.stop()

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _o: Any) -> str:
        await self._maybe_hold(NAMED, address)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        mail = message_from_bytes(envelope.content, policy=policy.default)
        body = mail.get_body(("plain",))
        # From here on a real server might deliver it, whether its answer arrives or not.
        self.letters.append(
            Letter(
                str(mail["Message-ID"]), envelope.rcpt_tos[0], body.get_content() if body else "", time.time()
            )
        )
        await self._maybe_hold(HANDED_OVER, str(mail["Message-ID"]))
        return "250 OK"

    async def _maybe_hold(self, where: str, what: str) -> None:
        if self._stop_at != where:
            return
        self._stop_at, self.held = None, what
        self.reached.set()
        until = time.monotonic() + LONGEST_HOLD
        while not self._go_on.is_set() and time.monotonic() < until:
            await asyncio.sleep(0.002)

    def stop_at(self, where: str) -> None:
        """Stop at the next letter that comes so far; `reached` tells when."""
        self.reached.clear()
        self._go_on.clear()
        self._stop_at = where

    def release(self) -> None:
        """Answer what is held; expect no other."""
        self._stop_at = None
        self._go_on.set()

    def counted(self) -> Counter[str]:
        """How often each Message-ID came."""
        return Counter(letter.message_id for letter in self.letters)
