from django.urls import path, re_path

from passerelle.gatherings.views import gathering, needs, plan, public, registering, registrations

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
    # Registering: what everybody reads and fills in, and the host's desk.
    path(
        "projects/<str:code>/<str:slug>/gatherings/",
        public.project_gatherings,
        name="project_gatherings",
    ),
    path("gatherings/registered/", registering.door, name="registration_door"),
    path("gatherings/registered/<str:secret>/", registering.registration, name="registration"),
    path("gatherings/registered/<str:secret>/change/", registering.change, name="registration_change"),
    path("gatherings/registered/<str:secret>/withdraw/", registering.withdraw, name="registration_withdraw"),
    path("gatherings/registered/<str:secret>/back/", registering.back, name="registration_back"),
    path("gatherings/registered/<str:secret>/erase/", registering.erase, name="registration_erase"),
    path("gatherings/<str:code>/", public.gathering, name="gathering"),
    path("gatherings/<str:code>/calendar.ics", public.gathering_calendar, name="gathering_calendar"),
    path("gatherings/<str:code>/register/", registering.register, name="gathering_register"),
    path("desk/projects/gathering/<str:code>/public/", needs.furnish, name="desk_gathering_public"),
    path(
        "desk/projects/gathering/<str:code>/registrations/",
        registrations.registrations,
        name="desk_registrations",
    ),
    re_path(
        r"^desk/projects/gathering/(?P<code>[^/]+)/registrations\.(?P<table>csv|xlsx)$",
        registrations.registrations_table,
        name="desk_registrations_table",
    ),
    path(
        "desk/projects/gathering/<str:code>/registrations/list/",
        registrations.door_list,
        name="desk_registrations_door",
    ),
    path(
        "desk/projects/gathering/<str:code>/registrations/add/",
        registrations.by_hand,
        name="desk_registrations_add",
    ),
    path(
        "desk/projects/gathering/<str:code>/registrations/task/",
        registrations.task,
        name="desk_registrations_task",
    ),
    path(
        "desk/projects/gathering/<str:code>/registrations/<str:registration>/",
        registrations.slip,
        name="desk_registration_slip",
    ),
    path("desk/projects/gathering/<str:code>/publish/", needs.publish, name="desk_gathering_publish"),
    path("desk/projects/gathering/<str:code>/speakers/", needs.speakers, name="desk_gathering_speakers"),
    path("desk/projects/gathering/<str:code>/material/", needs.material, name="desk_gathering_material"),
]
