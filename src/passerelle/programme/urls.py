from django.urls import path, re_path

from passerelle.programme.views import question, questions, series

urlpatterns = [
    path("desk/projects/<str:code>/programme/", series.all_series, name="desk_programme"),
    path("desk/projects/<str:code>/programme/series/new/", series.new, name="desk_programme_series_new"),
    path("desk/projects/series/<str:code>/", series.series, name="desk_series"),
    path("desk/projects/series/<str:code>/change/", series.change, name="desk_series_change"),
    path("desk/projects/series/<str:code>/put-away/", series.put_away, name="desk_series_put_away"),
    path("desk/projects/series/<str:code>/bring-back/", series.bring_back, name="desk_series_bring_back"),
    path("desk/projects/<str:code>/questions/", questions.questions, name="desk_questions"),
    re_path(
        r"^desk/projects/(?P<code>[^/]+)/questions\.(?P<table>csv|xlsx)$",
        questions.questions_table,
        name="desk_questions_table",
    ),
    path(
        "desk/projects/<str:code>/questions/take-down/", questions.take_down, name="desk_questions_take_down"
    ),
    path("desk/projects/<str:code>/questions/undo/", questions.undo_take_down, name="desk_questions_undo"),
    path("desk/projects/question/<str:code>/", question.question, name="desk_question"),
    path("desk/projects/question/<str:code>/words/", question.mend, name="desk_question_mend"),
    path("desk/projects/question/<str:code>/answer/", question.answer, name="desk_question_answer"),
    path("desk/projects/question/<str:code>/open/", question.take_answer_back, name="desk_question_open"),
    path("desk/projects/question/<str:code>/withdraw/", question.withdraw, name="desk_question_withdraw"),
    path("desk/projects/question/<str:code>/back/", question.bring_back, name="desk_question_back"),
    path("desk/projects/question/<str:code>/merge/", question.merge, name="desk_question_merge"),
    path(
        "desk/projects/question/<str:code>/translations/",
        question.translations,
        name="desk_question_translations",
    ),
    path(
        "desk/projects/question/<str:code>/translations/<slug:field>/<hash:segment>/<str:language>/",
        question.translate,
        name="desk_question_words",
    ),
]
