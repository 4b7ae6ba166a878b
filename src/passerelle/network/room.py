"""What the network tells the house."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.core.actor import PUBLIC, Actor
from passerelle.core.rooms import HOUSE, NETWORK, PEOPLE, Category, Door, Exportable, Room, Searchable
from passerelle.network import actions, controllers, figures, open_data, policies, queries, words
from passerelle.network.gaps import RIDING
from passerelle.network.goals import evidence_there
from passerelle.network.importables import FIGURES, ORGANISATIONS, TERMS
from passerelle.network.importables import PEOPLE as PEOPLE_TAKEN_IN
from passerelle.network.keepings import KEEPINGS
from passerelle.network.models import Appointment, Evidence, Project


def end_roles(person: UUID) -> None:
    """Whoever is erased acts no longer anywhere."""
    Appointment.objects.filter(person=person, active=True).update(active=False, ended_at=timezone.now())


def projects_there(ids: set[UUID]) -> set[UUID]:
    """Which of these projects exist; the files of others belong to nobody."""
    return set(Project.objects.unscoped(reason="orphans").filter(pk__in=ids).values_list("pk", flat=True))


def whose_texts(actor: Actor) -> tuple[Any, Any]:
    """The projects whose texts an actor works on, and those everybody reads."""
    seen = Project.objects.visible_to(actor)
    working = seen if actor.has("administrator") else seen.filter(pk__in=actor.projects())
    return working.values("pk"), Project.objects.visible_to(PUBLIC).values("pk")


room = Room(
    name="network",
    label=_("Network"),
    doors=(
        Door(_("Projects"), "desk_projects", policies.may_enter_desk, order=20),
        Door(_("Organisations"), "desk_network", policies.may_see_network, order=30, side=NETWORK),
        Door(_("Cities"), "desk_cities", policies.may_enter_desk, order=32, side=NETWORK),
        Door(_("Competences"), "desk_competences", policies.may_see_network, order=31, side=NETWORK),
        Door(_("Ties"), "desk_ties", policies.may_enter_desk, order=33, side=NETWORK),
        Door(_("Themes"), "desk_themes", policies.may_enter_desk, order=34, side=NETWORK),
        Door(_("Languages"), "desk_languages", policies.may_translate_somewhere, order=36, side=NETWORK),
        Door(_("Glossary"), "desk_glossary", policies.may_enter_desk, order=37, side=NETWORK),
        Door(_("Directory"), "desk_directory", policies.may_enter_desk, order=35, side=PEOPLE),
        Door(_("Retention"), "desk_retention", policies.may_see_retention, order=84, side=HOUSE),
    ),
    figures=(figures.PARTNERS, figures.COUNTRIES),
    on_erasure=end_roles,
    also_called=words.also_called,
    machine_may_read=frozenset({Project.KIND}),
    remembers={Project.KIND: whose_texts},
    searchables=(Searchable(Project.KIND, _("Project"), actions.index_all),),
    files={Project.KIND: policies.may_read_files, Evidence.KIND: policies.may_read_evidence},
    categories=(
        Category(
            key="parts",
            label=_("Who does what in a project"),
            models=(
                "network.appointment",
                "network.contribution",
                "network.invitation",
                "network.reliance",
            ),
            controller=_(
                "the organisation named as controller of the person, else the lead partner of the project"
            ),
            by_project=True,
            recipients=_(
                "The people of the project; everybody, as role and organisation, by name only with consent."
            ),
            necessity=_("Rights follow from roles; without them everybody would see everything."),
        ),
    ),
    importables=(ORGANISATIONS, PEOPLE_TAKEN_IN, FIGURES, TERMS),
    keepings=KEEPINGS,
    riding=RIDING,
    answering=controllers.answering,
    answering_for=controllers.answering_for,
    file_owners={Project.KIND: projects_there, Evidence.KIND: evidence_there},
    closed=queries.closed_among,
    open_data=open_data.TABLES,
    exportables=(
        Exportable("network.Organisation"),
        Exportable("network.Project"),
        Exportable("network.Partnership"),
        Exportable("network.Departure"),
        Exportable("network.Appointment"),
        Exportable("network.Contribution"),
        Exportable("network.Invitation"),
        Exportable("network.Competence"),
        Exportable("network.Term"),
        Exportable("network.Theme"),
        Exportable("network.ThemeLabel"),
        Exportable("network.Themed"),
        Exportable("network.Aim"),
        Exportable("network.Evidence"),
        Exportable("network.City"),
        Exportable("network.Measure"),
        Exportable("network.MeasureLabel"),
        Exportable("network.CityFigure"),
        Exportable("network.FigureChange"),
        Exportable("network.Tie"),
        Exportable("network.Reliance"),
        Exportable("network.Controllership"),
        Exportable("network.Belonging"),
    ),
)
