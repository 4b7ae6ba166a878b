"""The directory of competences: who in the network can do what."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from passerelle.core import taking
from passerelle.core.lists import page_of, sort_of
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.language.tongues import country_name
from passerelle.network import actions, competences, policies
from passerelle.network.competence_forms import CompetenceFilter, CompetencesForm
from passerelle.network.models import Competence, Organisation


@screen(may=policies.may_see_network)
def desk_competences(request: Visit) -> HttpResponse:
    """Which organisation can do what, to be searched before anybody outside is paid."""
    language, narrow, found, sort = _asked(request)
    page = page_of(request, found, per=50)
    context = {
        "narrow": narrow,
        "page": page,
        "rows": [_line(one, language, request) for one in competences.furnished(request.actor, page)],
        "sort": sort,
        "tables": taking.links("desk_competences_table", request),
        "mine": competences.spoken_for(request.actor),
        "columns": [
            {"label": _("Organisation"), "sort": "name"},
            {"label": _("Country"), "sort": "country"},
            {"label": _("Can do")},
        ],
    }
    return render(request, "network/competences.html", context)


@screen(may=policies.may_see_network)
def desk_competences_table(request: Visit, table: str) -> HttpResponse:
    """The same organisations in the same order, one row per competence."""
    language, _narrow, found, _sort = _asked(request)
    heads = [_("Organisation"), _("Town"), _("Country"), _("Competence"), _("In its own words")]
    rows = [
        [
            one.organisation.name,
            one.organisation.town,
            country_name(one.organisation.country, language),
            str(each.get_kind_display()),
            each.note,
        ]
        for one in competences.furnished(request.actor, found)
        for each in one.competences
    ]
    return taking.sheet("competences", heads, rows, table)


@screen(may=policies.may_speak_for, of=Organisation)
def tell_competences(request: Visit, organisation: Organisation) -> HttpResponse:
    """What one's own organisation can do: tick, and say it in one's own words."""
    known = Competence.objects.visible_to(request.actor).filter(organisation=organisation)
    told = {one.kind: one.note for one in known}
    form = CompetencesForm(request.POST or None, told=told)
    if request.method == "POST" and form.is_valid():
        language = translation.get_language() or "en"
        actions.tell_competences(request.actor, organisation, form.told(), language=language)
        messages.success(request, _("What your organisation can do is saved."))
        return redirect("desk_competences")
    return render(request, "network/tell_competences.html", {"form": form, "organisation": organisation})


def _asked(request: Visit) -> tuple[str, CompetenceFilter, Any, str]:
    language = translation.get_language() or "en"
    narrow = CompetenceFilter(request, competences.kinds_there(request.actor))
    sort, backwards = sort_of(request, competences.SORTS)
    found = competences.able(
        request.actor, language, kind=narrow.wanted, words=narrow.words, sort=sort, backwards=backwards
    )
    return language, narrow, found, f"-{sort}" if backwards else sort


def _line(one: competences.Able, language: str, request: Visit) -> dict[str, Any]:
    may_tell = policies.may_speak_for(request.actor, one.organisation)
    return {
        "organisation": one.organisation,
        "url": reverse("desk_organisation_competences", args=[one.organisation.code]) if may_tell else "",
        "country": country_name(one.organisation.country, language),
        "competences": one.competences,
    }
