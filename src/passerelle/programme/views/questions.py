"""Questions on the desk: taken down many at once, and what is still to be answered until when."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from passerelle.core.forms import accepted
from passerelle.core.lists import page_of
from passerelle.core.screens import screen
from passerelle.core.taking import links, sheet
from passerelle.core.visit import Visit
from passerelle.language.tongues import INTERFACE
from passerelle.network.models import Project
from passerelle.programme import actions, policies, queries
from passerelle.programme import reading_questions as reading
from passerelle.programme.forms_questions import QuestionFilter, TakeDownForm
from passerelle.programme.models import Question
from passerelle.programme.views.frame import framed
from passerelle.tasks.reading import reader

HERE = "desk_questions"
UNDO = "questions last taken down"  # in the session of who did


@screen(may=policies.may_see_all, of=Project)
def questions(request: Visit, project: Project) -> HttpResponse:
    """What was asked, until when it is to be answered, and what everybody reads already."""
    narrow = QuestionFilter(request, queries.gatherings_of(request.actor, project))
    sought = narrow.sought
    page = page_of(request, queries.questions(request.actor, project, reader(), sought))
    context: dict[str, Any] = {
        "narrow": narrow,
        "page": page,
        "rows": [reading.line(one) for one in page],
        "sort": f"-{sought.sort}" if sought.backwards else sought.sort,
        "columns": [
            {"label": _("Question")},
            {"label": _("Asked at")},
            {"label": _("Asked on"), "sort": "asked"},
            {"label": _("To be answered by"), "sort": "due"},
            {"label": _("Who answered")},
            {"label": _("State")},
        ],
        "tables": links("desk_questions_table", request, project.code),
        "public": project.state == Project.State.PUBLISHED,
        "may_undo": (request.session.get(UNDO) or {}).get("project") == project.code,
        "offers": {"may_take_down": policies.may_take_down(request.actor, project)},
    }
    return render(request, "programme/questions.html", framed(request, project, HERE, **context))


@screen(may=policies.may_see_all, of=Project)
def questions_table(request: Visit, project: Project, table: str) -> HttpResponse:
    """What the list shows, to take away."""
    narrow = QuestionFilter(request, queries.gatherings_of(request.actor, project))
    rows = queries.questions(request.actor, project, reader(), narrow.sought)
    return sheet(f"questions-{project.slug}", reading.heads(), [reading.cells(one) for one in rows], table)


@screen(may=policies.may_take_down, of=Project, changes=True)
def take_down(request: Visit, project: Project) -> HttpResponse:
    """Write down what is asked while it is asked: one question in a line, sent at once."""
    initial = {
        "language": reader() if reader() in INTERFACE else "en",
        "gathering": request.GET.get("at", ""),
    }
    form = TakeDownForm(
        request.POST or None, initial=initial, gatherings=queries.gatherings_of(request.actor, project)
    )
    made: list[Question] = []
    if accepted(
        request,
        form,
        lambda _given: made.extend(actions.take_down(request.actor, project, **form.facts())),
    ):
        request.session[UNDO] = {"project": project.code, "questions": [one.code for one in made]}
        said = ngettext("%(n)d question is taken down.", "%(n)d questions are taken down.", len(made))
        messages.success(request, said % {"n": len(made)})
        return redirect(HERE, project.code)
    return render(request, "programme/take_down.html", framed(request, project, HERE, form=form))


@screen(may=policies.may_take_down, of=Project, on_closed=True)
def undo_take_down(request: Visit, project: Project) -> HttpResponse:
    """Remove what one has just taken down, as far as nobody answered it."""
    last = request.session.get(UNDO) or {}
    if request.method == "POST" and last.get("project") == project.code:
        del request.session[UNDO]
        gone = actions.take_back(
            request.actor, project, queries.by_codes(request.actor, project, last["questions"])
        )
        said = ngettext("%(n)d question is removed.", "%(n)d questions are removed.", gone)
        messages.success(request, said % {"n": gone})
    return redirect(HERE, project.code)
