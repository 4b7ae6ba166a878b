"""Search, the sealed journal's heads, and the pages that explain the house."""

from __future__ import annotations

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

import passerelle
from passerelle.core import journal, nearness, search
from passerelle.core.lists import words_of
from passerelle.core.screens import screen
from passerelle.core.templatetags.look import partial_date
from passerelle.public import queries
from passerelle.public.caching import kept_briefly
from passerelle.public.found import results

HEADS_ON_A_PAGE = 50
STATEMENT_OF = "2026-11-22"  # when somebody last read the accessibility statement against the site
HEAD_COLUMNS = [
    {"label": _("Block")},
    {"label": _("Sealed")},
    {"label": _("Rows")},
    {"label": _("Head (SHA-256)")},
]


@screen(open_to_all=True)
@require_safe
@kept_briefly
def search_page(request: HttpRequest) -> HttpResponse:
    """What was found, each thing once, with the language it was found in."""
    language = get_language() or "en"
    words = words_of(request)
    asked = request.GET.get("page", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 6 else 1
    found = search.find(request.actor, words, language, number)  # type: ignore[attr-defined]
    page = Paginator(range(found.total), search.PAGE).get_page(found.page)
    context = {"words": words, "found": found, "page": page, "results": results(found, words, language)}
    if found.total < nearness.FEW:
        there = {(entry.kind, entry.subject) for entry in found.entries}
        near = nearness.near(words, language, there)
        context["near"] = results(search.Found(near, len(near), 1), words, language)
    return render(request, "public/search.html", context)


@screen(open_to_all=True)
@require_safe
@kept_briefly
def sealed_journal(request: HttpRequest) -> HttpResponse:
    """The heads of the sealed journal, so that anybody can keep them and check the journal later."""
    page = Paginator(queries.seals(), HEADS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [
            [seal.number, partial_date(seal.at), f"{seal.first}–{seal.last}", _code(seal.head)]
            for seal in page
        ],
        "columns": HEAD_COLUMNS,
        "public_key": journal.public_key(),
    }
    return render(request, "public/journal.html", context)


@screen(open_to_all=True)
@require_safe
@kept_briefly
def accessibility(request: HttpRequest) -> HttpResponse:
    """What works for whom, and what does not yet: the statement the Union asks for."""
    context = {"prepared": STATEMENT_OF, "version": passerelle.__version__, "address": settings.ADDRESS}
    return render(request, "public/accessibility.html", context)


@screen(open_to_all=True)
@require_safe
@kept_briefly
def your_city(request: HttpRequest) -> HttpResponse:
    """How a municipality or an association joins."""
    return render(request, "public/your_city.html")


def _code(text: str) -> SafeString:
    return format_html('<span class="code num" dir="ltr">{}</span>', text)
