"""The list of news on an officer's desk: searched, sorted, narrowed, taken away."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from passerelle.core.lists import page_of, sort_of, words_of
from passerelle.core.screens import screen
from passerelle.core.taking import sheet
from passerelle.core.templatetags.look import partial_date
from passerelle.core.visit import Visit
from passerelle.engines.text.collation import sort_key
from passerelle.language.rows import in_a_row
from passerelle.language.tongues import name_in
from passerelle.news import policies, queries
from passerelle.news.models import Item

BRIDGES = {"draft": "draft", "published": "reviewed", "withdrawn": "wait", "archived": "wait"}
SIDES = (
    ("all", gettext_lazy("In use")),
    ("draft", gettext_lazy("Drafts")),
    ("published", pgettext_lazy("news", "Public")),
    ("withdrawn", pgettext_lazy("news", "Withdrawn")),
    ("archived", gettext_lazy("Archive")),
)


@screen(may=policies.may_enter)
def news(request: Visit) -> HttpResponse:
    """The news of one's projects, and of the network for its coordinators; the newest first."""
    language = _reader()
    asked = _asked(request)
    page = page_of(request, queries.listed(request.actor, language, **asked))
    narrowed = "&".join(f"{key}={request.GET[key]}" for key in ("project",) if request.GET.get(key))
    context = {
        "rows": [_row(line, language) for line in queries.lines(list(page), language)],
        "page": page,
        "q": asked["words"],
        "side": asked["side"],
        "narrowed": bool(asked["words"] or asked["project"] or asked["side"] != "all"),
        "sort": f"-{asked['sort']}" if asked["backwards"] else asked["sort"],
        "may_begin": policies.may_begin(request.actor),
        "tabs": [
            {
                "label": label,
                "url": f"?side={side}{'&' + narrowed if narrowed else ''}",
                "current": side == asked["side"],
            }
            for side, label in SIDES
        ],
        "columns": [
            {"label": _("Title"), "sort": "title"},
            {"label": _("Belongs to"), "sort": "project"},
            {"label": _("Day"), "sort": "newest"},
            {"label": _("Languages")},
            {"label": _("Source")},
            {"label": _("State"), "sort": "state"},
        ],
    }
    return render(request, "news/list.html", context)


@screen(may=policies.may_enter)
def as_csv(request: Visit) -> HttpResponse:
    """The same rows in the same order as CSV, all pages of them."""
    return sheet("news", _heads(), _table(request), "csv")


@screen(may=policies.may_enter)
def as_xlsx(request: Visit) -> HttpResponse:
    """The same rows in the same order as XLSX, all pages of them."""
    return sheet("news", _heads(), _table(request), "xlsx")


def _asked(request: Visit) -> dict[str, Any]:
    sort, backwards = sort_of(request, queries.SORTS)
    side = request.GET.get("side", "")
    return {
        "words": words_of(request),
        "side": side if side in queries.SIDES else "all",
        "project": request.GET.get("project", "")[:12],
        "sort": sort,
        "backwards": backwards,
    }


def _row(line: queries.Line, language: str) -> list[Any]:
    item = line.item
    return [
        {
            "text": line.title or _("No title yet"),
            "url": reverse("desk_news_item", args=[item.code]),
            "lang": line.title_language,
        },
        format_html("<bdi>{}</bdi>", item.project.acronym) if item.project else _("The network"),
        partial_date(item.day) if item.day else "–",
        in_a_row(
            sorted((name_in(code, language) for code in line.languages), key=lambda n: sort_key(n, language)),
            style="unit",
        ),
        format_html("<bdi>{}</bdi>", item.source_name) if item.source_name else "–",
        state_of(item),
    ]


def state_of(item: Item) -> dict[str, Any]:
    """What parts/state.html takes: a bridge and a word."""
    if item.archived_at is not None:
        return {"state": BRIDGES["archived"], "word": _("In the archive")}
    if item.state == Item.State.PUBLISHED and not item.is_public:
        return {"state": "wait", "word": _("Waits for the project’s page")}
    return {"state": BRIDGES[item.state], "word": item.get_state_display()}


def _heads() -> list[str]:
    return [
        _("Code"),
        _("Title"),
        _("Language of the title"),
        _("Belongs to"),
        _("Who speaks"),
        _("Day"),
        _("Languages"),
        _("Source"),
        _("Address of the source"),
        _("State"),
    ]


def _table(request: Visit) -> list[list[str]]:
    language = _reader()
    ids = queries.listed(request.actor, language, **_asked(request))
    return [
        [
            line.item.code,
            line.title,
            line.title_language,
            line.item.project.acronym if line.item.project else "",
            line.item.organisation.name if line.item.organisation else "",
            line.item.day.isoformat() if line.item.day else "",
            " ".join(line.languages),
            line.item.source_name,
            line.item.source_address,
            str(state_of(line.item)["word"]),
        ]
        for line in queries.lines(ids, language)
    ]


def _reader() -> str:
    return translation.get_language() or "en"
