from django.urls import path, re_path

from passerelle.importing import views

urlpatterns = [
    path("desk/tables/", views.tables, name="desk_tables"),
    re_path(
        r"^desk/tables/empty-(?P<what>[a-z_]{1,40})\.(?P<table>csv|xlsx)$",
        views.empty_table,
        name="desk_table_empty",
    ),
    path("desk/tables/new/<slug:what>/", views.give, name="desk_table_give"),
    path("desk/tables/<str:code>/", views.sheet, name="desk_table"),
    path("desk/tables/<str:code>/columns/", views.columns, name="desk_table_columns"),
    path("desk/tables/<str:code>/take-back/", views.take_back, name="desk_table_back"),
    re_path(
        r"^desk/tables/(?P<code>[a-z0-9]{1,12})/problems\.(?P<table>csv|xlsx)$",
        views.problems_table,
        name="desk_table_problems",
    ),
]
