"""Who answers for which data, and what an organisation says it belongs to."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from passerelle.core import categories, journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.errors import Problem
from passerelle.core.lines import plain_line
from passerelle.network import policies
from passerelle.network.models import Belonging, Controllership, Organisation, Project


@action(may=policies.may_lead, says="controllers named")
def name_controllers(actor: Actor, project: Project, named: dict[str, Organisation | None]) -> Project:
    """Say which partner answers for each category of personal data; None: the lead partner does.

    Raises Problem for an organisation that is no partner, or a category that no project settles."""
    known = {one.key for one in categories.by_project()}
    partners = set(project.partnerships.values_list("organisation", flat=True))
    for key, organisation in named.items():
        if key not in known or (organisation is not None and organisation.pk not in partners):
            raise Problem("no partner", _("Choose one of the partners of this project."), field=key)
        if organisation is None:
            Controllership.objects.filter(project=project, category=key).delete()
        else:
            Controllership.objects.update_or_create(
                project=project, category=key, defaults={"organisation": organisation}
            )
    journal.tell(
        categories=sorted(named),
        organisations=[named[key].code if named[key] else "lead" for key in sorted(named)],  # type: ignore[union-attr]
    )
    return project


@action(may=policies.may_note_belonging, says="belonging noted")
def note_belonging(
    actor: Actor, organisation: Organisation, *, kind: str, words: str, purpose: str
) -> Belonging:
    """Write down a community, religion or origin that an organisation itself says it stands for, and what that is
    needed for. Raises Problem without a purpose, or when it is noted already."""
    purpose = plain_line(purpose)
    if not purpose:
        raise Problem(
            "no purpose", _("Say what this is needed for. Without a purpose it is not kept."), field="purpose"
        )
    try:
        with transaction.atomic():
            one = Belonging.objects.create(
                organisation=organisation, kind=Belonging.Kind(kind), words=plain_line(words), purpose=purpose
            )
    except IntegrityError:
        raise Problem("noted already", _("This is noted already."), field="words") from None
    journal.tell(kind=kind, organisation=organisation.code)
    return one


@action(may=policies.may_note_belonging, says="belonging removed")
def remove_belonging(actor: Actor, organisation: Organisation, belonging: Belonging) -> Organisation:
    """Take it out, for good."""
    if belonging.organisation_id != organisation.pk:
        raise Problem("not here", _("This belongs to another organisation."))
    journal.tell(kind=belonging.kind)
    belonging.delete()
    return organisation
