from django.urls import path, re_path

from passerelle.messages.views import letters, outbox, reach, unsubscribing

urlpatterns = [
    path("unsubscribe/<str:token>/", unsubscribing.one_click, name="unsubscribe"),
    path("desk/outbox/", outbox.outbox, name="desk_outbox"),
    re_path(r"^desk/outbox\.(?P<table>csv|xlsx)$", outbox.outbox_table, name="desk_outbox_table"),
    re_path(
        r"^desk/outbox/unreached\.(?P<table>csv|xlsx)$", reach.unreached_table, name="desk_unreached_table"
    ),
    path("desk/outbox/unreached/", reach.unreached, name="desk_unreached"),
    path("desk/outbox/returns/", letters.returns, name="desk_returns"),
    path("desk/outbox/letters/", letters.letters, name="desk_letters"),
    path("desk/outbox/letters/<str:code>/", letters.pile, name="desk_pile"),
    path("desk/outbox/letters/<str:code>/letters.pdf", letters.pile_file, name="desk_pile_file"),
    re_path(
        r"^desk/outbox/letters/(?P<code>[^/]+)/list\.(?P<table>csv|xlsx)$",
        letters.pile_list,
        name="desk_pile_list",
    ),
    path("desk/outbox/<str:code>/", outbox.message, name="desk_message"),
]
# Without a language: it is typed and pasted, and leads to a page that has one.
bare_urlpatterns = [path("l/<str:door>", reach.door, name="message_door")]
