"""A project's file is made in the background: page by page, with its progress, until it is done or stopped."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from passerelle.closing import actions, leaving
from passerelle.closing.models import Bundle
from passerelle.core.actor import SystemActor
from passerelle.core.errors import Problem
from passerelle.core.jobs import job

HOUSE = SystemActor(reason="file of a closed project")


class Stopped(Exception):
    """Somebody stopped it, or opened the project again."""


@job(queue="heavy", attempts=3)
def make(bundle: Any) -> None:
    """Make one file. Safe to run twice: a worker that died is followed by one that begins anew."""
    pk = UUID(str(bundle))
    rows = Bundle.objects.unscoped(reason="file of a closed project").filter(pk=pk)
    if not rows.filter(state__in=Bundle.UNDER_WAY).update(state=Bundle.State.RUNNING):
        return

    def step(taken: int, known: int) -> None:
        still = rows.filter(state=Bundle.State.RUNNING, project__closed_at__isnull=False)
        if not still.update(taken=taken, known=known):
            raise Stopped

    made = rows.select_related("project").get()
    try:
        content, _manifest = leaving.bundle(made.project, step)
        actions.keep_bundle(HOUSE, made, content)
    except Stopped:
        rows.filter(state=Bundle.State.RUNNING).update(state=Bundle.State.STOPPED, finished_at=timezone.now())
    except Problem as problem:
        rows.update(state=Bundle.State.FAILED, trouble=str(problem)[:300], finished_at=timezone.now())
    except Exception:
        rows.update(
            state=Bundle.State.FAILED,
            trouble=_("A page could not be drawn. Whoever keeps this server finds the reason in its log."),
            finished_at=timezone.now(),
        )
        raise
