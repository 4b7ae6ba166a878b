"""An old project page becomes a draft: pasted, looked at, confirmed. Nothing is saved before that."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from passerelle.core import fetching
from passerelle.core.errors import Problem
from passerelle.core.forms import tell
from passerelle.core.rooms import take_found
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.network import actions, found_facts, policies, queries
from passerelle.network.found_facts import Fact
from passerelle.network.import_forms import ImportForm, PasteForm
from passerelle.network.reading import Reading, read
from passerelle.people import throttle


@screen(may=policies.may_create_project)
def import_page(request: Visit) -> HttpResponse:
    """First the text, then what was found in it, then the draft."""
    if request.method == "POST" and "confirm" in request.POST:
        return _confirm(request)
    form = PasteForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            reading = _given(request, form.cleaned_data)
        except Problem as problem:
            tell(form, problem)
        else:
            found = _found(request, reading)
            return _show(request, reading, found, _confirmation(request, reading, found))
    return render(request, "network/import.html", {"form": form})


def _given(request: Visit, given: dict[str, Any]) -> Reading:
    """What was given, read: a file before an address, an address before what was pasted. Raises Problem."""
    if given["file"]:
        return read(given["file"].read(), given["file"].name)
    if not given.get("address"):
        return read(given["pasted"])
    key = str(request.actor.person)
    if not throttle.may_knock(request, "fetch", key):
        raise Problem("too many", throttle.too_many(request, "fetch", key), field="address")
    page = fetching.fetch(given["address"], settings.IMPORT_FROM)
    return read(page.data, page.name, page.charset)


def _confirm(request: Visit) -> HttpResponse:
    """Everything travels with the page, so that nothing is kept on the server before it is confirmed."""
    try:
        reading = read(request.POST.get("text", ""))
    except Problem as problem:
        messages.error(request, str(problem))
        return redirect("desk_import")
    found = _found(request, reading)
    if "all" in request.POST:
        return _show(
            request, reading, found, _confirmation(request, reading, found, again=True), everything=True
        )
    form = _confirmation(request, reading, found)
    if form.is_valid():
        given = dict(form.cleaned_data)
        kept = {int(index) for index in given.pop("keep")}
        facts = found_facts.accepted(found, {int(index) for index in given.pop("accept")})
        results = facts.pop("results", [])
        try:
            with transaction.atomic():
                project = actions.import_page(request.actor, body=reading.kept(kept), **given, **facts)
                take_found(request.actor, project.pk, given["language"], results)
        except Problem as problem:
            tell(form, problem)
        else:
            messages.success(request, _("The draft is saved. Add the facts, then publish it."))
            return redirect("desk_project", project.code)
    return _show(request, reading, found, form)


def _found(request: Visit, reading: Reading) -> tuple[Fact, ...]:
    reader = translation.get_language() or "en"
    return found_facts.facts(
        reading.text, reading.language, queries.organisations(request.actor, reader), reader
    )


def _confirmation(
    request: Visit, reading: Reading, found: tuple[Fact, ...], *, again: bool = False
) -> ImportForm:
    """again: what was entered is kept, and nothing is asked for yet."""
    network = queries.organisations(request.actor, translation.get_language() or "en")
    data = request.POST if "confirm" in request.POST and not again else None
    said = {fact.value.field: fact.says for fact in reversed(found)}
    initial = {
        "title": said.get("title") or reading.title,
        "acronym": said.get("acronym", ""),
        "language": reading.language or translation.get_language(),
        "keep": [str(piece.index) for piece in reading.pieces if piece.keep],
    }
    if again:
        initial |= {name: request.POST.get(name, "") for name in ("title", "acronym", "language", "lead")}
        initial["keep"] = request.POST.getlist("keep")
    return ImportForm(
        data, organisations=network, pieces=len(reading.pieces), facts=len(found), initial=initial
    )


def _show(
    request: Visit, reading: Reading, found: tuple[Fact, ...], form: forms.Form, *, everything: bool = False
) -> HttpResponse:
    chosen = set(form["keep"].value() or [])
    accepted = set(form["accept"].value() or [])
    return render(
        request,
        "network/import_look.html",
        {
            "form": form,
            "reading": reading,
            "pieces": [{"piece": piece, "chosen": str(piece.index) in chosen} for piece in reading.pieces],
            "facts": [
                {"fact": fact, "chosen": everything or str(fact.index) in accepted}
                for fact in found
                if fact.becomes
            ],
            "others": [
                fact for fact in found if not fact.becomes and fact.value.field not in ("title", "acronym")
            ],
            "places": {fact.value.field: fact.index for fact in reversed(found)},
            "marked": found_facts.marked(reading.text, found),
        },
    )
