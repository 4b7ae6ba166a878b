"""The paper to print."""

from __future__ import annotations

from django.http import HttpResponse

from passerelle.core import papers
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.questionnaires import policies, queries
from passerelle.questionnaires.models import Asking
from passerelle.questionnaires.paper import paper as drawn_up
from passerelle.questionnaires.words import published


@screen(may=policies.may_see, of=Asking)
def on_paper(request: Visit, asking: Asking, paper: str) -> HttpResponse:
    """The questionnaire in the reader's language, as PDF or DOCX."""
    words = published(asking.version, queries.reader())
    return papers.answer(drawn_up(asking, words), paper, f"questionnaire-{asking.code}-{words.language}")
