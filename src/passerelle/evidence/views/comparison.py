"""Countries compared: every partner's answer to every question, and which cells are still empty."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from passerelle.core.errors import Problem
from passerelle.core.forms import accepted, tell
from passerelle.core.screens import screen
from passerelle.core.taking import links, sheet
from passerelle.core.templatetags.look import foreign
from passerelle.core.visit import Visit
from passerelle.engines.text.collation import sort_key
from passerelle.evidence import actions, policies, queries, reading
from passerelle.evidence.forms import AnswerForm, QuestionForm
from passerelle.evidence.models import Answer, Question
from passerelle.evidence.views import framing
from passerelle.evidence.views.chain import written_in
from passerelle.language.tongues import country_name
from passerelle.network.models import Organisation, Project
from passerelle.tasks import queries as tasks

ASKED = timedelta(days=14)
SHORT = 220  # signs of an answer in the table; its own page has the rest


def _partners(request: Visit, project: Project) -> list[Organisation]:
    """By country, in the reader's order."""
    found = tasks.partners_of(request.actor, project, reading.reader())
    return sorted(
        found,
        key=lambda one: (sort_key(country_name(one.country, reading.reader()), reading.reader()), one.name),
    )


@screen(may=policies.may_see_figures, of=Project)
def comparison(request: Visit, project: Project) -> HttpResponse:
    """The matrix: partners by country down, questions across."""
    questions, partners = queries.questions(request.actor, project), _partners(request, project)
    answers = queries.answers(request.actor, questions)
    lead = policies.may_plan(request.actor, project)
    is_open = project.closed_at is None
    mine = {
        one.pk for one in partners if is_open and (lead or policies.works_for(request.actor, project, one))
    }
    empty = sum((each.pk, one.pk) not in answers for each in questions for one in partners)
    context = {
        "questions": questions,
        "columns": [
            {"label": _("Country")},
            *({"label": _head(each, lead and is_open)} for each in questions),
        ],
        "rows": [
            [
                format_html("{}<br><bdi>{}</bdi>", country_name(one.country, reading.reader()), one.name),
                *(_cell(each, one, answers.get((each.pk, one.pk)), one.pk in mine) for each in questions),
            ]
            for one in partners
        ]
        if questions
        else [],
        "empty": empty,
        "tables": links("desk_comparison_table", request, project.code),
        "offers": {
            "may_plan": lead,
            "may_ask": lead and bool(empty),
            "may_bring_back": lead and framing.removed(request, project, "question"),
        },
    }
    return render(
        request, "evidence/comparison.html", framing.frame(request, project, "desk_comparison", **context)
    )


def _head(one: Question, may: bool) -> SafeString:
    words = reading.words(one)
    return (
        format_html('<a href="{}">{}</a>', reverse("desk_compared", args=[one.code]), words) if may else words
    )


def _cell(question: Question, partner: Organisation, answer: Answer | None, mine: bool) -> Any:
    url = reverse("desk_answer", args=[question.code, partner.code])
    if answer is None:
        if mine:
            return format_html('<a href="{}">{}</a>', url, _("Nobody has answered yet: answer"))
        return {"state": "missing", "word": _("Nobody has answered yet")}
    text = answer.text if len(answer.text) <= SHORT else f"{answer.text[:SHORT].rstrip()} …"
    told = format_html(
        '<span{}>{}</span><br><small class="soft"><bdi>{}</bdi></small>',
        foreign(answer.language),
        text,
        f"{answer.source} ({answer.as_of})" if answer.as_of else answer.source,
    )
    return format_html('{}<br><a class="small" href="{}">{}</a>', told, url, _("Open")) if mine else told


@screen(may=policies.may_see_figures, of=Project)
def comparison_table(request: Visit, project: Project, table: str) -> HttpResponse:
    """One row for each cell, the empty ones too: who owes it stands beside it."""
    questions, partners = queries.questions(request.actor, project), _partners(request, project)
    answers = queries.answers(request.actor, questions)
    heads = [
        _("Country"),
        _("Organisation"),
        _("Question"),
        _("Answer"),
        _("Language"),
        _("Source"),
        _("As of"),
    ]
    rows = []
    for one in partners:
        for each in questions:
            found = answers.get((each.pk, one.pk))
            rows.append(
                [
                    country_name(one.country, reading.reader()),
                    one.name,
                    each.said(reading.reader()).words,
                    found.text if found else _("Nobody has answered yet"),
                    found.language if found else "",
                    found.source if found else "",
                    found.as_of if found else "",
                ]
            )
    return sheet(f"comparison-{project.slug}", heads, rows, table)


@screen(may=policies.may_plan, of=Project, changes=True)
def new_question(request: Visit, project: Project) -> HttpResponse:
    """Put a question to every partner."""
    form = QuestionForm(request.POST or None, initial={"language": written_in()})

    def act(given: dict[str, Any]) -> object:
        given.pop("revision", None)
        return actions.put_question(request.actor, project, **given)

    if accepted(request, form, act):
        messages.success(request, _("Every partner finds the question in the comparison."))
        return redirect("desk_comparison", project.code)
    context = framing.frame(
        request, project, "desk_comparison", form=form, back=reverse("desk_comparison", args=[project.code]),
        heading=_("Ask every partner the same"), submit=_("Put the question"),
    )  # fmt: skip
    return render(request, "evidence/form.html", context)


@screen(may=policies.may_change, of=Question, changes=True)
def question(request: Visit, one: Question) -> HttpResponse:
    """Change a question, or take it out while nobody has answered."""
    back = reverse("desk_comparison", args=[one.project.code])
    if request.method == "POST" and "remove" in request.POST:
        gone = framing.remove(request, "question", one, actions.remove_question)
        return redirect(back) if gone else redirect("desk_compared", one.code)
    initial = {name: getattr(one, name) for name in ("title", "language", "due", "revision")}
    form = QuestionForm(request.POST or None, initial=initial)

    def act(given: dict[str, Any]) -> object:
        return actions.change_question(request.actor, one, **{**given, "revision": given["revision"] or 0})

    if accepted(request, form, act):
        messages.success(request, _("The changes are saved."))
        return redirect(back)
    context = framing.frame(
        request, one.project, "desk_comparison", form=form, one=one, back=back, heading=_("Change"),
        submit=_("Save the changes"), remove=_("Take the question out"),
    )  # fmt: skip
    return render(request, "evidence/form.html", context)


@screen(may=policies.may_answer_some, of=Question, changes=True)
def answer(request: Visit, one: Question, organisation: str) -> HttpResponse:
    """What a partner answers for its country."""
    partner = next((each for each in _partners(request, one.project) if each.code == organisation), None)
    if partner is None or not policies.may_answer(request.actor, one, organisation=partner):
        raise Http404
    there = queries.answers(request.actor, [one]).get((one.pk, partner.pk))
    initial = (
        {name: getattr(there, name) for name in ("text", "language", "source", "as_of", "revision")}
        if there
        else {"language": written_in(), "revision": 0}
    )
    form = AnswerForm(request.POST or None, initial=initial)
    theirs: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "revision": form.cleaned_data["revision"] or 0}
        try:
            actions.answer(request.actor, one, organisation=partner, **given)
        except Problem as problem:
            tell(form, problem)
            if problem.code == "changed meanwhile":
                theirs = [{"term": _("Answer"), "value": there.text if there else "–"}]
                form.data = {**request.POST.dict(), "revision": there.revision if there else 0}
        else:
            messages.success(request, _("The answer is kept."))
            return redirect("desk_comparison", one.project.code)
    context = framing.frame(
        request, one.project, "desk_comparison", form=form, theirs=theirs, question=reading.words(one),
        partner=partner, back=reverse("desk_comparison", args=[one.project.code]),
        heading=f"{country_name(partner.country, reading.reader())}, {partner.name}", submit=_("Keep the answer"),
    )  # fmt: skip
    return render(request, "evidence/form.html", context)


@screen(may=policies.may_plan, of=Project)
def ask(request: Visit, project: Project) -> HttpResponse:
    """A task for every partner with an empty cell; the house reminds it as of any other task."""
    if request.method == "POST":
        due = [one.due for one in queries.questions(request.actor, project) if one.due]
        day = max([*due, timezone.localdate() + ASKED])
        number = actions.ask_for_answers(request.actor, project, title=actions.task_title(), due=day)
        messages.success(
            request,
            ngettext("%(n)d partner is asked.", "%(n)d partners are asked.", number) % {"n": number},
        )
    return redirect("desk_comparison", project.code)
