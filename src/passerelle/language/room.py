"""What the room of languages tells the house."""

from django.utils.translation import gettext_lazy as _

from passerelle.core.rooms import Category, Exportable, Room
from passerelle.language import sorting, sources


def put_right() -> None:
    """What is derived and stored is derived anew."""
    sorting.put_right()
    sources.put_right()


room = Room(
    name="language",
    label=_("Texts and translations"),
    categories=(
        Category(
            key="authors",
            label=_("Who wrote which text"),
            models=(
                "language.textversion",
                "language.translation",
                "language.samemeaning",
                "language.edition",
                "language.drafting",
                "language.waiver",
            ),
            controller=_("the organisation that runs this server"),
            recipients=_("Coordinators and translators of the project."),
            necessity=_("A bare id beside each version, so that its author can be asked."),
        ),
    ),
    exportables=(
        Exportable("language.Text"),
        Exportable("language.TextVersion"),
        Exportable("language.Translation"),
        Exportable("language.SameMeaning"),
        Exportable("language.Edition"),
        Exportable("language.Drafting"),
        Exportable("language.Waiver"),
    ),
    after_restore=put_right,
)
