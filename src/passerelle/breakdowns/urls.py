from django.urls import path, re_path

from passerelle.breakdowns.views import desk, public

urlpatterns = [
    path("desk/projects/<str:code>/breakdowns/", desk.breakdowns, name="desk_breakdowns"),
    path("desk/projects/<str:code>/breakdowns/begin/", desk.begin, name="desk_breakdown_begin"),
    path("desk/projects/breakdown/<str:code>/", desk.breakdown, name="desk_breakdown"),
    re_path(
        r"^desk/projects/breakdown/(?P<code>[^/.]+)\.(?P<table>csv|xlsx)$",
        desk.breakdown_table,
        name="desk_breakdown_table",
    ),
    path("desk/projects/breakdown/<str:code>/release/", desk.release, name="desk_breakdown_release"),
    path("desk/projects/breakdown/<str:code>/show/", desk.show, name="desk_breakdown_show"),
    path("desk/projects/breakdown/<str:code>/hide/", desk.hide, name="desk_breakdown_hide"),
    path(
        "desk/projects/breakdown/<str:code>/residents/<str:attribute>/",
        desk.residents,
        name="desk_breakdown_residents",
    ),
    path("projects/<str:code>/<str:slug>/taking-part/", public.taking_part, name="project_taking_part"),
    re_path(
        r"^projects/(?P<code>[^/]+)/(?P<slug>[^/]+)/taking-part/(?P<one>[^/.]+)\.(?P<table>csv|xlsx)$",
        public.taking_part_table,
        name="project_taking_part_table",
    ),
]
