"""What an action refuses, by its code: words are for people and change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from passerelle.core.errors import Problem


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(Problem) as found:
        yield
    assert found.value.code == code
