"""The way through a questionnaire, page by page, without an account, a cookie or JavaScript.

What was answered so far travels in the page itself, signed, until it is sent: nothing of an unfinished answer stays on
the server, the browser's own "back" works, and whoever leaves has left nothing (docs/decisions).
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.core import signing

from passerelle.engines.questions import Question, Questionnaire, Section
from passerelle.engines.questions.conditions import asked
from passerelle.questionnaires.models import Asking

SALT = "passerelle.questionnaires.walk"
START, PAIR, CHECK = "start", "own-code", "check"


@dataclass(frozen=True, slots=True)
class Way:
    """How far somebody is. attempt: the id under which their answers will stand. correcting: they changed their mind
    after the last look, and go back there."""

    attempt: uuid.UUID = field(default_factory=uuid.uuid4)
    answers: Mapping[str, Any] = field(default_factory=dict)
    pair: str = ""
    ticket: str = ""
    correcting: bool = False
    # Whose answers are being changed, for whoever came back with their code.
    receipt: str = ""


def packed(asking: Asking, way: Way) -> str:
    """The way so far, as the page carries it."""
    told = {
        "n": way.attempt.hex,
        "a": dict(way.answers),
        "p": way.pair,
        "t": way.ticket,
        "c": way.correcting,
        "r": way.receipt,
    }
    return signing.dumps(told, salt=f"{SALT}.{asking.pk}", compress=True)


def unpacked(asking: Asking, text: str) -> Way | None:
    """The way so far; None for what we never gave out."""
    try:
        told = signing.loads(text, salt=f"{SALT}.{asking.pk}")
    except signing.BadSignature:
        return None
    return Way(uuid.UUID(told["n"]), told["a"], told["p"], told["t"], told["c"], told["r"])


def steps(asking: Asking, form: Questionnaire, answers: Mapping[str, Any]) -> list[str]:
    """The pages of somebody with these answers, in order; a section in which nothing is asked has none."""
    there = asked(form, answers)
    sections = [one.key for one in form.sections if any(q.key in there for q in one.questions)]
    return [*([PAIR] if asking.paired else []), *sections, CHECK]


def on_page(section: Section, form: Questionnaire, answers: Mapping[str, Any]) -> list[Question]:
    """The questions of a section that somebody with these answers is asked."""
    there = asked(form, answers)
    return [one for one in section.questions if one.key in there]


def merged(way: Way, section: Section, given: Mapping[str, Any]) -> Way:
    """With what was given on a section's page in place of what was given there before."""
    here = {question.key for question in section.questions}
    others = {key: value for key, value in way.answers.items() if key not in here}
    return replace(way, answers={**others, **given})


def after(steps: list[str], here: str) -> str:
    """The page that follows; the first one after a page that is not there."""
    return steps[min(steps.index(here) + 1, len(steps) - 1)] if here in steps else steps[0]


def before(steps: list[str], here: str) -> str:
    """The page before; the start before the first."""
    at = steps.index(here) if here in steps else 0
    return steps[at - 1] if at > 0 else START
