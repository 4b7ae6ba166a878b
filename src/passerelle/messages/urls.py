from django.urls import path

from passerelle.messages.views import outbox, unsubscribing

urlpatterns = [
    path("unsubscribe/<str:token>/", unsubscribing.one_click, name="unsubscribe"),
    path("desk/outbox/", outbox.outbox, name="desk_outbox"),
    path("desk/outbox/<str:code>/", outbox.message, name="desk_message"),
]
