"""What the closing of projects tells the house."""

from django.utils.translation import gettext_lazy as _

from passerelle.closing import actions, policies, queries
from passerelle.closing.models import Bundle
from passerelle.core.rooms import Category, Exportable, Room

room = Room(
    name="closing",
    label=_("Closing"),
    files={Bundle.KIND: policies.may_download},
    file_owners={Bundle.KIND: queries.bundles_there},
    on_publication=actions.follow_project,
    categories=(
        Category(
            key="endings",
            label=_("Who closed a project"),
            models=("closing.closing", "closing.bundle"),
            controller=_("the lead partner of the project"),
            recipients=_("Nobody; the pages tell the day and the reason, not the person."),
            necessity=_(
                "One id: a project that was closed or opened again by mistake needs somebody to ask."
            ),
            by_project=True,
        ),
    ),
    exportables=(Exportable("closing.Closing"), Exportable("closing.Bundle")),
)
