"""All addresses. Pages stand under their language; a view that is not a screen is closed."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from passerelle.core import assessment, ledger, state
from passerelle.core.design import design
from passerelle.gatherings.urls import door_urlpatterns
from passerelle.messages.urls import bare_urlpatterns as bare_messages
from passerelle.people.urls import bare_urlpatterns as bare_people
from passerelle.public.urls import bare_urlpatterns
from passerelle.tasks.urls import bare_urlpatterns as bare_tasks

handler400 = "passerelle.core.faults.bad_request"
handler403 = "passerelle.core.faults.permission_denied"
handler404 = "passerelle.core.faults.page_not_found"
handler500 = "passerelle.core.faults.server_error"

urlpatterns = [
    *bare_urlpatterns,
    *bare_people,
    *bare_tasks,
    *bare_messages,
    path("", include("passerelle.core.urls")),
    path("", include("passerelle.api.urls")),
    *i18n_patterns(
        *door_urlpatterns,
        path("", include("passerelle.public.urls")),
        path("", include("passerelle.people.urls")),
        path("", include("passerelle.messages.urls")),
        path("", include("passerelle.importing.urls")),
        path("", include("passerelle.network.urls")),
        path("", include("passerelle.joining.urls")),
        path("", include("passerelle.news.urls")),
        path("", include("passerelle.tasks.urls")),
        path("", include("passerelle.questionnaires.urls")),
        path("", include("passerelle.gatherings.urls")),
        path("", include("passerelle.programme.urls")),
        path("", include("passerelle.evidence.urls")),
        path("", include("passerelle.breakdowns.urls")),
        path("", include("passerelle.closing.urls")),
        path("desk/journal/", ledger.journal_page, name="desk_journal"),
        path("desk/state/", state.state, name="desk_state"),
        path("desk/processing/", ledger.processing, name="desk_processing"),
        path("desk/processing/assessment/", assessment.impact, name="desk_impact"),
        path("desk/processing/officer/", assessment.officer_sheet, name="desk_sheet_officer"),
        path("desk/processing/it/", assessment.it_sheet, name="desk_sheet_it"),
        path("design/", design, name="design"),
    ),
]
