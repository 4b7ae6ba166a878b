"""The taxonomy of themes: look, name, move, merge, retire; and what a project is about."""

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
from passerelle.network import actions, policies, themes
from passerelle.network.models import Project, Theme
from passerelle.network.theme_forms import MergeForm, ProjectThemesForm, ThemeForm, indented
from passerelle.network.themes import Term, Vocabulary
from passerelle.network.views.project import frame


@screen(may=policies.may_enter_desk)
def all_themes(request: Visit) -> HttpResponse:
    """Every theme in its place, how often it is used, and where a name is missing."""
    language = _reader()
    known, used = themes.vocabulary(language), themes.usage()
    may_keep = policies.may_keep_vocabularies(request.actor)
    context = {
        "rows": [_row(depth, one, known, used, language, may_keep) for depth, one in known.tree()],
        "columns": [
            {"label": _("Theme")},
            {"label": _("Used by"), "end": True},
            {"label": _("No name in")},
            {"label": _("State")},
        ],
        "may_keep": may_keep,
    }
    return render(request, "network/themes.html", context)


def _row(
    depth: int, one: Term, known: Vocabulary, used: dict[Any, int], language: str, may_keep: bool
) -> list[Any]:
    if one.into is not None and one.into in known.by_id:
        state = _("Merged into %(theme)s") % {"theme": known.by_id[one.into].name}
    else:
        state = _("Out of use") if one.retired else _("In use")
    return [
        {
            "text": indented(depth, one.name),
            "url": reverse("desk_theme", args=[one.code]) if may_keep else "",
            "lang": one.language,
        },
        used.get(one.id, 0),
        in_a_row((name_in(code, language) for code in one.missing), style="unit") or "–",
        {"state": "draft" if one.retired else "reviewed", "word": state},
    ]


@screen(may=policies.may_keep_vocabularies)
def new_theme(request: Visit) -> HttpResponse:
    """Add a theme; with nothing there yet, the starting vocabulary as a whole."""
    known = themes.vocabulary(_reader())
    if request.method == "POST" and "starting" in request.POST:
        actions.take_starting_themes(request.actor)
        messages.success(request, _("The starting vocabulary is here. Rename and retire what does not fit."))
        return redirect("desk_themes")
    form = ThemeForm(request.POST or None, vocabulary=known, under=set())
    if accepted(
        request,
        form,
        lambda given: actions.add_theme(
            request.actor, labels=form.labels(), parent=_theme(known, given["parent"])
        ),
    ):
        messages.success(request, _("The theme is there."))
        return redirect("desk_themes")
    return render(request, "network/new_theme.html", {"form": form, "first": not known})


@screen(may=policies.may_keep_vocabularies, of=Theme)
def theme(request: Visit, theme: Theme) -> HttpResponse:
    """One theme: its names, each saved by itself, and its place."""
    known = themes.vocabulary(_reader())
    here = known.by_id[theme.pk]
    parent = known.by_id[here.parent].code if here.parent else ""
    form = ThemeForm(
        request.POST or None,
        labels=here.labels,
        vocabulary=known,
        under=known.within(theme.pk),
        parent=parent,
    )
    if request.method == "POST" and form.is_valid():
        try:
            for language, words in sorted(form.changed().items(), key=lambda pair: not pair[1]):
                actions.name_theme(request.actor, theme, language, words)
            if form.cleaned_data["parent"] != parent:
                actions.move_theme(request.actor, theme, _theme(known, form.cleaned_data["parent"]))
        except Problem as problem:
            tell(form, problem)
        else:
            messages.success(request, _("The theme is saved."))
            return redirect("desk_themes")
    context = {
        "theme": theme,
        "here": here,
        "into": known.by_id.get(here.into) if here.into else None,
        "used": themes.usage().get(theme.pk, 0),
        "form": form,
    }
    return render(request, "network/theme.html", context)


@screen(may=policies.may_keep_vocabularies, of=Theme)
def retire_theme(request: Visit, theme: Theme) -> HttpResponse:
    """Take a theme out of use, or bring it back."""
    if request.method == "POST":
        try:
            if theme.retired_at is None:
                actions.retire_theme(request.actor, theme)
                messages.success(request, _("The theme is out of use. What has it keeps it."))
            else:
                actions.restore_theme(request.actor, theme)
                messages.success(request, _("The theme is in use again."))
        except Problem as problem:
            messages.error(request, str(problem))
    return redirect("desk_theme", theme.code)


@screen(may=policies.may_keep_vocabularies, of=Theme)
def merge_theme(request: Visit, theme: Theme) -> HttpResponse:
    """Let a theme go into another one, after a page that says what it means."""
    known = themes.vocabulary(_reader())
    form = MergeForm(request.POST or None, vocabulary=known, without=known.within(theme.pk))
    if request.method == "POST" and form.is_valid():
        into = _theme(known, form.cleaned_data["into"])
        assert into is not None, "the form offers only what is there"
        try:
            actions.merge_themes(request.actor, theme, into)
        except Problem as problem:
            tell(form, problem)
        else:
            messages.success(request, _("The two themes are one now."))
            return redirect("desk_themes")
    context = {
        "theme": theme,
        "here": known.by_id[theme.pk],
        "used": themes.usage().get(theme.pk, 0),
        "form": form,
    }
    return render(request, "network/merge_theme.html", context)


@screen(may=policies.may_coordinate, of=Project, changes=True)
def project_themes(request: Visit, project: Project) -> HttpResponse:
    """What the project is about."""
    known, has = themes.vocabulary(_reader()), themes.themes_of(Project.KIND, project.pk)
    form = ProjectThemesForm(request.POST or None, vocabulary=known, has=has)
    if request.method == "POST" and form.is_valid():
        ids = [known.by_code[code].id for code in form.cleaned_data["themes"]]
        try:
            actions.choose_themes(
                request.actor, project, Theme.objects.visible_to(request.actor).filter(pk__in=ids)
            )
        except Problem as problem:
            form.add_error("themes", str(problem))
        else:
            messages.success(request, _("The themes are saved."))
            return redirect("desk_goals", project.code)
    return render(
        request,
        "network/project_themes.html",
        frame(request, project, "desk_goals", form=form, any_themes=bool(known)),
    )


def _theme(known: Vocabulary, code: str) -> Theme | None:
    if code not in known.by_code:
        return None
    return Theme.objects.unscoped(reason="chosen from the taxonomy").get(code=code)


def _reader() -> str:
    return translation.get_language() or "en"
