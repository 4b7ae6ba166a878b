"""Addresses of the public site. `urlpatterns` stand under a language, `bare_urlpatterns` under none."""

from django.urls import path, re_path

from passerelle.public.views import bare, cities, feeds, news, pages, people, projects, questions, sheets

urlpatterns = [
    path("", projects.home, name="home"),
    path("projects/", projects.projects, name="projects"),
    path("projects.csv", projects.projects_csv, name="projects_csv"),
    path("projects/<str:code>/", projects.project, name="project"),
    path("projects/<str:code>/<str:slug>/", projects.project, name="project"),
    path("projects/<str:code>/<str:slug>/partners/", projects.project_partners, name="project_partners"),
    path(
        "projects/<str:code>/<str:slug>/partners.csv",
        projects.project_partners_csv,
        name="project_partners_csv",
    ),
    path("projects/<str:code>/<str:slug>/sheet.pdf", sheets.project_pdf, name="project_pdf"),
    path("projects/<str:code>/<str:slug>/sheet.docx", sheets.project_docx, name="project_docx"),
    path("projects/<str:code>/<str:slug>/people/", people.project_people, name="project_people"),
    re_path(
        r"^projects/(?P<code>[^/]+)/(?P<slug>[^/]+)/people\.(?P<table>csv|xlsx)$",
        people.project_people_table,
        name="project_people_table",
    ),
    path("cities/", cities.all_cities, name="cities"),
    path("cities/ties/", cities.all_ties, name="ties"),
    re_path(r"^cities/ties\.(?P<table>csv|xlsx)$", cities.ties_table, name="ties_table"),
    path("cities/<str:code>/", cities.city, name="city"),
    path("cities/<str:code>/<str:slug>/", cities.city, name="city"),
    path("people/", people.people, name="people"),
    re_path(r"^people\.(?P<table>csv|xlsx)$", people.people_table, name="people_table"),
    path("projects/<str:code>/<str:slug>/news/", news.project_news, name="project_news"),
    path("projects/<str:code>/<str:slug>/feed.atom", feeds.project_feed, name="project_feed"),
    path(
        "projects/<str:code>/<str:slug>/questions/",
        questions.project_questions,
        name="project_questions",
    ),
    path(
        "projects/<str:code>/<str:slug>/questions/feed.atom",
        questions.questions_feed,
        name="project_questions_feed",
    ),
    path("news/", news.all_news, name="news"),
    path("news/feed.atom", feeds.news_feed, name="news_feed"),
    path("news/<str:code>/", news.news_item, name="news_item"),
    path("news/<str:code>/<str:slug>/", news.news_item, name="news_item"),
    path("search/", pages.search_page, name="search"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("journal/", pages.sealed_journal, name="sealed_journal"),
    path("your-city/", pages.your_city, name="your_city"),
]

bare_urlpatterns = [
    path("", bare.entrance, name="entrance"),
    path("healthz", bare.healthz, name="healthz"),
    path("readyz", bare.readyz, name="readyz"),
    path("metrics", bare.metrics, name="metrics"),
    path("robots.txt", bare.robots, name="robots"),
    path("favicon.ico", bare.favicon, name="favicon"),
]
