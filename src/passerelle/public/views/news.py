"""News for readers: all of them, those of one project, and one piece on its own page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from passerelle.core import markdown
from passerelle.core.lists import page_of
from passerelle.core.screens import screen
from passerelle.core.templatetags.look import direction, partial_date
from passerelle.core.visit import Visit
from passerelle.language.plain import own_name
from passerelle.network.models import Project
from passerelle.news import policies
from passerelle.news import queries as news
from passerelle.news.actions.found import address_of, owner_of
from passerelle.news.models import Item
from passerelle.public import cards, queries, readers
from passerelle.public import project_page as page
from passerelle.public.caching import kept_briefly
from passerelle.public.sections import named, sections

ON_A_PAGE = 15
LONGEST_OPENING = 320  # signs of a first paragraph shown in a list; a longer one is read on its own page


@screen(open_to_all=True)
@require_safe
@kept_briefly
def all_news(request: HttpRequest) -> HttpResponse:
    """All public news, the newest first."""
    return _list(request, None, [{"label": gettext("News"), "url": ""}])


@screen(of=Project, open_to_all=True)
@require_safe
@kept_briefly
def project_news(request: HttpRequest, project: Project, slug: str = "") -> HttpResponse:
    """The public news of one project."""
    if project.state != Project.State.PUBLISHED:
        return redirect("desk_project", code=project.code)
    page = reverse("project", args=[project.code, project.slug])
    trail = [
        {"label": gettext("Projects"), "url": reverse("projects")},
        {"label": project.acronym, "url": page},
        {"label": gettext("News"), "url": ""},
    ]
    return _list(request, project, trail)


@screen(of=Item, open_to_all=True)
@require_safe
@kept_briefly
def news_item(request: Visit, item: Item, slug: str = "") -> HttpResponse:
    """One piece of news; the words after the code are there for the eye only."""
    if not item.is_public:
        # Only who works on it gets this far: the others were told that there is no such page.
        return redirect("desk_news_item", code=item.code)
    language = get_language() or "en"
    chain = readers.chain(request, language)
    found = queries.editions(owner_of(item), language, request.GET.get("text", ""), chain.languages)
    text = sections(found.shown, found.source, language, found.also)
    title, title_language = page.title_of(found, item.code)
    address = address_of(item, title)
    context = {
        "item": item,
        "title": title,
        "title_language": title_language,
        "text": text,
        "written": _written(item, title, text.source, found.shown, language),
        "elsewhere": [_reading(item, title, code) for code in page.in_other_languages(found)],
        "filling": page.filling(found, text, chain, address, language),
        "facts": _facts(item, text.source, language),
        "addresses": [
            {"lang": code, "url": f"{settings.ADDRESS}{address_of(item, title, code)}"}
            for code, _name in settings.LANGUAGES
        ],
        "canonical": f"{settings.ADDRESS}{address}",
        "sending": page.sending(title, f"{settings.ADDRESS}{address}"),
        "summary": page.summary(text),
        "origin": settings.ADDRESS,
        "feeds": feeds(item.project if item.project_id else None),
        "works_here": policies.may_open(request.actor, item),
        "trail": _trail(item),
    }
    return render(request, "public/news_item.html", context)


def _trail(item: Item) -> list[dict[str, str]]:
    """The way back; the page's own title stands right under it."""
    trail = [{"label": gettext("News"), "url": reverse("news")}]
    if item.project is not None:
        words = [item.project.code, item.project.slug]
        trail.append({"label": item.project.acronym, "url": reverse("project_news", args=words)})
    return trail


def brief(told: list[news.Told], language: str) -> list[dict[str, Any]]:
    """What news_list.html takes: each with its day, its title, how it begins, and how far it is translated."""
    return [_brief(one, language) for one in told]


def feeds(project: Project | None = None) -> list[dict[str, str]]:
    """The feeds a page tells machines about: the project's, and that of the whole network."""
    found = [{"title": gettext("News of the network"), "url": reverse("news_feed")}]
    if project is not None:
        words = [project.code, project.slug]
        title = gettext("News of %(project)s") % {"project": project.acronym}
        found.insert(0, {"title": title, "url": reverse("project_feed", args=words)})
    return found


def _list(request: HttpRequest, project: Project | None, trail: list[dict[str, str]]) -> HttpResponse:
    language = get_language() or "en"
    part = page_of(request, news.outlined(language, project), ON_A_PAGE)
    context = {
        "project": project,
        "news": brief(news.told(part), language),
        "page": part,
        "count": part.paginator.count,
        "feeds": feeds(project),
        "trail": trail if project is not None else [],
    }
    return render(request, "public/news.html", context)


def _brief(told: news.Told, language: str) -> dict[str, Any]:
    item, outline = told.item, told.outline
    state, word = cards.translation_state(queries.Coverage(outline.states, outline.source), language)
    opening = outline.opening or {}
    short = len(opening.get("body", "")) <= LONGEST_OPENING
    return {
        "url": address_of(item, outline.title),
        "title": outline.title,
        "lang": outline.title_language,
        "day": item.day,
        "project": item.project,
        "source": item.source_name,
        "opening": markdown.inline(opening["body"]) if opening and short else "",
        "opening_lang": opening.get("language", ""),
        "state": state,
        "word": word,
    }


def _facts(item: Item, source: str | None, language: str) -> list[dict[str, Any]]:
    project = item.project
    link: SafeString | str = ""
    if project is not None:
        address = reverse("project", args=[project.code, project.slug])
        link = format_html('<a href="{}"><bdi>{}</bdi></a>', address, project.acronym)
    return cards.facts(
        (gettext("Day"), partial_date(item.day)),
        (gettext("Project"), link),
        (gettext("Who speaks"), cards.name(item.organisation.name) if item.organisation else ""),
        (gettext("Written in"), named(source, language) if source else ""),
        (gettext("Taken over from"), _origin(item)),
    )


def _origin(item: Item) -> SafeString | str:
    if not item.source_address:
        return cards.name(item.source_name)
    name = item.source_name or item.source_address
    return format_html('<a href="{}" rel="noopener"><bdi>{}</bdi></a>', item.source_address, name)


def _written(item: Item, title: str, source: str | None, shown: Any, reader: str) -> dict[str, Any] | None:
    """In which language it was written, in which it is read, and the way to the original."""
    if source is None or shown is None or source == shown.language:
        return None
    told = gettext("Written in %(source)s. You are reading %(reader)s.")
    told = told % {"source": named(source, reader), "reader": named(shown.language, reader)}
    return {"title": told, "link": _reading(item, title, source)}


def _reading(item: Item, title: str, code: str) -> dict[str, Any]:
    """A link to the text in another language, in that language's own words."""
    if code in dict(settings.LANGUAGES):
        with translation.override(code):
            label = gettext("Read this page in %(language)s") % {"language": named(code, code)}
            return {"url": address_of(item, title), "label": label, "lang": code, "dir": direction(code)}
    return {
        "url": f"{address_of(item, title)}?text={code}",
        "label": own_name(code),
        "lang": code,
        "dir": direction(code),
    }
