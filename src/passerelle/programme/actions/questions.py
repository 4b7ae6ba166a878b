"""Questions are taken down, answered, found to be the same, withdrawn; each of it can be undone.

The journal holds how many and which, never what was asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from passerelle.core import journal, search
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import new_code
from passerelle.core.errors import Problem
from passerelle.core.lines import plain_line
from passerelle.gatherings.models import Gathering
from passerelle.language import texts
from passerelle.language.models import Edition, Text, Translation
from passerelle.network.models import Organisation, Project
from passerelle.programme import policies
from passerelle.programme.actions.found import index
from passerelle.programme.models import Question
from passerelle.programme.models.questions import TIME_TO_ANSWER
from passerelle.tasks import schedule
from passerelle.tasks.actions.checks import check_partner

WORDS, ANSWER = "question", "answer"
FIELDS = (WORDS, ANSWER)
MOST_AT_ONCE = 100
State = Question.State


def owner_of(one: Question) -> texts.Owner:
    return texts.Owner(Question.KIND, one.pk)


@action(may=policies.may_take_down, says="questions taken down")
def take_down(
    actor: Actor,
    project: Project,
    lines: Iterable[str],
    *,
    language: str,
    gathering: Gathering | None = None,
    asked_on: date | None = None,
) -> list[Question]:
    """Write down what was asked, one question in a line; what stands there twice is taken once.

    Raises Problem: nothing asked, too many at once, a line that is too long, a day that is still to come."""
    asked = list(dict.fromkeys(filter(None, (plain_line(line) for line in lines))))
    day = asked_on or schedule.today()
    if not asked:
        raise Problem(
            "nothing asked", _("Write at least one question, each on a line of its own."), field="lines"
        )
    if len(asked) > MOST_AT_ONCE:
        raise Problem(
            "too many",
            _("These are %(n)d questions; at most %(most)d go at once. Send the first ones, then the rest."),
            field="lines",
            n=len(asked),
            most=MOST_AT_ONCE,
        )
    if day > schedule.today():
        raise Problem(
            "to come", _("This day is still to come. Write the day it was asked."), field="asked_on"
        )
    if gathering is not None and gathering.project_id != project.pk:
        raise Problem("other project", _("Choose a gathering of this project."), field="gathering")
    for n, line in enumerate(asked, 1):
        if len(line) > texts.LONGEST_LINE:
            raise Problem(
                "too long",
                _("Question %(n)d has more than %(limit)d characters. Shorten it, or make two of it."),
                field="lines",
                n=n,
                limit=texts.LONGEST_LINE,
            )
    made = Question.objects.bulk_create(
        Question(
            code=new_code(),
            project=project,
            gathering=gathering,
            asked_on=day,
            due_on=day + TIME_TO_ANSWER,
        )
        for _line in asked
    )
    for one, line in zip(made, asked, strict=True):
        texts.save(owner_of(one), WORDS, language, line, base=0, author=actor.person, line=True)
        _publish(actor, one)
    index([one.pk for one in made])
    journal.tell(questions=[one.code for one in made])
    return made


@action(may=policies.may_take_down, says="questions taken back", on_closed=True)
def take_back(actor: Actor, project: Project, questions: Sequence[Question]) -> int:
    """Undo `take_down`: remove those of them that are open still, with their words; returns how many."""
    gone = [one for one in questions if one.project_id == project.pk and one.state == State.OPEN]
    ids = [one.pk for one in gone]
    for model in (Edition, Text):
        model.objects.filter(owner_kind=Question.KIND, owner__in=ids).delete()
    search.forget(Question.KIND, *ids)
    Question.objects.filter(pk__in=ids).delete()
    journal.tell(questions=[one.code for one in gone])
    return len(gone)


@action(may=policies.may_mend, says="question mended")
def mend(actor: Actor, one: Question, *, words: str, language: str, base: int) -> Question:
    """Write the question anew: shorter, or without a name. Raises Problem, Conflict when somebody did meanwhile."""
    words = plain_line(words)
    if not words:
        raise Problem("no words", _("Write the question."), field="words")
    texts.save(owner_of(one), WORDS, language, words, base=base, author=actor.person, line=True)
    return _show(actor, one)


@action(may=policies.may_answer, says="question answered")
def answer(
    actor: Actor, one: Question, *, organisation: Organisation, words: str, language: str, base: int
) -> Question:
    """Answer a question, or answer it anew; everybody reads it. Raises Problem, Conflict."""
    if one.state not in (State.OPEN, State.ANSWERED):
        raise Problem(
            "not open", _("This question is withdrawn or the same as another. Bring it back first.")
        )
    if not words.strip():
        raise Problem("no words", _("Write the answer."), field="words")
    if organisation.pk != one.answered_by_id:
        check_partner(one.project, organisation, "organisation")
    texts.save(owner_of(one), ANSWER, language, words, base=base, author=actor.person)
    one.state, one.answered_by = State.ANSWERED, organisation
    one.answered_on = one.answered_on or schedule.today()
    one.save(update_fields=["state", "answered_by", "answered_on"])
    return _show(actor, one)


@action(may=policies.may_answer, says="answer taken back", on_closed=True)
def take_answer_back(actor: Actor, one: Question) -> Question:
    """It is open again; the words of the answer stay on the desk."""
    one.state, one.answered_on = State.OPEN, None
    one.save(update_fields=["state", "answered_on"])
    return _show(actor, one)


@action(may=policies.may_sort_out, says="question withdrawn", on_closed=True)
def withdraw(actor: Actor, one: Question) -> Question:
    """Nobody reads it any more, and nobody owes an answer: it named somebody, or was none. `bring_back` undoes it."""
    return _set(one, State.WITHDRAWN)


@action(may=policies.may_sort_out, says="question merged")
def merge(actor: Actor, one: Question, into: Question) -> Question:
    """It asks the same as another one, whose answer serves for both. `bring_back` undoes it. Raises Problem."""
    if into.project_id != one.project_id or into.pk == one.pk:
        raise Problem("not another", _("Choose another question of this project."), field="into")
    if into.state not in (State.OPEN, State.ANSWERED) or one.merged.exists():
        raise Problem(
            "not to be merged",
            _("Others are merged into this question, or that one is put away. Sort these out first."),
            field="into",
        )
    one.merged_into = into
    return _set(one, State.MERGED)


@action(may=policies.may_sort_out, says="question brought back")
def bring_back(actor: Actor, one: Question) -> Question:
    """Undo: open or answered, as it was before it was withdrawn or merged."""
    one.merged_into = None
    return _set(one, State.ANSWERED if one.answered_on else State.OPEN)


@action(may=policies.may_translate, says="question translated")
def translate(
    actor: Actor,
    one: Question,
    field: str,
    source_hash: str,
    *,
    language: str,
    words: str,
    base: int,
    from_memory: bool = False,
) -> Translation:
    """Translate the question or a paragraph of its answer; who may read it reads it at once. Raises Conflict."""
    journal.tell(field=field, segment=source_hash, language=language)
    origin = Translation.Origin.MEMORY if from_memory else Translation.Origin.HUMAN
    text = texts.text_of(owner_of(one), field)
    made = texts.translate(text, source_hash, language, words, base=base, author=actor.person, origin=origin)
    _show(actor, one)
    return made


def _set(one: Question, state: str) -> Question:
    one.state = state
    one.save(update_fields=["state", "merged_into"])
    index([one.pk])
    return one


def _show(actor: Actor, one: Question) -> Question:
    """What readers get and find, whenever they may: the question, and its answer once it has one."""
    _publish(actor, one)
    index([one.pk])
    return one


def _publish(actor: Actor, one: Question) -> None:
    fields = [ANSWER] if one.state == State.ANSWERED or one.answered_on else []
    texts.publish(owner_of(one), WORDS, fields, actor.person)
