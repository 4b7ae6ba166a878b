"""Who is asked what: conditions look at earlier questions only, so reading on never changes what was asked before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from passerelle.engines.questions.model import Answers, Condition, Question, Questionnaire, Value


def asked(form: Questionnaire, answers: Answers) -> frozenset[str]:
    """Keys of the questions that somebody with these answers is asked.

    A question whose condition looks at one that was not asked is not asked either, whatever stands in the answers."""
    found: set[str] = set()
    for question in form:
        if all(c.question in found and holds(c, answers.get(c.question)) for c in question.conditions):
            found.add(question.key)
    return frozenset(found)


def holds(condition: Condition, value: Value) -> bool:
    """Whether an answer meets a condition; no answer meets none."""
    if value is None or value == "" or value == []:
        return False
    if condition.test in ("at_least", "at_most"):
        try:
            there, bound = Decimal(str(value)), Decimal(condition.value)
        except InvalidOperation:
            return False
        return there >= bound if condition.test == "at_least" else there <= bound
    among = value if isinstance(value, list) else [str(value)]
    return (condition.value in among) == (condition.test == "is")


def kept(form: Questionnaire, answers: Answers) -> dict[str, Value]:
    """The answers to what was asked; what a later change of mind made superfluous goes."""
    there = asked(form, answers)
    return {key: value for key, value in answers.items() if key in there}


def looks_back(form: Questionnaire, question: Question) -> list[Question]:
    """The questions a condition of this one may look at: those before it with something to choose, a scale, a number."""
    found: list[Question] = []
    for one in form:
        if one.key == question.key:
            break
        if one.kind in ("single", "multiple", "scale", "number"):
            found.append(one)
    return found


def astray(form: Questionnaire) -> list[str]:
    """Keys of questions with a condition that can never hold: on a later question, on one that is gone, or on a choice
    that it does not have (any more)."""
    return [
        question.key
        for question in form
        if any(_astray(one, looks_back(form, question)) for one in question.conditions)
    ]


def _astray(condition: Condition, before: Iterable[Question]) -> bool:
    other = next((one for one in before if one.key == condition.question), None)
    if other is None:
        return True
    return other.kind in ("single", "multiple") and condition.value not in other.choices


def telling(form: Questionnaire) -> frozenset[str]:
    """Keys of the questions from whose counts one learns what people are: those that ask it, and those whose being asked
    hangs on such an answer, over however many steps."""
    found: set[str] = set()
    for question in form:
        if question.about or any(c.question in found for c in question.conditions):
            found.add(question.key)
    return frozenset(found)


def untelling(form: Questionnaire) -> Questionnaire:
    """The questionnaire without the questions of `telling`."""
    gone = telling(form)
    return replace(
        form,
        sections=tuple(
            replace(section, questions=tuple(q for q in section.questions if q.key not in gone))
            for section in form.sections
        ),
    )
