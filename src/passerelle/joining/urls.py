"""Addresses of joining a project and of its agreement."""

from django.urls import path

from passerelle.joining.views import agreements, steps

urlpatterns = [
    path("desk/projects/<str:code>/joining/", steps.joining, name="desk_joining"),
    path("desk/projects/<str:code>/joining/profile/", steps.profile, name="desk_joining_profile"),
    path("desk/projects/<str:code>/joining/agreement/", steps.agreement, name="desk_joining_agreement"),
    path("desk/projects/<str:code>/joining/data/", steps.data, name="desk_joining_data"),
    path("desk/projects/<str:code>/joining/tour/", steps.tour, name="desk_joining_tour"),
    path("desk/projects/<str:code>/agreement/", agreements.agreement, name="desk_agreement"),
    path("desk/projects/<str:code>/agreement/write/", agreements.write, name="desk_agreement_write"),
    path("desk/projects/<str:code>/agreement/paper/", agreements.paper, name="desk_agreement_paper"),
    path(
        "desk/projects/<str:code>/agreement/paper/back/",
        agreements.take_back,
        name="desk_agreement_paper_back",
    ),
    path(
        "desk/projects/<str:code>/agreement/<int:number>/", agreements.version, name="desk_agreement_version"
    ),
]
