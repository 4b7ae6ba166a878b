"""Where reports to funders are found."""

from django.urls import path

from passerelle.evidence.views import report_template, reports

urlpatterns = [
    path("desk/projects/<str:code>/reports/", reports.reports, name="desk_reports"),
    path("desk/projects/<str:code>/reports/new/", reports.new, name="desk_report_new"),
    path("desk/projects/report/<str:code>/", reports.report, name="desk_report"),
    path("desk/projects/report/<str:code>/preview/", reports.preview, name="desk_report_preview"),
    path("desk/projects/report/<str:code>/change/", reports.change, name="desk_report_change"),
    path("desk/projects/report/<str:code>/write/<str:part>/", reports.write, name="desk_report_write"),
    path("desk/projects/report/<str:code>/template/", report_template.template, name="desk_report_template"),
    path("desk/projects/report/<str:code>/send/", reports.send, name="desk_report_send"),
    path("desk/projects/report/<str:code>/remove/", reports.remove, name="desk_report_remove"),
    path("desk/projects/report/<str:code>/files/<str:ending>", reports.file, name="desk_report_file"),
]
