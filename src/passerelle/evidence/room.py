"""What this room tells the house."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from passerelle.core.rooms import Category, Exportable, Room, Tab
from passerelle.evidence import actions, policies, queries
from passerelle.evidence.gaps import gaps
from passerelle.evidence.importables import RESULTS
from passerelle.evidence.models import HandFigure, Indicator, Report
from passerelle.evidence.reports import making
from passerelle.evidence.reports import policies as reports
from passerelle.evidence.reports.keepings import KEEPINGS


def figures_there(ids: set[UUID]) -> set[UUID]:
    """Which of these figures exist; the files of others belong to nobody."""
    return set(HandFigure.objects.unscoped(reason="orphans").filter(pk__in=ids).values_list("pk", flat=True))


room = Room(
    name="evidence",
    label=_("Evidence"),
    tabs=(
        Tab(_("Evidence"), "desk_indicators", policies.may_see_chain, order=28),
        Tab(_("Reports to funders"), "desk_reports", reports.may_see_all, order=29),
    ),
    moves={
        "figure entered": _("a figure was entered by hand"),
        "figure corrected": _("a figure entered by hand was corrected"),
        "figure taken back": _("a figure entered by hand was taken back"),
        "figure put back": _("a figure entered by hand counts again"),
        "indicator changed": _("the indicator was changed"),
        "evidence change undone": _("a change of the indicator was undone"),
    },
    gaps=gaps,
    takes_found=lambda actor, project, language, found: actions.take_found(
        actor, queries.just_begun(project), language, found
    ),
    importables=(RESULTS,),
    files={
        Indicator.FILES: policies.may_read_figure_file,
        Report.FILES: reports.may_open_files,
        Report.TEMPLATE: reports.may_open_files,
    },
    file_owners={
        Indicator.FILES: figures_there,
        Report.FILES: making.still_there,
        Report.TEMPLATE: making.still_there,
    },
    keepings=KEEPINGS,
    on_erasure=making.forget,
    after_restore=making.forget_everybody,
    exportables=(
        Exportable("evidence.Result"),
        Exportable("evidence.Priority"),
        Exportable("evidence.Tick"),
        Exportable("evidence.Indicator"),
        Exportable("evidence.HandFigure", subject="entered_by"),
        Exportable("evidence.Snapshot", subject="frozen_by"),
        Exportable("evidence.Report"),
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
