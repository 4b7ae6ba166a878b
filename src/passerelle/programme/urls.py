from django.urls import path, re_path

from passerelle.programme.views import campaigns, numbers, processes, question, questions, series

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
    path("desk/projects/<str:code>/campaigns/", campaigns.campaigns, name="desk_campaigns"),
    re_path(
        r"^desk/projects/(?P<code>[^/]+)/campaigns\.(?P<table>csv|xlsx)$",
        campaigns.campaigns_table,
        name="desk_campaigns_table",
    ),
    path("desk/projects/<str:code>/campaigns/new/", campaigns.new, name="desk_campaigns_new"),
    path("desk/projects/campaign/<str:code>/", campaigns.campaign, name="desk_campaign"),
    path("desk/projects/campaign/<str:code>/change/", campaigns.change, name="desk_campaign_change"),
    path("desk/projects/campaign/<str:code>/put-away/", campaigns.put_away, name="desk_campaign_put_away"),
    path("desk/projects/campaign/<str:code>/back/", campaigns.bring_back, name="desk_campaign_back"),
    path("desk/projects/campaign/<str:code>/note/", numbers.note, name="desk_campaign_note"),
    path(
        "desk/projects/campaign/<str:code>/translations/",
        campaigns.translations,
        name="desk_campaign_translations",
    ),
    path(
        "desk/projects/campaign/<str:code>/translations/<slug:field>/<hash:segment>/<str:language>/",
        campaigns.translate,
        name="desk_campaign_words",
    ),
    path("desk/projects/campaign/number/<str:code>/", numbers.number, name="desk_campaign_number"),
    path(
        "desk/projects/campaign/number/<str:code>/correct/",
        numbers.correct,
        name="desk_campaign_number_correct",
    ),
    path(
        "desk/projects/campaign/number/<str:code>/away/", numbers.take_back, name="desk_campaign_number_away"
    ),
    path(
        "desk/projects/campaign/number/<str:code>/back/", numbers.put_back, name="desk_campaign_number_back"
    ),
    path("desk/projects/<str:code>/processes/", processes.processes, name="desk_processes"),
    path("desk/projects/<str:code>/processes/new/", processes.new, name="desk_processes_new"),
    path("desk/projects/process/<str:code>/", processes.process, name="desk_process"),
    path("desk/projects/process/<str:code>/change/", processes.change, name="desk_process_change"),
    path("desk/projects/process/<str:code>/put-away/", processes.put_away, name="desk_process_put_away"),
    path("desk/projects/process/<str:code>/back/", processes.bring_back, name="desk_process_back"),
]
