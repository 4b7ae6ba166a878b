from django.urls import path

from passerelle.programme.views import series

urlpatterns = [
    path("desk/projects/<str:code>/programme/", series.all_series, name="desk_programme"),
    path("desk/projects/<str:code>/programme/series/new/", series.new, name="desk_programme_series_new"),
    path("desk/projects/series/<str:code>/", series.series, name="desk_series"),
    path("desk/projects/series/<str:code>/change/", series.change, name="desk_series_change"),
    path("desk/projects/series/<str:code>/put-away/", series.put_away, name="desk_series_put_away"),
    path("desk/projects/series/<str:code>/bring-back/", series.bring_back, name="desk_series_bring_back"),
]
