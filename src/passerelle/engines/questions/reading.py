"""What was ticked, chosen and typed, read as answers; what cannot be one is named with a code, and guessed at never.

Raw entries come by name, as a page or a line of typing has them: the question's key, `key-row` for each row of a
matrix, `key-no` for "I'd rather not say" beside a box to write in; NO among choices means the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from passerelle.engines.questions.conditions import kept
from passerelle.engines.questions.model import DECLINED, Answers, Question, Questionnaire, Value

NO = "no-answer"
LONGEST_LINE = 200
LONGEST_TEXT = 4000
Raw = Mapping[str, Sequence[str]]

LATIN = {
    ord(other): str(n)
    for zero in "٠۰०০"
    for n, other in enumerate(map(chr, range(ord(zero), ord(zero) + 10)))
}
_SIGNS = str.maketrans({"٫": ".", "−": "-", "\u00a0": "", "\u202f": "", " ": "", "'": "", "’": "", "٬": ""})


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is still open. name: of the entry; code: see `sentence` in the room; limit: what it may be."""

    question: str
    name: str
    code: str
    limit: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """answers to what was asked, and what is still open."""

    answers: dict[str, Value]
    faults: tuple[Fault, ...] = field(default=())


def names(question: Question) -> list[str]:
    """The names under which a question's raw entries come."""
    if question.kind == "matrix":
        return [f"{question.key}-{row}" for row in question.rows]
    return [question.key]


def take(questions: Sequence[Question], raw: Raw) -> Taken:
    """Read the entries of some questions; those that were not answered are not among the answers."""
    answers: dict[str, Value] = {}
    faults: list[Fault] = []
    for question in questions:
        found, wrong = read(question, raw)
        faults += wrong
        if wrong:
            continue
        if found is not _NOTHING:
            answers[question.key] = found  # type: ignore[assignment]
        elif question.required:
            faults.append(Fault(question.key, names(question)[0], "required"))
    return Taken(answers, tuple(faults))


def open_things(form: Questionnaire, answers: Answers) -> list[str]:
    """Keys of required questions that were asked and have no answer."""
    from passerelle.engines.questions.conditions import asked

    there = asked(form, answers)
    return [q.key for q in form if q.required and q.key in there and q.key not in answers]


def fitting(form: Questionnaire, answers: Answers) -> dict[str, Value]:
    """Answers that this questionnaire could have been given, and was asked for: the rest goes."""
    return kept(form, {q.key: answers[q.key] for q in form if q.key in answers and _fits(q, answers[q.key])})


_NOTHING = object()


def read(question: Question, raw: Raw) -> tuple[object, list[Fault]]:
    """One question's answer (or a mark that there is none) and its faults."""
    if question.kind == "matrix":
        return _matrix(question, raw)
    given = [one.strip() for one in raw.get(question.key, ())]
    if question.declinable and (raw.get(f"{question.key}-no") or NO in given):
        others = [one for one in given if one not in ("", NO)]
        if others and question.kind == "multiple":
            return _NOTHING, [Fault(question.key, question.key, "both")]
        if not others or NO in given:
            return DECLINED, []
        return _NOTHING, [Fault(question.key, question.key, "both")]
    given = [one for one in given if one]
    if not given:
        return _NOTHING, []
    if question.kind == "multiple":
        return _multiple(question, given)
    value, code, limit = _one(question, given[0])
    return (value, []) if not code else (_NOTHING, [Fault(question.key, question.key, code, limit)])


def _multiple(question: Question, given: list[str]) -> tuple[object, list[Fault]]:
    chosen = [one for one in question.choices if one in given]
    if set(given) - set(question.choices):
        return _NOTHING, [Fault(question.key, question.key, "choice")]
    if question.most is not None and len(chosen) > question.most:
        return _NOTHING, [Fault(question.key, question.key, "too many", str(question.most))]
    return chosen, []


def _matrix(question: Question, raw: Raw) -> tuple[object, list[Fault]]:
    found: dict[str, str] = {}
    faults: list[Fault] = []
    declined = question.declinable and bool(raw.get(f"{question.key}-no"))
    for row in question.rows:
        name = f"{question.key}-{row}"
        given = [one.strip() for one in raw.get(name, ()) if one.strip()]
        if not given:
            continue
        if given[0] in question.choices:
            found[row] = given[0]
        else:
            faults.append(Fault(question.key, name, "choice"))
    if declined:
        first = names(question)[0]
        return (DECLINED, []) if not found else (_NOTHING, [Fault(question.key, first, "both")])
    if faults or not found:
        return _NOTHING, faults
    if question.required:
        missing = [row for row in question.rows if row not in found]
        if missing:
            return _NOTHING, [Fault(question.key, f"{question.key}-{row}", "required") for row in missing]
    return found, []


def _one(question: Question, text: str) -> tuple[Value, str, str]:
    """value, code of the fault, limit."""
    if question.kind == "single":
        return (text, "", "") if text in question.choices else (None, "choice", "")
    if question.kind == "text":
        longest = LONGEST_TEXT if question.long else LONGEST_LINE
        return (text, "", "") if len(text) <= longest else (None, "too long", str(longest))
    if question.kind == "date":
        return (text.translate(LATIN), "", "") if is_day(text.translate(LATIN)) else (None, "date", "")
    number = as_number(text)
    if number is None:
        return None, "number", ""
    if question.kind == "scale":
        there = number == number.to_integral_value() and int(number) in question.points
        return (int(number), "", "") if there else (None, "choice", "")
    if question.least is not None and number < question.least:
        return None, "too small", str(question.least)
    if question.most is not None and number > question.most:
        return None, "too large", str(question.most)
    return plain(number), "", ""


def as_number(text: str) -> Decimal | None:
    """A number as people of five languages type it: "3,5", "٣٫٥", "1 200"; None for anything else."""
    told = text.translate(LATIN).translate(_SIGNS)
    if told.count(",") == 1 and "." not in told:
        told = told.replace(",", ".")
    if not told or len(told) > 18 or not set(told) <= set("0123456789.-"):
        return None
    try:
        return Decimal(told)
    except InvalidOperation:
        return None


def plain(number: Decimal) -> str:
    """One way to write a number: no exponent, no needless noughts."""
    told = f"{number:f}"
    return (told.rstrip("0").rstrip(".") if "." in told else told) or "0"


def is_day(text: str) -> bool:
    """Whether it is a year, a month or a day of the calendar, as ISO 8601 writes it."""
    from datetime import date

    parts = text.split("-")
    if not all(part.isascii() and part.isdigit() for part in parts) or len(parts) > 3:
        return False
    if [len(part) for part in parts] != [4, 2, 2][: len(parts)]:
        return False
    try:
        date(*map(int, [*parts, "1", "1"][:3]))
    except ValueError:
        return False
    return True


def _fits(question: Question, value: Value) -> bool:
    if value is DECLINED:
        return question.declinable
    if question.kind == "matrix":
        return isinstance(value, dict) and all(
            row in question.rows and choice in question.choices for row, choice in value.items()
        )
    if question.kind == "multiple":
        return isinstance(value, list) and set(value) <= set(question.choices)
    if question.kind == "scale":
        return isinstance(value, int) and value in question.points
    return isinstance(value, str) and (question.kind != "single" or value in question.choices)
