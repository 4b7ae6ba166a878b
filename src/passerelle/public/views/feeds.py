"""News as Atom feeds: of the whole network and of one project, in each language of the interface."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from passerelle.core.screens import screen
from passerelle.core.templatetags.look import direction
from passerelle.language.models import Edition
from passerelle.network.models import Project
from passerelle.news import queries as news
from passerelle.news.actions.found import address_of
from passerelle.news.models import Item
from passerelle.public import atom
from passerelle.public.caching import answered_if_changed, kept_briefly
from passerelle.public.sections import sections

ENTRIES = 25
# A feed must say when it changed, an empty one too; nothing was published with this house before.
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)


@screen(open_to_all=True)
@require_safe
@answered_if_changed
@kept_briefly
def news_feed(request: HttpRequest) -> HttpResponse:
    """The newest public news of the network and all its projects."""
    return _answer("news_feed", [], reverse("news"), gettext("News of the network"), "news", None)


@screen(of=Project, open_to_all=True)
@require_safe
@answered_if_changed
@kept_briefly
def project_feed(request: HttpRequest, project: Project, slug: str = "") -> HttpResponse:
    """The newest public news of one project."""
    if project.state != Project.State.PUBLISHED:
        return redirect("desk_project", code=project.code)
    words = [project.code, project.slug]
    title = gettext("News of %(project)s") % {"project": project.acronym}
    return _answer("project_feed", words, reverse("project_news", args=words), title, project.code, project)


def _answer(
    name: str, words: list[str], page: str, title: str, kind: str, project: Project | None
) -> HttpResponse:
    language = get_language() or "en"
    items = list(news.public_news(project)[:ENTRIES])
    editions = news.editions(items, language)
    entries = [_entry(item, editions[item.pk], language) for item in items if item.pk in editions]
    addresses = {code: _address(name, words, code) for code, _name in settings.LANGUAGES}
    feed = atom.Feed(
        id=tag(kind, language),
        title=title,
        author=gettext("The network"),
        language=language,
        updated=max((one.updated for one in entries), default=BEGINNING),
        address=addresses.pop(language),
        page=f"{settings.ADDRESS}{page}",
        others=addresses,
        entries=entries,
    )
    response = HttpResponse(atom.written(feed), content_type=atom.TYPE)
    response.headers["Last-Modified"] = feed.updated.strftime("%a, %d %b %Y %H:%M:%S GMT")
    return response


def tag(*names: str) -> str:
    """An id that is never another's and stays when addresses change."""
    authority = settings.TAG_AUTHORITY or f"{urlsplit(settings.ADDRESS).hostname or 'localhost'},2026"
    return f"tag:{authority}:{':'.join(names)}"


def _entry(item: Item, edition: Edition, language: str) -> atom.Entry:
    spoken = {part["language"] for part in edition.parts}
    speaker = item.organisation.name if item.organisation else item.source_name
    published = item.published_at or edition.published_at
    return atom.Entry(
        id=tag("news", item.code, language),
        title=edition.title,
        title_language=edition.title_language,
        updated=max(edition.published_at, published),
        published=published,
        address=f"{settings.ADDRESS}{address_of(item, edition.title)}",
        language=spoken.pop() if len(spoken) == 1 else language,
        author=speaker or gettext("The network"),
        content=content(edition, language, item.source_name),
        category=item.project.acronym if item.project else "",
        via=(item.source_name, item.source_address) if item.taken_over else None,
    )


def content(edition: Edition, language: str, source_name: str = "") -> str:
    """The text as HTML: each section in its language, with what is said about it; nothing missing is hidden."""
    told = format_html_join(
        "\n",
        '{}<div lang="{}" dir="{}">{}</div>',
        (
            (
                _said(section.word, language),
                section.language,
                direction(section.language),
                section.body,
            )
            for section in sections(edition, None, language).sections
        ),
    )
    source = gettext("Taken over from %(source)s.") % {"source": source_name} if source_name else ""
    return told + _said(source, language)


def _said(words: str, language: str) -> str:
    return (
        format_html('<p lang="{}" dir="{}"><small>{}</small></p>', language, direction(language), words)
        if words
        else ""
    )


def _address(name: str, words: list[str], language: str) -> str:
    with translation.override(language):
        return f"{settings.ADDRESS}{reverse(name, args=words)}"
