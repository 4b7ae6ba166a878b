"""Cities in public: what is known of each with its source, what follows for the network, and the ties between them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from passerelle.core.lists import page_of, words_of
from passerelle.core.screens import screen
from passerelle.language.tongues import country_name
from passerelle.network import cities, measures
from passerelle.network.models import City
from passerelle.network.views.cities import changes
from passerelle.network.views.measures import totals
from passerelle.network.views.ties import taken_away, told
from passerelle.public.caching import kept_briefly


@screen(open_to_all=True)
@require_safe
@kept_briefly
def all_cities(request: HttpRequest) -> HttpResponse:
    """Every city of the network, and the network's own figures with the rule by which they follow."""
    language = get_language() or "en"
    page = page_of(request, cities.cities(language, words_of(request)), per=50)
    context = {
        "page": page,
        "q": words_of(request),
        "rows": [
            [
                {"text": one.name, "url": reverse("city", args=[one.code, one.slug])},
                country_name(one.country, language),
                one.inside,
                one.told,
            ]
            for one in page
        ],
        "columns": [
            {"label": gettext("City")},
            {"label": gettext("Country")},
            {"label": gettext("Organisations"), "end": True},
            {"label": gettext("Figures"), "end": True},
        ],
        **totals(cities.network_figures(language), gettext("The network’s figure")),
    }
    return render(request, "public/cities.html", context)


@screen(of=City, open_to_all=True)
@require_safe
@kept_briefly
def city(request: HttpRequest, city: City, slug: str = "") -> HttpResponse:
    """One city's profile; the slug is there for the eye only."""
    language = get_language() or "en"
    page, known = page_of(request, cities.history(city)), measures.measures(language)
    context = {
        "city": city,
        "country": country_name(city.country, language),
        "years": cities.profile(city, known),
        "organisations": cities.organisations_of(city, language),
        "ties": cities.ties(language, city=city),
        "page": page,
        "changes": changes(page, known),
        "trail": [
            {"label": gettext("Cities"), "url": reverse("cities")},
            {"label": city.name, "url": ""},
        ],
    }
    return render(request, "public/city.html", context)


@screen(open_to_all=True)
@require_safe
@kept_briefly
def all_ties(request: HttpRequest) -> HttpResponse:
    """What binds the cities, drawn and written."""
    context = told(request, get_language() or "en", "city")
    context["trail"] = [
        {"label": gettext("Cities"), "url": reverse("cities")},
        {"label": gettext("Ties between cities"), "url": ""},
    ]
    return render(request, "public/ties.html", context)


@screen(open_to_all=True)
@require_safe
@kept_briefly
def ties_table(request: HttpRequest, table: str) -> HttpResponse:
    """All ties that fit as a table to take away."""
    return taken_away(request, get_language() or "en", table)
