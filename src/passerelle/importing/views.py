"""From a table to rows of the house: give it, say what its columns are, look, take it in, take it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from passerelle.core import closed, taking
from passerelle.core.errors import Problem
from passerelle.core.importables import Context, Importable, Place
from passerelle.core.lists import page_of
from passerelle.core.rooms import importables
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.importing import actions, policies, showing
from passerelle.importing.forms import GiveForm
from passerelle.importing.look import Look, proposals
from passerelle.importing.models import Sheet


@screen(may=policies.may_import)
def tables(request: Visit) -> HttpResponse:
    """What can be taken in, and the tables one gave in the last weeks."""
    kinds = [one for one in importables().values() if one.may(request.actor, None)]
    page = page_of(request, Sheet.objects.visible_to(request.actor))
    labels = {one.key: one.label for one in importables().values()}
    return render(
        request,
        "importing/tables.html",
        {
            "kinds": [
                {"one": one, "empty": reverse("desk_table_empty", args=[one.key, "xlsx"])} for one in kinds
            ],
            "page": page,
            "rows": [showing.line(one, labels) for one in page],
            "columns": showing.LINE,
        },
    )


@screen(may=policies.may_import)
def empty_table(request: Visit, what: str, table: str) -> HttpResponse:
    """A table with the right header and nothing below it."""
    one = _kind(request, what)
    return taking.sheet(one.key, [field.label for field in one.fields], [], table)


@screen(may=policies.may_import)
def give(request: Visit, what: str) -> HttpResponse:
    """Give a table: a file, or cells out of a spreadsheet."""
    one = _kind(request, what)
    places = _places(request, one)
    if places is not None:
        shut = closed.among({place.id for place in places})
        places = [place for place in places if place.id not in shut]
    form = GiveForm(
        request.POST or None,
        request.FILES or None,
        places=places,
        initial={"place": request.GET.get("project", "")},
    )
    if request.method == "POST" and form.is_valid():
        name, raw = form.raw()
        place = form.goes_to
        try:
            sheet = actions.give(request.actor, one, place.id if place else None, name=name, raw=raw)
        except Problem as problem:
            form.add_error("file", str(problem))
        else:
            return redirect("desk_table_columns", sheet.code)
    return render(request, "importing/give.html", {"form": form, "one": one, "no_place": places == []})


@screen(may=policies.may_open, of=Sheet)
def columns(request: Visit, sheet: Sheet) -> HttpResponse:
    """Which table of the file, which row is the header, which column is what."""
    one = importables()[sheet.kind]
    if not sheet.waits:
        return redirect("desk_table", sheet.code)
    try:
        if request.method == "POST":
            anew = request.POST.get("do") == "anew"
            grid, head = _number(request, "grid") or 0, _number(request, "head")
            told = None if anew else _mapping(request)
            elsewhere = anew and grid != sheet.choices["grid"]  # another table has its header elsewhere
            head = None if elsewhere or head is None else max(0, head - 1)
            actions.choose_columns(request.actor, sheet, grid=grid, head=head, mapping=told)
            return redirect("desk_table_columns" if anew else "desk_table", sheet.code)
    except Problem as problem:
        messages.error(request, str(problem))
        return redirect("desk_table_columns", sheet.code)
    return render(
        request,
        "importing/columns.html",
        {"sheet": sheet, "one": one, **showing.columns(sheet, one)},
    )


@screen(may=policies.may_open, of=Sheet)
def sheet(request: Visit, sheet: Sheet) -> HttpResponse:
    """What the table would change, all that is wrong with it, and the one button; afterwards what came of it."""
    one = importables()[sheet.kind]
    if request.method == "POST":
        return _decide(request, sheet)
    context: dict[str, Any] = {
        "sheet": sheet,
        "one": one,
        "goes_to": one.address(_place_code(request, one, sheet)),
    }
    if not sheet.waits:
        return render(request, "importing/done.html", context)
    try:
        seen = _seen(request, sheet)
    except Problem as problem:
        messages.error(request, str(problem))
        return redirect("desk_tables")
    side = request.GET.get("show", "")
    sides = showing.sides(seen, side)
    side = next((tab["side"] for tab in sides if tab["current"]), "all")
    found = showing.wrong_rows(seen, one) if side == "wrong" else showing.rows(seen, one, side)
    page = page_of(request, found, per=50)
    context |= {
        "seen": seen,
        "name": showing.name_of(sheet),
        "sides": sides,
        "side": side,
        "columns": showing.wrong_columns() if side == "wrong" else showing.row_columns(seen, one),
        "page": page,
        "rows": list(page),
        "proposals": showing.proposed(seen, one) if side == "wrong" else [],
        "counts": {state: seen.count(state) for state in ("new", "changed", "same")},
        "to_take": seen.count("new") + seen.count("changed"),
        "stopped": len({wrong.row for wrong in seen.stopping}),
        "leaves_out": bool(sheet.choices.get("leave_out")),
        "problems": taking.links("desk_table_problems", request, sheet.code),
    }
    return render(request, "importing/sheet.html", context)


@screen(may=policies.may_open, of=Sheet)
def problems_table(request: Visit, sheet: Sheet, table: str) -> HttpResponse:
    """Everything that is wrong, as a table for whoever keeps the file."""
    one = importables()[sheet.kind]
    try:
        seen = _seen(request, sheet)
    except Problem as problem:
        raise Http404 from problem
    heads = [column["label"] for column in showing.wrong_columns()]
    return taking.sheet("problems", heads, showing.wrong_rows(seen, one), table)


@screen(may=policies.may_open, of=Sheet)
def take_back(request: Visit, sheet: Sheet) -> HttpResponse:
    """Undo an import, after a page that says what it means."""
    against: list[str] = []
    if sheet.state != Sheet.State.DONE:
        return redirect("desk_table", sheet.code)
    if request.method == "POST":
        try:
            actions.take_back(request.actor, sheet, _reader())
        except actions.Hindered as hindered:
            against = hindered.against
        except Problem as problem:
            messages.error(request, str(problem))
            return redirect("desk_table", sheet.code)
        else:
            messages.success(request, _("The table is taken back. Everything is as it was before."))
            return redirect("desk_table", sheet.code)
    context = {
        "sheet": sheet,
        "one": importables()[sheet.kind],
        "against": against[:50],
        "more": len(against[50:]),
        "back": reverse("desk_table", args=[sheet.code]),
        "happens": showing.what_goes(sheet),
    }
    return render(request, "importing/take_back.html", context)


def _decide(request: Visit, sheet: Sheet) -> HttpResponse:
    wish = request.POST.get("do")
    try:
        if wish == "take":
            actions.take_in(request.actor, sheet, _reader())
            messages.success(request, _("The table is taken in."))
        elif wish == "leave":
            actions.leave_out(request.actor, sheet, True)
        elif wish == "all":
            actions.leave_out(request.actor, sheet, False)
        elif wish == "correct":
            _correct(request, sheet)
        elif wish == "throw":
            actions.throw_away(request.actor, sheet)
            messages.success(request, _("The table is thrown away. Nothing was changed."))
            return redirect("desk_tables")
    except Problem as problem:
        messages.error(request, str(problem))
    return redirect("desk_table", sheet.code)


def _correct(request: Visit, sheet: Sheet) -> None:
    """Only what is proposed now can be chosen: nobody's browser writes other values into a table."""
    wanted = set(request.POST.getlist("instead"))
    chosen = [
        (wrong.field, wrong.value, wrong.instead)
        for wrong, _times in proposals(_seen(request, sheet).wrong)
        if showing.mark(wrong) in wanted
    ]
    if not chosen:
        raise Problem("none", _("Tick the proposals that are right."))
    actions.correct(request.actor, sheet, chosen)
    messages.success(request, _("The proposals are used. The file itself stays as it is."))


def _seen(request: Visit, sheet: Sheet) -> Look:
    return actions.seen_by(sheet, Context(request.actor, _reader(), sheet.place))


def _kind(request: Visit, key: str) -> Importable:
    one = importables().get(key)
    if one is None or not one.may(request.actor, None):
        raise Http404
    return one


def _places(request: Visit, one: Importable) -> list[Place] | None:
    return None if one.places is None else one.places(request.actor, _reader())


def _place_code(request: Visit, one: Importable, sheet: Sheet) -> str:
    places = _places(request, one) or []
    return next((place.code for place in places if place.id == sheet.place), "")


def _mapping(request: Visit) -> dict[int, str]:
    return {
        int(name.removeprefix("column-")): key
        for name, key in request.POST.dict().items()
        if name.startswith("column-") and name[7:].isdecimal() and isinstance(key, str) and key
    }


def _number(request: Visit, name: str) -> int | None:
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 7 else None


def _reader() -> str:
    return translation.get_language() or "en"
