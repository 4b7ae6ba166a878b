"""When a file left the house, as each format writes it."""

from __future__ import annotations

from datetime import UTC, datetime


def stamp(made: datetime) -> str:
    """ISO 8601 in UTC, to the microsecond: what was saved within the second after is later."""
    return made.astimezone(UTC).isoformat()


def moment(text: str) -> datetime | None:
    """The moment such a stamp says; None for anything else."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else None
