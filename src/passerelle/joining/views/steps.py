"""From the invitation to the working space: a short list of steps, left and taken up again at any time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle.core import categories
from passerelle.core.errors import Problem
from passerelle.core.forms import tell
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.joining import actions, policies, queries
from passerelle.joining.models import Agreement
from passerelle.joining.reading import shown
from passerelle.network import actions as network
from passerelle.network import controllers
from passerelle.network.forms import OrganisationForm
from passerelle.network.models import Organisation, Project
from passerelle.network.views.project import frame
from passerelle.people import actions as people
from passerelle.people.models import Consent, Person
from passerelle.people.queries import consents_of, holding

PROFILE = "profile"
# What newcomers are shown: where it is, what it is called, and what one does there.
TOUR = {
    "week": (
        "desk_week",
        gettext_lazy("What next"),
        gettext_lazy("What is late, what is due, and for whom somebody waits. Begin your week here."),
    ),
    "plan": (
        "desk_plan",
        gettext_lazy("Plan"),
        gettext_lazy("Work packages, deliverables and milestones with their days, and who answers for them."),
    ),
    "people": (
        "desk_team",
        gettext_lazy("People and roles"),
        gettext_lazy("Who does what in the project, and whom to ask."),
    ),
    "page": (
        "desk_workshop",
        gettext_lazy("Page and translations"),
        gettext_lazy("The project’s public page in each language. You can translate it into yours."),
    ),
    "files": (
        "desk_files",
        gettext_lazy("Files"),
        gettext_lazy("The documents of the project, for its own people or for everybody."),
    ),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it is called, what it asks in a sentence, where it is, and whether it is done."""

    label: str
    says: str
    url: str
    done: bool


@dataclass(frozen=True, slots=True)
class Way:
    """Where somebody stands on the way into a project."""

    organisation: Organisation | None
    agreement: Agreement | None
    steps: list[Step]
    looked: set[str]

    @property
    def next(self) -> Step | None:
        return next((one for one in self.steps if not one.done), None)


@screen(may=policies.may_join, of=Project)
def joining(request: Visit, project: Project) -> HttpResponse:
    """What is done, what is left, and the way to the working space."""
    way = _way(request, project)
    stops = [
        {"key": key, "label": label, "says": says, "seen": key in way.looked}
        for key, (_url, label, says) in TOUR.items()
    ]
    context = {"way": way, "stops": stops, "done": sum(one.done for one in way.steps)}
    return render(request, "joining/joining.html", frame(request, project, "desk_joining", **context))


@screen(may=policies.may_join, of=Project, changes=True)
def profile(request: Visit, project: Project) -> HttpResponse:
    """The facts of one's organisation that public pages show."""
    organisation = _organisation(request, project)
    filled = {name: getattr(organisation, name) for name in ("name", "kind", "town", "country")}
    form = OrganisationForm(request.POST or None, initial=filled)
    if request.method == "POST" and form.is_valid():
        try:
            network.change_organisation(request.actor, organisation, **form.cleaned_data)
            actions.look(request.actor, project, PROFILE)
        except Problem as problem:
            tell(form, problem)
        else:
            return _on(request, project, _("The facts of your organisation are saved."))
    context = {"form": form, "organisation": organisation}
    return render(request, "joining/profile.html", frame(request, project, "desk_joining", **context))


@screen(may=policies.may_join, of=Project)
def agreement(request: Visit, project: Project) -> HttpResponse:
    """Read the newest agreement, and accept it for one's organisation."""
    organisation = _organisation(request, project)
    newest = queries.newest(request.actor, project)
    if newest is None:
        raise Http404
    if request.method == "POST":
        number = request.POST.get("number", "")
        read = next(
            (one for one in queries.versions_of(request.actor, project) if str(one.number) == number), None
        )
        if read is None:
            raise Http404
        try:
            actions.accept(request.actor, read, organisation)
        except Problem as problem:
            messages.error(request, str(problem))
            return redirect(request.get_full_path())
        return _on(request, project, _("The agreement is accepted."))
    context = {
        "organisation": organisation,
        "agreement": newest,
        "text": shown(newest),
        "accepted": queries.accepted(newest, [organisation]).get(organisation.pk),
        "offers": {"may_accept": True},
    }
    return render(request, "joining/agreement.html", frame(request, project, "desk_joining", **context))


@screen(may=policies.may_join, of=Project, on_closed=True)
def data(request: Visit, project: Project) -> HttpResponse:
    """What is kept about whoever joins, who answers for it, and whether their name may be shown."""
    person = Person.objects.visible_to(request.actor).get(pk=_oneself(request))
    ledger = consents_of(person)
    said = any(one.purpose == Consent.Purpose.SHOWN for one in ledger)
    given = any(one.purpose == Consent.Purpose.SHOWN for one in holding(ledger))
    if request.method == "POST":
        wish = request.POST.get("shown") == "yes"
        if not said or wish != given:
            change = people.give_consent if wish else people.withdraw_consent
            change(request.actor, person, Consent.Purpose.SHOWN)
        return _on(
            request,
            project,
            _("Your name may be shown.") if wish else _("Your name is not shown on public pages."),
        )
    told = controllers.settled([project.pk]).get(project.pk, {})
    context = {
        "said": said,
        "given": given,
        "answering": [
            {"term": one.label, "value": told[one.key][0].name}
            for one in categories.by_project()
            if one.key in told
        ],
    }
    return render(request, "joining/data.html", frame(request, project, "desk_joining", **context))


@screen(may=policies.may_join, of=Project, on_closed=True)
def tour(request: Visit, project: Project) -> HttpResponse:
    """Open one page of the project from here, and remember that it was seen."""
    stop = TOUR.get(request.POST.get("stop", "")) if request.method == "POST" else None
    if stop is None:
        return redirect("desk_joining", project.code)
    if not project.closed_at:
        actions.look(request.actor, project, request.POST["stop"])
    return redirect(stop[0], project.code)


def _way(request: Visit, project: Project) -> Way:
    """Read off the data: what is accepted, chosen and seen. Without an agreement there is nothing to accept."""
    actor = request.actor
    ours = queries.organisations_of(actor, project)
    newest, looked = queries.newest(actor, project), queries.looks(actor, project)
    kept = queries.accepted(newest, ours) if newest and ours else {}
    here = next((one for one in ours if one.pk not in kept), ours[0] if ours else None)
    query = f"?for={here.code}" if here else ""
    steps = []

    def step(name: str, label: str, says: str, done: bool) -> None:
        steps.append(Step(label, says, reverse(f"desk_joining_{name}", args=[project.code]) + query, done))

    if here and project.closed_at is None:
        step(
            "profile",
            _("Your organisation"),
            _("Look whether name, kind, town and country are right: public pages show them."),
            PROFILE in looked,
        )
        if newest:
            step(
                "agreement",
                _("The agreement"),
                _("Read it, and accept it for your organisation."),
                here.pk in kept,
            )
    step(
        "data",
        _("Your data"),
        _("What is kept about you, who answers for it, and whether your name may be shown."),
        queries.has_chosen(actor),
    )
    return Way(here, newest, steps, looked)


def _oneself(request: Visit) -> UUID:
    if request.actor.person is None:
        raise Http404
    return request.actor.person


def _organisation(request: Visit, project: Project) -> Organisation:
    """The one the address names, else the first the actor coordinates for here; 404 when there is none."""
    ours = queries.organisations_of(request.actor, project)
    wanted = request.GET.get("for")
    found = [one for one in ours if wanted in (None, one.code)]
    if not found:
        raise Http404
    return found[0]


def _on(request: Visit, project: Project, said: str) -> HttpResponse:
    """To the next step that is open, else back to the list."""
    messages.success(request, said)
    following: Any = _way(request, project).next
    return redirect(following.url if following else reverse("desk_joining", args=[project.code]))
