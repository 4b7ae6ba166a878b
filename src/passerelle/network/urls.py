from django.urls import path, re_path, register_converter

from passerelle.network.views import (
    cities,
    competences,
    controllers,
    desk,
    directory,
    eligibility,
    exchange,
    files,
    goals,
    importing,
    join,
    languages,
    leaving,
    measures,
    project,
    retention,
    texts,
    themes,
    ties,
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
    re_path(r"^desk/projects\.(?P<table>csv|xlsx)$", desk.projects_table, name="desk_projects_table"),
    path("desk/projects/new/", desk.new_project, name="desk_new_project"),
    path("desk/languages/", languages.all_languages, name="desk_languages"),
    re_path(r"^desk/languages\.(?P<table>csv|xlsx)$", languages.languages_table, name="desk_languages_table"),
    path("desk/import/", importing.import_page, name="desk_import"),
    path("desk/directory/", directory.desk_directory, name="desk_directory"),
    re_path(
        r"^desk/directory\.(?P<table>csv|xlsx)$", directory.desk_directory_table, name="desk_directory_table"
    ),
    path("desk/network/", desk.network, name="desk_network"),
    re_path(r"^desk/network\.(?P<table>csv|xlsx)$", desk.network_table, name="desk_network_table"),
    path("desk/network/new/", desk.new_organisation, name="desk_new_organisation"),
    path("desk/network/competences/", competences.desk_competences, name="desk_competences"),
    re_path(
        r"^desk/network/competences\.(?P<table>csv|xlsx)$",
        competences.desk_competences_table,
        name="desk_competences_table",
    ),
    path(
        "desk/network/<str:code>/competences/",
        competences.tell_competences,
        name="desk_organisation_competences",
    ),
    path("desk/projects/<str:code>/controllers/", controllers.controllers, name="desk_controllers"),
    path("desk/network/<str:code>/belonging/", controllers.belonging, name="desk_organisation_belonging"),
    path(
        "desk/network/<str:code>/belonging/<uuid:belonging>/remove/",
        controllers.remove_belonging,
        name="desk_organisation_belonging_remove",
    ),
    path("desk/cities/", cities.all_cities, name="desk_cities"),
    re_path(r"^desk/cities/figures\.(?P<table>csv|xlsx)$", cities.figures_table, name="desk_figures_table"),
    path("desk/cities/new/", cities.new_city, name="desk_new_city"),
    path("desk/cities/measures/", measures.all_measures, name="desk_measures"),
    path("desk/cities/measures/new/", measures.new_measure, name="desk_new_measure"),
    path("desk/cities/measures/<str:code>/", measures.measure, name="desk_measure"),
    path("desk/cities/figures/<str:code>/correct/", cities.correct_figure, name="desk_figure_correct"),
    path("desk/cities/figures/<str:code>/use/", cities.use_figure, name="desk_figure_use"),
    path("desk/cities/figures/<str:code>/back/", cities.take_back_figure, name="desk_figure_back"),
    path("desk/cities/<str:code>/", cities.city, name="desk_city"),
    path("desk/cities/<str:code>/figure/", cities.new_figure, name="desk_city_figure"),
    path("desk/cities/<str:code>/organisations/", cities.city_organisations, name="desk_city_organisations"),
    path("desk/ties/", ties.all_ties, name="desk_ties"),
    path("desk/ties/new/", ties.new_tie, name="desk_new_tie"),
    re_path(r"^desk/ties\.(?P<table>csv|xlsx)$", ties.ties_table, name="desk_ties_table"),
    path("desk/ties/<str:code>/end/", ties.end_tie, name="desk_tie_end"),
    path("desk/ties/<str:code>/remove/", ties.remove_tie, name="desk_tie_remove"),
    path("desk/projects/<str:code>/figures/", measures.reliances, name="desk_reliances"),
    path("desk/reliances/<str:code>/settle/", measures.settle_reliance, name="desk_reliance_settle"),
    path("desk/themes/", themes.all_themes, name="desk_themes"),
    path("desk/themes/new/", themes.new_theme, name="desk_new_theme"),
    path("desk/themes/<str:code>/", themes.theme, name="desk_theme"),
    path("desk/themes/<str:code>/retire/", themes.retire_theme, name="desk_theme_retire"),
    path("desk/themes/<str:code>/merge/", themes.merge_theme, name="desk_theme_merge"),
    path("desk/targets/<str:code>/", goals.aim, name="desk_aim"),
    path("desk/targets/<str:code>/drop/", goals.drop_aim, name="desk_aim_drop"),
    path(
        "desk/targets/<str:code>/evidence/<uuid:evidence>/remove/",
        goals.remove_evidence,
        name="desk_evidence_remove",
    ),
    path("desk/projects/<str:code>/themes/", themes.project_themes, name="desk_project_themes"),
    path("desk/projects/<str:code>/goals/", goals.project_goals, name="desk_goals"),
    re_path(
        r"^desk/projects/(?P<code>[^/]+)/goals\.(?P<table>csv|xlsx)$",
        goals.goals_table,
        name="desk_goals_table",
    ),
    path("desk/projects/<str:code>/", project.overview, name="desk_project"),
    path("desk/projects/<str:code>/facts/", project.facts, name="desk_facts"),
    path("desk/projects/<str:code>/partners/", project.partners, name="desk_partners"),
    path(
        "desk/projects/<str:code>/partners/<str:organisation>/leave/",
        leaving.partner_leaves,
        name="desk_partner_leaves",
    ),
    path("desk/projects/<str:code>/leave/", leaving.leave, name="desk_leave"),
    path("desk/projects/<str:code>/partners/call/", eligibility.eligibility, name="desk_eligibility"),
    path("desk/projects/<str:code>/people/", project.team, name="desk_team"),
    re_path(
        r"^desk/projects/(?P<code>[^/]+)/people\.(?P<table>csv|xlsx)$",
        project.team_table,
        name="desk_team_table",
    ),
    re_path(
        r"^desk/projects/(?P<code>[^/]+)/people/contacts\.(?P<table>csv|xlsx)$",
        project.contacts_table,
        name="desk_contacts_table",
    ),
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
    path("desk/projects/<str:code>/page/files/<str:language>/", exchange.exchange, name="desk_exchange"),
    path(
        "desk/projects/<str:code>/page/files/<str:language>/<slug:kind>/",
        exchange.exchange_file,
        name="desk_exchange_file",
    ),
    path("desk/projects/<str:code>/page/write/", texts.page, name="desk_page"),
    path("desk/projects/<str:code>/page/publish/", texts.publish, name="desk_publish"),
    path("desk/projects/<str:code>/page/machine/<str:language>/", texts.machine, name="desk_machine"),
    path("desk/projects/<str:code>/page/withdraw/", texts.withdraw, name="desk_withdraw"),
    path(
        "desk/projects/<str:code>/page/<slug:field>/<hash:segment>/", texts.paragraph, name="desk_paragraph"
    ),
    path(
        "desk/projects/<str:code>/page/<slug:field>/<hash:segment>/meaning/",
        texts.meaning,
        name="desk_meaning",
    ),
    path(
        "desk/projects/<str:code>/page/<slug:field>/<hash:segment>/<str:language>/",
        texts.translate,
        name="desk_translate",
    ),
]
