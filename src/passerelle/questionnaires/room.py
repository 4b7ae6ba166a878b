"""What this room tells the house."""

from django.utils.translation import gettext_lazy as _

from passerelle.core.rooms import Category, Exportable, Room, Tab
from passerelle.questionnaires import policies, queries
from passerelle.questionnaires.keepings import KEEPINGS
from passerelle.questionnaires.models import Instrument

room = Room(
    name="questionnaires",
    label=_("Questionnaires"),
    tabs=(Tab(_("Questionnaires"), "desk_questionnaires", policies.may_see_all, order=26),),
    categories=(
        Category(
            key="answers",
            label=_("What people answered in questionnaires"),
            models=("questionnaires.response",),
            controller=_("the lead partner of the project"),
            recipients=_(
                "Counts: whoever does the project’s work. Words and single answers: coordinators and researchers of the "
                "project. Counts under five leave it for nobody."
            ),
            necessity=_(
                "Nobody is asked who they are. Answers stand under a key of their own, with the day and no hour, so that "
                "whoever gave them can delete them and nobody can find out whose they are. What is answered with a "
                "registration is shown beside no name, is opened with the code of the registration, and goes with it."
            ),
            sensitive_because=_(
                "A project that asks who takes part asks about origin, belief or health at times. Each question can be "
                "declined, and all answers are sealed."
            ),
            by_project=True,
        ),
    ),
    keepings=KEEPINGS,
    hangs_on=queries.hangs_on,
    machine_may_read=frozenset({Instrument.KIND}),
    remembers={Instrument.KIND: queries.whose_texts},
    exportables=(
        Exportable("questionnaires.Instrument"),
        Exportable("questionnaires.Version"),
        Exportable("questionnaires.Asking"),
        Exportable("questionnaires.Response", subject="id"),
        Exportable("questionnaires.Ticket"),
    ),
    after_restore=queries.replay_deletions,
)
