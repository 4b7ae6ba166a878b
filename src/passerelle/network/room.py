"""What the network tells the house."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from passerelle.core.rooms import HOUSE, PEOPLE, Category, Door, Exportable, Room, Searchable
from passerelle.network import actions, figures, policies
from passerelle.network.gaps import gaps
from passerelle.network.keepings import KEEPINGS
from passerelle.network.models import Appointment, Project


def end_roles(person: UUID) -> None:
    """Whoever is erased acts no longer anywhere."""
    Appointment.objects.filter(person=person).update(active=False)


def projects_there(ids: set[UUID]) -> set[UUID]:
    """Which of these projects exist; the files of others belong to nobody."""
    return set(Project.objects.unscoped(reason="orphans").filter(pk__in=ids).values_list("pk", flat=True))


room = Room(
    name="network",
    label=_("Network"),
    doors=(
        Door(_("Projects"), "desk_projects", policies.may_enter_desk, order=20),
        Door(_("Network"), "desk_network", policies.may_see_network, order=30),
        Door(_("Directory"), "desk_directory", policies.may_enter_desk, order=35, side=PEOPLE),
        Door(_("Retention"), "desk_retention", policies.may_see_retention, order=84, side=HOUSE),
    ),
    figures=(figures.PARTNERS, figures.COUNTRIES),
    on_erasure=end_roles,
    searchables=(Searchable(Project.KIND, _("Project"), actions.index_all),),
    files={Project.KIND: policies.may_read_files},
    categories=(
        Category(
            key="parts",
            label=_("Who does what in a project"),
            models=("network.appointment", "network.contribution", "network.invitation"),
            controller=_(
                "the organisation named as controller of the person, else the lead partner of the project"
            ),
            recipients=_(
                "The people of the project; everybody, as role and organisation, by name only with consent."
            ),
            necessity=_("Rights follow from roles; without them everybody would see everything."),
        ),
    ),
    keepings=KEEPINGS,
    gaps=gaps,
    file_owners={Project.KIND: projects_there},
    exportables=(
        Exportable("network.Organisation"),
        Exportable("network.Project"),
        Exportable("network.Partnership"),
        Exportable("network.Appointment"),
        Exportable("network.Contribution"),
        Exportable("network.Invitation"),
    ),
)
