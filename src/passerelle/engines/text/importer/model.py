"""What the importer finds."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

Field = Literal[
    "title",
    "acronym",
    "period_start",
    "period_end",
    "country",
    "programme",
    "sdg",
    "partner",
    "objective",
    "activity",
    "output",
    "target",
    "contact",
]
FIELDS: tuple[Field, ...] = (
    "title",
    "acronym",
    "period_start",
    "period_end",
    "country",
    "programme",
    "sdg",
    "partner",
    "objective",
    "activity",
    "output",
    "target",
    "contact",
)


@dataclass(frozen=True, slots=True)
class Target:
    """A count that a project promises or reports: 8, "evenemang", and the words that say what about."""

    number: int
    unit: str
    about: str


@dataclass(frozen=True, slots=True)
class Value:
    """One fact at text[start:end]. `confidence` is 0-1: from a label .9 and more, from running text less.

    `value` is the passage as it stands, or its normal form: a programme's name, "1"-"17" for an SDG, ISO 3166 alpha-2
    for a country, ISO 8601 at the precision given for a date.
    """

    field: Field
    value: str | Target
    start: int
    end: int
    confidence: float

    def as_json(self) -> dict[str, Any]:
        value = self.value if isinstance(self.value, str) else asdict(self.value)
        return {
            "field": self.field,
            "value": value,
            "start": self.start,
            "end": self.end,
            "confidence": self.confidence,
        }


@dataclass(frozen=True, slots=True)
class Page:
    """A text with the facts in it, in the order of their places; `language` is None when it cannot be told."""

    language: str | None
    text: str
    values: tuple[Value, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "language": self.language,
            "text": self.text,
            "values": [value.as_json() for value in self.values],
        }
