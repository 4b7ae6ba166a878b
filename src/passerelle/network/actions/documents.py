"""The documents of a project."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from passerelle.core import files, journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.errors import Problem
from passerelle.core.models import StoredFile
from passerelle.network import policies
from passerelle.network.models import Project


@action(may=policies.may_coordinate, says="file attached")
def attach_file(actor: Actor, project: Project, upload: Any, *, public: bool) -> StoredFile:
    """Keep a document of the project. Raises Problem when it is too large or of no allowed kind."""
    return files.store(actor, owner_kind=Project.KIND, owner=project.pk, upload=upload, public=public)


@action(may=policies.may_coordinate, says="file removed", on_closed=True)
def remove_file(actor: Actor, project: Project, file: StoredFile) -> Project:
    """Remove a document of the project, for good."""
    if file.owner != project.pk:
        raise Problem("not here", _("This file belongs to another record."))
    journal.tell(file=file.pk)
    files.remove(file)
    return project
