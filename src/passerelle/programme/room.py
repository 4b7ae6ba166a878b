"""What this room tells the house."""

from django.utils.translation import gettext_lazy as _

from passerelle.core.rooms import Exportable, Room, Searchable, Tab
from passerelle.gatherings.models import Gathering
from passerelle.programme import actions, policies, queries, reading
from passerelle.programme.countables import COUNTABLES, MOVES
from passerelle.programme.gaps import RIDING
from passerelle.programme.importables import REACH
from passerelle.programme.models import Campaign, Question

room = Room(
    name="programme",
    label=_("Programme"),
    tabs=(Tab(_("Programme"), "desk_programme", policies.may_see_all, order=24),),
    searchables=(Searchable(Question.KIND, _("Question"), actions.index_all),),
    on_publication=actions.follow_project,
    riding=RIDING,
    hangs_on=queries.hangs_on,
    tells_of={Gathering.FOUND: reading.of_a_gathering},
    importables=(REACH,),
    countables=COUNTABLES,
    moves=MOVES,
    machine_may_read=frozenset({Question.KIND, Campaign.KIND}),
    remembers={Question.KIND: queries.whose_texts, Campaign.KIND: queries.whose_messages},
    exportables=(
        Exportable("programme.Series"),
        Exportable("programme.Question"),
        Exportable("programme.Campaign"),
        Exportable("programme.CampaignGathering"),
        Exportable("programme.Reach"),
        Exportable("programme.Process"),
    ),
)
