"""What this room tells the house."""

from django.utils.translation import gettext_lazy as _

from passerelle.core.rooms import Category, Exportable, Room

room = Room(
    name="evidence",
    label=_("Evidence"),
    exportables=(
        Exportable("evidence.Result"),
        Exportable("evidence.Priority"),
        Exportable("evidence.Tick"),
        Exportable("evidence.Indicator"),
        Exportable("evidence.HandFigure", subject="entered_by"),
        Exportable("evidence.Snapshot", subject="frozen_by"),
        Exportable("evidence.Question"),
        Exportable("evidence.Answer"),
    ),
    categories=(
        Category(
            key="reporting",
            label=_("Who entered a figure, and who sent a report"),
            models=("evidence.handfigure", "evidence.snapshot"),
            controller=_("the lead partner of the project"),
            by_project=True,
            recipients=_("Coordinators of the project."),
            necessity=_(
                "Whoever asks where a figure comes from has to know whom to ask; only the id is kept with it."
            ),
        ),
    ),
)
