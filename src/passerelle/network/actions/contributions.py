"""Who brings what to a project without holding a role in it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.errors import Problem
from passerelle.network import policies
from passerelle.network.models import Contribution, Organisation, Project
from passerelle.people.models import Person, Place


@action(may=policies.may_coordinate, says="contribution noted")
def note_contribution(
    actor: Actor, project: Project, person: Person, part: str, organisation: Organisation | None
) -> Contribution:
    """Somebody of the project speaks, teaches, interprets … for one of its partners, or for nobody.

    Noting the same twice changes nothing. Raises Problem when the person was erased or has no place in the project:
    whoever coordinates one project cannot draw people from another."""
    known = person.erased_at is None and Place.objects.filter(person=person, project=project.pk).exists()
    if not known:
        raise Problem(
            "not here",
            _("Choose somebody who is written down in this project, or write the person down first."),
            field="person",
        )
    noted, _new = Contribution.objects.get_or_create(
        person=person, part=Contribution.Part(part), project=project, organisation=organisation
    )
    journal.tell(part=part, person=person.pk)
    return noted


@action(may=policies.may_coordinate, says="contribution ended", on_closed=True)
def end_contribution(actor: Actor, project: Project, contribution: Contribution) -> None:
    """Take a part out of the directory. The person and what they agreed to stay."""
    journal.tell(part=contribution.part, person=contribution.person_id)
    contribution.delete()
