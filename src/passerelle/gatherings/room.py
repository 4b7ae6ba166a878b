"""What this room tells the house."""

from django.utils.translation import gettext_lazy as _

from passerelle.core.rooms import Category, Column, Exportable, OpenTable, Room, Searchable, Tab
from passerelle.gatherings import (
    actions,
    asked,
    describing,
    keepings,
    needing,
    policies,
    presence,
    published,
    queries,
    reading,
    rolls,
)
from passerelle.gatherings.calendars import entries
from passerelle.gatherings.countables import COUNTABLES, MOVES
from passerelle.gatherings.importables import GATHERINGS
from passerelle.gatherings.importables_of_attendance import ATTENDANCE
from passerelle.gatherings.keepings import KEEPINGS
from passerelle.gatherings.models import Gathering, Sheet

room = Room(
    name="gatherings",
    label=_("Gatherings"),
    tabs=(Tab(_("Gatherings"), "desk_gatherings", policies.may_see_all, order=22),),
    importables=(GATHERINGS, ATTENDANCE),
    countables=COUNTABLES,
    moves=MOVES,
    describes=describing.sources,
    searchables=(Searchable(Gathering.FOUND, _("Gathering"), actions.index_all, of_the_reader=True),),
    coming=lambda actor, projects, days: map(reading.coming, queries.soon(actor, projects, days)),
    calendar=entries,
    gaps=needing.gaps,
    riding=needing.RIDING,
    exportables=(
        Exportable("gatherings.Gathering"),
        Exportable("gatherings.Speaker"),
        Exportable("gatherings.Participant"),
        Exportable("gatherings.TwoPeople"),
        Exportable("gatherings.Registration"),
        Exportable("gatherings.Attendance"),
        Exportable("gatherings.HeadCount"),
        Exportable("gatherings.Door"),
        Exportable("gatherings.Sheet"),
        Exportable("gatherings.Correction"),
    ),
    categories=(
        Category(
            key="taking_part",
            label=_("Who registered, and who was there"),
            models=("gatherings.participant", "gatherings.registration", "gatherings.attendance"),
            controller=_("the organisation that hosts the gathering, else the lead partner of the project"),
            by_project=True,
            recipients=_(
                "Coordinators and facilitators who act for that organisation; everybody else sees numbers."
            ),
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
        Category(
            key="speakers",
            label=_("Who speaks at a gathering"),
            models=("gatherings.speaker",),
            controller=_("the organisation that hosts the gathering, else the lead partner of the project"),
            by_project=True,
            recipients=_(
                "Everybody, if the person agreed to be shown; else a role and an organisation only."
            ),
            necessity=_("People come to hear somebody; a role is enough where a name is not given."),
        ),
    ),
    keepings=KEEPINGS,
    on_publication=actions.follow_project,
    on_erasure=presence.forget,
    portrait=asked.portrait,
    people_of=keepings.people_of,
    projects_of=keepings.projects_of,
    answering_for=keepings.answering_for,
    files={Gathering.KIND: queries.may_have_material},
    file_owners={Gathering.KIND: published.material_there, Sheet.FILE: rolls.there},
    pages_of=published.pages_of,
    open_data=(
        OpenTable(
            "gatherings",
            _("Gatherings"),
            (
                Column("code", _("Code of the gathering; never given twice.")),
                Column("kind", _("Its kind, such as forum, workshop or webinar.")),
                Column("title", _("Title in the language it was written in.")),
                Column("language", _("Language of the title, a code of BCP 47.")),
                Column("starts", _("First day, as precisely as it is known (ISO 8601).")),
                Column("ends", _("Last day, as precisely as it is known (ISO 8601).")),
                Column("mode", _("on_site, online or both.")),
                Column("town", _("Town it is in.")),
                Column("country", _("Country it is in (ISO 3166-1, two letters).")),
                Column("host", _("Code of the partner that hosts it.")),
                Column("languages", _("Languages spoken there, codes of BCP 47 with blanks between.")),
                Column("places", _("How many people can take part; empty: not limited.")),
                Column("state", _("planned, held or cancelled.")),
            ),
            published.open_rows,
        ),
    ),
)
