"""One indicator: where it stands, how it is counted, by which parts; changed, undone, removed; figures by hand."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from passerelle.core.dates import short_day
from passerelle.core.errors import Problem
from passerelle.core.forms import accepted, tell
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.evidence import actions, counting, parts, policies, queries, reading
from passerelle.evidence.forms import FigureForm, IndicatorForm, ReasonForm
from passerelle.evidence.models import HandFigure, Indicator
from passerelle.evidence.rules import Rule
from passerelle.evidence.views import framing
from passerelle.evidence.views.chain import written_in
from passerelle.evidence.views.records import figures_by_hand
from passerelle.network.models import City, Organisation, Project
from passerelle.tasks import queries as tasks


@screen(may=policies.may_see_indicator, of=Indicator)
def indicator(request: Visit, one: Indicator) -> HttpResponse:
    """Where it stands, beside the other numbers of the same part that are never added to it, and told apart."""
    one = queries.indicators(request.actor, one.project).get(pk=one.pk)
    rule = Rule.read(one.rule)
    may_change = policies.may_change(request.actor, one)
    asking = counting.Asking()
    stand = counting.stand([one], apart=True, asking=asking)
    beside = (
        counting.side_by_side(rule.cut(one.project_id), only=rule.kinds, asking=asking)
        if rule.counts and not rule.gone
        else None
    )
    ways = counting.parts_of(rule)
    part = request.GET.get("by", "")
    part = part if part in ways else ways[0] if ways else ""
    by_part = counting.by_part(rule, rule.cut(one.project_id), part, asking=asking) if part else None
    asking.ask()
    standing = stand()[one.pk]
    apart = parts.told(request.actor, one, rule, part, by_part()) if by_part else None
    hands = figures_by_hand(request, one) if rule.by_hand else {}
    standing_figures = counting.by_hand([one.pk]).get(one.pk, []) if rule.by_hand else []
    context = {
        "one": one,
        "standing": standing,
        "claimed": one.claimed,
        "reached": standing.reached(one),
        "beside": [
            {
                "label": each.countable.label,
                "value": each.number,
                "note": each.countable.says,
                "claimed": one.claimed and each.countable.key in rule.counts and len(rule.counts) == 1,
            }
            for each in (beside() if beside else [])
        ],
        "facts": _facts(request, one, rule, standing),
        "rule": reading.rule_in_words(rule, parts.names_of(request.actor, rule)),
        "told_by": [{"label": parts.NAMES[way], "url": f"?by={way}", "current": way == part} for way in ways],
        "apart": apart,
        **{f"hand_{name}": value for name, value in hands.items() if name != "offers"},
        "picture": parts.over_time(one, standing_figures) if standing_figures else "",
        "offers": {
            "may_change": may_change,
            "may_enter": rule.by_hand and policies.may_enter_some(request.actor, one),
            "may_translate": policies.may_translate(request.actor, one) and one.language != reading.reader(),
            "may_undo": may_change and framing.undoable(request, one),
            "may_agree": may_change and one.draft,
        },
    }
    return render(
        request, "evidence/indicator.html", framing.frame(request, one.project, "desk_indicators", **context)
    )


def _facts(request: Visit, one: Indicator, rule: Rule, standing: counting.Standing) -> list[dict[str, Any]]:
    number: Any = (
        reading.figure(standing.value, one.unit) if standing.value is not None else reading.why_not(standing)
    )
    facts: list[tuple[str, Any]] = [
        (_("Shows that this is reached"), reading.link(one.result)),
        (_("Unit"), reading.unit_of(one)),
        (_("Stands at"), number),
    ]
    if standing.low is not None:
        facts.append((_("Interval"), reading.interval(standing, one.unit)))
    if standing.by_themselves is not None:
        facts.append((_("Without help"), reading.figure(standing.by_themselves, one.unit)))
    facts += [
        (_("Baseline"), reading.figure(one.baseline, one.unit)),
        (_("Target"), reading.figure(one.target, one.unit)),
        (_("To be reached by"), short_day(one.due, reading.reader()) if one.due else "–"),
        (_("Who sees to it"), one.owner.name if one.owner else _("Nobody yet")),
        (_("Source"), one.source or "–"),
    ]
    return [{"term": term, "value": value} for term, value in facts]


def around(request: Visit, project: Project) -> dict[str, Any]:
    """What the form of an indicator chooses from."""
    partners = tasks.partners_of(request.actor, project, reading.reader())
    cities = {one.city_id for one in partners if one.city_id}
    return {
        "results": [one for _depth, one in queries.chain(request.actor, project)],
        "partners": partners,
        "cities": list(City.objects.visible_to(request.actor).filter(pk__in=cities)) if cities else [],
    }


@screen(may=policies.may_plan, of=Project, changes=True)
def new_indicator(request: Visit, project: Project) -> HttpResponse:
    """Add an indicator and say how it is counted."""
    filled = around(request, project)
    if not filled["results"]:
        messages.warning(request, _("First write down the goal that the indicator shows."))
        return redirect("desk_result_new", project.code)
    initial = {"language": written_in(), "result": request.GET.get("result", ""), "claimed": True}
    form = IndicatorForm(request.POST or None, initial=initial, **filled)
    made: list[Indicator] = []
    if accepted(
        request,
        form,
        lambda _given: made.append(actions.add_indicator(request.actor, project, **form.facts())),
    ):
        messages.success(request, _("The indicator stands in the chain."))
        return redirect("desk_indicator", made[0].code)
    context = framing.frame(
        request, project, "desk_indicators", form=form, back=reverse("desk_indicators", args=[project.code]),
        heading=_("Add an indicator"), submit=_("Add the indicator"),
    )  # fmt: skip
    return render(request, "evidence/form.html", context)


@screen(may=policies.may_change, of=Indicator, changes=True)
def change_indicator(request: Visit, one: Indicator) -> HttpResponse:
    """Change an indicator. Somebody else's newer version is never overwritten unseen."""
    one = queries.indicators(request.actor, one.project).get(pk=one.pk)
    filled = around(request, one.project)
    form = (
        IndicatorForm(request.POST, **filled)
        if request.method == "POST"
        else IndicatorForm.filled(one, **filled)
    )
    theirs: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        before = actions.as_it_stands(one)
        try:
            actions.change_indicator(
                request.actor, one, revision=form.cleaned_data["revision"] or 0, **form.facts()
            )
        except Problem as problem:
            one = queries.indicators(request.actor, one.project).get(pk=one.pk)
            tell(form, problem)
            if problem.code == "changed meanwhile":
                theirs = [
                    {"term": _("What is counted"), "value": one.title},
                    {"term": _("Target"), "value": reading.figure(one.target, one.unit)},
                ]
                form.data = _moved_on(request, one.revision)
        else:
            changed = framing.remember(request, one, before)
            messages.success(
                request,
                _("The changes are saved. You can undo them here.") if changed else _("Nothing was changed."),
            )
            return redirect("desk_indicator", one.code)
    context = framing.frame(
        request, one.project, "desk_indicators", form=form, theirs=theirs, one=one,
        back=reverse("desk_indicator", args=[one.code]), heading=_("Change"), submit=_("Save the changes"),
    )  # fmt: skip
    return render(request, "evidence/form.html", context)


def _moved_on(request: Visit, revision: int) -> Any:
    """What was typed stays in the form; only the revision it builds on moves on."""
    data = request.POST.copy()
    data["revision"] = str(revision)
    return data


@screen(may=policies.may_change, of=Indicator)
def undo_indicator(request: Visit, one: Indicator) -> HttpResponse:
    """Put back what one's last change replaced."""
    framing.undo(request, one)
    return redirect("desk_indicator", one.code)


@screen(may=policies.may_change, of=Indicator)
def agree_indicator(request: Visit, one: Indicator) -> HttpResponse:
    """What was found in an old page is the project's own from now on."""
    framing.agree(request, one, actions.change_indicator)
    return redirect("desk_indicator", one.code)


@screen(may=policies.may_change, of=Indicator)
def remove_indicator(request: Visit, one: Indicator) -> HttpResponse:
    """Take an indicator out; one button brings it back."""
    code = one.project.code
    if request.method == "POST" and not framing.remove(request, "indicator", one, actions.remove_indicator):
        return redirect("desk_indicator", one.code)
    return redirect("desk_chain", code)


def _entering(request: Visit, one: Indicator) -> dict[str, Any]:
    partners = tasks.partners_of(request.actor, one.project, reading.reader())
    lead = policies.may_plan(request.actor, one.project)
    mine: list[Organisation] = [
        each for each in partners if lead or policies.works_for(request.actor, one.project, each)
    ]
    return {"partners": mine, "everybody": lead}


@screen(may=policies.may_enter_some, of=Indicator, changes=True)
def enter(request: Visit, one: Indicator) -> HttpResponse:
    """A figure by hand, with its source and what shows it."""
    form = FigureForm(
        request.POST or None,
        request.FILES or None,
        initial={"on": timezone.localdate()},
        **_entering(request, one),
    )
    if accepted(request, form, lambda _given: actions.enter_figure(request.actor, one, **form.facts())):
        messages.success(request, _("The figure is kept."))
        return redirect("desk_indicator", one.code)
    context = framing.frame(
        request, one.project, "desk_indicators", form=form, one=one,
        back=reverse("desk_indicator", args=[one.code]), heading=_("Enter a figure"), submit=_("Keep the figure"),
    )  # fmt: skip
    return render(request, "evidence/form.html", context)


@screen(may=policies.may_correct, of=HandFigure, changes=True)
def correct(request: Visit, figure: HandFigure) -> HttpResponse:
    """Put another figure in its place, or take it back: the old one stays readable with the reason."""
    one = figure.indicator
    initial = {name: getattr(figure, name) for name in ("value", "on", "source", "low", "high")}
    correcting = request.method == "POST" and "take_back" not in request.POST
    form = FigureForm(
        request.POST if correcting else None,
        request.FILES if correcting else None,
        initial=initial,
        partners=[],
        everybody=False,
        corrects=True,
    )
    taking = ReasonForm(request.POST if request.method == "POST" and not correcting else None, prefix="back")
    if correcting and accepted(
        request, form, lambda _given: actions.correct_figure(request.actor, figure, **form.facts())
    ):
        messages.success(request, _("The new figure counts in its place."))
        return redirect("desk_indicator", one.code)
    if not correcting and accepted(
        request, taking, lambda given: actions.take_figure_back(request.actor, figure, **given)
    ):
        messages.success(request, _("It is taken back. You can put it back here."))
        return redirect("desk_hand_figure_correct", figure.code)
    context = framing.frame(
        request, one.project, "desk_indicators", form=form, taking=taking, one=one, figure=figure,
        said=reading.figure(figure.value, one.unit), gone=figure.taken_back_at is not None,
    )  # fmt: skip
    return render(request, "evidence/correct.html", context)


@screen(may=policies.may_correct, of=HandFigure)
def put_back(request: Visit, figure: HandFigure) -> HttpResponse:
    """Undo: the figure counts again."""
    if request.method == "POST":
        actions.put_figure_back(request.actor, figure)
        messages.success(request, _("The figure counts again."))
    return redirect("desk_indicator", figure.indicator.code)
