"""Notes one organisation keeps for itself, and comments for all who do the work."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from passerelle.core import files, journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import new_code
from passerelle.core.errors import Problem
from passerelle.core.models import StoredFile
from passerelle.network.models import Organisation, Project
from passerelle.tasks import policies
from passerelle.tasks.models import Comment, Item, Note

LONGEST = 5000


@action(may=policies.may_write_note, says="note kept")
def keep_note(
    actor: Actor,
    project: Project,
    organisation: Organisation,
    *,
    text: str,
    item: Item | None = None,
    upload: Any = None,
) -> Note:
    """Keep a note for one organisation, with a file if one is given.

    Raises Problem when it says nothing, belongs to another project's item, or the file is not taken."""
    _check(project, item)
    note = Note.objects.create(
        code=new_code(),
        project=project,
        item=item,
        organisation=organisation,
        text=_said(text),
        author=actor.person,
    )
    if upload is not None:
        files.store(actor, owner_kind=Note.FILES, owner=note.pk, upload=upload)
    return note


@action(may=policies.may_remove_note, says="note removed", on_closed=True)
def remove_note(actor: Actor, note: Note) -> None:
    """Take a note and its files away, for good."""
    journal.tell(note=note.code)
    for file in StoredFile.objects.filter(owner_kind=Note.FILES, owner=note.pk):
        files.remove(file)
    note.delete()


@action(may=policies.may_comment, says="comment written")
def comment(
    actor: Actor,
    project: Project,
    *,
    text: str,
    item: Item | None = None,
    organisation: Organisation | None = None,
) -> Comment:
    """Say something to everybody who does the project's work. organisation: for which one it is said.

    Raises Problem when it says nothing or belongs to another project's item."""
    _check(project, item)
    return Comment.objects.create(
        code=new_code(),
        project=project,
        item=item,
        organisation=organisation,
        text=_said(text),
        author=actor.person,
    )


@action(may=policies.may_remove_comment, says="comment removed", on_closed=True)
def remove_comment(actor: Actor, said: Comment) -> None:
    """Take a comment away, for good: whoever wrote it, or the lead."""
    journal.tell(comment=said.code)
    said.delete()


def _check(project: Project, item: Item | None) -> None:
    if item is not None and item.project_id != project.pk:
        raise Problem("other project", _("This belongs to another project."))


def _said(text: str) -> str:
    said = text.replace("\x00", "").strip()[:LONGEST]
    if not said:
        raise Problem("says nothing", _("Write a few words first."), field="text")
    return said
