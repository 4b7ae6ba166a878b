from django.urls import path

from passerelle.tasks.views import item, plan

urlpatterns = [
    path("desk/projects/<str:code>/plan/", plan.plan, name="desk_plan"),
    path("desk/items/<str:code>/", item.item, name="desk_item"),
]
