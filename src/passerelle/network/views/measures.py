"""What is told of cities, the rules by which the network's figures follow, and who relies on which figure."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from passerelle.core.errors import Problem
from passerelle.core.forms import accepted, tell
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.language.rows import in_a_row
from passerelle.language.tongues import name_in
from passerelle.network import actions, cities, measures, policies, terms
from passerelle.network.city_forms import MeasureForm, RelyForm
from passerelle.network.models import Measure, Project, Reliance
from passerelle.network.views.project import frame


@screen(may=policies.may_enter_desk)
def all_measures(request: Visit) -> HttpResponse:
    """Every measure, its rule, and the network's newest figure."""
    language = _reader()
    known = measures.measures(language)
    newest = {one.measure.id: one for one in reversed(cities.network_figures(language))}
    may_keep = policies.may_keep_vocabularies(request.actor)
    if request.method == "POST" and may_keep:
        actions.take_starting_measures(request.actor)
        messages.success(
            request, _("The starting list is here. Rename what does not fit, and look at the rules.")
        )
        return redirect("desk_measures")
    rows = []
    for one in known.values():
        now = newest.get(one.id)
        rule = str(Measure.Rule(one.rule).label)
        rows.append(
            [
                {
                    "text": one.name,
                    "url": reverse("desk_measure", args=[one.code]) if may_keep else "",
                    "lang": one.language,
                },
                f"{rule}: {known[one.weight].name}" if one.weight else rule,
                one.drawn(now.total.value) if now else "–",
                str(now.year) if now else "–",
                f"\u2066{len(now.total.cities)} / {now.of}\u2069" if now else "–",
                in_a_row((name_in(code, language) for code in terms.missing(one.labels)), style="unit")
                or "–",
            ]
        )
    context = {
        "rows": rows,
        "columns": [
            {"label": _("What it tells")},
            {"label": _("Rule for the network")},
            {"label": _("The network’s figure"), "end": True},
            {"label": _("Year"), "end": True},
            {"label": _("Cities in it"), "end": True},
            {"label": _("No name in")},
        ],
        "may_keep": may_keep,
    }
    return render(request, "network/measures.html", context)


def totals(figures: list[cities.NetworkFigure], whose: str) -> dict[str, Any]:
    """Columns and rows of what follows from the cities' figures. whose: the head over the figures themselves."""
    return {
        "totals": [
            [
                {"text": one.measure.name, "lang": one.measure.language},
                str(one.year),
                one.measure.drawn(one.total.value),
                str(Measure.Rule(one.measure.rule).label),
                f"\u2066{len(one.total.cities)} / {one.of}\u2069",
            ]
            for one in figures
            if one.total.value is not None
        ],
        "totals_columns": [
            {"label": _("What it tells")},
            {"label": _("Year"), "end": True},
            {"label": whose, "end": True},
            {"label": _("Rule")},
            {"label": _("Cities in it"), "end": True},
        ],
    }


@screen(may=policies.may_keep_vocabularies)
def new_measure(request: Visit) -> HttpResponse:
    """Something else to tell of cities."""
    known = list(measures.measures(_reader()).values())
    form = MeasureForm(request.POST or None, known=known)
    if accepted(
        request,
        form,
        lambda given: actions.add_measure(
            request.actor,
            labels=form.labels(),
            unit=given["unit"],
            rule=given["rule"],
            weight=_measure(request, given["weight"]),
        ),
    ):
        messages.success(request, _("It can be told of cities now."))
        return redirect("desk_measures")
    return render(request, "network/measure.html", {"form": form, "here": None})


@screen(may=policies.may_keep_vocabularies, of=Measure)
def measure(request: Visit, measure: Measure) -> HttpResponse:
    """Rename a measure, or roll it up by another rule."""
    known = measures.measures(_reader())
    here = known[measure.pk]
    form = MeasureForm(request.POST or None, labels=here.labels, known=list(known.values()), here=here)
    if accepted(
        request,
        form,
        lambda given: actions.change_measure(
            request.actor,
            measure,
            labels=form.changed(),
            rule=given["rule"],
            weight=_measure(request, given["weight"]),
        ),
    ):
        messages.success(request, _("It is saved."))
        return redirect("desk_measures")
    return render(request, "network/measure.html", {"form": form, "here": here})


@screen(may=policies.may_work_in, of=Project)
def reliances(request: Visit, project: Project) -> HttpResponse:
    """What the figures of the project's cities come to, which its pages and reports use, and which have changed."""
    language = _reader()
    known = measures.measures(language)
    may = policies.may_coordinate(request.actor, project)
    every = cities.cities(language)
    form = RelyForm(request.POST or None, known=list(known.values()), cities=every) if may else None
    if request.method == "POST" and form is not None and form.is_valid():
        given = dict(form.cleaned_data)
        wanted = _measure(request, given.pop("measure"))
        assert wanted is not None, "the form offers only what is there"
        try:
            actions.rely_on(request.actor, project, wanted, **given)
        except Problem as problem:
            tell(form, problem)
        else:
            messages.success(request, _("Noted. You are told when this figure changes."))
            return redirect("desk_reliances", project.code)
    uses = cities.named(cities.reliances(request.actor, project=project), known)
    offers = {"form": form, "may": may}
    together = totals(cities.network_figures(language, project), _("Figure"))
    context = frame(
        request, project, "desk_goals", offers=offers, uses=uses, any_cities=bool(known), **together
    )
    return render(request, "network/reliances.html", context)


@screen(may=policies.may_settle_reliance, of=Reliance)
def settle_reliance(request: Visit, reliance: Reliance) -> HttpResponse:
    """The page or report says the new figure now, or uses it no more."""
    project = reliance.project
    if request.method == "POST":
        if "no_more" in request.POST:
            actions.rely_no_more(request.actor, reliance)
            messages.success(request, _("Nobody is told of this figure any more."))
        else:
            actions.take_over(request.actor, reliance)
            messages.success(request, _("Good: the page or report says the new figure."))
    return redirect("desk_reliances", project.code)


def _measure(request: Visit, code: str) -> Measure | None:
    return Measure.objects.visible_to(request.actor).filter(code=code).first() if code else None


def _reader() -> str:
    return translation.get_language() or "en"
