"""Money and person-days of a project: sums, the grid that shares them out, and what was used."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from passerelle.core.errors import Problem
from passerelle.core.lists import page_of, sort_of
from passerelle.core.screens import screen
from passerelle.core.taking import links, sheet
from passerelle.core.visit import Visit
from passerelle.language.sorting import name_order
from passerelle.network.models import Organisation, Project
from passerelle.network.views.project import frame
from passerelle.tasks import actions, policies, queries, reading
from passerelle.tasks import money as sums_of
from passerelle.tasks.models import Budget, Use
from passerelle.tasks.money import Sums
from passerelle.tasks.money_forms import ShareForm, UseForm, own_first

BY = ("partner", "package", "both")
SORTS = ("day", "partner", "package", "days", "amount")


@screen(may=policies.may_see_money, of=Project)
def money(request: Visit, project: Project) -> HttpResponse:
    """What is planned, used and left, per partner, per work package, or both."""
    by, rows = _rows(request, project)
    labels = {"partner": _("By partner"), "package": _("By work package"), "both": _("Both")}
    context = {
        "by": by,
        "sides": [{"label": labels[one], "url": f"?by={one}", "current": one == by} for one in BY],
        "rows": [[*names, *_shown(sums), _state(sums)] for names, sums in rows[:-1]],
        "total": [*rows[-1][0], *_shown(rows[-1][1]), ""],
        "columns": [
            *({"label": head} for head in _names(by)),
            *({"label": head, "end": True} for head in _heads(project)),
            {"label": _("State")},
        ],
        "empty": all(sums == Sums() for _names_, sums in rows),
        "offers": {
            "may_plan": policies.may_plan_money(request.actor, project),
            "may_note": policies.may_note_uses(request.actor, project),
        },
        "tables": links("desk_money_table", request, project.code),
    }
    return render(request, "tasks/money.html", frame(request, project, "desk_money", **context))


@screen(may=policies.may_see_money, of=Project)
def money_table(request: Visit, project: Project, table: str) -> HttpResponse:
    """The same rows to take away, with figures that a spreadsheet can add up."""
    by, rows = _rows(request, project)
    heads = [*_names(by), *_heads(project), _("State")]
    told = [[*names, *map(_plain, _figures(sums)), _word(sums)] for names, sums in rows]
    return sheet(f"budget-{project.slug}", heads, told, table)


@screen(may=policies.may_plan_money, of=Project, changes=True)
def share(request: Visit, project: Project) -> HttpResponse:
    """The grid: partners down, work packages across; money or days."""
    name = "days" if request.GET.get("what") == "days" else "amount"
    language = translation.get_language() or "en"
    partners = list(
        Organisation.objects.visible_to(request.actor)
        .filter(partnerships__project=project)
        .order_by(*name_order(language))
    )
    there = Budget.objects.visible_to(request.actor).filter(project=project)
    form = ShareForm(
        request.POST or None,
        partners=partners,
        packages=queries.packages_of(request.actor, project),
        money=name == "amount",
        figures={(one.organisation_id, one.package_id): getattr(one, name) for one in there},
        base=actions.state_of_budget(project),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.share_out(
                request.actor, project, base=form.cleaned_data["base"], name=name, figures=form.figures()
            )
        except Problem as problem:
            form.add_error(None, str(problem))
            form.data = {**request.POST.dict(), "base": actions.state_of_budget(project)}
        else:
            messages.success(request, _("The figures are saved."))
            return redirect("desk_money", project.code)
    labels = {"amount": _("Money (%(currency)s)") % {"currency": project.currency}, "days": _("Person-days")}
    context = {
        "form": form,
        "what": labels[name],
        "sides": [
            {"label": label, "url": f"?what={one}", "current": one == name} for one, label in labels.items()
        ],
    }
    return render(request, "tasks/share.html", frame(request, project, "desk_money", **context))


@screen(may=policies.may_note_uses, of=Project)
def uses(request: Visit, project: Project) -> HttpResponse:
    """Note what was used, a few lines at once, and look at what was noted."""
    language = translation.get_language() or "en"
    partners = (
        Organisation.objects.visible_to(request.actor)
        .filter(partnerships__project=project)
        .order_by(*name_order(language))
    )
    own = {g.organisation for g in request.actor.grants if g.project == project.pk and g.organisation}
    form = UseForm(
        request.POST or None,
        partners=own_first(
            [one for one in partners if policies.may_note_for(request.actor, project, one.pk)], own
        ),
        packages=queries.packages_of(request.actor, project),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.note_uses(request.actor, project, form.cleaned_data["used"])
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(
                request,
                translation.ngettext("%(n)d line is noted.", "%(n)d lines are noted.", len(made))
                % {"n": len(made)},
            )
            return redirect("desk_uses", project.code)
    rows, sort = _entries(request, project)
    page = page_of(request, rows)
    context = {
        "offers": {"form": form, "may_note": True},
        "page": page,
        "entries": list(page),
        "sort": sort,
        "columns": [{"label": label, "sort": key, "end": end} for key, label, end in _entry_heads(project)],
        "tables": links("desk_uses_table", request, project.code),
        "heads": [label for _key, label, _end in _entry_heads(project)],
    }
    return render(request, "tasks/uses.html", frame(request, project, "desk_money", **context))


@screen(may=policies.may_note_uses, of=Project)
def uses_table(request: Visit, project: Project, table: str) -> HttpResponse:
    """Every entry the reader may open, as sorted."""
    rows, _sort = _entries(request, project)
    heads = [label for _key, label, _end in _entry_heads(project)]
    told = (
        [
            one.day,
            one.organisation.name,
            str(one.package or ""),
            _plain(one.days),
            _plain(one.amount),
            one.what,
        ]
        for one in rows
    )
    return sheet(f"use-{project.slug}", heads, told, table)


@screen(may=policies.may_remove_use, of=Use, changes=True)
def remove_use(request: Visit, use: Use) -> HttpResponse:
    """Take one entry away, after a page that shows it once more."""
    if request.method == "POST":
        code = use.project.code
        actions.remove_use(request.actor, use)
        messages.success(request, _("The entry is taken away. Note it anew if a figure was wrong."))
        return redirect("desk_uses", code)
    return render(request, "tasks/remove_use.html", frame(request, use.project, "desk_money", use=use))


def _rows(request: Visit, project: Project) -> tuple[str, list[tuple[list[Any], Sums]]]:
    """The rows one asks for, the total last. Each: its names and its sums."""
    by = request.GET.get("by", "")
    by = by if by in BY else "partner"
    found = sums_of.lines(request.actor, project, translation.get_language() or "en")
    beside, all_ = _("Beside the packages"), _("All together")
    rows: list[tuple[list[Any], Sums]]
    if by == "partner":
        rows = [([one.organisation.name], one.sums) for one in sums_of.by_partner(found)]
        last = [all_]
    elif by == "package":
        rows = [([str(package or beside)], sums) for package, sums in sums_of.by_package(found)]
        last = [all_]
    else:
        told = [one for one in found if one.sums != Sums()]
        rows = [([one.organisation.name, str(one.package or beside)], one.sums) for one in told]
        last = [all_, ""]
    return by, [*rows, (last, sums_of.total(found))]


def _names(by: str) -> list[str]:
    return {
        "partner": [_("Partner")],
        "package": [_("Work package")],
        "both": [_("Partner"), _("Work package")],
    }[by]


def _heads(project: Project) -> list[str]:
    money_ = {"currency": project.currency}
    return [
        _("Planned (%(currency)s)") % money_,
        _("Used (%(currency)s)") % money_,
        _("Left (%(currency)s)") % money_,
        _("Days planned"),
        _("Days used"),
        _("Days left"),
        _("Days in open tasks"),
        _("Load (%)"),
    ]


def _figures(sums: Sums) -> list[Decimal | int | None]:
    return [
        sums.planned,
        sums.used,
        sums.left,
        sums.days_planned,
        sums.days_used,
        sums.days_left,
        sums.days_promised,
        sums.load,
    ]


def _shown(sums: Sums) -> list[str]:
    money_, days = _figures(sums)[:3], _figures(sums)[3:]
    return [*(reading.figure(one, money=True) for one in money_), *map(reading.figure, days)]


def _plain(figure: Decimal | int | None) -> float | int | str:
    return "" if figure is None else int(figure) if figure == int(figure) else float(figure)


def _word(sums: Sums) -> str:
    if sums.over_days and sums.over_money:
        return _("Over its days and its money")
    if sums.over_days:
        return _("Over its days")
    if sums.over_money:
        return _("Over its money")
    if sums.overloaded:
        return _("More promised than days are left")
    return _("Within the plan")


def _state(sums: Sums) -> dict[str, str]:
    state = "late" if sums.over_days or sums.over_money else "wait" if sums.overloaded else "reviewed"
    return {"state": state, "word": _word(sums)}


def _entries(request: Visit, project: Project) -> tuple[Any, str]:
    sort, backwards = sort_of(request, SORTS)
    first = {
        "day": F("day"),
        "partner": F("organisation__name"),
        "package": F("package__order"),
        "days": F("days"),
        "amount": F("amount"),
    }[sort]
    newest = sort == "day" and "sort" not in request.GET
    turned = first.desc(nulls_last=True) if backwards or newest else first.asc(nulls_last=True)
    rows = Use.objects.visible_to(request.actor).filter(project=project)
    rows = rows.select_related("organisation", "package").order_by(turned, "-entered_at", "pk")
    return rows, ("-day" if newest else f"-{sort}" if backwards else sort)


def _entry_heads(project: Project) -> list[tuple[str, str, bool]]:
    return [
        ("day", _("Day"), False),
        ("partner", _("Partner"), False),
        ("package", _("Work package"), False),
        ("days", _("Person-days"), True),
        ("amount", _("Money (%(currency)s)") % {"currency": project.currency}, True),
        ("", _("For what"), False),
    ]
