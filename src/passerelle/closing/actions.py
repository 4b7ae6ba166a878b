"""Closing a project, opening it again, and having what it left made into one file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.closing import policies
from passerelle.closing.models import Bundle, Closing
from passerelle.core import closed, files, journal, quotas
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.errors import Problem
from passerelle.core.lines import plain_line
from passerelle.core.models import StoredFile
from passerelle.network.models import Invitation, Project


@action(may=policies.may_close, says="project closed", on_closed=True)
def close_project(actor: Actor, project: Project) -> Project:
    """Close it: from now on everything in it is read, and changed no more. Letters that are still open lapse.
    What somebody is changing in this moment is waited for, and stays.

    Raises Problem when it was never shown to anybody: then there is nothing to leave behind."""
    if project.state != Project.State.PUBLISHED:
        raise Problem(
            "not public",
            _("This project has no public page. Publish it first: what is public is what it leaves behind."),
        )
    closed.close_once_quiet(project.pk)
    now = timezone.now()
    if not Project.objects.filter(pk=project.pk, closed_at=None).update(closed_at=now):
        raise Problem("closed", _("This project is closed already."))
    Closing.objects.create(project=project, closed_at=now, closed_by=actor.person)
    lapsed = Invitation.objects.unscoped(reason="the project is closed").filter(
        project=project, accepted_at=None, expires_at__gt=now
    )
    journal.tell(letters_lapsed=lapsed.update(expires_at=now))
    project.refresh_from_db()
    return project


@action(may=policies.may_close, says="project opened again", on_closed=True)
def reopen_project(actor: Actor, project: Project, *, reason: str) -> Project:
    """Open it again, with a reason that everybody who works in it can read. Its file leaves the public page.

    Raises Problem when it is not closed, or no reason is given."""
    reason = plain_line(reason)
    if not reason:
        raise Problem("no reason", _("Write why the project is opened again."), field="reason")
    if not Project.objects.filter(pk=project.pk, closed_at__isnull=False).update(closed_at=None):
        raise Problem("open", _("This project is open."))
    Closing.objects.filter(project=project, reopened_at=None).update(
        reopened_at=timezone.now(), reopened_by=actor.person, reason=reason
    )
    for bundle in Bundle.objects.visible_to(actor).filter(project=project, public=True):
        _show(bundle, False)
    project.refresh_from_db()
    return project


@action(may=policies.may_close, says="project file asked for", on_closed=True)
def ask_for_bundle(actor: Actor, project: Project) -> Bundle:
    """Have the project's file made in the background. Raises Problem when it is open, or one is being made."""
    if project.closed_at is None:
        raise Problem("open", _("Close the project first: its file is made of what stays as it is."))
    from passerelle.closing.jobs import make

    try:
        with transaction.atomic():
            bundle = Bundle.objects.create(project=project, asked_by=actor.person)
    except IntegrityError:
        raise Problem("under way", _("The file is being made already.")) from None
    make.enqueue(bundle=bundle.pk)
    return bundle


@action(may=policies.may_handle, says="project file stopped", on_closed=True)
def stop_bundle(actor: Actor, bundle: Bundle) -> Bundle:
    """Stop making a file; what was taken so far is thrown away. Safe to run twice."""
    Bundle.objects.filter(pk=bundle.pk, state__in=Bundle.UNDER_WAY).update(
        state=Bundle.State.STOPPED, finished_at=timezone.now()
    )
    bundle.refresh_from_db()
    return bundle


@action(may=policies.may_handle, says="project file shown", on_closed=True)
def show_bundle(actor: Actor, bundle: Bundle, *, public: bool) -> Bundle:
    """Offer the file on the project's public page, or no longer.

    Raises Problem when it is not ready, or the project is open: what it left is not final then."""
    if public and (bundle.state != Bundle.State.DONE or bundle.project.closed_at is None):
        raise Problem("not ready", _("There is no finished file of this closed project yet. Make it first."))
    journal.tell(public=public)
    _show(bundle, public)
    return bundle


@action(may=policies.is_house, says="project file made")
def keep_bundle(actor: Actor, bundle: Bundle, content: bytes) -> Bundle:
    """Put the finished zip among the house's files; older ones of the project go, so that one is the newest."""
    quotas.claim(Bundle.KIND, bundle.pk, len(content))
    file = StoredFile(
        id=uuid4(),
        owner_kind=Bundle.KIND,
        owner=bundle.pk,
        name=f"{bundle.project.slug}.zip",
        media_type="application/zip",
        size=len(content),
        # Made here, of files that were looked at when they came.
        scan=StoredFile.Scan.CLEAN if settings.SCANNER else StoredFile.Scan.NONE,
    )
    file.sha256 = files.write(file.pk, content)
    file.save(force_insert=True)
    made = Bundle.objects.filter(pk=bundle.pk, state=Bundle.State.RUNNING).update(
        state=Bundle.State.DONE,
        file=file.pk,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        finished_at=timezone.now(),
    )
    if not made:  # stopped while the last page was taken
        files.remove(file)
        return bundle
    older = Bundle.objects.unscoped(reason="older files of the project").filter(project=bundle.project_id)
    older = older.exclude(pk=bundle.pk).exclude(state__in=Bundle.UNDER_WAY)
    was_public = older.filter(public=True).exists()
    _forget(older)
    bundle.refresh_from_db()
    if was_public:
        _show(bundle, True)
    return bundle


def follow_project(project: UUID) -> None:
    """A project whose page leaves the public site takes its file along; offering it again is a decision of its own."""
    if Project.objects.unscoped(reason="follow the project").filter(
        pk=project, state=Project.State.PUBLISHED
    ):
        return
    for bundle in Bundle.objects.unscoped(reason="follow the project").filter(project=project, public=True):
        _show(bundle, False)


def _show(bundle: Bundle, public: bool) -> None:
    bundle.public = public
    bundle.save(update_fields=["public"])
    StoredFile.objects.filter(owner_kind=Bundle.KIND, owner=bundle.pk).update(public=public)


def _forget(bundles: Iterable[Bundle]) -> None:
    for bundle in bundles:
        for file in StoredFile.objects.filter(owner_kind=Bundle.KIND, owner=bundle.pk):
            files.remove(file)
        bundle.delete()
