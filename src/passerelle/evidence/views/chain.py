"""The chain of results of a project: read, added to, changed, and what is removed brought back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from passerelle.core.errors import Problem
from passerelle.core.forms import accepted, tell
from passerelle.core.screens import screen
from passerelle.core.taking import links, sheet
from passerelle.core.visit import Visit
from passerelle.evidence import actions, importables, policies, queries, reading
from passerelle.evidence.forms import PrioritiesForm, ResultForm, TickForm
from passerelle.evidence.models import Priority, Result
from passerelle.evidence.models.chain import Mode
from passerelle.evidence.priorities import STARTING
from passerelle.evidence.views import framing
from passerelle.language.rows import in_a_row
from passerelle.language.tongues import INTERFACE
from passerelle.network.models import Project
from passerelle.tasks import queries as tasks

BACK = {
    "result": actions.bring_result_back,
    "indicator": actions.bring_indicator_back,
    "question": actions.bring_question_back,
}


def priority_name(one: Priority) -> str:
    """A priority in the reader's language: of the starting list by its label."""
    return str(STARTING[one.key]) if one.key in STARTING else one.said(reading.reader()).words


@screen(may=policies.may_see_chain, of=Project)
def chain(request: Visit, project: Project) -> HttpResponse:
    """Goals, outcomes, outputs and activities, and which of them nothing shows."""
    told = queries.chain(request.actor, project)
    measured = set(queries.indicators(request.actor, project).values_list("result_id", flat=True))
    priorities, ticks = queries.priorities(request.actor, project), queries.ticks(request.actor, project)
    inside = policies.may_see_figures(request.actor, project)
    rows = [_row(depth, one, measured, ticks, inside) for depth, one in told]
    columns = [
        {"label": _("Number")},
        {"label": _("Result")},
        {"label": _("Level")},
        {"label": _("Priorities")},
        {"label": _("Indicators")},
    ]
    context = {
        "rows": rows,
        "columns": columns,
        "tables": links("desk_chain_table", request, project.code),
        "priorities": [
            {
                "name": priority_name(one),
                "modes": in_a_row(
                    str(Mode(mode).label)
                    for mode in dict.fromkeys(t.mode for t in ticks if t.priority_id == one.pk)
                ),
            }
            for one in priorities
        ],
        "inside": inside,
        "offers": {
            "may_plan": policies.may_plan(request.actor, project),
            "may_bring_back": framing.removed(request, project, "result", "indicator"),
        },
    }
    return render(request, "evidence/chain.html", framing.frame(request, project, "desk_chain", **context))


def _row(depth: int, one: Result, measured: set[Any], ticks: list[Any], inside: bool) -> list[Any]:
    shown = format_html("{}{}", "\u2003" * min(depth, 3), reading.link(one))
    named = in_a_row(priority_name(tick.priority) for tick in ticks if tick.result_id == one.pk)
    lacks = one.pk not in measured and one.level in (Result.Level.GOAL, Result.Level.OUTCOME)
    if one.draft:
        state: Any = {"state": "draft", "word": _("Found in an old page: agree to it first")}
    elif lacks and inside:
        state = {"state": "missing", "word": _("Nothing shows yet whether it is reached")}
    else:
        state = _("Yes") if one.pk in measured else "–"
    number = format_html('<bdi dir="ltr">{}</bdi>', one.number) if one.number else "–"
    return [number, shown, one.get_level_display(), named or "–", state]


@screen(may=policies.may_see_chain, of=Project)
def chain_table(request: Visit, project: Project, table: str) -> HttpResponse:
    """The chain with its indicators, in columns in which it comes in again."""
    rows = importables.rows(request.actor, project)
    return sheet(f"results-{project.slug}", importables.heads(), rows, table)


@screen(may=policies.may_see_result, of=Result)
def result(request: Visit, one: Result) -> HttpResponse:
    """One result: what it serves, what serves it, what shows it."""
    project = one.project
    may_change = policies.may_change(request.actor, one)
    measured = [each for each in queries.indicators(request.actor, project).filter(result=one)]
    below = list(Result.objects.visible_to(request.actor).filter(parent=one))
    ticks = [tick for tick in queries.ticks(request.actor, project) if tick.result_id == one.pk]
    facts: list[tuple[str, Any]] = [(_("Level"), one.get_level_display())]
    if one.number:
        facts.append((_("Number"), one.number))
    if one.parent:
        facts.append((_("Serves"), reading.link(one.parent)))
    if ticks:
        told = [f"{priority_name(tick.priority)} ({tick.get_mode_display()})" for tick in ticks]
        facts.append((_("Priorities"), in_a_row(told)))
    context = {
        "one": one,
        "said": one.said(reading.reader()),
        "facts": [{"term": term, "value": value} for term, value in facts],
        "below": [reading.link(each) for each in below],
        "measured": [reading.link(each) for each in measured],
        "offers": {
            "may_change": may_change,
            "may_translate": policies.may_translate(request.actor, one) and one.language != reading.reader(),
            "may_undo": may_change and framing.undoable(request, one),
            "may_remove": may_change and not below and not measured,
            "may_tick": may_change and one.level == Result.Level.ACTIVITY,
            "may_agree": may_change and one.draft,
        },
    }
    return render(request, "evidence/result.html", framing.frame(request, project, "desk_chain", **context))


def around(request: Visit, project: Project, but: Result | None = None) -> dict[str, Any]:
    """What the form of a result chooses from."""
    results = [one for _depth, one in queries.chain(request.actor, project)]
    return {
        "results": [one for one in results if one.level != Result.Level.ACTIVITY and one != but],
        "packages": tasks.packages_of(request.actor, project),
    }


def written_in() -> str:
    return reading.reader() if reading.reader() in INTERFACE else "en"


@screen(may=policies.may_plan, of=Project, changes=True)
def new_result(request: Visit, project: Project) -> HttpResponse:
    """Add a goal, an outcome, an output or an activity."""
    level = request.GET.get("level", Result.Level.GOAL)
    initial = {"language": written_in(), "level": level, "parent": request.GET.get("parent", "")}
    form = ResultForm(request.POST or None, initial=initial, **around(request, project))
    made: list[Result] = []
    if accepted(
        request, form, lambda _given: made.append(actions.add_result(request.actor, project, **form.facts()))
    ):
        messages.success(request, _("It stands in the chain."))
        return redirect("desk_result", made[0].code)
    context = framing.frame(
        request, project, "desk_chain", form=form, back=reverse("desk_chain", args=[project.code]),
        heading=_("Add to the chain"), submit=_("Add to the chain"),
    )  # fmt: skip
    return render(request, "evidence/form.html", context)


@screen(may=policies.may_change, of=Result, changes=True)
def change_result(request: Visit, one: Result) -> HttpResponse:
    """Change a result. Somebody else's newer version is never overwritten unseen."""
    filled = around(request, one.project, one)
    form = (
        ResultForm(request.POST, **filled) if request.method == "POST" else ResultForm.filled(one, **filled)
    )
    theirs: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        before = actions.as_it_stands(one)
        try:
            actions.change_result(
                request.actor, one, revision=form.cleaned_data["revision"] or 0, **form.facts()
            )
        except Problem as problem:
            one.refresh_from_db()
            tell(form, problem)
            if problem.code == "changed meanwhile":
                theirs = [{"term": _("Title"), "value": one.title}]
                form.data = {**request.POST.dict(), "revision": one.revision}
        else:
            changed = framing.remember(request, one, before)
            messages.success(
                request,
                _("The changes are saved. You can undo them here.") if changed else _("Nothing was changed."),
            )
            return redirect("desk_result", one.code)
    context = framing.frame(
        request, one.project, "desk_chain", form=form, theirs=theirs, one=one,
        back=reverse("desk_result", args=[one.code]), heading=_("Change"), submit=_("Save the changes"),
    )  # fmt: skip
    return render(request, "evidence/form.html", context)


@screen(may=policies.may_change, of=Result)
def undo_result(request: Visit, one: Result) -> HttpResponse:
    """Put back what one's last change replaced."""
    framing.undo(request, one)
    return redirect("desk_result", one.code)


@screen(may=policies.may_change, of=Result)
def agree_result(request: Visit, one: Result) -> HttpResponse:
    """What was found in an old page is the project's own from now on."""
    framing.agree(request, one, actions.change_result)
    return redirect("desk_result", one.code)


@screen(may=policies.may_change, of=Result)
def remove_result(request: Visit, one: Result) -> HttpResponse:
    """Take a result out; one button brings it back."""
    code = one.project.code
    if request.method == "POST" and not framing.remove(request, "result", one, actions.remove_result):
        return redirect("desk_result", one.code)
    return redirect("desk_chain", code)


@screen(may=policies.may_plan, of=Project)
def bring_back(request: Visit, project: Project) -> HttpResponse:
    """Undo of a removal: of a result, an indicator or a question of the comparison."""
    last = request.session.get(framing.UNDO) or {}
    if request.method == "POST" and framing.removed(request, project, *BACK):
        framing.forget(request)
        try:
            BACK[last["removed"]](request.actor, project, last["kept"])
        except Problem as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("It is back."))
    return redirect("desk_comparison" if last.get("removed") == "question" else "desk_chain", project.code)


@screen(may=policies.may_plan, of=Project, changes=True)
def priorities(request: Visit, project: Project) -> HttpResponse:
    """What the project promised to work for."""
    there = queries.priorities(request.actor, project)
    initial = {"keys": [one.key for one in there if one.key], "language": written_in()}
    form = PrioritiesForm(request.POST or None, initial=initial)
    if accepted(request, form, lambda given: actions.choose_priorities(request.actor, project, **given)):
        messages.success(request, _("The priorities are kept. Tick now which activity works for which."))
        return redirect("desk_chain", project.code)
    context = framing.frame(
        request, project, "desk_chain", form=form, back=reverse("desk_chain", args=[project.code]),
        heading=_("Priorities of the programme"), submit=_("Save the changes"),
    )  # fmt: skip
    return render(request, "evidence/form.html", context)


@screen(may=policies.may_change, of=Result, changes=True)
def tick(request: Visit, one: Result) -> HttpResponse:
    """For which priorities an activity works, and in which mode."""
    named = [(each, priority_name(each)) for each in queries.priorities(request.actor, one.project)]
    ticks = [each for each in queries.ticks(request.actor, one.project) if each.result_id == one.pk]
    form = TickForm(request.POST if request.method == "POST" else None, priorities=named, ticks=ticks)
    if accepted(request, form, lambda _given: actions.tick(request.actor, one, form.ticks())):
        messages.success(request, _("The changes are saved."))
        return redirect("desk_result", one.code)
    context = framing.frame(
        request, one.project, "desk_chain", form=form, one=one,
        back=reverse("desk_result", args=[one.code]), heading=_("Priorities it works for"), submit=_("Save the changes"),
    )  # fmt: skip
    return render(request, "evidence/form.html", context)
