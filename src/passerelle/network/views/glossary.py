"""The glossary of the network: what things are called in each language, and what they must not be called."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from passerelle.core.errors import Problem
from passerelle.core.forms import tell
from passerelle.core.lists import page_of, words_of
from passerelle.core.screens import screen
from passerelle.core.taking import links, sheet
from passerelle.core.visit import Visit
from passerelle.language.tongues import name_in
from passerelle.network import actions, policies, starting_words, words
from passerelle.network.forms import TermForm
from passerelle.network.models import Term
from passerelle.network.workshop import reader


@screen(may=policies.may_enter_desk)
def glossary(request: Visit) -> HttpResponse:
    """Every term, found by words of any language: who looks for one finds the whole concept."""
    page = page_of(request, words.listed(request.actor, words_of(request)))
    may_keep = policies.may_keep_glossary(request.actor)
    return render(
        request,
        "network/glossary.html",
        {
            "columns": [{"label": label} for label in (*_heads(), _("State"))],
            "rows": [_row(one, may_keep) for one in page],
            "page": page,
            "q": words_of(request),
            "may_keep": may_keep,
            "tables": links("desk_glossary_table", request),
            # Only on the first page, where nothing is looked for.
            "start": starting_words.start(request.actor)
            if may_keep and page.number == 1 and not words_of(request)
            else None,
        },
    )


@screen(may=policies.may_keep_glossary, changes=True)
def start(request: Visit) -> HttpResponse:
    """Take over the words to begin with, or take back those that nobody has changed."""
    if request.method != "POST":
        return redirect("desk_glossary")
    here = starting_words.start(request.actor)
    if request.POST.get("step") == "back":
        actions.take_back_terms(request.actor, here.unchanged, [])
        said = ngettext("%(n)s term is gone.", "%(n)s terms are gone.", len(here.unchanged))
        messages.success(request, said % {"n": len(here.unchanged)})
    else:
        actions.take_in_terms(request.actor, starting_words.as_terms(here.new), [])
        said = ngettext("%(n)s term is in the glossary.", "%(n)s terms are in the glossary.", len(here.new))
        messages.success(request, said % {"n": len(here.new)})
    return redirect("desk_glossary")


@screen(may=policies.may_enter_desk)
def glossary_table(request: Visit, table: str) -> HttpResponse:
    """The same to take away."""
    found = words.listed(request.actor, words_of(request)).filter(retired_at=None)
    heads = [*_heads(), _("Must not be used"), _("Source")]
    rows = [
        [
            one.term,
            name_in(one.language, reader()),
            one.concept,
            one.note,
            _("yes") if one.forbidden else _("no"),
            one.source,
        ]
        for one in found
    ]
    return sheet("glossary", heads, rows, table)


@screen(may=policies.may_keep_glossary)
def new_term(request: Visit) -> HttpResponse:
    """Add a term. From another one: the same concept in another language."""
    initial = {"concept": request.GET.get("concept", "")[:80], "language": reader()}
    form = TermForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_term(request.actor, **form.cleaned_data)
        except Problem as problem:
            tell(form, problem)
        else:
            messages.success(
                request, _("The term is in the glossary. It is offered beside every paragraph with it.")
            )
            return redirect("desk_glossary")
    return render(request, "network/term.html", {"form": form})


@screen(may=policies.may_keep_glossary, of=Term)
def term(request: Visit, term: Term) -> HttpResponse:
    """Change a term, take it out of use, or bring it back."""
    step = request.POST.get("step", "")
    if step in ("retire", "restore"):
        (actions.retire_term if step == "retire" else actions.restore_term)(request.actor, term)
        messages.success(request, _("It is noted."))
        return redirect("desk_glossary")
    initial = {key: getattr(term, key) for key in TermForm.base_fields}
    form = TermForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        try:
            actions.change_term(request.actor, term, words=told.pop("term"), **told)
        except Problem as problem:
            tell(form, problem)
        else:
            messages.success(request, _("The term is changed."))
            return redirect("desk_glossary")
    return render(request, "network/term.html", {"form": form, "here": term})


def _heads() -> list[str]:
    return [_("Term"), _("Language"), _("Concept"), _("Note")]


def _row(one: Term, may_keep: bool) -> list[Any]:
    address = reverse("desk_term", args=[one.code]) if may_keep else ""
    state = {"state": "reviewed", "word": _("To be used")}
    if one.retired_at:
        state = {"state": "draft", "word": _("Out of use")}
    elif one.forbidden:
        state = {"state": "late", "word": _("Must not be used")}
    return [
        {"text": one.term, "url": address, "lang": one.language},
        name_in(one.language, reader()),
        one.concept,
        one.note,
        state,
    ]
