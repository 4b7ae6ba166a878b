"""What the house tells itself: its own pages, its tables in the export, and files that go with their person."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Cast, Least, Now
from django.utils.translation import gettext_lazy as _

from passerelle.core import files
from passerelle.core.keeping import YEAR, Keeping, deleting
from passerelle.core.ledger import may_read_journal, may_read_record
from passerelle.core.models import Hold
from passerelle.core.rooms import HOUSE, Category, Door, Exportable, Room
from passerelle.core.state import may_see_state


def ended_holds() -> models.QuerySet[Hold]:
    """Holds that hold nothing any more, since the day they ended."""
    ended = Least(
        "released_at", Cast("until", models.DateTimeField())
    )  # of PostgreSQL: the one that is there
    return Hold.objects.unscoped(reason="retention clock").annotate(since=ended).filter(since__lt=Now())


room = Room(
    name="core",
    label=_("The house"),
    doors=(
        Door(_("State of the house"), "desk_state", may_see_state, order=80, side=HOUSE),
        Door(_("Record of processing"), "desk_processing", may_read_record, order=82, side=HOUSE),
        Door(_("Journal"), "desk_journal", may_read_journal, order=90, side=HOUSE),
    ),
    exportables=(
        Exportable("core.Entry"),
        Exportable("core.Seal"),
        Exportable("core.StoredFile"),
        Exportable("core.Hold"),
    ),
    categories=(
        Category(
            key="journal",
            label=_("Journal and legal holds"),
            models=("core.entry", "core.hold"),
            controller=_("the organisation that runs this server"),
            recipients=_("Administrators; coordinators see holds of their own projects."),
            necessity=_("Without ids nobody could show who changed what; names are not in it."),
        ),
        Category(
            key="files",
            label=_("Files of people"),
            models=("core.storedfile",),
            controller=_(
                "the organisation named as controller of the person, else the lead partner of the project"
            ),
            by_project=True,
            recipients=_("Whoever the record they belong to lets have them."),
            necessity=_("Only what a person handed in, sealed under their key."),
        ),
    ),
    keepings=(
        Keeping(
            key="hold",
            label=_("Legal holds that have ended"),
            since=_("the day it ended"),
            how_long=3 * YEAR,
            happens=_("The row is deleted."),
            rows=ended_holds,
            go=deleting(ended_holds),
            person="person",
            project="project",
        ),
    ),
    on_erasure=files.remove_of,
)
