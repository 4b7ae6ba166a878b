from django.urls import path, re_path

from passerelle.tasks.views import (
    amending,
    calendars,
    digest,
    item,
    money,
    notes,
    packages,
    plan,
    reminding,
    timeline,
    week,
)

urlpatterns = [
    path("desk/", week.desk, name="desk"),
    path("desk/projects/<str:code>/week/", week.project_week, name="desk_week"),
    path("desk/projects/item/<str:code>/done/", week.tick, name="desk_item_done"),
    path("desk/remind/", reminding.remind, name="desk_remind"),
    path("account/digest/", digest.digest, name="account_digest"),
    path("desk/projects/<str:code>/plan/", plan.plan, name="desk_plan"),
    path("desk/projects/<str:code>/plan/everything/", plan.items, name="desk_plan_items"),
    re_path(
        r"^desk/projects/(?P<code>[^/]+)/plan\.(?P<table>csv|xlsx)$", plan.plan_table, name="desk_plan_table"
    ),
    re_path(
        r"^desk/projects/(?P<code>[^/]+)/plan/everything\.(?P<table>csv|xlsx)$",
        plan.items_table,
        name="desk_plan_items_table",
    ),
    path("desk/projects/<str:code>/plan/timeline/", timeline.timeline, name="desk_plan_timeline"),
    path("desk/projects/<str:code>/plan/calendar.ics", calendars.of_project, name="desk_plan_calendar"),
    path("desk/projects/<str:code>/plan/new/", item.new, name="desk_plan_new"),
    path("desk/projects/<str:code>/plan/packages/new/", packages.new, name="desk_plan_new_package"),
    path("desk/projects/<str:code>/plan/packages/<str:package>/", packages.change, name="desk_plan_package"),
    path(
        "desk/projects/<str:code>/plan/packages/<str:package>/remove/",
        packages.remove,
        name="desk_plan_remove_package",
    ),
    path("desk/projects/<str:code>/plan/amend/", amending.amend, name="desk_plan_amend"),
    path("desk/projects/<str:code>/plan/amendments/", amending.versions, name="desk_plan_versions"),
    path(
        "desk/projects/<str:code>/plan/amendments/<int:number>/", amending.version, name="desk_plan_version"
    ),
    path(
        "desk/projects/<str:code>/plan/amendments/<int:number>/undo/",
        amending.undo,
        name="desk_plan_version_undo",
    ),
    path("desk/projects/<str:code>/money/", money.money, name="desk_money"),
    re_path(
        r"^desk/projects/(?P<code>[^/]+)/money\.(?P<table>csv|xlsx)$",
        money.money_table,
        name="desk_money_table",
    ),
    path("desk/projects/<str:code>/money/share/", money.share, name="desk_share"),
    path("desk/projects/<str:code>/money/used/", money.uses, name="desk_uses"),
    re_path(
        r"^desk/projects/(?P<code>[^/]+)/money/used\.(?P<table>csv|xlsx)$",
        money.uses_table,
        name="desk_uses_table",
    ),
    path("desk/used/<str:code>/remove/", money.remove_use, name="desk_entry_remove"),
    path("desk/projects/item/<str:code>/", item.item, name="desk_item"),
    path("desk/projects/item/<str:code>/change/", item.change, name="desk_item_change"),
    path("desk/projects/item/<str:code>/undo/", item.undo, name="desk_item_undo"),
    path("desk/projects/item/<str:code>/finish/", item.finish, name="desk_item_finish"),
    path("desk/projects/item/<str:code>/reopen/", item.reopen, name="desk_item_reopen"),
    path("desk/projects/item/<str:code>/drop/", item.drop, name="desk_item_drop"),
    path("desk/projects/item/<str:code>/submit/", item.submit, name="desk_item_submit"),
    path(
        "desk/projects/item/<str:code>/files/<uuid:file>/remove/",
        item.remove_file,
        name="desk_item_file_remove",
    ),
    path("desk/projects/<str:code>/notes/", notes.notes, name="desk_notes"),
    re_path(
        r"^desk/projects/(?P<code>[^/]+)/notes\.(?P<table>csv|xlsx)$",
        notes.notes_table,
        name="desk_notes_table",
    ),
    path("desk/projects/note/<str:code>/remove/", notes.remove_note, name="desk_kept_remove"),
    path("desk/projects/comment/<str:code>/remove/", notes.remove_comment, name="desk_comment_remove"),
    path("desk/calendar/", calendars.own, name="desk_calendar"),
    path("desk/projects/item/<str:code>/notes/", notes.item_notes, name="desk_item_notes"),
]

# Asked for by calendars, which have no language: the person's own is used.
bare_urlpatterns = [path("calendar/<str:secret>.ics", calendars.feed, name="calendar_feed")]
