"""An old project page becomes a draft: pasted, looked at, confirmed. Nothing is saved before that."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from passerelle.core.errors import Problem
from passerelle.core.forms import tell
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.network import actions, policies, queries
from passerelle.network.forms import ImportForm, PasteForm
from passerelle.network.reading import Reading, read


@screen(may=policies.may_create_project)
def import_page(request: Visit) -> HttpResponse:
    """First the text, then what was found in it, then the draft."""
    if request.method == "POST" and "confirm" in request.POST:
        return _confirm(request)
    form = PasteForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data["file"]
            reading = read(given.read() if given else form.cleaned_data["pasted"])
        except Problem as problem:
            tell(form, problem)
        else:
            return _show(request, reading, _confirmation(request, reading))
    return render(request, "network/import.html", {"form": form})


def _confirm(request: Visit) -> HttpResponse:
    """Everything travels with the page, so that nothing is kept on the server before it is confirmed."""
    try:
        reading = read(request.POST.get("text", ""))
    except Problem as problem:
        messages.error(request, str(problem))
        return redirect("desk_import")
    form = _confirmation(request, reading)
    if form.is_valid():
        facts = dict(form.cleaned_data)
        kept = {int(index) for index in facts.pop("keep")}
        try:
            project = actions.import_page(request.actor, body=reading.kept(kept), **facts)
        except Problem as problem:
            tell(form, problem)
        else:
            messages.success(request, _("The draft is saved. Add the facts, then publish it."))
            return redirect("desk_project", project.code)
    return _show(request, reading, form)


def _confirmation(request: Visit, reading: Reading) -> ImportForm:
    network = queries.organisations(request.actor, translation.get_language() or "en")
    data = request.POST if "confirm" in request.POST else None
    initial = {
        "title": reading.title,
        "acronym": "",
        "language": reading.language or translation.get_language(),
        "keep": [str(piece.index) for piece in reading.pieces if piece.keep],
    }
    return ImportForm(data, organisations=network, pieces=len(reading.pieces), initial=initial)


def _show(request: Visit, reading: Reading, form: forms.Form) -> HttpResponse:
    chosen = set(form["keep"].value() or [])
    pieces = [{"piece": piece, "chosen": str(piece.index) in chosen} for piece in reading.pieces]
    return render(request, "network/import_look.html", {"form": form, "reading": reading, "pieces": pieces})
