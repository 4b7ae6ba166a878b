from django.urls import path, re_path

from passerelle.gatherings.views import (
    attendance,
    door,
    gathering,
    needs,
    persons,
    plan,
    public,
    questions,
    registering,
    registrations,
    sheets,
)

# Looked through before all others (config.urls): a whole room knocks there in the same minute, and behind the house's
# three hundred addresses finding the view costs more than the view.
door_urlpatterns = [
    path("door/", door.find_door, name="find_door"),
    path("door/<str:code>/", door.door, name="door"),
    path("door/<str:code>/in/", door.inside, name="door_in"),
]

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
    path(
        "desk/projects/gathering/<str:code>/questions/", questions.questions, name="desk_gathering_questions"
    ),
    path("desk/projects/gathering/<str:code>/speakers/", needs.speakers, name="desk_gathering_speakers"),
    path("desk/projects/gathering/<str:code>/material/", needs.material, name="desk_gathering_material"),
    # Who was there.
    path("desk/projects/gathering/<str:code>/attendance/", attendance.attendance, name="desk_attendance"),
    path(
        "desk/projects/gathering/<str:code>/attendance/<uuid:attendance>/",
        attendance.change_attendance,
        name="desk_attendance_change",
    ),
    path("desk/projects/gathering/<str:code>/door/", attendance.door, name="desk_gathering_door"),
    path("desk/projects/gathering/<str:code>/heads/", attendance.heads, name="desk_heads"),
    path("desk/projects/gathering/<str:code>/list.pdf", attendance.printed_list, name="desk_attendance_list"),
    path("desk/projects/gathering/<str:code>/lines/", sheets.type_in, name="desk_type_in"),
    path("desk/projects/lists/<str:code>/picture/", sheets.picture, name="desk_sheet_picture"),
    path("desk/projects/lists/<str:code>/delete/", sheets.remove_picture, name="desk_sheet_remove"),
    path("desk/projects/<str:code>/people-who-came/", persons.persons, name="desk_participants"),
]
