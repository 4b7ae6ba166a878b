"""What this room tells the house."""

from django.utils.translation import gettext_lazy as _

from passerelle.core.rooms import Category, Exportable, Room, Searchable, Tab
from passerelle.gatherings import actions, policies, presence, queries, reading
from passerelle.gatherings.calendars import entries
from passerelle.gatherings.countables import COUNTABLES
from passerelle.gatherings.importables import GATHERINGS
from passerelle.gatherings.keepings import KEEPINGS
from passerelle.gatherings.models import Gathering

room = Room(
    name="gatherings",
    label=_("Gatherings"),
    tabs=(Tab(_("Gatherings"), "desk_gatherings", policies.may_see_all, order=22),),
    importables=(GATHERINGS,),
    countables=COUNTABLES,
    searchables=(Searchable(Gathering.FOUND, _("Gathering"), actions.index_all, of_the_reader=True),),
    coming=lambda actor, projects, days: map(reading.coming, queries.soon(actor, projects, days)),
    calendar=entries,
    exportables=(
        Exportable("gatherings.Gathering"),
        Exportable("gatherings.Participant"),
        Exportable("gatherings.Registration"),
        Exportable("gatherings.Attendance"),
        Exportable("gatherings.HeadCount"),
        Exportable("gatherings.Door"),
        Exportable("gatherings.Sheet"),
        Exportable("gatherings.Correction"),
    ),
    categories=(
        Category(
            key="taking part",
            label=_("Who registered, and who was there"),
            models=("gatherings.participant", "gatherings.registration", "gatherings.attendance"),
            controller=_("the organisation that hosts the gathering, else the lead partner of the project"),
            by_project=True,
            recipients=_("Who works in the project for that organisation; everybody else sees numbers."),
            necessity=_(
                "A code of one’s own is enough to count somebody once; a name or an address is asked for only to keep "
                "a place and to tell of changes, and can be left out at the door."
            ),
            sensitive_because=_(
                "What helps somebody take part (an interpreter, a ramp, food) can tell of health or belief. It is "
                "written down only if they say so themselves, with their consent, sealed under their key, in no list "
                "and no ordinary export."
            ),
        ),
    ),
    keepings=KEEPINGS,
    on_erasure=presence.forget,
)
