"""The workshop: write the page, translate it paragraph by paragraph, publish it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from passerelle.core.errors import Conflict, Problem
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.engines.text.states import State
from passerelle.language import texts
from passerelle.language.tongues import TONGUES, name_in
from passerelle.network import actions, policies
from passerelle.network.forms import PageForm, WordsForm, language_choices
from passerelle.network.models import Project
from passerelle.network.views.project import frame

FIELDS = (actions.TITLE, actions.PAGE)


@screen(may=policies.may_translate, of=Project)
def workshop(request: Visit, project: Project) -> HttpResponse:
    """Every paragraph beside its translation into one language, each with its state."""
    told = texts.tell(actions.owner_of(project))
    target = _target(request, told)
    lines = texts.workshop(told, FIELDS, target)
    sources = {field: one.text.language for field, one in told.items()}
    return render(
        request,
        "network/workshop.html",
        frame(
            request,
            project,
            "desk_workshop",
            target=target,
            target_name=name_in(target, _reader()),
            languages=language_choices(),
            lines=[{"line": line, "source": sources[line.field]} for line in lines],
            counts=texts.coverage(told, FIELDS, [target])[target],
            may_write=policies.may_coordinate(request.actor, project),
        ),
    )


@screen(may=policies.may_translate, of=Project)
def translate(request: Visit, project: Project, field: str, segment: str, language: str) -> HttpResponse:
    """Translate one paragraph. When somebody was quicker, both versions stand side by side."""
    told, line = _line(project, field, segment, language)
    earlier = line.translation.body if line.translation else ""
    form = WordsForm(request.POST or None, initial={"words": earlier, "base": line.base})
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.translate_paragraph(
                request.actor,
                project,
                field,
                segment,
                language=language,
                words=form.cleaned_data["words"],
                base=form.cleaned_data["base"] or 0,
            )
        except Conflict as conflict:
            theirs = conflict.theirs
            form = _again(WordsForm, conflict)
        except Problem as problem:
            form.add_error("words", str(problem))
        else:
            messages.success(request, _("The translation is saved."))
            return redirect(_workshop(project, language) + f"#s-{segment}")
    return render(
        request,
        "network/translate.html",
        frame(
            request,
            project,
            "desk_workshop",
            form=form,
            line=line,
            theirs=theirs,
            source=told.text.language,
            source_name=name_in(told.text.language, _reader()),
            target=language,
            target_name=name_in(language, _reader()),
            back=_workshop(project, language),
        ),
    )


@screen(may=policies.may_coordinate, of=Project)
def paragraph(request: Visit, project: Project, field: str, segment: str) -> HttpResponse:
    """Change one paragraph of the source. Its translations become outdated, the others stay."""
    target = request.GET.get("to", "")
    told = texts.tell(actions.owner_of(project), [field]).get(field)
    if told is None:
        raise Http404
    block = told.earlier.get(segment)
    if block is None:
        raise Http404
    form = WordsForm(request.POST or None, initial={"words": block.text})
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_paragraph(request.actor, project, field, segment, form.cleaned_data["words"])
        except Conflict as conflict:
            theirs = conflict.theirs
            form = _again(WordsForm, conflict)
        except Problem as problem:
            form.add_error("words", str(problem))
        else:
            messages.success(request, _("The paragraph is saved."))
            return redirect(_workshop(project, target))
    return render(
        request,
        "network/paragraph.html",
        frame(
            request,
            project,
            "desk_workshop",
            form=form,
            theirs=theirs,
            source=told.text.language,
            back=_workshop(project, target),
        ),
    )


@screen(may=policies.may_coordinate, of=Project)
def page(request: Visit, project: Project) -> HttpResponse:
    """Write the whole page in its own language."""
    told = texts.tell(actions.owner_of(project))
    title, body = told.get(actions.TITLE), told.get(actions.PAGE)
    initial = {
        "title": title.newest.body if title else "",
        "title_base": title.newest.number if title else 0,
        "body": body.newest.body if body else "",
        "base": body.newest.number if body else 0,
        "language": (body or title).text.language if (body or title) else _reader(),  # type: ignore[union-attr]
    }
    form = PageForm(request.POST or None, initial=initial)
    theirs: dict[str, str] = {}
    if request.method == "POST" and form.is_valid():
        theirs = _save_page(request, project, form)
        if not theirs and form.is_valid():
            messages.success(request, _("The page is saved. Readers see it when you publish."))
            return redirect(_workshop(project, ""))
    return render(
        request, "network/page.html", frame(request, project, "desk_workshop", form=form, theirs=theirs)
    )


def _save_page(request: Visit, project: Project, form: PageForm) -> dict[str, str]:
    """Save title and text; what somebody else saved meanwhile comes back under the field's name."""
    data, theirs = form.cleaned_data, {}
    kept = {"language": data["language"]}
    bases: dict[str, int] = {}
    try:
        actions.write_title(request.actor, project, data["title"], base=data["title_base"] or 0, **kept)
    except Conflict as conflict:
        theirs["title"] = conflict.theirs
        bases["title_base"] = conflict.number
    try:
        actions.write_page(request.actor, project, data["body"], base=data["base"] or 0, **kept)
    except Conflict as conflict:
        theirs["body"] = conflict.theirs
        bases["base"] = conflict.number
    except Problem as problem:
        form.add_error("body", str(problem))
    # What was typed stays in the form; only the versions it builds on move on.
    form.data = {**request.POST.dict(), **bases}
    return theirs


@screen(may=policies.may_coordinate, of=Project)
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
    coverage = texts.coverage(told, FIELDS, texts.INTERFACE)
    rows = [{"code": code, "name": name_in(code, _reader()), **counts} for code, counts in coverage.items()]
    return render(request, "network/publish.html", frame(request, project, "desk_workshop", rows=rows))


@screen(may=policies.may_coordinate, of=Project)
def withdraw(request: Visit, project: Project) -> HttpResponse:
    """Take the page off the public site."""
    if request.method == "POST":
        actions.withdraw_project(request.actor, project)
        messages.success(request, _("The page is no longer public. Nothing was deleted."))
        return redirect("desk_project", project.code)
    return render(request, "network/withdraw.html", frame(request, project, "desk_workshop"))


def _line(project: Project, field: str, segment: str, language: str) -> tuple[texts.Told, texts.Line]:
    told = texts.tell(actions.owner_of(project), [field])
    if field not in told or language not in TONGUES:
        raise Http404
    if told[field].text.language == language:
        raise PermissionDenied("a text is not translated into its own language")
    lines = texts.workshop(told, [field], language)
    line = next((one for one in lines if one.block.hash == segment), None)
    return told[field], line or _moved_on(told[field], field, segment, language)


def _moved_on(told: texts.Told, field: str, segment: str, language: str) -> texts.Line:
    """A paragraph whose source changed while somebody translated it: what they wrote is kept, as outdated."""
    block = told.earlier.get(segment)
    if block is None:
        raise Http404
    made = told.renderings(language).get(segment)
    state = State("current" if made else "missing", segment, segment if made else None)
    return texts.Line(field, block, state, made, None)


def _again(form: type[WordsForm], conflict: Conflict) -> WordsForm:
    """The form once more, with the words just written, built on the version somebody else saved."""
    again = form({"words": conflict.mine, "base": conflict.number})
    again.is_valid()
    again.add_error("words", str(conflict))
    return again


def _workshop(project: Project, language: str) -> str:
    address = reverse("desk_workshop", args=[project.code])
    return f"{address}?to={language}" if language in TONGUES else address


def _target(request: Visit, told: dict[str, Any]) -> str:
    """The language to translate into: the one asked for, else the reader's, else the first that is not the source."""
    sources = {one.text.language for one in told.values()}
    wishes = [request.GET.get("to", ""), _reader(), *texts.INTERFACE]
    return next((w for w in wishes if w in TONGUES and w not in sources), "en")


def _reader() -> str:
    return translation.get_language() or "en"
