"""One item: what is owed, by whom, until when; written down, changed, finished, handed in, dropped."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from passerelle.core import undoing
from passerelle.core.errors import Problem
from passerelle.core.forms import tell
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.language.tongues import INTERFACE
from passerelle.network.models import Organisation, Project
from passerelle.people.queries import names_of
from passerelle.tasks import actions, policies, queries, reading, schedule
from passerelle.tasks.forms import FileForm, ItemForm, SubmitForm
from passerelle.tasks.models import Helper, Item
from passerelle.tasks.views.plan import frame

UNDO = "last change of an item"  # in the session of who made it


@screen(may=policies.may_see, of=Item)
def item(request: Visit, item: Item) -> HttpResponse:
    """Everything about one item, and what the reader can do with it."""
    actor = request.actor
    item = queries.items(actor, None, queries.Asked(state="all")).get(pk=item.pk)
    may_finish, may_change = policies.may_finish(actor, item), policies.may_change(actor, item)
    form = FileForm(request.POST or None, request.FILES or None) if may_finish else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            actions.attach_file(actor, item, form.cleaned_data["file"])
        except Problem as problem:
            form.add_error("file", str(problem))
        else:
            messages.success(request, _("The file is kept."))
            return redirect("desk_item", item.code)
    helpers = queries.helpers_of(item)
    known = names_of(actor, [pk for pk in (item.person_id, *(one.person_id for one in helpers)) if pk])
    context = {
        "item": item,
        "state": reading.state_of(item),
        "facts": _facts(item, known, request),
        "helpers": [_helper(one, known) for one in helpers],
        "files": queries.files_of([item.pk]).get(item.pk, []),
        "reminded": [one.at for one in item.reminders.order_by("-at")[:5]],
        "may_discuss": policies.may_discuss(actor, item.project),
        "offers": {
            "form": form,
            "may_finish": may_finish,
            "may_change": may_change,
            "may_undo": may_change and undoing.undoable(request, UNDO, item),
        },
    }
    return render(request, "tasks/item.html", frame(request, item.project, "", **context))


def _helper(one: Helper, known: dict[UUID, str | None]) -> str:
    """An organisation by its name; a person as far as the reader may know them."""
    if one.organisation is not None:
        return one.organisation.name
    name = known.get(one.person_id) if one.person_id else None
    return name or _("somebody of the project")


def _facts(item: Item, known: Any, request: Visit) -> list[dict[str, Any]]:
    facts: list[tuple[str, Any]] = [
        (_("Kind"), item.get_nature_display() if item.nature else item.get_kind_display()),
        (_("Due"), reading.due_of(item)),
        (_("Responsible"), reading.who(item, known, request.actor)),
        (_("Work package"), str(item.package) if item.package else "–"),
    ]
    if item.waiting_for:
        facts.append((_("Waits for"), item.waiting_for.name))
    if item.submitted_on:
        facts.append((_("Handed in on"), reading.day(item.submitted_on)))
    if item.planned_days is not None:
        facts.append((_("Planned days"), reading.figure(item.planned_days)))
    if item.keeper:
        facts.append((_("Who sees it"), item.keeper.name))
    return [{"term": term, "value": value} for term, value in facts]


@screen(may=policies.may_add, of=Project, changes=True)
def new(request: Visit, project: Project) -> HttpResponse:
    """Write down what is owed. The address says of which kind: ?kind=deliverable."""
    kind = request.GET.get("kind", Item.Kind.TASK)
    if kind not in Item.Kind.values or (
        kind != Item.Kind.TASK and not policies.may_plan(request.actor, project)
    ):
        kind = Item.Kind.TASK
    around = _around(request, project, kind, keepers=queries.keepers_for(request.actor, project))
    initial = {
        "due_zone": schedule.ZONE,
        "language": _written_in(project),
        "package": request.GET.get("package"),
    }
    form = ItemForm(request.POST or None, initial=initial, **around)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_item(request.actor, project, kind=kind, **form.facts())
        except Problem as problem:
            tell(form, problem)
        else:
            messages.success(request, _("It is written down."))
            return redirect("desk_item", made.code)
    context = {"form": form, "kind": kind, "word": Item.Kind(kind).label}
    return render(request, "tasks/new_item.html", frame(request, project, "", **context))


@screen(may=policies.may_change, of=Item, changes=True)
def change(request: Visit, item: Item) -> HttpResponse:
    """Change an item. Somebody else's newer version is never overwritten unseen."""
    there = [one.organisation for one in queries.helpers_of(item) if one.organisation]
    around = _around(request, item.project, item.kind, keepers=None)
    form = (
        ItemForm(request.POST, **around)
        if request.method == "POST"
        else ItemForm.filled(item, there, **around)
    )
    theirs: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        before = actions.as_it_stands(item)
        facts = form.facts()
        helpers = facts.pop("helpers")
        try:
            actions.change_item(request.actor, item, revision=form.cleaned_data["revision"] or 0, **facts)
            _help(request, item, there, helpers)
        except Problem as problem:
            item = queries.items(request.actor, None, queries.Asked(state="all")).get(pk=item.pk)
            tell(form, problem)
            if problem.code == "changed meanwhile":
                known = reading.names(request.actor, [item])
                theirs = [{"term": _("Title"), "value": item.title}, *_facts(item, known, request)]
                # What was typed stays in the form; only the revision it builds on moves on.
                form.data = {**request.POST.dict(), "revision": item.revision}
        else:
            item.refresh_from_db()
            changed = undoing.remember(request, UNDO, item, before, actions.as_it_stands(item))
            saved = (
                _("The changes are saved. You can undo them here.") if changed else _("Nothing was changed.")
            )
            messages.success(request, saved)
            return redirect("desk_item", item.code)
    context = {"form": form, "item": item, "theirs": theirs}
    return render(request, "tasks/change_item.html", frame(request, item.project, "", **context))


def _help(request: Visit, item: Item, there: list[Organisation], helpers: list[Organisation]) -> None:
    """Organisations that help; the people who do stay as they are."""
    if {one.pk for one in there} == {one.pk for one in helpers}:
        return
    people = [one.person for one in queries.helpers_of(item) if one.person]
    actions.assign_item(
        request.actor, item, responsible=item.responsible, person=item.person, helpers=[*helpers, *people]
    )


@screen(may=policies.may_change, of=Item)
def undo(request: Visit, item: Item) -> HttpResponse:
    """Put back what one's last change of this item replaced."""
    undoing.undo(request, UNDO, item, partial(actions.undo_change, request.actor, item))
    return redirect("desk_item", item.code)


@screen(may=policies.may_finish, of=Item)
def finish(request: Visit, item: Item) -> HttpResponse:
    """Done. The page it leads to opens it again with one button."""
    if request.method == "POST":
        actions.finish_item(request.actor, item)
        messages.success(request, _("It is done. You can open it again here."))
    return redirect("desk_item", item.code)


@screen(may=policies.may_finish, of=Item)
def reopen(request: Visit, item: Item) -> HttpResponse:
    """Undo: open again."""
    if request.method == "POST":
        try:
            actions.reopen_item(request.actor, item)
        except Problem as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("It is open again."))
    return redirect("desk_item", item.code)


@screen(may=policies.may_change, of=Item)
def drop(request: Visit, item: Item) -> HttpResponse:
    """It will not be done; it stays readable, and one button brings it back."""
    if request.method == "POST":
        actions.drop_item(request.actor, item)
        messages.success(request, _("It is dropped. You can bring it back here."))
    return redirect("desk_item", item.code)


@screen(may=policies.may_finish, of=Item, changes=True)
def submit(request: Visit, item: Item) -> HttpResponse:
    """Note the day it went to the funder, with the file that went."""
    form = SubmitForm(
        request.POST or None, request.FILES or None, initial={"on": schedule.today(item.due_zone)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.submit_item(
                request.actor, item, on=form.cleaned_data["on"], upload=form.cleaned_data["file"]
            )
        except Problem as problem:
            tell(form, problem)
        else:
            messages.success(request, _("It is noted as handed in. You can open it again here."))
            return redirect("desk_item", item.code)
    return render(request, "tasks/submit.html", frame(request, item.project, "", form=form, item=item))


@screen(may=policies.may_finish, of=Item, changes=True)
def remove_file(request: Visit, item: Item, file: str) -> HttpResponse:
    """Remove a file, after a page that says it cannot be brought back."""
    found = next((one for one in queries.files_of([item.pk]).get(item.pk, []) if one.pk == file), None)
    if found is None:
        raise Http404
    if request.method == "POST":
        actions.remove_file(request.actor, item, found)
        messages.success(request, _("The file is removed."))
        return redirect("desk_item", item.code)
    return render(request, "tasks/remove_file.html", frame(request, item.project, "", item=item, file=found))


def _around(
    request: Visit, project: Project, kind: str, keepers: list[Organisation] | None
) -> dict[str, Any]:
    """What the form of an item chooses from."""
    workers = queries.workers_of(project)
    known = names_of(request.actor, [one.pk for one in workers])
    named = [(one, known[one.pk]) for one in workers if known.get(one.pk)]
    return {
        "kind": kind,
        "project": project,
        "packages": queries.packages_of(request.actor, project),
        "partners": queries.partners_of(request.actor, project, reading.reader()),
        "people": sorted(((one, str(name)) for one, name in named), key=lambda pair: pair[1].casefold()),
        "keepers": keepers,
    }


def _written_in(project: Project) -> str:
    """What a new title is probably written in: the reader's own language."""
    return reading.reader() if reading.reader() in INTERFACE else "en"
