"""The evidence as somebody reads and builds it on the screen."""

import pytest
from django.urls import reverse
from django.utils import timezone

from passerelle.evidence import actions
from passerelle.evidence.models import HandFigure, Indicator, Question, Result, Snapshot
from passerelle.gatherings.models import Gathering
from passerelle.network.models import Project
from tests.rooms.evidence.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def page(browser, name, *args, **asked):
    answer = browser.get(reverse(name, args=args), asked)
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def test_from_the_empty_chain_to_a_counted_indicator_and_back(sit, member, project, two):
    browser = sit(member(project))
    assert "No indicator yet" in page(browser, "desk_indicators", project.code)
    assert "No chain yet" in page(browser, "desk_chain", project.code)
    new = reverse("desk_result_new", args=[project.code])
    browser.post(new, {"level": "goal", "title": "Newcomers take part", "language": "en", "number": "G1"})
    goal = Result.objects.unscoped(reason="test").get()
    assert "Nothing shows yet" in page(browser, "desk_chain", project.code)
    told = {
        "title": "People reached",
        "language": "en",
        "result": goal.code,
        "unit": "people",
        "target": "6",
        "how": "rooms",
        "counts": ["gatherings.people"],
        "claimed": "on",
    }
    mixed = {**told, "counts": ["gatherings.people", "gatherings.heads"]}
    answer = browser.post(reverse("desk_indicator_new", args=[project.code]), mixed)
    assert "never added up" in answer.content.decode()
    browser.post(reverse("desk_indicator_new", args=[project.code]), told)
    one = Indicator.objects.unscoped(reason="test").get()
    shown = page(browser, "desk_indicators", project.code)
    assert "People reached" in shown
    assert "50 %" in shown
    shown = page(browser, "desk_indicator", one.code, by="subject")
    assert "Forum" in shown
    assert "<svg" in shown
    assert "Forum" in page(browser, "desk_indicator_records", one.code)
    Gathering.objects.unscoped(reason="test").update(state=Gathering.State.HELD)
    hosts = {**told, "title": "Hosts", "unit": "organisations", "counts": ["gatherings.hosts"]}
    browser.post(reverse("desk_indicator_new", args=[project.code]), hosts)
    other = Indicator.objects.unscoped(reason="test").exclude(pk=one.pk).get()
    apart = page(browser, "desk_indicator", other.code, by="subject")
    assert ">Forum</bdi></a>" in apart  # told apart by gathering, it is gatherings that are named
    other.delete()
    change = reverse("desk_indicator_change", args=[one.code])
    browser.post(change, {**told, "target": "12", "revision": 1})
    assert "25 %" in page(browser, "desk_indicators", project.code)
    browser.post(reverse("desk_indicator_undo", args=[one.code]))
    assert "50 %" in page(browser, "desk_indicators", project.code)
    browser.post(reverse("desk_indicator_remove", args=[one.code]))
    assert not Indicator.objects.unscoped(reason="test").exists()
    browser.post(reverse("desk_chain_back", args=[project.code]))
    back = Indicator.objects.unscoped(reason="test").get()
    assert (back.pk, back.rule, back.target) == (one.pk, one.rule, 6)


def test_every_figure_opens_its_records(sit, member, project, indicate, two):
    browser = sit(member(project, "facilitator", 2))
    indicate(counts=("gatherings.people",))
    shown = page(browser, "desk_indicators", project.code)
    assert "?of=gatherings.heads" in shown
    records = page(browser, "desk_indicators_records", project.code, of="gatherings.heads")
    assert "Forum" in records
    assert "Workshop" in records
    assert (
        browser.get(reverse("desk_indicators_records", args=[project.code]), {"of": "x"}).status_code == 404
    )


def test_a_figure_by_hand_is_entered_corrected_and_taken_back(sit, member, project, indicate):
    browser = sit(member(project))
    one = indicate("Trust", unit="percent", by_hand=True, target=60)
    enter = reverse("desk_hand_figure_enter", args=[one.code])
    told = {"value": "52.5", "on": "2026-06-01", "source": "Survey of June", "low": "48", "high": "57"}
    browser.post(enter, {**told, "low": "55"})
    assert not HandFigure.objects.unscoped(reason="test").exists()
    browser.post(enter, told)
    first = HandFigure.objects.unscoped(reason="test").get()
    shown = page(browser, "desk_indicator", one.code)
    assert "52.5 %" in shown
    assert "48 %\u2069–\u206657 %" in shown
    correct = reverse("desk_hand_figure_correct", args=[first.code])
    browser.post(correct, {**told, "value": "54", "reason": "Two answers were counted twice"})
    assert "54 %" in page(browser, "desk_indicators", project.code)
    second = HandFigure.objects.unscoped(reason="test").get(replaces=first)
    correct = reverse("desk_hand_figure_correct", args=[second.code])
    browser.post(correct, {"take_back": "1", "back-reason": "Wrong year"})
    assert "No figure was entered yet" in page(browser, "desk_indicators", project.code)
    browser.post(reverse("desk_hand_figure_back", args=[second.code]))
    assert "54 %" in page(browser, "desk_indicators", project.code)


def test_a_report_stays_as_it_was_and_says_what_changed(sit, member, project, indicate, two, meet, came):
    browser = sit(member(project))
    indicate(counts=("gatherings.people",), target=6)
    browser.post(reverse("desk_freeze", args=[project.code]), {"title": "Interim report", "language": "en"})
    one = Snapshot.objects.unscoped(reason="test").get()
    assert "every figure counts the same today" in page(browser, "desk_snapshot", one.code)
    came(meet("Late sheet", starts="2026-05-04"), "XYZ")
    shown = page(browser, "desk_snapshot", one.code)
    assert "1 figure is another one now" in shown
    assert "1 record behind it" in shown
    told = {"title": "Interim report, corrected", "language": "en", "restates": one.code}
    answer = browser.post(reverse("desk_freeze", args=[project.code]), told)
    assert "Write in a few words why it is not right." in answer.content.decode()
    browser.post(reverse("desk_freeze", args=[project.code]), {**told, "reason": "A sheet came late"})
    later = Snapshot.objects.unscoped(reason="test").get(restates=one)
    assert "A later report corrects this one" in page(browser, "desk_snapshot", one.code)
    assert "What this report says otherwise" in page(browser, "desk_snapshot", later.code)


def test_countries_are_compared_and_an_empty_cell_asks_its_owner(sit, member, project, organisations):
    lead = member(project)
    one = actions.put_question(HOUSE, project, title="Who may vote locally?", language="en")
    browser = sit(lead)
    shown = page(browser, "desk_comparison", project.code)
    assert "3 cells are still empty." in shown
    browser.post(reverse("desk_comparison_ask", args=[project.code]))
    assert sum(each.items.filter(project=project).count() for each in organisations) == 3
    browser.post(reverse("desk_comparison_ask", args=[project.code]))
    assert sum(each.items.filter(project=project).count() for each in organisations) == 3
    browser = sit(member(project, "facilitator", 1))
    mine = reverse("desk_answer", args=[one.code, organisations[1].code])
    browser.post(mine, {"text": "Residents of five years", "language": "en", "revision": 0})
    assert not one.answers.exists()
    told = {"text": "Residents of five years", "language": "en", "source": "Electoral code", "as_of": "2026"}
    browser.post(mine, {**told, "revision": 0})
    assert "Residents of five years" in page(browser, "desk_comparison", project.code)
    theirs = reverse("desk_answer", args=[one.code, organisations[2].code])
    assert browser.post(theirs, {**told, "revision": 0}).status_code == 404
    assert one.answers.count() == 1


def test_a_question_that_was_removed_is_brought_back_as_it_was(sit, member, project):
    browser = sit(member(project))
    one = actions.put_question(HOUSE, project, title="Who may vote locally?", language="en")
    actions.put_into(HOUSE, one, "fr", "Qui peut voter ?")
    browser.post(reverse("desk_compared", args=[one.code]), {"remove": "1"})
    assert not Question.objects.unscoped(reason="test").exists()
    assert "Bring back what you removed" not in page(browser, "desk_chain", project.code)
    shown = page(browser, "desk_comparison", project.code)
    assert "Bring back what you removed" in shown
    assert "Who may vote" not in shown
    answer = browser.post(reverse("desk_chain_back", args=[project.code]))
    assert answer.headers["Location"] == reverse("desk_comparison", args=[project.code])
    back = Question.objects.unscoped(reason="test").get()
    assert (back.pk, back.code, back.title, back.titles) == (one.pk, one.code, one.title, one.titles)
    assert "Bring back what you removed" not in page(browser, "desk_comparison", project.code)


def test_another_projects_member_finds_nothing(sit, member, project, other, indicate, goal):
    one = indicate("Secret target", by_hand=True)
    figure = actions.enter_figure(HOUSE, one, value=3, on=timezone.localdate(), source="Count")
    report = actions.freeze(HOUSE, project, title="Interim")
    browser = sit(member(other))
    for name, code in (
        ("desk_result", goal.code),
        ("desk_indicator", one.code),
        ("desk_indicator_records", one.code),
        ("desk_hand_figure_correct", figure.code),
        ("desk_snapshot", report.code),
        ("desk_indicators", project.code),
        ("desk_chain", project.code),
        ("desk_snapshots", project.code),
        ("desk_comparison", project.code),
    ):
        assert browser.get(reverse(name, args=[code])).status_code in (403, 404), name


def test_the_funders_officer_reads_what_was_sent_and_nothing_that_moves(sit, member, project, indicate, two):
    one = indicate(counts=("gatherings.people",), target=6)
    report = actions.freeze(HOUSE, project, title="Interim")
    browser = sit(member(project, "funder_officer", 1))
    shown = page(browser, "desk_indicators", project.code)
    assert "People reached" in shown
    assert "Stands at" not in shown
    assert "As it was reported" in page(browser, "desk_snapshot", report.code)
    assert "What changed since" not in page(browser, "desk_snapshot", report.code)
    for name, code in (
        ("desk_indicator", one.code),
        ("desk_indicator_records", one.code),
        ("desk_indicators_records", project.code),
        ("desk_comparison", project.code),
    ):
        assert browser.get(reverse(name, args=[code])).status_code == 403


def test_a_closed_project_is_read_and_not_changed(sit, member, project, indicate, two):
    lead, one = member(project), indicate(counts=("gatherings.people",))
    Project.objects.filter(pk=project.pk).update(closed_at=timezone.now())
    browser = sit(lead)
    shown = page(browser, "desk_indicators", project.code) + page(browser, "desk_indicator", one.code)
    assert "Add an indicator" not in shown
    assert reverse("desk_indicator_change", args=[one.code]) not in shown
    browser.post(reverse("desk_indicator_remove", args=[one.code]))
    browser.post(reverse("desk_freeze", args=[project.code]), {"title": "Late", "language": "en"})
    assert Indicator.objects.unscoped(reason="test").exists()
    assert not Snapshot.objects.unscoped(reason="test").exists()
