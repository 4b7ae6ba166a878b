"""A report that is sent is frozen; what was wrong in it is said by another one that restates it."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import new_code
from passerelle.core.errors import Problem
from passerelle.core.lines import plain_line
from passerelle.evidence import policies
from passerelle.evidence.counting import Period, wanted
from passerelle.evidence.freezing import digest_of, frozen
from passerelle.evidence.models import Indicator, Snapshot
from passerelle.network.models import Project


@action(may=policies.may_freeze, says="report frozen")
def freeze(
    actor: Actor,
    project: Project,
    *,
    title: str,
    language: str = "en",
    sent_to: str = "",
    since: date | None = None,
    until: date | None = None,
    restates: Snapshot | None = None,
    reason: str = "",
) -> Snapshot:
    """Freeze the figures as they are now: whoever reads this report later reads these numbers.

    restates: the report this one corrects; then reason says why. Raises Problem that names the field."""
    title, reason = plain_line(title)[:200], plain_line(reason)[:300]
    if not title:
        raise Problem("no title", _("Write what it is called."), field="title")
    if since and until and until < since:
        raise Problem(
            "ends first", _("The last day is before the first one. Turn them round."), field="until"
        )
    if restates is not None:
        if restates.project_id != project.pk:
            raise Problem("other project", _("Choose a report of this project."), field="restates")
        if not reason:
            raise Problem("no reason", _("Write in a few words why it is not right."), field="reason")
    rows = (
        Indicator.objects.filter(project=project)
        .select_related("result", "owner")
        .order_by("result__order", "order", "created_at", "pk")
    )
    figures = frozen(wanted(rows), Period(since, until))
    if not figures:
        raise Problem("nothing to report", _("There is no indicator yet, so there is nothing to freeze."))
    # Of two who freeze at once the second waits: a report has the next number, once.
    Project.objects.select_for_update().get(pk=project.pk)
    last = Snapshot.objects.filter(project=project).order_by("-number").first()
    made = Snapshot.objects.create(
        project=project,
        code=new_code(),
        number=last.number + 1 if last else 1,
        title=title,
        language=language,
        sent_to=plain_line(sent_to)[:200],
        since=since,
        until=until,
        figures=figures,
        digest=digest_of(figures),
        restates=restates,
        reason=reason,
        frozen_by=actor.person,
    )
    journal.tell(number=made.number, digest=made.digest, restates=restates.code if restates else None)
    return made
