"""What every engine of machine translation does for us."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from passerelle.core.errors import Problem


class Unavailable(Problem):
    """The engine does not answer, or not as its manual says. The sentence says what to do."""


class Engine(Protocol):
    """Segments in, segments out, as HTML of a few tags (see `marks`)."""

    name: Any
    """What readers and officers call it."""
    far: bool
    """Whether texts leave this machine."""
    most_characters: int
    """Most characters in one call."""
    most_texts: int
    """Most segments in one call."""

    def knows(self, source: str, target: str) -> bool:
        """Whether it translates between these languages (BCP 47). Raises Unavailable."""

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """The texts in the other language, as many and in the same order. Raises Unavailable."""
