"""What joining a project tells the house."""

from django.utils.translation import gettext_lazy as _

from passerelle.core.rooms import Category, Exportable, Room
from passerelle.joining import policies, queries
from passerelle.joining.gaps import RIDING
from passerelle.joining.keepings import KEEPINGS
from passerelle.joining.models import Acceptance

room = Room(
    name="joining",
    label=_("Joining a project"),
    riding=RIDING,
    files={Acceptance.KIND: policies.may_read_paper},
    file_owners={Acceptance.KIND: queries.acceptances_there},
    exportables=(
        Exportable("joining.Agreement"),
        Exportable("joining.Acceptance", subject="person"),
        Exportable("joining.Look"),
    ),
    keepings=KEEPINGS,
    categories=(
        Category(
            key="joining",
            label=_("Who accepted an agreement, and what newcomers have looked at"),
            models=("joining.acceptance", "joining.look"),
            controller=_("the lead partner of the project"),
            recipients=_(
                "Who accepted: the lead coordinator and the coordinators of the same organisation. "
                "What newcomers have looked at: nobody but themselves."
            ),
            necessity=_(
                "An agreement nobody can be asked about proves nothing; only the id is kept with it."
            ),
            by_project=True,
        ),
    ),
)
