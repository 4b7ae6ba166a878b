from django.urls import path, re_path

from passerelle.questionnaires.views import (
    answering,
    asking,
    building,
    changing,
    entry,
    paper,
    receipt,
    tables,
    texts,
)

ONE = "desk/projects/questionnaire/<str:code>/"
OCCASION = "desk/projects/asking/<str:code>/"

urlpatterns = [
    path("q/", receipt.own, name="answers_own"),
    path("q/<str:code>/", answering.answer, name="answers_give"),
    path("desk/projects/<str:code>/questionnaires/", building.listing, name="desk_questionnaires"),
    path("desk/projects/<str:code>/questionnaires/new/", building.new, name="desk_questionnaires_new"),
    path(ONE, building.questionnaire, name="desk_questionnaire"),
    path(f"{ONE}title/", building.title, name="desk_questionnaire_title"),
    path(f"{ONE}page/<str:section>/", building.section, name="desk_questionnaire_section"),
    path(f"{ONE}question/<str:question>/", building.question, name="desk_questionnaire_question"),
    path(f"{ONE}arrange/", building.arrange, name="desk_questionnaire_arrange"),
    path(f"{ONE}next/", building.next_version, name="desk_questionnaire_next"),
    path(f"{ONE}away/", building.away, name="desk_questionnaire_away"),
    path(f"{ONE}preview/", building.preview, name="desk_questionnaire_preview"),
    path(f"{ONE}change/", changing.change, name="desk_questionnaire_change"),
    path(f"{ONE}translations/", texts.workshop, name="desk_questionnaire_workshop"),
    path(
        f"{ONE}translations/<slug:words>/<hash:said>/<str:language>/",
        texts.translate,
        name="desk_questionnaire_words",
    ),
    path(f"{ONE}ask/", asking.ask, name="desk_questionnaire_ask"),
    path(OCCASION, asking.occasion, name="desk_asking"),
    path(f"{OCCASION}facts/", asking.facts, name="desk_asking_facts"),
    path(f"{OCCASION}shut/", asking.shut, name="desk_asking_shut"),
    path(f"{OCCASION}codes/", asking.codes, name="desk_asking_codes"),
    path(f"{OCCASION}enter/", entry.enter, name="desk_asking_enter"),
    path(f"{OCCASION}enter/take-back/", entry.take_back, name="desk_asking_take_back"),
    re_path(
        r"^desk/projects/asking/(?P<code>[^/]+)/answers\.(?P<table>csv|xlsx)$",
        tables.answers,
        name="desk_asking_answers",
    ),
    re_path(
        r"^desk/projects/asking/(?P<code>[^/]+)/counts\.(?P<table>csv|xlsx)$",
        tables.counts,
        name="desk_asking_counts",
    ),
    re_path(
        r"^desk/projects/asking/(?P<code>[^/]+)/paper\.(?P<paper>pdf|docx)$",
        paper.on_paper,
        name="desk_asking_paper",
    ),
]
