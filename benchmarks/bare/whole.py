"""The project page as a plain Django view: the same rows in as few questions, the same HTML from one template.

No middleware, no policy, no context processor, no part, nothing kept. The rows are read and put into words by the
very functions of the public site, so what is measured is the house around them and the way a page is put together.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from passerelle.core import journal
from passerelle.core.templatetags.look import arch
from passerelle.core.templatetags.maps import map_of
from passerelle.language.tongues import TONGUES
from passerelle.network.actions import owner_of
from passerelle.network.models import Project
from passerelle.network.queries import countries_in, files_of, partners_of
from passerelle.public import project_page, queries, readers
from passerelle.public.sections import sections
from passerelle.public.views import projects


def whole_page(request: HttpRequest, language: str, code: str, slug: str) -> HttpResponse:
    """One published project in one of the five languages."""
    with translation.override(language):
        project = Project.objects.get(code=code, state=Project.State.PUBLISHED)
        chain = readers.chain(request, language)
        found = queries.editions(owner_of(project), language, "", chain.languages)
        text = sections(found.shown, found.source, language, found.also)
        title, title_language = project_page.title_of(found, project)
        partners = partners_of(project, language)
        countries = countries_in({p.organisation.country for p in partners}, language)
        path = f"/{language}/projects/{project.code}/{project.slug}/"
        places = project_page.places(project, partners, language)
        pictured = translation.gettext("Map of the partners of this project")
        context = {
            "project": project,
            "title": title,
            "title_language": title_language,
            "text": text,
            "written": _written(text.source, language, path),
            "filling": project_page.filling(found, text, chain, path, language),
            "facts": projects._facts(project, partners, countries, language),
            "figure": projects._figure(project, partners, f"{path}partners/"),
            "map": places,
            "picture": map_of(places["pins"], places["codes"], pictured),
            "bridge": arch(len(partners)),
            "contacts": queries.contacts(project),
            "files": files_of(project, public=True),
            "funder": projects._funder(project, language),
            "addresses": [
                {"lang": c, "url": f"{settings.ADDRESS}/{c}{path[3:]}"} for c, _n in settings.LANGUAGES
            ],
            "canonical": f"{settings.ADDRESS}{path}",
            "sending": project_page.sending(f"{project.acronym}: {title}", f"{settings.ADDRESS}{path}"),
            "summary": project_page.summary(text),
            "origin": settings.ADDRESS,
            "trail": [
                {"label": translation.gettext("Projects"), "url": f"/{language}/projects/"},
                {"label": project.acronym},
            ],
            "languages": [_entry(c, language, path) for c, _name in settings.LANGUAGES],
            "here": _entry(language, language, path),
            "navigation": [
                {
                    "url": f"/{language}/{where}/",
                    "label": translation.gettext(label),
                    "current": where == "projects",
                }
                for where, label in (
                    ("projects", "Projects"),
                    ("search", "Search"),
                    ("your-data", "Your data"),
                )
            ],
            "seal_head": journal.newest_head(),
        }
        return render(request, "bare/project.html", context)


def _written(source: str | None, language: str, path: str) -> dict[str, object] | None:
    if source is None or source == language:
        return None
    title = translation.gettext("Written in %(source)s. You are reading %(reader)s.")
    names = {"source": projects.named(source, language), "reader": projects.named(language, language)}
    with translation.override(source):
        label = translation.gettext("Read this page in %(language)s") % {
            "language": projects.named(source, source)
        }
    return {
        "title": title % names,
        "link": {
            "url": f"/{source}{path[3:]}",
            "label": label,
            "lang": source,
            "dir": TONGUES[source].direction,
        },
    }


def _entry(code: str, language: str, path: str) -> dict[str, object]:
    own = TONGUES[code].own_name
    return {
        "code": code,
        "name": own[:1].upper() + own[1:],
        "dir": TONGUES[code].direction,
        "url": f"/{code}{path[3:]}",
        "current": code == language,
    }
