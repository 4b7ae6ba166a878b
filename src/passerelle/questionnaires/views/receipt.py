"""Coming back with the code one got: to see, change until it is closed, and delete one's own answers."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from passerelle.core.actor import PUBLIC
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.people.throttle import may_knock
from passerelle.questionnaires import actions, queries, walk
from passerelle.questionnaires.forms import ReceiptForm
from passerelle.questionnaires.models import Response
from passerelle.questionnaires.views.answering import DOOR, Walk, unkept
from passerelle.questionnaires.walk import CHECK, Way
from passerelle.questionnaires.words import published


@csrf_exempt
@screen(open_to_all=True)
def own(request: Visit) -> HttpResponse:
    """The door, and behind it one's own answers. The code travels with each press of a button; no cookie is set."""
    form = ReceiptForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, "questionnaires/own_door.html", form=form)
    code = form.cleaned_data["receipt"]
    response = actions.by_receipt(code)
    if response is None:
        told = _(
            "This code opens no answers. Look at it once more; if the answers were deleted, it opens nothing any more."
        )
        if not may_knock(request, DOOR):
            told = _("There were too many attempts. Wait a minute, then type the code once more.")
        form.add_error("receipt", told)
        return _page(request, "questionnaires/own_door.html", form=form)
    button = request.POST.get("go", "")
    if button == "delete":
        return _page(request, "questionnaires/own_delete.html", code=code)
    if button == "delete-now":
        actions.delete(PUBLIC, response)
        return _page(request, "questionnaires/own_gone.html")
    return _answers(request, response, code)


def _answers(request: Visit, response: Response, code: str) -> HttpResponse:
    asking = response.asking
    (told,) = actions.opened([response])
    words = published(asking.version, queries.reader())
    way = replace(Way(), answers=told.answers, pair=told.pair, receipt=code, correcting=True)
    visit = Walk(request, asking, words, way)
    is_open = not asking.over and asking.project.closed_at is None
    return visit.page(
        "questionnaires/own.html",
        answers=visit.last_look(),
        code=code,
        way=walk.packed(asking, way) if is_open else "",
        step=CHECK,
        day=response.on,
    )


def _page(request: Visit, template: str, **context: object) -> HttpResponse:
    return unkept(render(request, template, context))
