"""Cities on the desk: profiles, figures and their corrections, and which organisations are in them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from passerelle.core.errors import Problem
from passerelle.core.forms import accepted, tell
from passerelle.core.lists import page_of, words_of
from passerelle.core.screens import screen
from passerelle.core.taking import links, sheet
from passerelle.core.visit import Visit
from passerelle.language.tongues import country_name
from passerelle.network import actions, cities, measures, policies, queries
from passerelle.network.city_forms import CityForm, CorrectForm, FigureForm, ReasonForm
from passerelle.network.importables import figures
from passerelle.network.measures import Measured
from passerelle.network.models import City, CityFigure, Measure, Organisation


@screen(may=policies.may_enter_desk)
def all_cities(request: Visit) -> HttpResponse:
    """Every city of the network."""
    language = _reader()
    page = page_of(request, cities.cities(language, words_of(request)), per=50)
    context = {
        "page": page,
        "q": words_of(request),
        "rows": [
            [
                {"text": one.name, "url": reverse("desk_city", args=[one.code])},
                country_name(one.country, language),
                one.inside,
                one.told,
            ]
            for one in page
        ],
        "columns": [
            {"label": _("City")},
            {"label": _("Country")},
            {"label": _("Organisations"), "end": True},
            {"label": _("Figures"), "end": True},
        ],
        "may_add": policies.may_keep_vocabularies(request.actor),
        "may_tell": policies.may_tell_of_cities(request.actor),
        "tables": links("desk_figures_table", request),
    }
    return render(request, "network/cities.html", context)


@screen(may=policies.may_enter_desk)
def figures_table(request: Visit, table: str) -> HttpResponse:
    """The figures of these cities to take away, in columns in which they come in again."""
    return sheet("figures", figures.heads(), figures.cells(_reader(), words_of(request)), table)


@screen(may=policies.may_keep_vocabularies)
def new_city(request: Visit) -> HttpResponse:
    """Add a city of the network."""
    form = CityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            city = actions.add_city(request.actor, **form.cleaned_data)
        except Problem as problem:
            tell(form, problem)
        else:
            messages.success(request, _("The city is there. Now tell its first figure."))
            return redirect("desk_city", city.code)
    return render(request, "network/new_city.html", {"form": form})


@screen(may=policies.may_enter_desk, of=City)
def city(request: Visit, city: City) -> HttpResponse:
    """A city's profile with everything that can be done about it, and its history."""
    language = _reader()
    page, known = page_of(request, cities.history(city)), measures.measures(language)
    organisations = cities.organisations_of(city, language)
    context = {
        "city": city,
        "country": country_name(city.country, language),
        "years": cities.profile(city, known),
        "organisations": organisations,
        "ties": cities.ties(language, city=city),
        "uses": cities.named(cities.reliances(request.actor, city=city), known),
        "page": page,
        "changes": changes(page, known),
        "may_tell": policies.may_tell_of_one_with(request.actor, organisations),
        "may_keep": policies.may_keep_vocabularies(request.actor),
    }
    return render(request, "network/city.html", context)


def changes(page: Any, known: dict[UUID, Measured]) -> list[dict[str, Any]]:
    """Lines of a history in words: the figure and the network's, before and after."""
    return [
        {
            "change": one,
            "measure": known[one.measure_id],
            "before": known[one.measure_id].told(one.before),
            "after": known[one.measure_id].told(one.after),
            "moved": one.network_before != one.network_after,
            "network_before": known[one.measure_id].drawn(one.network_before),
            "network_after": known[one.measure_id].drawn(one.network_after),
        }
        for one in page
    ]


@screen(may=policies.may_tell_of, of=City)
def new_figure(request: Visit, city: City) -> HttpResponse:
    """Tell a figure of a city."""
    known = list(measures.measures(_reader()).values())
    form = FigureForm(request.POST or None, known=known)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        measure = Measure.objects.visible_to(request.actor).get(code=given.pop("measure"))
        try:
            figure = actions.add_figure(request.actor, city, measure, **given)
        except Problem as problem:
            tell(form, problem)
        else:
            said = (
                _("The figure is there and used.")
                if figure.used
                else _("The figure stands beside the one that is used. Choose between them, and say why.")
            )
            messages.success(request, said)
            return redirect("desk_city", city.code)
    return render(request, "network/new_figure.html", {"city": city, "form": form, "none_known": not known})


@screen(may=policies.may_change_figure, of=CityFigure)
def correct_figure(request: Visit, figure: CityFigure) -> HttpResponse:
    """Put a number right."""
    form = CorrectForm(request.POST or None)
    said = _("The figure is corrected. The network’s figure has followed, and whoever relied on it is told.")
    return _change(request, figure, form, actions.correct_figure, said, "correct")


@screen(may=policies.may_change_figure, of=CityFigure)
def use_figure(request: Visit, figure: CityFigure) -> HttpResponse:
    """Choose one of the figures that stand side by side."""
    form = ReasonForm(request.POST or None)
    said = _("This figure is the one used now. The others stay visible beside it.")
    return _change(request, figure, form, actions.use_figure, said, "use")


@screen(may=policies.may_change_figure, of=CityFigure)
def take_back_figure(request: Visit, figure: CityFigure) -> HttpResponse:
    """Take a figure back that should not stand."""
    form = ReasonForm(request.POST or None)
    return _change(request, figure, form, actions.take_back_figure, _("The figure is taken back."), "back")


def _change(request: Visit, figure: CityFigure, form: Any, act: Any, said: str, what: str) -> HttpResponse:
    city = figure.city
    if accepted(request, form, lambda given: act(request.actor, figure, **given)):
        messages.success(request, said)
        return redirect("desk_city", city.code)
    measure = measures.measures(_reader())[figure.measure_id]
    context = {
        "city": city,
        "figure": figure,
        "measure": measure,
        "value": measure.told(figure.value),
        "form": form,
        "what": what,
    }
    return render(request, "network/change_figure.html", context)


@screen(may=policies.may_keep_vocabularies, of=City)
def city_organisations(request: Visit, city: City) -> HttpResponse:
    """Say which organisations are in a city: those of its country can be chosen."""
    found = [one for one in queries.organisations(request.actor, _reader()) if one.country == city.country]
    if request.method == "POST":
        wanted = set(request.POST.getlist("organisation"))
        chosen: list[Organisation] = [one for one in found if one.code in wanted]
        actions.choose_organisations(request.actor, city, chosen)
        messages.success(request, _("The organisations of the city are saved."))
        return redirect("desk_city", city.code)
    rows = [
        {
            "organisation": one,
            "chosen": one.city_id == city.pk,
            "elsewhere": one.city_id not in (None, city.pk),
        }
        for one in found
    ]
    return render(request, "network/city_organisations.html", {"city": city, "rows": rows})


def _reader() -> str:
    return translation.get_language() or "en"
