"""What the closing of projects tells the house."""

from django.utils.translation import gettext_lazy as _

from passerelle.closing import actions, policies, queries
from passerelle.closing.models import Bundle
from passerelle.core.rooms import Exportable, Room

room = Room(
    name="closing",
    label=_("Closing"),
    files={Bundle.KIND: policies.may_download},
    file_owners={Bundle.KIND: queries.bundles_there},
    on_publication=actions.follow_project,
    exportables=(Exportable("closing.Closing"), Exportable("closing.Bundle")),
)
