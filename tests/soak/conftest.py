"""A stage without a house: what a check reads is put there by hand."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from soak.kills.checks import Before
from soak.kills.moments import Stage
from soak.kills.notebook import Notebook


class Told:
    """Stands for the database: answers a query with the rows given for a word in it."""

    def __init__(self) -> None:
        self.answers: list[tuple[str, list[tuple[Any, ...]]]] = []

    def say(self, word: str, *rows: tuple[Any, ...]) -> None:
        self.answers.insert(0, (word, list(rows)))

    def rows(self, query: str, values: Any = None) -> list[tuple[Any, ...]]:
        return next((list(rows) for word, rows in self.answers if word in query), [])

    def one(self, query: str, values: Any = None) -> Any:
        found = self.rows(query, values)
        return found[0][0] if found else 0


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    postbox = SimpleNamespace(letters=[], counted=Counter)
    return Stage(
        installation=SimpleNamespace(folder=tmp_path),
        observer=Told(),
        postbox=postbox,
        notebook=Notebook(tmp_path / "notebook"),
        chance=random.Random(1),
        archive=tmp_path / "saved",
    )


@pytest.fixture
def before() -> Before:
    return Before(accounts={}, entries=0, people=set())
