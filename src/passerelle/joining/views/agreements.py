"""The agreement of a project: its versions, who accepted, and what was signed on paper."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from passerelle.core import files
from passerelle.core.errors import Problem
from passerelle.core.forms import tell
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.joining import actions, policies, queries, starting
from passerelle.joining.forms import AgreementForm, PaperForm
from passerelle.joining.models import Acceptance, Agreement
from passerelle.joining.reading import shown
from passerelle.network import policies as network
from passerelle.network.models import Project
from passerelle.network.views.project import frame
from passerelle.people.queries import names_of


@screen(may=policies.may_see_all, of=Project)
def agreement(request: Visit, project: Project) -> HttpResponse:
    """Which partner accepted which version, and which has not."""
    standings = queries.standings(request.actor, project)
    kept = [one.accepted for one in standings if one.accepted]
    names = names_of(request.actor, {one.person for one in kept if one.person})
    papers = queries.papers([one for one in kept if one.has_file])
    by_owner = {one.owner: one for one in papers if files.available(one)}
    rows = [
        {
            "standing": one,
            "name": names.get(one.accepted.person) if one.accepted and one.accepted.person else None,
            "file": by_owner.get(one.accepted.pk) if one.accepted else None,
        }
        for one in standings
    ]
    context = {
        "versions": queries.versions_of(request.actor, project),
        "rows": rows,
        "missing": sum(not one.current for one in standings),
        "offers": {"may_write": True},
    }
    return render(request, "joining/agreements.html", frame(request, project, "desk_team", **context))


@screen(may=policies.may_see_all, of=Project, changes=True)
def write(request: Visit, project: Project) -> HttpResponse:
    """A new version, which begins with the words of the newest, or, `?draft=`, with our draft in that language."""
    newest = queries.newest(request.actor, project)
    first = {
        "text": newest.text if newest else "",
        "language": newest.language if newest else (translation.get_language() or "en"),
    }
    taken = request.GET.get("draft", "")
    if taken in starting.LANGUAGES:
        first = {"text": starting.draft(taken, project), "language": taken}
    form = AgreementForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.write_agreement(request.actor, project, **form.cleaned_data)
        except Problem as problem:
            tell(form, problem)
        else:
            messages.success(
                request, _("Version %(n)s is saved; partners can accept it.") % {"n": made.number}
            )
            return redirect("desk_agreement", project.code)
    return render(
        request,
        "joining/write.html",
        frame(
            request, project, "desk_team", form=form, newest=newest, taken=taken, drafts=starting.LANGUAGES
        ),
    )


@screen(may=policies.may_see_all, of=Project, changes=True)
def paper(request: Visit, project: Project) -> HttpResponse:
    """Note that a partner signed the newest version on paper."""
    newest = queries.newest(request.actor, project)
    if newest is None:
        return redirect("desk_agreement", project.code)
    missing = [
        one.partner.organisation for one in queries.standings(request.actor, project) if not one.current
    ]
    form = PaperForm(request.POST or None, request.FILES or None, partners=missing)
    if request.method == "POST" and form.is_valid():
        chosen = next(one for one in missing if one.code == form.cleaned_data["organisation"])
        try:
            actions.note_paper(request.actor, newest, chosen, form.cleaned_data["file"])
        except Problem as problem:
            tell(form, problem)
        else:
            messages.success(request, _("Noted: signed on paper."))
            return redirect("desk_agreement", project.code)
    context = {"form": form, "agreement": newest, "missing": missing}
    return render(request, "joining/paper.html", frame(request, project, "desk_team", **context))


@screen(may=policies.may_see_all, of=Project, on_closed=True)
def take_back(request: Visit, project: Project) -> HttpResponse:
    """Take back what was noted as signed on paper by mistake."""
    if request.method == "POST":
        kept = get_object_or_404(
            Acceptance.objects.visible_to(request.actor).select_related("agreement__project"),
            agreement__project=project,
            organisation__code=request.POST.get("organisation", ""),
            agreement__number=request.POST.get("number", "0")
            if request.POST.get("number", "").isdigit()
            else 0,
        )
        try:
            actions.take_back_paper(request.actor, kept)
        except Problem as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("Taken back, with its file."))
    return redirect("desk_agreement", project.code)


@screen(may=network.may_work_in, of=Project)
def version(request: Visit, project: Project, number: int) -> HttpResponse:
    """One version as it was agreed on, for whoever works in the project."""
    found = get_object_or_404(Agreement.objects.visible_to(request.actor), project=project, number=number)
    newest = queries.newest(request.actor, project)
    if newest is None:
        raise Http404
    context = {"agreement": found, "text": shown(found), "newest": newest}
    return render(request, "joining/version.html", frame(request, project, "desk_team", **context))
