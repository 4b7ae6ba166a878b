from django.urls import path, re_path

from passerelle.tasks.views import digest, item, money, plan, reminding, week

urlpatterns = [
    path("desk/", week.desk, name="desk"),
    path("desk/projects/<str:code>/week/", week.project_week, name="desk_week"),
    path("desk/items/<str:code>/done/", week.tick, name="desk_item_done"),
    path("desk/remind/", reminding.remind, name="desk_remind"),
    path("account/digest/", digest.digest, name="account_digest"),
    path("desk/projects/<str:code>/plan/", plan.plan, name="desk_plan"),
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
    path("desk/items/<str:code>/", item.item, name="desk_item"),
]
