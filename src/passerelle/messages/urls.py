from django.urls import path

from passerelle.messages import views

urlpatterns = [
    path("desk/outbox/", views.outbox, name="desk_outbox"),
    path("desk/outbox/<str:code>/", views.message, name="desk_message"),
]
