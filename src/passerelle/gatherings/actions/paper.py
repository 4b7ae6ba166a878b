"""Photographs of lists on paper: kept sealed, opened with a trace, deleted."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.utils.translation import gettext_lazy as _

from passerelle.core import files, journal, keys
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import new_code
from passerelle.core.errors import Problem
from passerelle.core.sniffing import JPEG, PDF, PNG, WEBP, Use
from passerelle.gatherings import policies, presence
from passerelle.gatherings.models import Gathering, Sheet

LISTS = Use((PDF, PNG, JPEG, WEBP))


@action(may=policies.may_attend, says="attendance list kept")
def add_sheet(actor: Actor, gathering: Gathering, *, upload: Any) -> Sheet:
    """Keep a photograph of a list, sealed under a key of its own. Raises Problem as `files.store` does, and where
    people are heads only: there is no list of names then."""
    controller = presence.controller_of(gathering)
    if presence.heads_only(gathering):
        raise Problem(
            "heads only", _("Here people are counted as heads only. Nobody is asked for a name or a code.")
        )
    if controller is None:
        raise Problem("no controller", _("Name a host first: somebody has to answer for who takes part."))
    sheet = Sheet(id=uuid4(), code=new_code(10), gathering=gathering, controller_id=controller)
    keys.create(sheet.pk)
    sheet.save(force_insert=True)
    files.store(actor, owner_kind=Sheet.FILE, owner=sheet.pk, upload=upload, person=sheet.pk, use=LISTS)
    journal.tell(gathering=gathering.code)
    return sheet


@action(may=policies.may_open_sheet, says="attendance list opened", on_closed=True)
def open_sheet(actor: Actor, sheet: Sheet) -> tuple[bytes, str]:
    """The picture and its media type; the journal keeps who looked. Raises Problem when it is not there any more."""
    for file in files.of(Sheet.FILE, sheet.pk):
        if files.available(file) and (content := files.read(file)) is not None:
            journal.tell(sheet=sheet.pk)
            return content, file.media_type
    raise Problem("gone", _("This picture is not here any more."))


@action(may=policies.may_open_sheet, says="attendance list deleted", on_closed=True)
def remove_sheet(actor: Actor, sheet: Sheet) -> Sheet:
    """Delete a picture for good, with its key: no copy can be opened any more. What was typed in stays."""
    journal.tell(sheet=sheet.pk, gathering=sheet.gathering.code)
    let_go([sheet.pk])
    return sheet


def let_go(sheets: Any) -> None:
    """Delete these pictures (ids), with their keys. Safe to run twice."""
    for pk in list(sheets):
        for file in files.of(Sheet.FILE, pk):
            files.remove(file)
        keys.destroy(pk)
    Sheet.objects.filter(pk__in=list(sheets)).delete()
