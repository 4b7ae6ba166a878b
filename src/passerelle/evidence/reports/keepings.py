"""How long files of reports are kept."""

from django.utils.translation import gettext_lazy as _

from passerelle.core.keeping import Keeping
from passerelle.evidence.reports import making

KEEPINGS = (
    Keeping(
        key="report_files",
        label=_("Files of reports, which name who agreed to be shown"),
        since=_("the moment they were made"),
        how_long=making.KEPT,
        happens=_("They are removed with their key; whoever needs them makes them again."),
        rows=making.with_files,
        go=making.let_go,
        project="project",
    ),
)
