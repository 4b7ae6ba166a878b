"""The workshop: write the page, translate it paragraph by paragraph, publish it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from passerelle.core.errors import Problem
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.language import texts
from passerelle.network import actions, checks, policies
from passerelle.network import workshop as bench
from passerelle.network.machines import tended
from passerelle.network.meaning import weighed
from passerelle.network.models import Project
from passerelle.network.views.project import frame

FIELDS = (actions.TITLE, actions.PAGE)


@screen(may=policies.may_translate, of=Project)
def workshop(request: Visit, project: Project) -> HttpResponse:
    """Every paragraph beside its translation into one language, each with its state."""
    told = texts.tell(actions.owner_of(project))
    target = bench.target_of(request, told)
    may_write = policies.may_coordinate(request.actor, project) and project.closed_at is None

    def change(line: texts.Line) -> str:
        return reverse("desk_paragraph", args=[project.code, line.field, line.block.hash])

    def same(line: texts.Line) -> str:
        return reverse("desk_meaning", args=[project.code, line.field, line.block.hash])

    def translate(line: texts.Line) -> str:
        return reverse("desk_translate", args=[project.code, line.field, line.block.hash, target])

    shown = bench.laid_out(
        request,
        actions.owner_of(project),
        told,
        FIELDS,
        target,
        translate=translate if project.closed_at is None else None,
        exchange_at=reverse("desk_exchange", args=[project.code, target])
        if project.closed_at is None
        else "",
        machine_at=reverse("desk_machine", args=[project.code, target]) if project.closed_at is None else "",
        change=change if may_write else None,
        same=same if may_write else None,
    )
    context = frame(request, project, "desk_workshop", may_write=may_write, **shown)
    return render(request, "network/workshop.html", context)


@screen(may=policies.may_translate, of=Project, changes=True)
def translate(request: Visit, project: Project, field: str, segment: str, language: str) -> HttpResponse:
    """Translate one paragraph. When somebody was quicker, both versions stand side by side."""
    save = bench.saving(
        actions.translate_paragraph, request.actor, project, field, segment, language=language
    )
    sheet = bench.translating(request, actions.owner_of(project), field, segment, language, save)
    back = _way_back(request, project, back_to(project, language) + f"#s-{segment}")
    if sheet.saved:
        messages.success(request, _("The translation is saved."))
        return redirect(back)
    pointed = checks.pointed(request, sheet.form)
    context = frame(request, project, "desk_workshop", pointed=pointed, **sheet.shown(back))
    return render(request, "network/translate.html", context)


@screen(may=policies.may_translate, of=Project, changes=True)
def machine(request: Visit, project: Project, language: str) -> HttpResponse:
    """Have a machine draft what is missing in one language, watch it, stop it, take its drafts back."""
    actor = request.actor
    shown = tended(
        request,
        actions.owner_of(project),
        FIELDS,
        language,
        begin=lambda: actions.draft_by_machine(actor, project, language),
        stop=lambda: actions.stop_machine(actor, project, language),
        take_back=lambda: actions.take_drafts_back(actor, project, language),
    )
    if shown is None:
        return redirect("desk_machine", project.code, language)
    return render(
        request,
        "network/machine.html",
        frame(request, project, "desk_workshop", back=back_to(project, language), **shown),
    )


@screen(may=policies.may_coordinate, of=Project, changes=True)
def paragraph(request: Visit, project: Project, field: str, segment: str) -> HttpResponse:
    """Change one paragraph of the source. Its translations become outdated, the others stay."""
    target = request.GET.get("to", "")

    def save(words: str, same_meaning: bool) -> None:
        actions.edit_paragraph(request.actor, project, field, segment, words, same_meaning=same_meaning)

    sheet = bench.changing(request, actions.owner_of(project), field, segment, save)
    back = _way_back(request, project, back_to(project, target))
    if sheet.saved:
        messages.success(request, _("The paragraph is saved."))
        return redirect(back)
    pointed = checks.pointed(request, sheet.form)
    context = frame(request, project, "desk_workshop", pointed=pointed, **sheet.shown(back))
    return render(request, "network/paragraph.html", context)


@screen(may=policies.may_coordinate, of=Project, changes=True)
def page(request: Visit, project: Project) -> HttpResponse:
    """Write the whole page in its own language."""
    told = texts.tell(actions.owner_of(project))
    writing = bench.writing(
        request,
        told,
        *FIELDS,
        lambda title, **kept: actions.write_title(request.actor, project, title, **kept),
        lambda body, **kept: actions.write_page(request.actor, project, body, **kept),
    )
    if writing.saved:
        messages.success(request, _("The page is saved. Readers see it when you publish."))
        return redirect(back_to(project, ""))
    context = frame(request, project, "desk_workshop", form=writing.form, theirs=writing.theirs)
    return render(request, "network/page.html", context)


@screen(may=policies.may_coordinate, of=Project, changes=True)
def check(request: Visit, project: Project) -> HttpResponse:
    """What a careful reader would stop at: mended there, or let stand with a reason."""
    owner, actor = actions.owner_of(project), request.actor
    told = texts.tell(owner)
    shown = checks.weighed(
        request,
        owner,
        told,
        FIELDS,
        names=[project.acronym],
        stand=lambda mark, reason: actions.let_stand(actor, project, mark, reason),
        again=lambda mark: actions.tell_again(actor, project, mark),
        change=lambda one: reverse("desk_paragraph", args=[project.code, one.field, one.segment]),
        translate=lambda one: reverse(
            "desk_translate", args=[project.code, one.field, one.segment, one.language]
        ),
    )
    if shown is None:
        return redirect("desk_check", project.code)
    return render(request, "network/check.html", frame(request, project, "desk_workshop", **shown))


@screen(may=policies.may_coordinate, of=Project, changes=True)
def publish(request: Visit, project: Project) -> HttpResponse:
    """Show the page to everybody, after a look at what readers of each language will get."""
    told = texts.tell(actions.owner_of(project))
    if request.method == "POST":
        try:
            actions.publish_project(request.actor, project)
        except Problem as problem:
            messages.error(request, str(problem))
            return redirect("desk_workshop", project.code)
        messages.success(request, _("The page is public now."))
        return redirect("project", project.code, project.slug)
    rows = bench.coverage_rows(told, FIELDS)
    faults = checks.open_faults(actions.owner_of(project), told, FIELDS, names=[project.acronym])
    context = frame(request, project, "desk_workshop", rows=rows, faults=faults)
    return render(request, "network/publish.html", context)


@screen(may=policies.may_coordinate, of=Project, on_closed=True)
def withdraw(request: Visit, project: Project) -> HttpResponse:
    """Take the page off the public site."""
    if request.method == "POST":
        actions.withdraw_project(request.actor, project)
        messages.success(request, _("The page is no longer public. Nothing was deleted."))
        return redirect("desk_project", project.code)
    return render(request, "network/withdraw.html", frame(request, project, "desk_workshop"))


def back_to(project: Project, language: str) -> str:
    """The workshop, opened at a language."""
    return bench.with_target(reverse("desk_workshop", args=[project.code]), language)


def _way_back(request: Visit, project: Project, back: str) -> str:
    return checks.way_back(request, reverse("desk_check", args=[project.code]), back)


@screen(may=policies.may_coordinate, of=Project, changes=True)
def meaning(request: Visit, project: Project, field: str, segment: str) -> HttpResponse:
    """Say that a changed paragraph still means the same, or take that back."""
    back = back_to(project, request.GET.get("to", ""))
    shown = weighed(
        request,
        actions.owner_of(project),
        field,
        segment,
        keep=lambda: actions.keep_meaning(request.actor, project, field, segment),
        drop=lambda: actions.drop_meaning(request.actor, project, field, segment),
    )
    if shown is None:
        messages.success(request, _("It is noted. The states of the translations follow from it."))
        return redirect(f"{back}#s-{segment}")
    return render(
        request, "network/meaning.html", frame(request, project, "desk_workshop", back=back, **shown)
    )
