"""All addresses. Pages stand under their language; a view that is not a screen is closed."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

handler400 = "passerelle.core.faults.bad_request"
handler403 = "passerelle.core.faults.permission_denied"
handler404 = "passerelle.core.faults.page_not_found"
handler500 = "passerelle.core.faults.server_error"

urlpatterns = i18n_patterns()
