"""The first page, the list of projects, one project, and the records behind its figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.text import slugify
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_safe

from passerelle.closing.queries import public_bundle
from passerelle.core.lists import page_of, sort_of
from passerelle.core.screens import screen
from passerelle.core.templatetags.look import direction, in_language, number, partial_date
from passerelle.core.visit import Visit
from passerelle.gatherings.reading import brief as gatherings_in_brief
from passerelle.language.plain import own_name
from passerelle.network import figures, policies
from passerelle.network.actions import owner_of
from passerelle.network.models import Project
from passerelle.network.programmes import programme
from passerelle.network.queries import countries_in, partners_of
from passerelle.news.queries import latest
from passerelle.public import cards, catalogue, queries, readers, records, takeaway
from passerelle.public import project_page as page
from passerelle.public.beside import beside
from passerelle.public.caching import kept_briefly
from passerelle.public.forms import ProjectFilter
from passerelle.public.sections import named, sections
from passerelle.public.views.news import brief, feeds

ON_THE_FIRST_PAGE = 5  # and the card that asks a city to join: two rows of three
ON_A_PAGE = 12


@screen(open_to_all=True)
@require_safe
@kept_briefly
def home(request: HttpRequest) -> HttpResponse:
    """What this network is, its newest projects, and where they all are."""
    language = get_language() or "en"
    everything = catalogue.rows(language)
    newest = cards.furnished(queries.newest(ON_THE_FIRST_PAGE), language)
    everywhere = catalogue.countries(everything, language)
    context = {
        "cards": newest,
        "count": len(everything),
        "news": brief(latest(language), language),
        "feeds": feeds(),
        **_map(everywhere, lambda code: f"country={code}"),
    }
    return render(request, "public/home.html", context)


@screen(open_to_all=True)
@require_safe
@kept_briefly
def projects(request: HttpRequest) -> HttpResponse:
    """All published projects: narrowed by what one looks for, as a list and on the map."""
    language = get_language() or "en"
    narrow = ProjectFilter(request, catalogue.rows(language), language)
    shown = page_of(request, narrow.found, ON_A_PAGE)
    context = {
        "narrow": narrow,
        "cards": cards.furnished(queries.by_id([row.id for row in shown]), language),
        "page": shown,
        "count": len(narrow.found),
        "unplaced": sum(1 for row in narrow.found if not row.countries),
        "csv": _with(reverse("projects_csv"), narrow.query()),
        **_map(narrow.countries, lambda code: narrow.query(country=code), narrow.chosen.get("country", "")),
    }
    return render(request, "public/projects.html", context)


@screen(open_to_all=True)
@require_safe
@kept_briefly
def projects_csv(request: HttpRequest) -> HttpResponse:
    """The projects that fit, all of them, in the same order as a table to take away."""
    language = get_language() or "en"
    narrow = ProjectFilter(request, catalogue.rows(language), language)
    told = takeaway.records(narrow.found, narrow.vocabulary, language)
    return takeaway.answer(takeaway.COLUMNS, told, "projects.csv")


@screen(of=Project, open_to_all=True)
@require_safe
@kept_briefly
def project(request: Visit, project: Project, slug: str = "") -> HttpResponse:
    """One project's published page; the slug is there for the eye only."""
    if project.state != Project.State.PUBLISHED:
        # Only who works in a draft gets this far: the others were told that there is no such page.
        return redirect("desk_project", code=project.code)
    language = get_language() or "en"
    chain = readers.chain(request, language)
    asked = request.GET.get("text", "")
    nearby = beside(project, language)
    found = queries.editions(owner_of(project), language, asked, chain.languages)
    text = sections(found.shown, found.source, language, found.also)
    title, title_language = page.title_of(found, project.acronym)
    partners = figures.PARTNERS.records(request.actor, project)
    countries = countries_in({p.organisation.country for p in partners} or set(project.countries), language)
    shown = found.shown.language if found.shown else language
    address = _page_of(project)
    context = {
        "project": project,
        "title": title,
        "title_language": title_language,
        "text": text,
        "written": _written(project, text.source, shown, language),
        "elsewhere": [_reading(project, code) for code in page.in_other_languages(found)],
        "filling": page.filling(found, text, chain, address, language),
        "planks": len(partners) or len(countries),
        "facts": _facts(project, partners, countries, language),
        "figure": _figure(project, partners, f"{address}partners/"),
        "map": page.places(project, partners, language),
        "contacts": queries.contacts(project),
        "themes": [
            {
                "name": one.name,
                "lang": one.language,
                "url": _with(reverse("projects"), f"theme={one.code}"),
            }
            for one in nearby.themes
        ],
        "goals": [
            {"number": one.goal.number, "name": one.goal.name(language), "targets": one.targets}
            for one in nearby.goals
        ],
        "sources": [_source(source) for source in project.sources],
        "files": nearby.files,
        "news": brief(latest(language, project=project), language),
        "gatherings": [gatherings_in_brief(one) for one in nearby.gatherings],
        "asked": nearby.asked,
        "feeds": feeds(project),
        "funder": _funder(project, language),
        "addresses": [
            {"lang": code, "url": f"{settings.ADDRESS}{in_language(address, code)}"}
            for code, _name in settings.LANGUAGES
        ],
        "canonical": f"{settings.ADDRESS}{address}",
        "sending": page.sending(f"{project.acronym}: {title}", f"{settings.ADDRESS}{address}"),
        "summary": page.summary(text),
        "origin": settings.ADDRESS,
        "works_here": policies.may_work_in(request.actor, project),
        "kept": public_bundle(project.pk) if project.closed_at else None,
        "trail": _trail((gettext("Projects"), reverse("projects")), (project.acronym, "")),
    }
    patch_vary_headers(answer := render(request, "public/project.html", context), ["Accept-Language"])
    return answer


@screen(of=Project, open_to_all=True)
@require_safe
@kept_briefly
def project_partners(request: Visit, project: Project, slug: str = "") -> HttpResponse:
    """The records behind the figure: who the partners are, and by which rule they were counted."""
    if project.state != Project.State.PUBLISHED:
        return redirect("desk_project", code=project.code)
    language = get_language() or "en"
    partners = figures.PARTNERS.records(request.actor, project)
    sort, backwards = sort_of(request, records.SORTS)
    told = records.records(partners, language, sort, backwards)
    sort_key = f"-{sort}" if backwards else sort
    address = reverse("project_partners_csv", args=[project.code, project.slug])
    context = {
        "project": project,
        "figures": _figures(partners),
        "rows": [record.cells() for record in told],
        "columns": records.COLUMNS,
        "sort": sort_key,
        "csv": f"{address}?sort={sort_key}",
        "countries": countries_in(project.countries, language),
        "trail": _trail(
            (gettext("Projects"), reverse("projects")),
            (project.acronym, _page_of(project)),
            (gettext("Partners and countries"), ""),
        ),
    }
    return render(request, "public/partners.html", context)


@screen(of=Project, open_to_all=True)
@require_safe
@kept_briefly
def project_partners_csv(request: HttpRequest, project: Project, slug: str = "") -> HttpResponse:
    """The same rows in the same order as a table to take away."""
    if project.state != Project.State.PUBLISHED:
        return redirect("desk_project", code=project.code)
    language = get_language() or "en"
    told = records.records(partners_of(project, language), language, *sort_of(request, records.SORTS))
    file = f"{slugify(project.acronym) or project.code}-partners.csv"
    return takeaway.answer(records.COLUMNS, [record.row() for record in told], file)


def _map(found: Sequence[catalogue.Country], asks: Callable[[str], str], chosen: str = "") -> dict[str, Any]:
    """The map and the list beside it, which say the same: each country leads to its projects."""
    addresses = {one.code: _with(reverse("projects"), asks(one.code)) for one in found}
    return {
        "countries": [{"country": one, "url": addresses[one.code]} for one in found],
        "codes": [one.code for one in found],
        "places": catalogue.places(found, addresses, chosen),
    }


def _with(address: str, query: str) -> str:
    return f"{address}?{query}" if query else address


def _page_of(project: Project) -> str:
    return reverse("project", args=[project.code, project.slug])


def _trail(*steps: tuple[str, str]) -> list[dict[str, Any]]:
    return [{"label": label, "url": url} for label, url in steps]


def _written(project: Project, source: str | None, shown: str, reader: str) -> dict[str, Any] | None:
    """In which language the page was written, in which it is read, and the way to the original."""
    if source is None or source == shown:
        return None
    title = gettext("Written in %(source)s. You are reading %(reader)s.")
    title = title % {"source": named(source, reader), "reader": named(shown, reader)}
    return {"title": title, "link": _reading(project, source)}


def _reading(project: Project, code: str) -> dict[str, Any]:
    """A link to the page's text in another language, in that language's own words."""
    speaks = code if code in dict(settings.LANGUAGES) else ""
    if speaks:
        with translation.override(code):
            label = gettext("Read this page in %(language)s") % {"language": named(code, code)}
        return {
            "url": in_language(_page_of(project), code),
            "label": label,
            "lang": code,
            "dir": direction(code),
        }
    return {
        "url": f"{_page_of(project)}?text={code}",
        "label": own_name(code),
        "lang": code,
        "dir": direction(code),
    }


def _facts(
    project: Project, partners: Sequence[Any], countries: tuple[str, ...], language: str
) -> list[dict[str, Any]]:
    lead = next((p.organisation.name for p in partners if p.lead), project.lead_name)
    funding = programme(project.programme)
    return cards.facts(
        (gettext("Lead"), cards.name(lead)),
        (gettext("Programme"), cards.name(funding.name(language) if funding else project.programme)),
        (gettext("Grant number"), cards.name(project.grant_number)),
        (gettext("Period"), cards.period(project)),
        (gettext("Countries"), cards.listed(countries, language)),
        (gettext("Published"), partial_date(project.published_at.date()) if project.published_at else ""),
    )


def _figure(project: Project, partners: Sequence[Any], address: str) -> dict[str, str] | None:
    """ "6 partners · 6 countries" and the way to the records; nothing where only countries are publicly known."""
    if not partners:
        return None
    organisations, countries = (figure["value"] for figure in _figures(partners))
    told = (
        ngettext("%(count)s partner", "%(count)s partners", organisations) % {"count": number(organisations)},
        ngettext("%(count)s country", "%(count)s countries", countries) % {"count": number(countries)},
    )
    return {"label": " · ".join(told), "url": address}


def _figures(partners: Sequence[Any]) -> list[dict[str, Any]]:
    """Partners and countries, counted over the very records the figure opens."""
    counts = [(figure, figure.count(partners)) for figure in (figures.PARTNERS, figures.COUNTRIES)]
    return [{"label": figure.label(count), "value": count, "rule": figure.rule} for figure, count in counts]


def _source(source: dict[str, Any]) -> dict[str, Any]:
    address = source.get("address", "")
    return {**source, "address": address if address.startswith(("https://", "http://")) else ""}


def _funder(project: Project, language: str) -> dict[str, Any] | None:
    """What the funder asks to be said, in the reader's language where there are words in it."""
    funding = programme(project.programme)
    if funding is None:
        return None
    statement, disclaimer = funding.acknowledgement(language), funding.disclaimer(language)
    return {
        "statement": statement.text,
        "disclaimer": disclaimer.text,
        "lang": statement.language,
        "grant": f"{funding.acronym} {project.grant_number}" if project.grant_number else "",
        "official": statement.official and disclaimer.official,
    }
