"""A partner's text becomes news: pasted with its source, looked at, decided. Nothing is saved before that."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from passerelle.core.errors import Problem
from passerelle.core.forms import tell
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.language.tongues import UnknownTongue, name_in
from passerelle.network.reading import read
from passerelle.news import actions, policies, queries
from passerelle.news.forms import PasteForm, TakeForm
from passerelle.news.reading import Taken, take
from passerelle.news.views.item import likeness

AS_TRANSLATION, FIRST_ONLY, SECOND_ONLY, EVERYTHING = "translation", "first", "second", "everything"


@screen(may=policies.may_begin)
def take_over(request: Visit) -> HttpResponse:
    """First the text with its source, then what was found in it, then the draft."""
    if request.method == "POST" and "confirm" in request.POST:
        return _confirm(request)
    form = PasteForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data["file"]
            taken = take(read(given.read() if given else form.cleaned_data["pasted"]))
        except Problem as problem:
            tell(form, problem)
        else:
            same = _same(request, taken, form.cleaned_data["source_address"])
            return _show(request, taken, same, _form(request, taken, same, form.cleaned_data))
    return render(request, "news/take_over.html", {"form": form})


def _confirm(request: Visit) -> HttpResponse:
    """Everything travels with the page, so that nothing is kept on the server before it is confirmed."""
    try:
        taken = take(read(request.POST.get("text", "")))
    except Problem as problem:
        messages.error(request, str(problem))
        return redirect("desk_news_take")
    same = _same(request, taken, request.POST.get("source_address", ""))
    form = _form(request, taken, same, {})
    if form.is_valid():
        try:
            item = actions.take_over_news(request.actor, **_decided(taken, dict(form.cleaned_data)))
        except Problem as problem:
            tell(form, problem)
        else:
            messages.success(request, _("The draft is saved with its source. Look at it, then publish it."))
            return redirect("desk_news_item", item.code)
    return _show(request, taken, same, form)


def _decided(taken: Taken, given: dict[str, Any]) -> dict[str, Any]:
    """What `take_over_news` takes, from what was ticked and chosen."""
    given.pop("anyway", None)
    way = given.pop("two", EVERYTHING)
    kept = {int(index) for index in given.pop("keep")}
    first = {one.index for one in taken.in_language(taken.language)}
    second = {one.index for one in taken.in_language(taken.second)} if taken.second else set()
    if way in (AS_TRANSLATION, FIRST_ONLY):
        kept &= first
    elif way == SECOND_ONLY:
        kept &= second
    if not kept:
        raise Problem(
            "nothing kept",
            _("No paragraph in that language is ticked. Tick at least one, or choose the other language."),
            field="keep",
        )
    if way == AS_TRANSLATION:
        given |= {
            "other": taken.second,
            "translations": taken.translations(kept),
            "title_translation": taken.title_translation(),
        }
    return {**given, "body": taken.kept(kept)}


def _same(request: Visit, taken: Taken, address: str) -> list[queries.Same]:
    """Earlier news that say the same as what is proposed to be kept."""
    text = taken.kept({one.index for one in taken.spoken if one.piece.keep})
    return queries.same_as(
        request.actor, text, address=address.strip(), spoken=taken.language or "", reader=_reader()
    )


def _ways(taken: Taken) -> list[tuple[str, str]]:
    """What can become of a text in two languages; nothing is chosen beforehand."""
    if taken.second is None or taken.language is None:
        return []
    names = {"first": _name(taken.language), "second": _name(taken.second)}
    ways = [
        (FIRST_ONLY, _("Keep the ticked paragraphs in %(first)s only") % names),
        (SECOND_ONLY, _("Keep the ticked paragraphs in %(second)s only") % names),
        (EVERYTHING, _("Keep all ticked paragraphs as one text")),
    ]
    if taken.pairs:
        told = _("The text is in %(first)s; the paragraphs in %(second)s become its translation") % names
        ways.insert(0, (AS_TRANSLATION, told))
    return ways


def _form(request: Visit, taken: Taken, same: list[queries.Same], source: dict[str, Any]) -> TakeForm:
    initial = {
        "title": taken.reading.title,
        "language": taken.language or _reader(),
        "source_name": source.get("source_name", ""),
        "source_address": source.get("source_address", ""),
        "keep": [str(one.index) for one in taken.spoken if one.piece.keep and not one.heads],
    }
    return TakeForm(
        request.POST if "confirm" in request.POST else None,
        projects=queries.projects_for(request.actor),
        organisations=queries.organisations_for(request.actor),
        pieces=len(taken.spoken),
        ways=_ways(taken),
        again=bool(same),
        initial=initial,
    )


def _show(request: Visit, taken: Taken, same: list[queries.Same], form: TakeForm) -> HttpResponse:
    chosen = set(form["keep"].value() or [])
    pieces = [
        {
            "piece": one.piece,
            "heads": one.heads,
            "language": one.language or "",
            "other": _name(one.language) if one.language and one.language != taken.language else "",
            "foreign": one.piece.foreign if one.piece.foreign != one.language else "",
            "chosen": str(one.index) in chosen,
        }
        for one in taken.spoken
    ]
    context = {
        "form": form,
        "reading": taken.reading,
        "taken": taken,
        "first": _name(taken.language) if taken.language else "",
        "second": _name(taken.second) if taken.second else "",
        "pieces": pieces,
        "same": likeness(same),
    }
    return render(request, "news/take_look.html", context)


def _name(code: str | None) -> str:
    try:
        return name_in(code or "", _reader())
    except UnknownTongue:
        return code or ""


def _reader() -> str:
    return translation.get_language() or "en"
