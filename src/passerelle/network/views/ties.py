"""The register of ties between cities on the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from passerelle.core.dates import format_partial, format_period
from passerelle.core.errors import Problem
from passerelle.core.forms import tell
from passerelle.core.lists import page_of, words_of
from passerelle.core.screens import screen
from passerelle.core.taking import sheet
from passerelle.core.visit import Visit
from passerelle.language.tongues import country_name, direction
from passerelle.network import actions, bonds, cities, policies
from passerelle.network.cities import Bond
from passerelle.network.city_forms import TieFilter, TieForm
from passerelle.network.models import Tie

AT_ONCE = 40  # ties on a page: the picture shows the very rows of the table


def told(request: HttpRequest, language: str, address: str) -> dict[str, Any]:
    """What a page of ties shows: the filter, one page of them, picture and table of the same rows.

    address: the name of a city's page."""
    narrow = TieFilter(words_of(request), request.GET.get("kind", ""))
    page = page_of(request, cities.ties(language, kind=narrow.wanted, words=narrow.words), per=AT_ONCE)
    shown = list(page)
    codes = {city.pk: city for bond in shown for city in (bond.one, bond.other)}
    leads = {
        pk: reverse(address, args=[city.code] if address == "desk_city" else [city.code, city.slug])
        for pk, city in codes.items()
    }
    return {
        "narrow": narrow,
        "page": page,
        "bonds": shown,
        "drawing": bonds.drawing(shown, leads, turned=direction(language) == "rtl"),
        "rows": [_cells(bond, leads, language) for bond in shown],
        "columns": [
            {"label": _("City")},
            {"label": _("City")},
            {"label": _("Kind")},
            {"label": _("When")},
            {"label": _("Source")},
        ],
    }


def _cells(bond: Bond, leads: dict[Any, str], language: str) -> list[Any]:
    source = {"text": bond.source, "url": bond.address} if bond.address else bond.source
    return [
        {"text": bond.one.name, "url": leads[bond.one.pk]},
        {"text": bond.other.name, "url": leads[bond.other.pk]},
        bond.label,
        when(bond, language),
        source,
    ]


def when(bond: Bond, language: str) -> str:
    """The period of what has ended, else since when it holds: nobody expects a twinning to end."""
    return (
        format_period(bond.since, bond.until, language)
        if bond.until
        else format_partial(bond.since, language)
    )


@screen(may=policies.may_enter_desk)
def all_ties(request: Visit) -> HttpResponse:
    """Every tie, drawn and written."""
    context = told(request, _reader(), "desk_city")
    context["may_add"] = policies.may_tie_at_all(request.actor)
    return render(request, "network/ties.html", context)


@screen(may=policies.may_enter_desk)
def ties_table(request: Visit, table: str) -> HttpResponse:
    """All ties that fit as a table to take away."""
    return taken_away(request, _reader(), table)


def taken_away(request: HttpRequest, language: str, table: str) -> HttpResponse:
    """The rows of the register, all pages of them. table: "csv" or "xlsx"."""
    narrow = TieFilter(words_of(request), request.GET.get("kind", ""))
    heads = [
        _("City"),
        _("Country"),
        _("Other city"),
        _("Country of the other city"),
        _("Kind"),
        _("Since"),
        _("Until"),
        _("Source"),
        _("Where it can be looked up"),
    ]
    rows = [
        [
            b.one.name,
            country_name(b.one.country, language),
            b.other.name,
            country_name(b.other.country, language),
            str(b.label),
            b.since,
            b.until,
            b.source,
            b.address,
        ]
        for b in cities.ties(language, kind=narrow.wanted, words=narrow.words)
    ]
    return sheet("ties", heads, rows, table)


@screen(may=policies.may_tie_at_all)
def new_tie(request: Visit) -> HttpResponse:
    """Note what binds two cities."""
    form = TieForm(request.POST or None, cities=cities.cities(_reader()))
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        one, other = given.pop("one"), given.pop("other")
        if not policies.may_tie(request.actor, one, other):
            form.add_error(
                "one", _("One of the two is your own city. Choose it, or ask who leads the project.")
            )
        else:
            try:
                actions.add_tie(request.actor, one, other, **given)
            except Problem as problem:
                tell(form, problem)
            else:
                messages.success(request, _("The tie is noted."))
                return redirect("desk_ties")
    return render(request, "network/new_tie.html", {"form": form})


@screen(may=policies.may_end_tie, of=Tie)
def remove_tie(request: Visit, tie: Tie) -> HttpResponse:
    """Take out a tie that was noted by mistake, after a page that says what it means."""
    if request.method == "POST":
        actions.remove_tie(request.actor, tie)
        messages.success(request, _("The tie is taken out. You can note it again."))
        return redirect("desk_ties")
    return render(request, "network/remove_tie.html", {"tie": tie})


def _reader() -> str:
    return translation.get_language() or "en"
