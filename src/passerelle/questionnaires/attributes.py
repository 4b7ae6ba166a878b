"""What a question can tell about people, and what its choices stand for.

Answers to such a question are counted by the organisation that collected them, and leave it as breakdowns do (see
core.describing), never as results of the questionnaire: two ways out would be two looks at the same people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from passerelle.core.describing import Ages
from passerelle.core.search import fold
from passerelle.engines.questions import Question

ATTRIBUTES: Mapping[str, Any] = {
    "age": _("Age"),
    "gender": _("Gender"),
    "district": _("District"),
    "origin": _("Origin"),
}
GENDERS = {
    "woman": pgettext_lazy("gender", "Women"),
    "man": pgettext_lazy("gender", "Men"),
    "other": pgettext_lazy("gender", "Others"),
}
# Where the values are the same in every project. The values of others are the choices themselves.
FIXED: Mapping[str, Mapping[str, Any]] = {"age": dict(Ages.choices), "gender": GENDERS}
LONGEST = 40


def fields_of(about: str, lines: Sequence[str], initial: Mapping[int, str]) -> dict[str, forms.Field]:
    """One field for each choice, where it has to be said what it stands for."""
    if about not in FIXED:
        return {}
    return {
        f"means-{n}": forms.ChoiceField(
            label=_("“%(choice)s” stands for") % {"choice": f"\u2068{line}\u2069"},  # in its own direction
            choices=[("", "–"), *FIXED[about].items()],
            initial=initial.get(n, ""),
            error_messages={"required": _("Say what this choice stands for, so that it is counted there.")},
        )
        for n, line in enumerate(lines)
    }


def meanings(
    before: Question, about: str, choices: Sequence[tuple[str, str]], given: Mapping[str, Any]
) -> tuple[tuple[str, str], ...]:
    """What each choice stands for. choices: (key, words). A choice whose words are corrected stands for what it did."""
    if not about:
        return ()
    if about in FIXED:
        return tuple((key, given[f"means-{n}"]) for n, (key, _words) in enumerate(choices))
    known = dict(before.meanings) if before.about == about else {}
    return tuple((key, known.get(key) or named(words)) for key, words in choices)


def named(words: str) -> str:
    """The name of a value that is a choice: the same words stand for the same in every questionnaire."""
    name = "-".join(fold(words).split())
    return name if 0 < len(name) <= LONGEST else sha256(words.encode()).hexdigest()[:16]
