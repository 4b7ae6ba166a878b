"""Translations of a piece of news leave for another program, and come back."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.network import exchange as bench
from passerelle.news import actions, policies
from passerelle.news.models import Item
from passerelle.news.views.item import frame
from passerelle.news.views.texts import back_to


@screen(may=policies.may_translate, of=Item, changes=True)
def exchange(request: Visit, item: Item, language: str) -> HttpResponse:
    """Download the translations into one language, look at a file that comes back, take it in, take it back."""

    def take(question: str) -> int:
        return actions.take_file_in(request.actor, item, language, question)

    def take_back(mark: UUID) -> int:
        return actions.take_file_back(request.actor, item, language, mark)

    owner, name = actions.owner_of(item), f"news-{item.code}"
    shown = bench.exchanged(
        request, owner, actions.FIELDS, language, name=name, take=take, take_back=take_back
    )
    if shown is None:
        return redirect("desk_news_exchange", item.code, language)
    back = back_to(item, language)
    return render(
        request, "news/exchange.html", frame(request, item, "desk_news_workshop", back=back, **shown)
    )


@screen(may=policies.may_translate, of=Item)
def exchange_file(request: Visit, item: Item, language: str, suffix: str) -> HttpResponseBase:
    """The translations as a file for another program."""
    owner, name = actions.owner_of(item), f"news-{item.code}"
    return bench.downloaded(owner, actions.FIELDS, language, suffix, name=name, title=item.code)
