"""The register of ties between cities on the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
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
from passerelle.network.city_forms import EndTieForm, TieFilter, TieForm
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
    """Every tie, drawn and written, each with the way to its end for whoever may note it."""
    context = told(request, _reader(), "desk_city")
    shown: list[Bond] = context["bonds"]
    ours = policies.may_tie_among(request.actor, {c.pk for bond in shown for c in (bond.one, bond.other)})
    if ours:
        context["columns"].append({"label": _("What you can do")})
        for row, bond in zip(context["rows"], shown, strict=True):
            row.append(_way_to_end(bond) if ours & {bond.one.pk, bond.other.pk} else "")
    context["may_add"] = policies.may_tie_at_all(request.actor)
    return render(request, "network/ties.html", context)


def _way_to_end(bond: Bond) -> SafeString:
    label = _("Change its end") if bond.until else _("Note its end")
    about = f"{bond.one.name} – {bond.other.name}"
    return format_html(
        '<a href="{}">{}<span class="offscreen">: {}</span></a>',
        reverse("desk_tie_end", args=[bond.code]),
        label,
        about,
    )


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
def end_tie(request: Visit, tie: Tie) -> HttpResponse:
    """Note when a tie ended, or take that back: it stays in the register either way."""
    form = EndTieForm(request.POST or None, initial={"until": tie.until})
    if request.method == "POST" and "holds" in request.POST:
        actions.hold_tie(request.actor, tie)
        messages.success(request, _("The tie holds again."))
        return redirect("desk_tie_end", tie.code)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_tie(request.actor, tie, form.cleaned_data["until"])
        except Problem as problem:
            form.add_error(problem.field, str(problem))
        else:
            messages.success(request, _("The end is noted. You can take it back here."))
            return redirect("desk_tie_end", tie.code)
    return render(request, "network/end_tie.html", {"tie": tie, "form": form})


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
