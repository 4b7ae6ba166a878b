"""What a questionnaire is: sections of questions, each with a key that never changes and is never given twice.

Answers are kept by these keys, so those of an earlier version can be laid beside those of a later one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

KINDS = ("single", "multiple", "scale", "number", "text", "date", "matrix")
CHOOSING = ("single", "multiple", "matrix")

# "I'd rather not say": an answer of its own, neither a gap nor one of the choices.
DECLINED = None

# What somebody answered, by question: one key; several keys; a whole number; a number as text; words; a day, month or
# year as ISO 8601; {row: choice}; DECLINED. A question without an entry was not answered, or not asked.
Value = str | list[str] | int | dict[str, str] | None
Answers = Mapping[str, Value]

TESTS = ("is", "is_not", "at_least", "at_most")


@dataclass(frozen=True, slots=True)
class Condition:
    """A question is asked when another one's answer is this.

    test: "is" (of several choices: one of them is), "is_not" (answered, and not so), "at_least", "at_most"
    (of a scale or number). Whoever declined or skipped the other question is not asked."""

    question: str
    test: str
    value: str

    def __post_init__(self) -> None:
        if self.test not in TESTS:
            raise ValueError(f"no such test: {self.test}")


@dataclass(frozen=True, slots=True)
class Question:
    """One question. choices, rows: their keys, in the order shown. low, high: the ends of a scale, whole numbers.

    least, most: limits of a number, or of how many may be chosen of several. long: a text of several lines.
    given: how many keys of choices and rows were ever given, so that none is given twice.
    conditions: all of them hold, or it is not asked.
    about: what it tells about people ("age"), where its answers are counted only as breakdowns are; of one of several
    choices only, for these parts people are in once. meanings: (choice, what it stands for), of such a question."""

    key: str
    kind: str
    required: bool = False
    declinable: bool = True
    choices: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    low: int = 1
    high: int = 5
    least: Decimal | None = None
    most: Decimal | None = None
    long: bool = False
    given: int = 0
    conditions: tuple[Condition, ...] = ()
    about: str = ""
    meanings: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no such kind of question: {self.kind}")
        if self.about and self.kind != "single":
            raise ValueError("only one of several choices tells what people are")
        if self.kind == "scale" and not 0 <= self.low < self.high <= 10:
            raise ValueError("a scale goes from 0 or 1 up to 10 at most")

    @property
    def points(self) -> range:
        """The points of a scale."""
        return range(self.low, self.high + 1)

    def meant(self, value: Value) -> str:
        """What an answer stands for; "" for none, and for one that was declined."""
        return dict(self.meanings).get(value, "") if isinstance(value, str) else ""

    @property
    def measures(self) -> bool:
        """Whether its answers have a mean."""
        return self.kind in ("scale", "number")


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that stand on one page."""

    key: str
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Questionnaire:
    """sections in reading order. given: how many keys were ever given, so that none is given twice."""

    sections: tuple[Section, ...] = ()
    given: int = 0

    def __iter__(self) -> Iterator[Question]:
        return (question for section in self.sections for question in section.questions)

    def __len__(self) -> int:
        return sum(len(section.questions) for section in self.sections)

    @cached_property
    def by_key(self) -> dict[str, Question]:
        return {question.key: question for question in self}

    def section_of(self, key: str) -> Section:
        """The section a question stands in. Raises KeyError."""
        for section in self.sections:
            if any(question.key == key for question in section.questions):
                return section
        raise KeyError(key)


def as_json(one: Questionnaire) -> dict[str, Any]:
    """The questionnaire as JSON; what is as it usually is stays out."""
    return {
        "given": one.given,
        "sections": [
            {"key": section.key, "questions": [_told(question) for question in section.questions]}
            for section in one.sections
        ],
    }


def _told(question: Question) -> dict[str, Any]:
    usual = Question(question.key, question.kind)
    told: dict[str, Any] = {"key": question.key, "kind": question.kind}
    for name in ("required", "declinable", "low", "high", "long", "given", "about"):
        if getattr(question, name) != getattr(usual, name):
            told[name] = getattr(question, name)
    for name in ("choices", "rows"):
        if getattr(question, name):
            told[name] = list(getattr(question, name))
    for name in ("least", "most"):
        if getattr(question, name) is not None:
            told[name] = str(getattr(question, name))
    if question.conditions:
        told["conditions"] = [[c.question, c.test, c.value] for c in question.conditions]
    if question.meanings:
        told["meanings"] = [list(pair) for pair in question.meanings]
    return told


def from_json(told: Mapping[str, Any]) -> Questionnaire:
    """The questionnaire that `as_json` told of. Raises ValueError or KeyError for anything else."""
    return Questionnaire(
        tuple(
            Section(section["key"], tuple(_meant(row) for row in section["questions"]))
            for section in told.get("sections", ())
        ),
        told.get("given", 0),
    )


def _meant(row: Mapping[str, Any]) -> Question:
    facts: dict[str, Any] = dict(row)
    for name in ("choices", "rows"):
        facts[name] = tuple(row.get(name, ()))
    for name in ("least", "most"):
        facts[name] = Decimal(row[name]) if row.get(name) is not None else None
    facts["conditions"] = tuple(Condition(*one) for one in row.get("conditions", ()))
    facts["meanings"] = tuple((choice, value) for choice, value in row.get("meanings", ()))
    return Question(**facts)
