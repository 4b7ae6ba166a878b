"""What is said about a project or one of its items: our own notes, or comments for all."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle.core import sniffing
from passerelle.core.errors import Problem
from passerelle.core.forms import tell
from passerelle.core.lists import page_of, words_of
from passerelle.core.screens import screen
from passerelle.core.taking import links, sheet
from passerelle.core.visit import Visit
from passerelle.language.rows import in_a_row
from passerelle.network.forms import OrganisationChoice, file_help
from passerelle.network.models import Organisation, Project
from passerelle.network.views.project import frame
from passerelle.people.queries import names_of
from passerelle.tasks import actions, policies, queries
from passerelle.tasks.actions.notes import LONGEST
from passerelle.tasks.models import Comment, Item, Note

OURS, ALL = "ours", "all"


class SayForm(forms.Form):
    """A note with its file, or a comment. For which organisation is asked only of who acts for several."""

    organisation = OrganisationChoice(
        label=gettext_lazy("For which organisation"), queryset=Organisation.objects.none(), empty_label=None
    )
    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=gettext_lazy("Write no names of people who came to you for help."),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        widget=forms.FileInput(attrs={"accept": sniffing.DOCUMENT.accept}),
    )

    def __init__(self, *args: Any, organisations: Any, with_file: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = list(organisations)
        if len(self.organisations) > 1:
            self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        else:
            del self.fields["organisation"]
        if with_file:
            self.fields["file"].help_text = file_help(sniffing.DOCUMENT)
        else:
            del self.fields["file"]

    def for_which(self) -> Organisation:
        return self.cleaned_data.get("organisation") or self.organisations[0]


@screen(may=policies.may_discuss, of=Project)
def notes(request: Visit, project: Project) -> HttpResponse:
    """Everything said in a project: our organisation's notes, or what was said to all."""
    return _said(request, project, None)


@screen(may=policies.may_discuss_item, of=Item)
def item_notes(request: Visit, item: Item) -> HttpResponse:
    """What is said about one item."""
    return _said(request, item.project, item)


@screen(may=policies.may_discuss, of=Project)
def notes_table(request: Visit, project: Project, table: str) -> HttpResponse:
    """The same rows to take away."""
    side = _side(request)
    rows = _rows(request, project, None, side)
    names = names_of(request.actor, {one.author for one in rows if one.author})
    told = [
        [
            one.written_at.date(),
            one.organisation.name if one.organisation else "",
            names.get(one.author) or "",
            str(one.item or ""),
            one.text,
        ]
        for one in rows
    ]
    heads = [_("Day"), _("Organisation"), _("Written by"), _("About"), _("Text")]
    return sheet(f"{'notes' if side == OURS else 'comments'}-{project.slug}", heads, told, table)


@screen(may=policies.may_remove_note, of=Note, on_closed=True)
def remove_note(request: Visit, note: Note) -> HttpResponse:
    """Take a note away, after a page that shows it once more."""
    return _removed(request, note, actions.remove_note, OURS)


@screen(may=policies.may_remove_comment, of=Comment, on_closed=True)
def remove_comment(request: Visit, said: Comment) -> HttpResponse:
    """Take a comment away, after a page that shows it once more."""
    return _removed(request, said, actions.remove_comment, ALL)


def _said(request: Visit, project: Project, item: Item | None) -> HttpResponse:
    side = _side(request)
    organisations = queries.acting_for(request.actor, project)
    form = SayForm(
        request.POST or None,
        request.FILES or None,
        organisations=organisations,
        with_file=side == OURS,
    )
    may_write = bool(form.organisations) if side == OURS else policies.may_comment(request.actor, project)
    if request.method == "POST" and may_write and form.is_valid():
        try:
            _write(request, project, item, form, side)
        except Problem as problem:
            tell(form, problem)
        else:
            messages.success(
                request, _("The note is kept.") if side == OURS else _("The comment is there for all.")
            )
            return redirect(f"{request.path}?side={side}")
    page = page_of(request, _rows(request, project, item, side))
    here = list(page)
    names = names_of(request.actor, {one.author for one in here if one.author})
    kept = queries.note_files(here) if side == OURS else {}
    context = {
        "item": item,
        "side": side,
        "sides": _sides(form, side),
        "offers": {"form": form, "may_write": may_write},
        "ours": in_a_row(one.name for one in form.organisations),
        "page": page,
        "rows": [
            {
                "said": one,
                "name": names.get(one.author),
                "files": kept.get(one.pk, []),
                "remove": _way_out(request, one),
            }
            for one in here
        ],
        "q": words_of(request),
        "tables": [] if item else links("desk_notes_table", request, project.code),
    }
    return render(request, "tasks/notes.html", frame(request, project, "desk_notes", **context))


def _side(request: Visit) -> str:
    """One's own notes unless the address asks for the comments: whoever mistakes the page tells nobody too much."""
    return ALL if request.GET.get("side") == ALL else OURS


def _sides(form: SayForm, side: str) -> list[dict[str, Any]]:
    labels = {OURS: _("Notes of our organisation"), ALL: _("Comments for all partners")}
    return [{"label": label, "url": f"?side={one}", "current": one == side} for one, label in labels.items()]


def _rows(request: Visit, project: Project, item: Item | None, side: str) -> Any:
    model: Any = Note if side == OURS else Comment
    rows = model.objects.visible_to(request.actor).filter(project=project)
    if item is not None:
        rows = rows.filter(item=item)
    if words := words_of(request):
        rows = rows.filter(text__icontains=words)
    return rows.select_related("item", "organisation", "project").order_by("-written_at", "pk")


def _write(request: Visit, project: Project, item: Item | None, form: SayForm, side: str) -> None:
    text = form.cleaned_data["text"]
    if side == OURS:
        upload = form.cleaned_data["file"]
        actions.keep_note(request.actor, project, form.for_which(), text=text, item=item, upload=upload)
    else:
        said_for = form.for_which() if form.organisations else None
        actions.comment(request.actor, project, text=text, item=item, organisation=said_for)


def _way_out(request: Visit, one: Any) -> str:
    if isinstance(one, Note):
        return (
            reverse("desk_kept_remove", args=[one.code])
            if policies.may_remove_note(request.actor, one)
            else ""
        )
    may = policies.may_remove_comment(request.actor, one)
    return reverse("desk_comment_remove", args=[one.code]) if may else ""


def _removed(request: Visit, one: Any, remove: Any, side: str) -> HttpResponse:
    back = f"{reverse('desk_notes', args=[one.project.code])}?side={side}"
    if request.method == "POST":
        remove(request.actor, one)
        messages.success(request, _("It is taken away."))
        return redirect(back)
    return render(
        request, "tasks/remove_said.html", frame(request, one.project, "desk_notes", said=one, back=back)
    )
