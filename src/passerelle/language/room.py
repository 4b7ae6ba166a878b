"""What the room of languages tells the house."""

from django.utils.translation import gettext_lazy as _

from passerelle.core.rooms import Exportable, Room
from passerelle.language import sorting

room = Room(
    name="language",
    label=_("Texts and translations"),
    exportables=(
        Exportable("language.Text"),
        Exportable("language.TextVersion"),
        Exportable("language.Translation"),
        Exportable("language.Edition"),
    ),
    after_restore=sorting.put_right,
)
