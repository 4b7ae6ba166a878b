from django.urls import path, re_path

from passerelle.gatherings.views import gathering, plan

urlpatterns = [
    path("desk/projects/<str:code>/gatherings/", plan.gatherings, name="desk_gatherings"),
    re_path(
        r"^desk/projects/(?P<code>[^/]+)/gatherings\.(?P<table>csv|xlsx)$",
        plan.gatherings_table,
        name="desk_gatherings_table",
    ),
    path("desk/projects/<str:code>/gatherings/new/", gathering.new, name="desk_gatherings_new"),
    path("desk/projects/gathering/<str:code>/", gathering.gathering, name="desk_gathering"),
    path("desk/projects/gathering/<str:code>/change/", gathering.change, name="desk_gathering_change"),
    path("desk/projects/gathering/<str:code>/undo/", gathering.undo, name="desk_gathering_undo"),
    path("desk/projects/gathering/<str:code>/cancel/", gathering.cancel, name="desk_gathering_cancel"),
    path("desk/projects/gathering/<str:code>/held/", gathering.held, name="desk_gathering_held"),
    path("desk/projects/gathering/<str:code>/again/", gathering.again, name="desk_gathering_again"),
]
