"""Typing in what came on paper or was said: one page, one box for each question, from box to box with the keyboard."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from passerelle.core.errors import Problem
from passerelle.core.forms import tell
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.engines.questions import Question
from passerelle.engines.questions.conditions import kept
from passerelle.engines.questions.reading import Taken, names, take
from passerelle.engines.questions.typing import as_raw
from passerelle.questionnaires import actions, policies, queries
from passerelle.questionnaires.forms import EntryForm
from passerelle.questionnaires.forms_of_answers import Given, sentence
from passerelle.questionnaires.models import Asking, Response
from passerelle.questionnaires.views.asking import around
from passerelle.questionnaires.words import Words, published

REMEMBERED = "how the last paper came"  # channel and language, in the session of who types


class TypingForm(forms.Form):
    """One box for each question and each line of a matrix."""

    use_required_attribute = False

    def __init__(self, questions: Any, words: Words, data: Any = None) -> None:
        super().__init__(data)
        self.questions: list[Question] = list(questions)
        for question in self.questions:
            for name in names(question):
                label: Any = words[name]
                self.fields[name] = Given(
                    label=label, required=False, help_text=_legend(question, words), widget=_box(question)
                )
        self.answers: dict[str, Any] = {}

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for question in self.questions:
            typed = {name: str(self.data.get(name, "")) for name in names(question)}
            taken: Taken = take([question], as_raw(question, typed))
            # What a paper leaves open is open: nobody can be asked any more.
            for fault in taken.faults:
                if fault.code != "required":
                    name = fault.name if fault.name in self.fields else names(question)[0]
                    self.add_error(name, sentence(fault, question))
            found |= taken.answers
        self.answers = found
        return self.cleaned_data


def _box(question: Question) -> forms.Widget:
    if question.kind == "text":
        return forms.Textarea(attrs={"rows": 2}) if question.long else forms.TextInput()
    return forms.TextInput(attrs={"class": "short", "autocomplete": "off", "dir": "ltr"})


def _legend(question: Question, words: Words) -> Any:
    """What is typed for what."""
    if question.choices:
        return format_html_join(
            " · ",
            "{} {}",
            ((n + 1, words.choice(question.key, choice)) for n, choice in enumerate(question.choices)),
        )
    if question.kind == "scale":
        return f"{question.low}–{question.high}"
    return ""


@screen(may=policies.may_enter, of=Asking, changes=True)
def enter(request: Visit, asking: Asking) -> HttpResponse:
    """Type one response in; the next empty page follows at once."""
    words = published(asking.version, queries.reader())
    whole = asking.version.questions
    last = request.session.get(REMEMBERED) or {"language": queries.reader()}
    about = EntryForm(request.POST or None, initial=last, paired=asking.paired)
    form = TypingForm(whole, words, request.POST or None)
    if request.method == "POST" and all([about.is_valid(), form.is_valid()]):
        given = about.cleaned_data
        told = actions.Told(kept(whole, form.answers), given.get("pair", ""))
        try:
            made = actions.enter(
                request.actor,
                asking,
                told,
                attempt=_attempt(request),
                language=given["language"],
                channel=given["channel"],
            )
        except Problem as problem:
            tell(about, problem)
        else:
            request.session[REMEMBERED] = {"channel": given["channel"], "language": given["language"]}
            left = len(form.answers) - len(kept(whole, form.answers))
            messages.success(
                request, _("Kept. Its number is %(code)s; write it on the paper.") % {"code": made.code}
            )
            if left:
                messages.warning(
                    request,
                    _("Some answers were left out: by the conditions, these questions are not asked."),
                )
            return redirect("desk_asking_enter", asking.code)
    context = {
        "words": words,
        "about": about,
        "form": form,
        "attempt": request.POST.get("attempt") or uuid.uuid4(),
        "typed": queries.typed_by(request.actor, asking),
    }
    return render(request, "questionnaires/enter.html", around(request, asking, **context))


def _attempt(request: Visit) -> uuid.UUID:
    """The id under which it is kept: pressing twice keeps it once."""
    try:
        return uuid.UUID(request.POST.get("attempt", ""))
    except ValueError:
        return uuid.uuid4()


@screen(may=policies.may_enter, of=Asking)
def take_back(request: Visit, asking: Asking) -> HttpResponse:
    """Delete what oneself typed in by mistake, named by the number on the paper."""
    if request.method == "POST":
        mine = Response.objects.visible_to(request.actor).filter(asking=asking)
        row = get_object_or_404(mine.select_related("asking"), code=request.POST.get("response", ""))
        actions.take_back(request.actor, row)
        messages.success(request, _("What you typed in is deleted."))
    return redirect(reverse("desk_asking_enter", args=[asking.code]))
