"""One question: mended, answered, translated, withdrawn, or found to be the same as another."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from passerelle.core.errors import Conflict, Problem
from passerelle.core.forms import accepted, tell
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.gatherings.policies import works_for
from passerelle.language import texts
from passerelle.language.tongues import INTERFACE
from passerelle.network import policies as network
from passerelle.network import workshop as bench
from passerelle.network.models import Organisation
from passerelle.programme import actions, policies, queries
from passerelle.programme import reading_questions as reading
from passerelle.programme.actions.questions import ANSWER, FIELDS, WORDS, owner_of
from passerelle.programme.forms_questions import AnswerForm, MendForm, MergeForm
from passerelle.programme.models import Question
from passerelle.programme.views.frame import carried_out, framed
from passerelle.tasks import queries as tasks
from passerelle.tasks import schedule
from passerelle.tasks.reading import reader

HERE = "desk_questions"
MOST_OTHERS = 200  # offered in the list of those it may be the same as


def _frame(request: Visit, one: Question, told: dict[str, texts.Told], **context: Any) -> dict[str, Any]:
    words = told.get(WORDS)
    about = {
        "one": one,
        "words": words.newest.body if words else one.code,
        "language": words.text.language if words else "",
    }
    return framed(request, one.project, HERE, **about, **context)


@screen(may=policies.may_see_question, of=Question)
def question(request: Visit, one: Question) -> HttpResponse:
    """What was asked, what was answered, and what can be done about it."""
    told = texts.tell(owner_of(one))
    answer = told.get(ANSWER)
    may_sort_out = policies.may_sort_out(request.actor, one)
    may_answer = policies.may_answer(request.actor, one)
    spoken = answer.text.language if answer else ""
    pieces = [
        {"kind": block.kind, "level": block.level, "body": block.text, "language": spoken}
        for block in (answer.history[-1] if answer else ())
    ]
    into = one.merged_into
    context: dict[str, Any] = {
        "state": reading.state_of(one),
        "facts": reading.facts(one),
        "answer": reading.answered(pieces),
        "late": one.late(schedule.today()),
        "into": into,
        "offers": {
            "may_mend": policies.may_mend(request.actor, one),
            "may_answer": may_answer and one.state in (Question.State.OPEN, Question.State.ANSWERED),
            "may_sort_out": may_sort_out,
            "may_translate": policies.may_translate(request.actor, one),
        },
        "may_take_away": may_sort_out,
        "may_take_answer_back": may_answer,
    }
    return render(request, "programme/question.html", _frame(request, one, told, **context))


@screen(may=policies.may_mend, of=Question, changes=True)
def mend(request: Visit, one: Question) -> HttpResponse:
    """Write the question anew. What somebody else wrote meanwhile stands beside."""
    told = texts.tell(owner_of(one))
    words = told[WORDS]
    initial = {
        "words": words.newest.body, "language": words.text.language, "base": words.newest.number
    }  # fmt: skip
    form = MendForm(request.POST or None, initial=initial)
    theirs = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.mend(request.actor, one, **{**given, "base": given["base"] or 0})
        except Problem as problem:
            theirs = _overtaken(form, problem)
        else:
            messages.success(request, _("The question is saved."))
            return redirect("desk_question", one.code)
    context = {"form": form, "theirs": theirs}
    return render(request, "programme/mend.html", _frame(request, one, told, **context))


@screen(may=policies.may_answer, of=Question, changes=True)
def answer(request: Visit, one: Question) -> HttpResponse:
    """Write the answer that everybody reads."""
    told = texts.tell(owner_of(one))
    before = told.get(ANSWER)
    organisations = _speakers(request, one)
    mine = next((o.code for o in organisations if o.pk in request.actor.organisations()), "")
    spoken = before.text.language if before else told[WORDS].text.language
    initial = {
        "words": before.newest.body if before else "",
        "language": spoken if before or spoken in INTERFACE else reader(),
        "organisation": one.answered_by.code if one.answered_by else mine,
        "base": before.newest.number if before else 0,
    }
    form = AnswerForm(request.POST or None, initial=initial, organisations=organisations)
    theirs = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.answer(
                request.actor,
                one,
                organisation=form.organisations[given["organisation"]],
                words=given["words"],
                language=given["language"],
                base=given["base"] or 0,
            )
        except Problem as problem:
            theirs = _overtaken(form, problem)
        else:
            messages.success(request, _("The answer is saved, and everybody can read it."))
            return redirect("desk_question", one.code)
    context = {"form": form, "theirs": theirs}
    return render(request, "programme/answer.html", _frame(request, one, told, **context))


def _speakers(request: Visit, one: Question) -> list[Organisation]:
    """In whose name the reader may answer."""
    partners = tasks.partners_of(request.actor, one.project, reader())
    lead = network.may_lead(request.actor, one.project)
    return [partner for partner in partners if lead or works_for(request.actor, one.project_id, partner.pk)]


def _overtaken(form: MendForm | AnswerForm, problem: Problem) -> str | None:
    """What somebody else saved; what was typed stays in the form, which builds on theirs from now on."""
    tell(form, problem)
    if not isinstance(problem, Conflict):
        return None
    form.data = {**form.data.dict(), "base": problem.number}  # type: ignore[attr-defined]
    return problem.theirs


@screen(may=policies.may_answer, of=Question, on_closed=True)
def take_answer_back(request: Visit, one: Question) -> HttpResponse:
    """It is open again."""
    return carried_out(
        request,
        actions.take_answer_back,
        one,
        _("The question is open again. The words of the answer are kept for you."),
        "desk_question",
    )


@screen(may=policies.may_sort_out, of=Question, on_closed=True)
def withdraw(request: Visit, one: Question) -> HttpResponse:
    """Nobody else reads it any more."""
    return carried_out(
        request, actions.withdraw, one, _("It is withdrawn. You can bring it back here."), "desk_question"
    )


@screen(may=policies.may_sort_out, of=Question)
def bring_back(request: Visit, one: Question) -> HttpResponse:
    """Undo."""
    return carried_out(request, actions.bring_back, one, _("It is back."), "desk_question")


@screen(may=policies.may_sort_out, of=Question, changes=True)
def merge(request: Visit, one: Question) -> HttpResponse:
    """Say which other question asks the same."""
    told = texts.tell(owner_of(one))
    rows = queries.questions(request.actor, one.project, reader())
    rows = rows.filter(state__in=(Question.State.OPEN, Question.State.ANSWERED)).exclude(pk=one.pk)
    others = [(other, reading.words_of(other)[0]) for other in rows[:MOST_OTHERS]]
    form = MergeForm(request.POST or None, others=others)
    if accepted(request, form, lambda given: actions.merge(request.actor, one, form.others[given["into"]])):
        messages.success(request, _("The two are one now. You can undo that here."))
        return redirect("desk_question", one.code)
    return render(request, "programme/merge.html", _frame(request, one, told, form=form))


@screen(may=policies.may_translate, of=Question)
def translations(request: Visit, one: Question) -> HttpResponse:
    """The question and its answer beside their translation into one language."""
    told = texts.tell(owner_of(one))
    target = bench.target_of(request, told)
    is_open = one.project.closed_at is None

    def translate_at(line: texts.Line) -> str:
        return reverse("desk_question_words", args=[one.code, line.field, line.block.hash, target])

    shown = bench.laid_out(
        request,
        owner_of(one),
        told,
        FIELDS,
        target,
        translate=translate_at if is_open else None,
        change=None,
    )
    return render(request, "programme/translations.html", _frame(request, one, told, **shown))


@screen(may=policies.may_translate, of=Question, changes=True)
def translate(request: Visit, one: Question, field: str, segment: str, language: str) -> HttpResponse:
    """Translate the question, or one paragraph of its answer."""
    save = bench.saving(actions.translate, request.actor, one, field, segment, language=language)
    sheet = bench.translating(request, owner_of(one), field, segment, language, save)
    back = bench.with_target(reverse("desk_question_translations", args=[one.code]), language)
    if sheet.saved:
        messages.success(request, _("The translation is saved."))
        return redirect(back)
    told = texts.tell(owner_of(one))
    return render(request, "programme/translate.html", _frame(request, one, told, **sheet.shown(back)))
