"""What people asked a project: answered in public, or shown as open once its time is over."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_safe

from passerelle.core.lists import page_of, words_of
from passerelle.core.screens import screen
from passerelle.language.models import Edition
from passerelle.network.models import Project
from passerelle.programme import queries
from passerelle.programme.models import Question
from passerelle.programme.reading_questions import words_of as read
from passerelle.public import atom
from passerelle.public.caching import answered_if_changed, kept_briefly
from passerelle.public.sections import sections
from passerelle.public.views.feeds import BEGINNING, ENTRIES, content, tag
from passerelle.tasks import schedule

ON_A_PAGE = 20
SIDES = ("answered", "open")


@screen(of=Project, open_to_all=True)
@require_safe
@kept_briefly
def project_questions(request: HttpRequest, project: Project, slug: str = "") -> HttpResponse:
    """Every question of one project that everybody may read: those that still wait first."""
    if project.state != Project.State.PUBLISHED:
        return redirect("desk_questions", code=project.code)
    language = get_language() or "en"
    words, side = words_of(request), request.GET.get("side", "")
    side = side if side in SIDES else ""
    part = page_of(request, queries.public_questions(project, language, words, side), ON_A_PAGE)
    editions = queries.editions(part, language)
    address = reverse("project_questions", args=[project.code, project.slug])
    context: dict[str, Any] = {
        "project": project,
        "questions": [_told(one, editions.get(one.pk), language) for one in part],
        "page": part,
        "count": part.paginator.count,
        "q": words,
        "sides": _sides(side, words),
        "narrowed": bool(words or side),
        "feeds": [{"title": _title(project), "url": f"{address}feed.atom"}],
        "trail": [
            {"label": gettext("Projects"), "url": reverse("projects")},
            {"label": project.acronym, "url": reverse("project", args=[project.code, project.slug])},
            {"label": gettext("Questions"), "url": ""},
        ],
    }
    return render(request, "public/questions.html", context)


@screen(of=Project, open_to_all=True)
@require_safe
@answered_if_changed
@kept_briefly
def questions_feed(request: HttpRequest, project: Project, slug: str = "") -> HttpResponse:
    """What was answered last, as an Atom feed."""
    if project.state != Project.State.PUBLISHED:
        return redirect("desk_questions", code=project.code)
    language = get_language() or "en"
    rows = list(
        queries.public_questions(project, language, side="answered").order_by("-answered_on", "pk")[:ENTRIES]
    )
    editions = queries.editions(rows, language)
    entries = [_entry(one, editions[one.pk], project, language) for one in rows if one.pk in editions]
    names = {code: _address(project, code) for code, _name in settings.LANGUAGES}
    own = names.pop(language)
    feed = atom.Feed(
        id=tag("questions", project.code, language),
        title=_title(project),
        author=project.acronym,
        language=language,
        updated=max((one.updated for one in entries), default=BEGINNING),
        address=f"{own}feed.atom",
        page=own,
        others={code: f"{address}feed.atom" for code, address in names.items()},
        entries=entries,
    )
    response = HttpResponse(atom.written(feed), content_type=atom.TYPE)
    response.headers["Last-Modified"] = feed.updated.strftime("%a, %d %b %Y %H:%M:%S GMT")
    return response


def _told(one: Question, edition: Edition | None, language: str) -> dict[str, Any]:
    words, spoken = read(one)
    is_open = one.state == Question.State.OPEN
    days = (schedule.today() - one.asked_on).days
    waits = ngettext("Open for %(n)d day", "Open for %(n)d days", days) % {"n": days}
    return {
        "code": one.code,
        "words": words,
        "lang": spoken,
        "asked_on": one.asked_on.isoformat(),
        "at": one.gathering,
        "open": is_open,
        "word": waits if is_open else "",
        "answered_on": one.answered_on.isoformat() if one.answered_on else "",
        "by": one.answered_by.name if one.answered_by else "",
        "answer": sections(edition, None, language).sections if edition and not is_open else (),
    }


def _sides(side: str, words: str) -> list[dict[str, Any]]:
    labels = {"": gettext("All"), "open": gettext("Open"), "answered": gettext("Answered")}
    return [{"value": value, "label": label, "current": value == side} for value, label in labels.items()]


def _title(project: Project) -> str:
    return gettext("Questions to %(project)s") % {"project": project.acronym}


def _entry(one: Question, edition: Edition, project: Project, language: str) -> atom.Entry:
    answered = datetime.combine(one.answered_on or one.asked_on, time.min, UTC)
    spoken = {part["language"] for part in edition.parts}
    return atom.Entry(
        id=tag("question", one.code, language),
        title=edition.title,
        title_language=edition.title_language,
        updated=max(edition.published_at, answered),
        published=answered,
        address=f"{_address(project, language)}#{one.code}",
        language=spoken.pop() if len(spoken) == 1 else language,
        author=one.answered_by.name if one.answered_by else project.acronym,
        content=content(edition, language),
        category=project.acronym,
    )


def _address(project: Project, language: str) -> str:
    with translation.override(language):
        return f"{settings.ADDRESS}{reverse('project_questions', args=[project.code, project.slug])}"
