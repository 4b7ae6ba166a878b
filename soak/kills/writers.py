"""Several signed-in clients that write as fast as the house lets them, and note what it acknowledged."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Sequence

from soak.kills.browser import Browser, Gone
from soak.kills.notebook import Notebook
from soak.kills.writing import Hand, Write

PASSWORD = "bridge-over-water"
# Name, sign-in, and how often each kind of writing happens, in parts.
LEAD, LOCAL, FACILITATOR = (
    "elodie.kouassi@sainte-ombelle.example",
    "giuseppe.rindone@rocchiara.example",
    "layla.alhasan@brueckenklang.example",
)
CAST: tuple[tuple[str, str, dict[str, int]], ...] = (
    ("lead 1", LEAD, {"invite": 5, "facts": 4, "consent": 3, "access_code": 2, "publish": 1, "erase": 1}),
    ("lead 2", LEAD, {"invite": 3, "consent": 3, "create": 1, "partners": 1, "facts": 2}),
    ("lead 3", LEAD, {"translate": 5, "edit": 3, "publish": 1}),
    ("local 1", LOCAL, {"edit": 3, "translate": 5, "publish": 1}),
    ("local 2", LOCAL, {"translate": 6, "edit": 2, "consent": 2}),
    ("facilitator", FACILITATOR, {"translate": 1}),
    ("visitor", "", {"sign_in_code": 1, "join": 2}),
)
THINKING = (0.02, 0.12)  # seconds between two writes of one client
AFTER_A_LOSS = 0.4


class Writers:
    """The clients, each in a thread of its own."""

    def __init__(self, port: int, notebook: Notebook, hand: Hand, seed: int) -> None:
        self.notebook, self.hand = notebook, hand
        self.stopping = threading.Event()
        self.quiet = threading.Event()
        self.unsigned: list[str] = []
        self.broken: list[str] = []
        self.threads = [
            threading.Thread(
                target=self._write, args=[port, *one, random.Random(f"{seed} {one[0]}")], daemon=True
            )
            for one in CAST
        ]

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        """Let everybody finish their sentence."""
        self.stopping.set()
        for thread in self.threads:
            thread.join(60)

    def in_flight(self) -> list[Write]:
        return self.notebook.in_flight()

    def _write(self, port: int, name: str, email: str, likes: dict[str, int], chance: random.Random) -> None:
        browser = Browser(port)
        signed_in = not email
        kinds: Sequence[str] = list(likes)
        while not self.stopping.is_set():
            try:
                if not signed_in:
                    signed_in = browser.sign_in(email, PASSWORD)
                if signed_in:
                    kind = chance.choices(kinds, list(likes.values()))[0]
                    self.hand.write(kind, browser, name, chance)
                self.stopping.wait(chance.uniform(*THINKING))
            except Gone:
                self.stopping.wait(AFTER_A_LOSS)
            except Exception as trouble:  # a bug of the soak itself must not look like a quiet client
                self.broken.append(f"{name}: {type(trouble).__name__}: {trouble}")
                time.sleep(1)
        if not signed_in:
            self.unsigned.append(name)
