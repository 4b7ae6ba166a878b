"""Evidence and reports."""

from __future__ import annotations

from typing import Any


def of_evidence(project: Any) -> dict[str, Any]:
    """What stands for the codes of the evidence's addresses: an indicator whose figures hands enter, one of these
    figures, a frozen report, and a question put to every partner."""
    from datetime import date

    from passerelle.core.actor import SystemActor
    from passerelle.evidence import actions
    from passerelle.evidence.models import HandFigure, Question, Snapshot
    from passerelle.evidence.rules import Rule

    house = SystemActor(reason="test")
    figure = HandFigure.objects.filter(indicator__project=project).order_by("on").first()
    if figure is None:
        goal = actions.add_result(house, project, level="goal", title="Trust", language="en")
        rule = Rule(by_hand=True)
        one = actions.add_indicator(
            house, project, result=goal, title="Who trust", language="en", unit="percent", rule=rule
        )
        figure = actions.enter_figure(house, one, value=5, on=date(2026, 5, 1), source="Survey")
        actions.freeze(house, project, title="Interim")
        actions.put_question(house, project, title="Who may vote?", language="en")
    return {
        "result code": figure.indicator.result.code,
        "indicator code": figure.indicator.code,
        "hand figure code": figure.code,
        "snapshot code": Snapshot.objects.filter(project=project).first().code,
        "compared code": Question.objects.filter(project=project).first().code,
    }


def of_reports(project: Any) -> dict[str, Any]:
    """A report that is being written, one of its parts, and a file of it that was made."""
    from passerelle.core.actor import SystemActor
    from passerelle.evidence import actions
    from passerelle.evidence.models import Report
    from passerelle.evidence.reports import making

    house = SystemActor(reason="test")
    report = Report.objects.filter(project=project, state="draft").first()
    told = {"form": "cerv-networks-of-towns-2022", "title": "Report", "language": "en"}
    report = report or actions.begin_report(house, project, **told)
    if making.file_of(report, "json") is None:
        Report.objects.filter(pk=report.pk).update(files=Report.Files.MAKING)
        making.keep(house, report, [("json", b"{}", "application/json")])
    return {"report code": report.code, "part": "summary", "ending": "json"}


def of_sent_reports(project: Any) -> dict[str, Any]:
    """The same for a report that was sent: its words stay, and no button changes them."""
    from passerelle.core.actor import SystemActor
    from passerelle.evidence import actions
    from passerelle.evidence.models import Report

    house = SystemActor(reason="test")
    sent = Report.objects.filter(project=project, state="sent").first()
    if sent is None:
        told = {"form": "cerv-networks-of-towns-2022", "title": "Sent report", "language": "en"}
        sent = actions.send_report(house, actions.begin_report(house, project, **told))
    return {"report code": sent.code}
