"""One finding of the check."""

from dataclasses import dataclass, field

KINDS = (
    "language-run",
    "duplicate-block",
    "two-translations",
    "forbidden-term",
    "mismatch",
    "long-sentence",
    "hidden-character",
    "missing-alt",
)
NOTES = frozenset(("long-sentence",))
"""Kinds that are no fault: they are told and stop nothing."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something at text[start:end] (code points) that somebody should look at.

    kind is one of KINDS, `code` says more of it (see `docs/engines/text.md`). language: of a run, or whose rules a
    number or date follows. of: where the first copy stands. facts: what the sentence about it tells, by name.
    """

    kind: str
    start: int
    end: int
    code: str = ""
    language: str | None = None
    of: tuple[int, int] | None = None
    facts: dict[str, str | int] = field(default_factory=dict)

    @property
    def is_note(self) -> bool:
        return self.kind in NOTES
