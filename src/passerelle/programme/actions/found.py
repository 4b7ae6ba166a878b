"""What questions are found by, in each language: on the desk by their project's people, in public once they are answered
or their time is over. What was withdrawn or merged stands in no index."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, QuerySet
from django.urls import reverse
from django.utils import translation

from passerelle.core import search
from passerelle.core.models import SearchEntry
from passerelle.language import texts
from passerelle.language.models import Edition
from passerelle.programme.models import Question

SHOWN = (Question.State.OPEN, Question.State.ANSWERED)


@transaction.atomic
def index(questions: Collection[UUID]) -> int:
    """Put these where they are found, or take them out; a few statements. Returns the number of entries."""
    search.forget(Question.KIND, *questions)
    rows = Question.objects.filter(pk__in=questions, state__in=SHOWN).select_related("project")
    there = {one.pk: one for one in rows.annotate(shown=_shown())}
    editions = Edition.objects.filter(
        owner_kind=Question.KIND, owner__in=list(there), language__in=texts.INTERFACE
    )
    newest = editions.order_by("owner", "language", "-number").distinct("owner", "language")
    entries = [entry for one in newest for entry in _entries(there[one.owner], one)]
    search.index_many(entries)
    return len(entries)


def index_all() -> int:
    """Index every question anew, for a rebuild of the search index."""
    return _index(Question.objects.unscoped(reason="search index").filter(state__in=SHOWN))


def follow_project(project: UUID) -> None:
    """What everybody finds of a project's questions, once its page became public or is no longer."""
    _index(Question.objects.unscoped(reason="follow the project").filter(project=project, state__in=SHOWN))


def show_overdue() -> int:
    """Let everybody find what is open although its time is over, where they do not yet; returns the number of entries."""
    found = SearchEntry.objects.filter(kind=Question.KIND, subject=OuterRef("pk"), project=None)
    late = Question.objects.unscoped(reason="search index").filter(
        ~Exists(found), Question.public(), state=Question.State.OPEN
    )
    return _index(late)


def _index(rows: QuerySet[Question]) -> int:
    keys = rows.order_by("pk").values_list("pk", flat=True)
    return sum(map(index, search.in_lots(keys.iterator(search.LOT))))


def _shown() -> ExpressionWrapper:
    return ExpressionWrapper(Question.public(), output_field=BooleanField())


def _entries(one: Any, edition: Edition) -> Iterator[search.Told]:
    words = " ".join(part["body"] for part in edition.parts)
    passages = [(part["language"], part["body"]) for part in edition.parts]

    def told(project: UUID | None, address: str) -> search.Told:
        return search.Told(
            Question.KIND, one.pk, edition.language, project, edition.title, words, address, passages
        )

    with translation.override(edition.language):
        yield told(one.project_id, reverse("desk_question", args=[one.code]))
        if one.shown:
            yield told(None, address_of(one))


def address_of(one: Question) -> str:
    """The list that everybody reads with nothing but this question, in the language that is active."""
    page = reverse("project_questions", args=[one.project.code, one.project.slug])
    return f"{page}?q={one.code}"
