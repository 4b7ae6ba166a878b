"""Two waves of a questionnaire as changes: of each measured question, and of each page's questions together.

A page whose scales all go the same way is a dimension, such as one of self-assessed competence: its mean is compared,
too. No change of fewer than five pairs is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from passerelle.engines.evidence.change import Change, Linked, link, paired
from passerelle.engines.questions import Questionnaire, Section
from passerelle.questionnaires.actions.answering import Told

LEAST = 5


@dataclass(frozen=True, slots=True)
class Compared:
    """changes: by question, None with fewer than five pairs; sections: the same by page."""

    linked: Linked
    changes: dict[str, Change | None]
    sections: dict[str, Change | None]

    @property
    def many(self) -> bool:
        return len(self.linked.pairs) >= LEAST


def compared(form: Questionnaire, before: Sequence[Told], after: Sequence[Told]) -> Compared:
    """Lay two waves side by side."""
    linked = link([one.pair for one in before], [one.pair for one in after])
    both = [(before[one].answers, after[other].answers) for one, other in linked.pairs]
    changes = {
        question.key: _change([(_value(a, [question.key]), _value(b, [question.key])) for a, b in both])
        for question in form
        if question.measures
    }
    sections = {}
    for section in form.sections:
        keys = _dimension(section)
        if len(keys) > 1:
            sections[section.key] = _change([(_value(a, keys), _value(b, keys)) for a, b in both])
    return Compared(linked, changes, sections)


def _dimension(section: Section) -> list[str]:
    """The scales of a page, where all have the same ends."""
    scales = [one for one in section.questions if one.kind == "scale"]
    return [one.key for one in scales] if len({(one.low, one.high) for one in scales}) == 1 else []


def _value(answers: Any, keys: Sequence[str]) -> float | None:
    """The mean of these answers; None when one of them is not there: half a dimension is none."""
    values = [answers.get(key) for key in keys]
    return None if any(value is None for value in values) else fmean(float(value) for value in values)


def _change(pairs: Sequence[tuple[float | None, float | None]]) -> Change | None:
    whole = [(a, b) for a, b in pairs if a is not None and b is not None]
    return paired(whole) if len(whole) >= LEAST else None
