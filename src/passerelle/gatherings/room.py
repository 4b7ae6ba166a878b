"""What this room tells the house."""

from django.utils.translation import gettext_lazy as _

from passerelle.core.rooms import Exportable, Room, Searchable, Tab
from passerelle.gatherings import actions, policies, queries, reading
from passerelle.gatherings.calendars import entries
from passerelle.gatherings.importables import GATHERINGS
from passerelle.gatherings.models import Gathering

room = Room(
    name="gatherings",
    label=_("Gatherings"),
    tabs=(Tab(_("Gatherings"), "desk_gatherings", policies.may_see_all, order=22),),
    importables=(GATHERINGS,),
    searchables=(Searchable(Gathering.FOUND, _("Gathering"), actions.index_all, of_the_reader=True),),
    coming=lambda actor, projects, days: map(reading.coming, queries.soon(actor, projects, days)),
    calendar=entries,
    exportables=(Exportable("gatherings.Gathering"),),
)
