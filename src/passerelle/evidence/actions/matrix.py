"""Questions put to every partner, and what each answers for its country."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import new_code
from passerelle.core.dates import parse_partial
from passerelle.core.errors import Problem
from passerelle.core.lines import plain_line
from passerelle.evidence import policies
from passerelle.evidence.actions import editing
from passerelle.evidence.actions.chain import in_turn
from passerelle.evidence.models import Answer, Question
from passerelle.language.tongues import TONGUES
from passerelle.network.models import Organisation, Project
from passerelle.tasks import actions as tasks

LONGEST_ANSWER = 5000


@action(may=policies.may_plan, says="question put")
def put_question(
    actor: Actor, project: Project, *, title: str, language: str, due: datetime.date | None = None
) -> Question:
    """Ask every partner the same. Raises Problem that names the field."""
    row = Question(project=project, code=new_code(), order=in_turn(Question, project), due=due)
    editing.words(row, title, language)
    row.save(force_insert=True)
    return row


@action(may=policies.may_change, says="question changed")
def change_question(actor: Actor, question: Question, *, revision: int, **facts: Any) -> Question:
    """Change its words or its date; answers stay. Raises Problem, also when somebody saved another version meanwhile."""
    editing.words(question, facts.get("title", question.title), facts.get("language", question.language))
    question.due = facts.get("due", question.due)
    return editing.save(question, ["due"], revision)


@action(may=policies.may_change, says="question removed")
def remove_question(actor: Actor, question: Question) -> Question:
    """Raises Problem once somebody has answered; `bring_question_back` undoes it."""
    if question.answers.exists():
        raise Problem("has answers", _("Somebody has answered this question already, so it stays."))
    journal.tell(question=question.code)
    pk = question.pk
    question.delete()
    question.pk = pk
    return question


@action(may=policies.may_plan, says="question brought back")
def bring_question_back(actor: Actor, project: Project, kept: Mapping[str, Any]) -> Question:
    """Undo of `remove_question`. kept: what `editing.kept_of` said of it."""
    return editing.bring_back(Question, kept, project=project)


@action(may=policies.may_answer, says="question answered")
def answer(
    actor: Actor,
    question: Question,
    *,
    organisation: Organisation,
    text: str,
    language: str,
    source: str = "",
    as_of: str = "",
    revision: int = 0,
) -> Question:
    """What a partner answers for its country; without text the cell is empty again.

    revision: of the answer the form was filled from, 0 for none. Raises Problem that names the field, and when somebody
    saved another version meanwhile."""
    if not organisation.partnerships.filter(project=question.project_id).exists():
        raise Problem("no partner", _("Choose a partner of the project."), field="organisation")
    text, source = text.strip(), plain_line(source)[:300]
    if len(text) > LONGEST_ANSWER:
        raise Problem(
            "too long",
            _("This text has %(length)s characters; there is room for %(limit)s. Shorten it or split it."),
            field="text",
            length=len(text),
            limit=LONGEST_ANSWER,
        )
    if language not in TONGUES:
        raise Problem("no language", _("Choose one of the languages of the list."), field="language")
    if as_of:
        try:
            parse_partial(as_of)
        except ValueError:
            raise Problem(
                "no date",
                _("Write a year, a year and month, or a day: 2026, 2026-09 or 2026-09-01."),
                field="as_of",
            ) from None
    there = Answer.objects.select_for_update().filter(question=question, organisation=organisation).first()
    if (there.revision if there else 0) != revision:
        raise Problem(
            "changed meanwhile",
            _("Somebody else changed this while you were writing. Theirs is shown beside yours; save again."),
        )
    journal.tell(organisation=organisation.code)
    if not text:
        if there:
            there.delete()
        return question
    if not source:
        raise Problem("no source", _("Say where the answer comes from."), field="source")
    row = there or Answer(question=question, organisation=organisation, revision=0)
    row.text, row.language, row.source, row.as_of = text, language, source, as_of
    row.revision += 1
    row.save()
    return question


@action(may=policies.may_plan, says="answers asked for")
def ask_for_answers(actor: Actor, project: Project, *, title: str, due: datetime.date) -> int:
    """A task for every partner that has not answered everything, so that the house reminds it; returns how many.

    title: what the task is called. Whoever has such a task already gets no second one."""
    questions = list(Question.objects.filter(project=project))
    answered: dict[Any, int] = {}
    for organisation in Answer.objects.filter(question__in=questions).values_list("organisation", flat=True):
        answered[organisation] = answered.get(organisation, 0) + 1
    partners = Organisation.objects.filter(partnerships__project=project).order_by("name")
    waiting = [one for one in partners if answered.get(one.pk, 0) < len(questions)]
    made = 0
    for one in waiting:
        if one.items.filter(project=project, title=title, state="open").exists():
            continue
        tasks.create_item(actor, project, title=title, responsible=one, due_rule=due.isoformat())
        made += 1
    journal.tell(asked=made)
    return made


def task_title() -> str:
    """What such a task is called, in the language that is active."""
    return say("Answer the open questions of the comparison of countries")
