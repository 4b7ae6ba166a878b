"""What the room of importing tells the house."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from passerelle.core.rooms import NETWORK, Category, Door, Exportable, Room, rooms
from passerelle.importing import policies
from passerelle.importing.keepings import KEEPINGS
from passerelle.importing.models import Sheet


def forget_tables(person: UUID) -> None:
    """Whoever is erased may stand in a table that waits, or in what takes one back: those of their projects go."""
    projects = {one for room in rooms() if room.projects_of for one in room.projects_of(person)}
    Sheet.objects.unscoped(reason="erasure").filter(place__in=projects).delete()


room = Room(
    name="importing",
    label=_("Tables taken in"),
    doors=(Door(_("Tables"), "desk_tables", policies.may_import, order=38, side=NETWORK),),
    exportables=(Exportable("importing.Heads"),),
    categories=(
        Category(
            key="tables",
            label=_("Tables on their way in"),
            models=("importing.sheet",),
            controller=_(
                "the organisation named as controller of the person, else the lead partner of the project"
            ),
            recipients=_("Who gave the table, and nobody else."),
            necessity=_(
                "Without the cells nobody could see what a table would change before it does; they are sealed and go "
                "after seven days."
            ),
        ),
    ),
    keepings=KEEPINGS,
    on_erasure=forget_tables,
)
