from django.urls import path, re_path

from passerelle.evidence.reports.urls import urlpatterns as reports
from passerelle.evidence.views import chain, comparison, indicators, overview, records, snapshots, words

TABLE = r"\.(?P<table>csv|xlsx)$"

urlpatterns = [
    path("desk/projects/<str:code>/evidence/", overview.evidence, name="desk_indicators"),
    re_path(
        r"^desk/projects/(?P<code>[^/]+)/evidence" + TABLE,
        overview.evidence_table,
        name="desk_indicators_table",
    ),
    path("desk/projects/<str:code>/evidence/records/", records.of_project, name="desk_indicators_records"),
    path("desk/projects/<str:code>/evidence/back/", chain.bring_back, name="desk_chain_back"),
    path("desk/projects/<str:code>/results/", chain.chain, name="desk_chain"),
    re_path(r"^desk/projects/(?P<code>[^/]+)/results" + TABLE, chain.chain_table, name="desk_chain_table"),
    path("desk/projects/<str:code>/results/new/", chain.new_result, name="desk_result_new"),
    path("desk/projects/<str:code>/results/priorities/", chain.priorities, name="desk_priorities"),
    path("desk/projects/result/<str:code>/", chain.result, name="desk_result"),
    path("desk/projects/result/<str:code>/change/", chain.change_result, name="desk_result_change"),
    path("desk/projects/result/<str:code>/undo/", chain.undo_result, name="desk_result_undo"),
    path("desk/projects/result/<str:code>/agree/", chain.agree_result, name="desk_result_agree"),
    path("desk/projects/result/<str:code>/remove/", chain.remove_result, name="desk_result_remove"),
    path("desk/projects/result/<str:code>/priorities/", chain.tick, name="desk_result_tick"),
    path("desk/projects/result/<str:code>/words/", words.result, name="desk_result_words"),
    path("desk/projects/<str:code>/indicators/new/", indicators.new_indicator, name="desk_indicator_new"),
    path("desk/projects/indicator/<str:code>/", indicators.indicator, name="desk_indicator"),
    path("desk/projects/indicator/<str:code>/records/", records.of_indicator, name="desk_indicator_records"),
    path(
        "desk/projects/indicator/<str:code>/change/",
        indicators.change_indicator,
        name="desk_indicator_change",
    ),
    path("desk/projects/indicator/<str:code>/undo/", indicators.undo_indicator, name="desk_indicator_undo"),
    path(
        "desk/projects/indicator/<str:code>/agree/", indicators.agree_indicator, name="desk_indicator_agree"
    ),
    path(
        "desk/projects/indicator/<str:code>/remove/",
        indicators.remove_indicator,
        name="desk_indicator_remove",
    ),
    path("desk/projects/indicator/<str:code>/words/", words.indicator, name="desk_indicator_words"),
    path("desk/projects/indicator/<str:code>/figure/", indicators.enter, name="desk_hand_figure_enter"),
    path("desk/projects/figure/<str:code>/", indicators.correct, name="desk_hand_figure_correct"),
    path("desk/projects/figure/<str:code>/back/", indicators.put_back, name="desk_hand_figure_back"),
    path("desk/projects/<str:code>/frozen/", snapshots.snapshots, name="desk_snapshots"),
    path("desk/projects/<str:code>/frozen/new/", snapshots.freeze, name="desk_freeze"),
    path("desk/projects/frozen/<str:code>/", snapshots.snapshot, name="desk_snapshot"),
    re_path(
        r"^desk/projects/frozen/(?P<code>[^/]+)/figures" + TABLE,
        snapshots.snapshot_table,
        name="desk_snapshot_table",
    ),
    path("desk/projects/<str:code>/comparison/", comparison.comparison, name="desk_comparison"),
    re_path(
        r"^desk/projects/(?P<code>[^/]+)/comparison" + TABLE,
        comparison.comparison_table,
        name="desk_comparison_table",
    ),
    path("desk/projects/<str:code>/comparison/new/", comparison.new_question, name="desk_compared_new"),
    path("desk/projects/<str:code>/comparison/ask/", comparison.ask, name="desk_comparison_ask"),
    path("desk/projects/compared/<str:code>/", comparison.question, name="desk_compared"),
    path("desk/projects/compared/<str:code>/<str:organisation>/", comparison.answer, name="desk_answer"),
    *reports,
]
