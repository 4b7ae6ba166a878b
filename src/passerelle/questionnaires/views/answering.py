"""Answering: without an account, a cookie or JavaScript, in the reader's language, at any width.

These pages give nobody any rights, and whoever is signed in answers as everybody does: so they need no token against
forged requests, and set no cookie at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from passerelle.core.actor import PUBLIC
from passerelle.core.closed import Closed
from passerelle.core.errors import Problem
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.engines.questions import Questionnaire
from passerelle.engines.questions.conditions import kept
from passerelle.engines.questions.reading import open_things
from passerelle.people.throttle import may_knock
from passerelle.questionnaires import actions, queries, walk
from passerelle.questionnaires.forms import TicketForm
from passerelle.questionnaires.forms_of_answers import AnswerForm, readable
from passerelle.questionnaires.models import Asking
from passerelle.questionnaires.pairing import OwnCode
from passerelle.questionnaires.walk import CHECK, PAIR, START, Way
from passerelle.questionnaires.words import Words, published

DOOR = "answers"


class Walk:
    """One request of somebody on their way through a questionnaire."""

    def __init__(self, request: Visit, asking: Asking, words: Words, way: Way) -> None:
        self.request, self.asking, self.words, self.way = request, asking, words, way
        self.form: Questionnaire = asking.version.questions

    @property
    def steps(self) -> list[str]:
        return walk.steps(self.asking, self.form, self.way.answers)

    def shown(self, step: str, form: Any = None, **more: Any) -> HttpResponse:
        """The page of a step. form: with what was typed there, where something is still open."""
        if step == START:
            return self.start(form)
        steps = self.steps
        if step not in steps:
            step = steps[0]
        context = {
            "step": step,
            "steps": [{"done": n < steps.index(step), "now": one == step} for n, one in enumerate(steps)],
            "number": steps.index(step) + 1,
            "way": walk.packed(self.asking, self.way),
            "back": walk.before(steps, step),
            "last": step == CHECK,
            **more,
        }
        if step == PAIR:
            context["form"] = form or OwnCode(initial=OwnCode.filled(self.way.pair))
        elif step == CHECK:
            context["answers"] = self.last_look()
        else:
            section = next(one for one in self.form.sections if one.key == step)
            asked = walk.on_page(section, self.form, self.way.answers)
            context["form"] = form or AnswerForm(asked, self.words, given=self.way.answers)
            context["heading"] = self.words[step]
            context["intro"] = self.words[f"{step}-intro"]
        return self.page("questionnaires/answer.html", **context)

    def start(self, form: Any = None) -> HttpResponse:
        if self.asking.door == Asking.Door.CODES and form is None:
            form = TicketForm()
        return self.page("questionnaires/start.html", form=form, way=walk.packed(self.asking, self.way))

    def last_look(self) -> list[dict[str, Any]]:
        """Everything that was answered, section by section."""
        return [
            {
                "key": section.key,
                "title": self.words[section.key],
                "rows": readable(asked, self.words, self.way.answers),
            }
            for section in self.form.sections
            if (asked := walk.on_page(section, self.form, self.way.answers))
        ]

    def page(self, template: str, **context: Any) -> HttpResponse:
        return unkept(
            render(
                self.request,
                template,
                {"asking": self.asking, "words": self.words, "partly": not self.words.whole, **context},
            )
        )

    def go(self, data: Mapping[str, str]) -> HttpResponse:
        """One press of a button: what was given on this page is taken along, whatever the button."""
        step, button = data.get("step", START), data.get("go", "next")
        if step == START:
            return self.begin()
        if step == PAIR:
            return self.own_code(button)
        if step == CHECK:
            if button == "send":
                return self.send()
            if button in self.steps and button != CHECK:
                self.way = replace(self.way, correcting=True)
                return self.shown(button)
            return self.shown(walk.before(self.steps, CHECK) if button == "back" else CHECK)
        return self.section(step, button)

    def begin(self) -> HttpResponse:
        if self.asking.door == Asking.Door.CODES and not self.way.receipt:
            form = TicketForm(self.request.POST)
            if not form.is_valid():
                return self.start(form)
            try:
                actions.look_at(self.asking, form.cleaned_data["ticket"])
            except Problem as problem:
                if not may_knock(self.request, DOOR):
                    return self.start(_too_often(form))
                form.add_error("ticket", str(problem))
                return self.start(form)
            self.way = replace(self.way, ticket=form.cleaned_data["ticket"])
        return self.shown(self.steps[0])

    def own_code(self, button: str) -> HttpResponse:
        form = OwnCode(self.request.POST)
        if not form.is_valid():
            return self.shown(START) if button == "back" else self.shown(PAIR, form)
        self.way = replace(self.way, pair=form.code)
        return self.shown(START if button == "back" else self.onward(PAIR))

    def section(self, step: str, button: str) -> HttpResponse:
        section = next((one for one in self.form.sections if one.key == step), None)
        if section is None:
            return self.shown(START)
        shown = set(self.request.POST.getlist("asked"))
        seen = [one for one in section.questions if one.key in shown]
        given = AnswerForm(seen, self.words, self.request.POST)
        given.is_valid()
        self.way = walk.merged(self.way, section, given.answers)
        if button == "back":
            return self.shown(walk.before(self.steps, step))
        asked = walk.on_page(section, self.form, self.way.answers)
        form = AnswerForm([one for one in asked if one.key in shown], self.words, self.request.POST)
        if not form.is_valid():
            return self.shown(step, form)
        # What is asked may hang on answers of this very page: then it comes once more, with what follows from them.
        if new := [one for one in asked if one.key not in shown]:
            return self.shown(step, more=len(new))
        return self.shown(self.onward(step))

    def onward(self, step: str) -> str:
        """The next page; back to the last look for whoever came from there, as long as nothing new is asked."""
        steps = self.steps
        if self.way.correcting and not self.open_step():
            return CHECK
        return walk.after(steps, step)

    def open_step(self) -> str:
        """The first page on which something required is not answered, "" for none."""
        if self.asking.paired and not self.way.pair:
            return PAIR
        missing = open_things(self.form, self.way.answers)
        return self.form.section_of(missing[0]).key if missing else ""

    def send(self) -> HttpResponse:
        if step := self.open_step():
            return self.shown(step, open=True)
        told = actions.Told(kept(self.form, self.way.answers), self.way.pair)
        language = self.words.language
        try:
            if self.way.receipt:
                response = actions.by_receipt(self.way.receipt)
                if response is None:
                    return self.page("questionnaires/gone.html")
                actions.change(PUBLIC, response, told, language=language)
                code = self.way.receipt
            else:
                code = actions.take(
                    PUBLIC,
                    self.asking,
                    told,
                    attempt=self.way.attempt,
                    language=language,
                    ticket=self.way.ticket,
                )
        except Closed:
            return self.page("questionnaires/shut.html")
        except Problem as problem:
            if problem.code == "erased":
                return self.page("questionnaires/gone.html")
            return self.shown(CHECK, problem=str(problem))
        return self.page("questionnaires/thanks.html", code=code, changed=bool(self.way.receipt))


def _too_often(form: TicketForm) -> TicketForm:
    form.add_error(None, _("There were too many attempts. Wait a minute, then type the code once more."))
    return form


@csrf_exempt
@screen(open_to_all=True)
def answer(request: Visit, code: str) -> HttpResponse:
    """A questionnaire: its start, then page by page what is asked, a last look, and thanks."""
    asking = queries.asked_under(code)
    if asking is None:
        raise Http404
    words = published(asking.version, queries.reader())
    way = walk.unpacked(asking, request.POST.get("way", "")) if request.method == "POST" else None
    visit = Walk(request, asking, words, way or Way())
    changing = way is not None and bool(way.receipt) and not asking.over
    shut = not asking.is_open or not asking.by_link or asking.project.closed_at is not None
    # Somebody who was on their way when it closed is told so, and keeps the page before them.
    if shut and not changing:
        sent = way is not None and queries.is_answered(asking, way.attempt)
        if not sent:
            return visit.page("questionnaires/shut.html")
    if way is None:
        return visit.start()
    return visit.go(request.POST)


def unkept(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
