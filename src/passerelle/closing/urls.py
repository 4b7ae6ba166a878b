"""Addresses of the end of a project."""

from django.urls import path

from passerelle.closing.views import desk, public

urlpatterns = [
    path("desk/projects/<str:code>/closing/", desk.closing, name="desk_closing"),
    path("desk/projects/<str:code>/closing/close/", desk.close, name="desk_close"),
    path("desk/projects/<str:code>/closing/open/", desk.reopen, name="desk_reopen"),
    path("desk/projects/<str:code>/closing/make/", desk.make, name="desk_bundle_make"),
    path("desk/projects/<str:code>/closing/stop/", desk.stop, name="desk_bundle_stop"),
    path("desk/projects/<str:code>/closing/show/", desk.show, name="desk_bundle_show"),
    path("projects/<str:code>/<str:slug>/kept.zip", public.kept_zip, name="project_kept"),
]
