"""What the house tells itself: its own pages, its tables in the export, and files that go with their person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from passerelle.core import files
from passerelle.core.ledger import may_read_journal, may_read_record
from passerelle.core.rooms import Door, Exportable, Room
from passerelle.core.state import may_see_state

room = Room(
    name="core",
    label=_("The house"),
    doors=(
        Door(_("Record of processing"), "desk_processing", may_read_record, order=80),
        Door(_("Journal"), "desk_journal", may_read_journal, order=90),
        Door(_("State of the house"), "desk_state", may_see_state, order=95),
    ),
    exportables=(Exportable("core.Entry"), Exportable("core.Seal"), Exportable("core.StoredFile")),
    on_erasure=files.remove_of,
)
