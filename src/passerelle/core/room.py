"""What the house itself tells the house: its own tables in the export, and files that go with their person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from passerelle.core import files
from passerelle.core.rooms import Exportable, Room

room = Room(
    name="core",
    label=_("House"),
    exportables=(Exportable("core.Entry"), Exportable("core.Seal"), Exportable("core.StoredFile")),
    on_erasure=files.remove_of,
)
