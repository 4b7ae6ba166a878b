"""Answers typed from a paper as fast as fingers go: numbers of choices, a dash for who would rather not say.

One box for each question, one for each row of a matrix: "2" for the second choice, "1 3" for several, "4" on a scale,
"x" or "-" for "I'd rather not say"; nothing for what was left empty. Numbers, dates and words are typed as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from passerelle.engines.questions.model import Question
from passerelle.engines.questions.reading import LATIN, NO

_NO = frozenset({"x", "-", "–", "×"})


def as_raw(question: Question, typed: Mapping[str, str]) -> dict[str, list[str]]:
    """What was typed for one question, as raw entries for `reading.read`. A number that no choice has stays as it was
    typed, so that it is found wrong."""
    if question.kind == "matrix":
        rows = {
            f"{question.key}-{row}": typed.get(f"{question.key}-{row}", "").strip() for row in question.rows
        }
        if any(rows.values()) and all(not said or said.casefold() in _NO for said in rows.values()):
            return {f"{question.key}-no": ["on"]}
        return {name: [_choice(question, said)] for name, said in rows.items() if said}
    said = typed.get(question.key, "").strip()
    if not said:
        return {}
    if said.casefold() in _NO and question.declinable:
        inside = question.kind in ("single", "multiple", "scale")
        return {question.key: [NO]} if inside else {f"{question.key}-no": ["on"]}
    if question.kind == "single":
        return {question.key: [_choice(question, said)]}
    if question.kind == "multiple":
        return {question.key: [_choice(question, one) for one in re.split(r"[\s,;+.]+", said) if one]}
    return {question.key: [said]}


def as_typed(question: Question, value: object) -> str:
    """An answer as it is typed: for showing it again."""
    if value is None:
        return "x"
    if isinstance(value, list):
        return " ".join(str(question.choices.index(one) + 1) for one in value if one in question.choices)
    if question.kind == "single" and value in question.choices:
        return str(question.choices.index(str(value)) + 1)
    return str(value)


def _choice(question: Question, said: str) -> str:
    number = said.translate(LATIN)
    there = number.isascii() and number.isdigit() and 1 <= int(number) <= len(question.choices)
    return question.choices[int(number) - 1] if there else f"?{said}"
