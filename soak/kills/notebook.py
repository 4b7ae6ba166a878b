"""What was asked of the house and what it answered: an append-only log outside the system."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ACKNOWLEDGED, REFUSED, UNKNOWN = "acknowledged", "refused", "unknown"


@dataclass
class Write:
    """One write. fate: acknowledged, refused (it says so itself), unknown (no whole answer, or a server error)."""

    number: int
    kind: str
    who: str
    facts: dict[str, Any]
    began: float
    ended: float = 0.0
    fate: str = UNKNOWN
    status: int | None = None
    found: dict[str, Any] = field(default_factory=dict)


class Notebook:
    """Every line is written before anything else happens, and none is ever changed."""

    def __init__(self, path: Path) -> None:
        self.file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self.lock = threading.Lock()
        self.writes: list[Write] = []
        self.open: dict[int, Write] = {}

    @contextmanager
    def writing(self, kind: str, who: str, **facts: Any) -> Iterator[Write]:
        """Log the question, then (however the block ends) the answer it put into the write."""
        with self.lock:
            write = Write(len(self.writes) + 1, kind, who, facts, time.time())
            self.writes.append(write)
            self.open[write.number] = write
            self._line({"n": write.number, "asked": kind, "who": who, "at": write.began, **facts})
        try:
            yield write
        finally:
            write.ended = time.time()
            with self.lock:
                del self.open[write.number]
                self._line({"n": write.number, "fate": write.fate, "status": write.status, **write.found})

    def _line(self, told: dict[str, Any]) -> None:
        os.write(self.file, (json.dumps(told, default=str) + "\n").encode())

    def in_flight(self) -> list[Write]:
        """The writes under way at this moment."""
        with self.lock:
            return list(self.open.values())

    def of(self, *kinds: str, fate: str | None = None) -> list[Write]:
        """The writes of these kinds, in the order they were asked."""
        return [w for w in self.writes if w.kind in kinds and (fate is None or w.fate == fate)]

    def acknowledged(self, *kinds: str) -> list[Write]:
        return self.of(*kinds, fate=ACKNOWLEDGED)

    def counts(self) -> dict[str, dict[str, int]]:
        """By kind: how many had which fate."""
        table: dict[str, dict[str, int]] = {}
        for write in self.writes:
            row = table.setdefault(write.kind, {ACKNOWLEDGED: 0, REFUSED: 0, UNKNOWN: 0})
            row[write.fate] += 1
        return dict(sorted(table.items()))
