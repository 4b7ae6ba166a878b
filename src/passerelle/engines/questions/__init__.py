"""Questionnaires as values: what is asked, under which conditions, what was answered, and how often.

Words are not in here: a questionnaire is keys, kinds and rules, and its words stand beside it in every language.
"""

from passerelle.engines.questions.model import (
    DECLINED,
    KINDS,
    Condition,
    Question,
    Questionnaire,
    Section,
    as_json,
    from_json,
)

__all__ = [
    "DECLINED",
    "KINDS",
    "Condition",
    "Question",
    "Questionnaire",
    "Section",
    "as_json",
    "from_json",
]
