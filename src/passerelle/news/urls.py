from django.urls import path

from passerelle.news.views import exchange, item, listing, taking, texts

urlpatterns = [
    path("desk/news/", listing.news, name="desk_news"),
    path("desk/news/list.csv", listing.as_csv, name="desk_news_csv"),
    path("desk/news/list.xlsx", listing.as_xlsx, name="desk_news_xlsx"),
    path("desk/news/write/", item.write, name="desk_news_write"),
    path("desk/news/take-over/", taking.take_over, name="desk_news_take"),
    path("desk/news/<str:code>/", item.overview, name="desk_news_item"),
    path("desk/news/<str:code>/facts/", item.facts, name="desk_news_facts"),
    path("desk/news/<str:code>/publish/", item.publish, name="desk_news_publish"),
    path("desk/news/<str:code>/check/", texts.check, name="desk_news_check"),
    path("desk/news/<str:code>/withdraw/", item.withdraw, name="desk_news_withdraw"),
    path("desk/news/<str:code>/archive/", item.archive, name="desk_news_archive"),
    path("desk/news/<str:code>/restore/", item.restore, name="desk_news_restore"),
    path("desk/news/<str:code>/text/", texts.text, name="desk_news_text"),
    path("desk/news/<str:code>/translations/", texts.workshop, name="desk_news_workshop"),
    path(
        "desk/news/<str:code>/translations/files/<str:language>/",
        exchange.exchange,
        name="desk_news_exchange",
    ),
    path(
        "desk/news/<str:code>/translations/files/<str:language>/<slug:suffix>/",
        exchange.exchange_file,
        name="desk_news_exchange_file",
    ),
    path(
        "desk/news/<str:code>/translations/machine/<str:language>/", texts.machine, name="desk_news_machine"
    ),
    path(
        "desk/news/<str:code>/translations/<slug:field>/<hash:segment>/",
        texts.paragraph,
        name="desk_news_paragraph",
    ),
    path(
        "desk/news/<str:code>/translations/<slug:field>/<hash:segment>/meaning/",
        texts.meaning,
        name="desk_news_meaning",
    ),
    path(
        "desk/news/<str:code>/translations/<slug:field>/<hash:segment>/<str:language>/",
        texts.translate,
        name="desk_news_translate",
    ),
]
