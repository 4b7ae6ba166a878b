from django.urls import path, re_path, register_converter

from passerelle.network.views import (
    desk,
    directory,
    eligibility,
    files,
    importing,
    join,
    project,
    retention,
    texts,
)


class Hash:
    """The hash of a segment."""

    regex = "[0-9a-f]{32}"
    to_python = to_url = staticmethod(str)


register_converter(Hash, "hash")

urlpatterns = [
    path("join/<str:secret>/", join.join, name="join"),
    path("desk/retention/", retention.retention, name="desk_retention"),
    path("desk/retention/hold/", retention.place, name="desk_hold"),
    path("desk/retention/hold/<str:hold>/release/", retention.release, name="desk_hold_release"),
    path("desk/projects/", desk.projects, name="desk_projects"),
    path("desk/projects/new/", desk.new_project, name="desk_new_project"),
    path("desk/import/", importing.import_page, name="desk_import"),
    path("desk/directory/", directory.desk_directory, name="desk_directory"),
    re_path(
        r"^desk/directory\.(?P<table>csv|xlsx)$", directory.desk_directory_table, name="desk_directory_table"
    ),
    path("desk/network/", desk.network, name="desk_network"),
    path("desk/network/new/", desk.new_organisation, name="desk_new_organisation"),
    path("desk/projects/<str:code>/", project.overview, name="desk_project"),
    path("desk/projects/<str:code>/facts/", project.facts, name="desk_facts"),
    path("desk/projects/<str:code>/partners/", project.partners, name="desk_partners"),
    path("desk/projects/<str:code>/partners/call/", eligibility.eligibility, name="desk_eligibility"),
    path("desk/projects/<str:code>/people/", project.team, name="desk_team"),
    path("desk/projects/<str:code>/people/invite/", project.invite, name="desk_invite"),
    path("desk/projects/<str:code>/people/write-down/", project.write_down, name="desk_write_down"),
    path("desk/projects/<str:code>/people/part/", directory.contribute, name="desk_contribute"),
    path(
        "desk/projects/<str:code>/people/part/<uuid:contribution>/end/",
        directory.end_contribution,
        name="desk_end_contribution",
    ),
    path("desk/projects/<str:code>/people/<uuid:appointment>/end/", project.end_role, name="desk_end_role"),
    path("desk/projects/<str:code>/files/", files.project_files, name="desk_files"),
    path("desk/projects/<str:code>/files/<uuid:file>/remove/", files.remove_file, name="desk_file_remove"),
    path("desk/projects/<str:code>/page/", texts.workshop, name="desk_workshop"),
    path("desk/projects/<str:code>/page/write/", texts.page, name="desk_page"),
    path("desk/projects/<str:code>/page/publish/", texts.publish, name="desk_publish"),
    path("desk/projects/<str:code>/page/withdraw/", texts.withdraw, name="desk_withdraw"),
    path(
        "desk/projects/<str:code>/page/<slug:field>/<hash:segment>/", texts.paragraph, name="desk_paragraph"
    ),
    path(
        "desk/projects/<str:code>/page/<slug:field>/<hash:segment>/<str:language>/",
        texts.translate,
        name="desk_translate",
    ),
]
