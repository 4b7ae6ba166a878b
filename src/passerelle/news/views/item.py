"""One piece of news on the desk: begun, looked at, published, withdrawn, put away and brought back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle.core import markdown
from passerelle.core.closed import offered
from passerelle.core.errors import Problem
from passerelle.core.forms import overtaken, tell
from passerelle.core.screens import changes, screen
from passerelle.core.visit import Visit
from passerelle.language import texts
from passerelle.network import checks
from passerelle.network import workshop as bench
from passerelle.news import actions, policies, queries
from passerelle.news.forms import FactsForm, WriteForm
from passerelle.news.models import Item
from passerelle.news.views.listing import state_of

TABS = (
    ("desk_news_item", gettext_lazy("Overview"), policies.may_open),
    ("desk_news_text", gettext_lazy("Text"), policies.may_change),
    ("desk_news_workshop", gettext_lazy("Translations"), policies.may_translate),
    ("desk_news_facts", gettext_lazy("Day and source"), policies.may_change),
)


def frame(
    request: Visit,
    item: Item,
    here: str,
    told: dict[str, texts.Told] | None = None,
    *,
    offers: Any = None,
    **context: Any,
) -> dict[str, Any]:
    """What every side of a piece of news shows: its title, its state, and the sides this actor may open.

    offers: {name: flag} of what may be changed here; none of them in a closed project (as in a working space)."""
    is_open = item.project is None or item.project.closed_at is None
    told = texts.tell(actions.owner_of(item)) if told is None else told
    title = told.get(actions.TITLE)
    tabs = [
        {"label": label, "url": reverse(name, args=[item.code]), "current": name == here}
        for name, label, may in TABS
        if may(request.actor, item) and (is_open or not changes(name, item.code))
    ]
    return {
        "item": item,
        "title": title.newest.body if title else "",
        "title_language": title.text.language if title else "",
        "tabs": tabs,
        "told": told,
        **offered(offers or {}, is_open),
        **context,
    }


@screen(may=policies.may_begin)
def write(request: Visit) -> HttpResponse:
    """Begin a piece of news; `?project=` names the project it is of."""
    initial = {"language": bench.reader(), "project": request.GET.get("project", "")}
    form = WriteForm(
        request.POST or None,
        projects=queries.projects_for(request.actor),
        organisations=queries.organisations_for(request.actor),
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        try:
            item = actions.write_news(request.actor, **form.cleaned_data)
        except Problem as problem:
            form.add_error(problem.field or "body", str(problem))
        else:
            messages.success(request, _("The draft is saved. Translate it or publish it."))
            return redirect("desk_news_item", item.code)
    return render(request, "news/write.html", {"form": form})


@screen(may=policies.may_open, of=Item)
def overview(request: Visit, item: Item) -> HttpResponse:
    """How it stands: its text, its state in each language, what can be done."""
    told = texts.tell(actions.owner_of(item))
    text = told.get(actions.TEXT)
    levels = iter(markdown.headings(b.level for b in text.history[-1] if b.kind == "heading") if text else ())
    pieces = [
        markdown.Piece(b.kind, next(levels) if b.kind == "heading" else b.level, b.text, b.number)
        for b in (text.history[-1] if text else ())
    ]
    return render(
        request,
        "news/item.html",
        frame(
            request,
            item,
            "desk_news_item",
            told,
            **state_of(item),
            text=markdown.render(pieces),
            text_language=text.text.language if text else "",
            rows=bench.coverage_rows(told, actions.FIELDS),
            behind=_behind(item, told),
            may_withdraw=policies.may_publish(request.actor, item),
            offers={
                "may_publish": policies.may_publish(request.actor, item),
                "may_change": policies.may_change(request.actor, item),
            },
            waits=item.state == Item.State.PUBLISHED and not item.archived_at and not item.is_public,
        ),
    )


def _behind(item: Item, told: dict[str, texts.Told]) -> bool:
    """Whether somebody wrote or translated something since readers were last shown the text."""
    if item.shown_at is None or item.state != Item.State.PUBLISHED:
        return False
    written = [version.at for each in told.values() for version in each.versions]
    translated = [made.at for each in told.values() for made in each.translations]
    return any(at > item.shown_at for at in (*written, *translated))


@screen(may=policies.may_change, of=Item, changes=True)
def facts(request: Visit, item: Item) -> HttpResponse:
    """Whose news, of which day, from where. Somebody else's newer facts are never overwritten unseen."""
    organisations = queries.organisations_for(request.actor, besides=item.organisation_id)
    posted = request.method == "POST"
    form = (
        FactsForm(request.POST, organisations=organisations)
        if posted
        else FactsForm.filled(item, organisations)
    )
    theirs: list[dict[str, str]] = []
    if posted and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            actions.change_facts(request.actor, item, revision=given.pop("revision") or 0, **given)
        except Problem as problem:
            tell(form, problem)
            theirs = overtaken(request, form, problem, item, given)
        else:
            messages.success(request, _("Day and source are saved."))
            return redirect("desk_news_item", item.code)
    return render(
        request, "news/facts.html", frame(request, item, "desk_news_facts", form=form, theirs=theirs)
    )


@screen(may=policies.may_publish, of=Item, changes=True)
def publish(request: Visit, item: Item) -> HttpResponse:
    """Show it to everybody, after a look at what readers of each language will get."""
    told = texts.tell(actions.owner_of(item))
    faults = 0
    if request.method == "POST" and "checked" not in request.POST:
        # The check takes place between the first press and the second; who sees nothing to mend presses once.
        names = [item.project.acronym] if item.project else []
        faults = checks.open_faults(actions.owner_of(item), told, actions.FIELDS, names=names)
    if request.method == "POST" and not faults:
        try:
            actions.publish_news(request.actor, item)
        except Problem as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("The news is public now."))
        return redirect("desk_news_item", item.code)
    text = told.get(actions.TEXT)
    same = (
        queries.same_as(
            request.actor,
            text.newest.body,
            address=item.source_address,
            spoken=text.text.language,
            reader=bench.reader(),
            but=item.pk,
        )
        if text
        else []
    )
    context = frame(
        request,
        item,
        "desk_news_item",
        told,
        rows=bench.coverage_rows(told, actions.FIELDS),
        faults=faults,
        same=likeness(same),
    )
    return render(request, "news/publish.html", context)


def likeness(same: list[queries.Same]) -> list[dict[str, Any]]:
    """What news/same.html takes."""
    return [
        {
            "line": one.line,
            "percent": round(one.share * 100),
            "address": one.address,
            **state_of(one.line.item),
        }
        for one in same
    ]


@screen(may=policies.may_publish, of=Item, on_closed=True)
def withdraw(request: Visit, item: Item) -> HttpResponse:
    """Take it off the public site."""
    if request.method == "POST":
        actions.withdraw_news(request.actor, item)
        messages.success(request, _("The news is no longer public. Nothing was deleted."))
        return redirect("desk_news_item", item.code)
    return render(request, "news/withdraw.html", frame(request, item, "desk_news_item"))


@screen(may=policies.may_publish, of=Item, changes=True)
def archive(request: Visit, item: Item) -> HttpResponse:
    """Put it away. The page it leads to brings it back with one button."""
    if request.method == "POST":
        actions.archive_news(request.actor, item)
        messages.success(request, _("The news is in the archive. You can bring it back here."))
        return redirect("desk_news_item", item.code)
    return render(request, "news/archive.html", frame(request, item, "desk_news_item"))


@screen(may=policies.may_publish, of=Item)
def restore(request: Visit, item: Item) -> HttpResponse:
    """Bring it back, as it was."""
    if request.method == "POST":
        actions.restore_news(request.actor, item)
        messages.success(request, _("The news is back, as it was."))
    return redirect("desk_news_item", item.code)
