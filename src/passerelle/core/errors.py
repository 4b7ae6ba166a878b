"""Errors that people can read: a code, its parameters, and a sentence that says what to do next."""

from __future__ import annotations

from typing import Any


class Problem(Exception):
    """Something the person can put right. `message` is a whole, translatable sentence with %(named)s places."""

    def __init__(self, code: str, message: Any = "", *, field: str | None = None, **params: Any) -> None:
        self.code, self.message, self.field, self.params = code, message, field, params
        super().__init__(code, params)

    def __str__(self) -> str:
        text = str(self.message) or self.code
        return text % self.params if self.params else text

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "problem": str(self),
            "field": self.field,
            **{k: str(v) for k, v in self.params.items()},
        }


class Conflict(Problem):
    """Somebody else saved first. Carries both versions so that nobody's words are lost."""

    def __init__(self, code: str, message: Any, *, theirs: str, mine: str, number: int) -> None:
        super().__init__(code, message)
        self.theirs, self.mine, self.number = theirs, mine, number


class Refused(Problem):
    """The state of the house forbids it (data are there already, keys too old). Commands exit with 3."""


class Denied(Exception):
    """The policy said no. Screens answer 403, commands exit with 3."""

    def __init__(self, action: str) -> None:
        self.action = action
        super().__init__(f"not allowed: {action}")
