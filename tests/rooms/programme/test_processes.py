"""A process without a promised answer is warned of before it opens."""

import pytest
from django.urls import reverse

from passerelle.core.errors import Denied, Problem
from passerelle.core.rooms import gaps_in
from passerelle.programme import actions
from passerelle.programme.models import Process
from tests.rooms.network.test_budget import asked
from tests.rooms.programme.conftest import HOUSE
from tests.rooms.programme.test_series import shown

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PROMISED = {"promise": "A written answer to each proposal", "answer_by": "2028-01"}


@pytest.fixture
def evenings(project):
    return actions.add_process(
        HOUSE, project, title="Evenings on the quay", language="en", opens="2027-10-15"
    )


def said(actor, project):
    return [gap.sentence for gap in gaps_in(actor, [project.pk]) if gap.key == "process-without-answer"]


def test_the_lead_is_warned_six_weeks_before_it_opens_until_somebody_promises(
    sit, member, project, organisations, evenings, on
):
    lead = member(project)
    on(2027, 9, 2)
    assert said(lead, project) == []
    on(2027, 9, 3)
    assert said(lead, project) == [
        "Evenings on the quay opens on 15 October 2027, and nobody promised an answer yet."
    ]
    assert "Nobody promised an answer yet" in shown(sit(lead), "desk_process", evenings.code)
    on(2027, 11, 1)
    assert "is open since 15 October 2027" in said(lead, project)[0]
    actions.change_process(HOUSE, evenings, revision=1, answers=organisations[0], **PROMISED)
    assert said(lead, project) == []


def test_half_a_promise_is_none(member, project, evenings, on):
    on(2027, 10, 1)
    actions.change_process(HOUSE, evenings, revision=1, **PROMISED)
    assert said(member(project), project)


def test_the_list_says_what_is_open(sit, member, project, organisations, evenings):
    browser = sit(member(project, "official", 2))
    page = shown(browser, "desk_process", evenings.code)
    assert page.count("Settled") == 1
    assert "OECD Guidelines" in page
    assert "1 / 9" in shown(browser, "desk_processes", project.code)


def test_the_form_takes_what_is_known_and_refuses_an_answer_before_the_question(
    sit, member, project, organisations
):
    browser = sit(member(project, "facilitator", 1))
    address = reverse("desk_processes_new", args=[project.code])
    given = {"title": "Evenings", "language": "en", "opens": "2027-10", "answer_by": "2027-09"}
    assert "The answer would come before it opens" in browser.post(address, given).content.decode()
    browser.post(address, {**given, "answer_by": "2028", "answers": organisations[1].code, "promise": "Yes"})
    one = Process.objects.get()
    assert one.promised
    change = reverse("desk_process_change", args=[one.code])
    page = browser.post(
        change, {**given, "answer_by": "2028", "title": "Mine", "revision": "0"}
    ).content.decode()
    assert "Somebody else changed this" in page
    assert 'value="Mine"' in page


def test_what_is_put_away_warns_no_more_and_comes_back(sit, member, project, evenings, on):
    on(2027, 10, 1)
    lead = member(project)
    browser = sit(lead)
    browser.post(reverse("desk_process_put_away", args=[evenings.code]))
    assert said(lead, project) == []
    browser.post(reverse("desk_process_back", args=[evenings.code]))
    assert said(lead, project)


def test_lookers_on_change_nothing_and_strangers_see_nothing(sit, member, project, other, evenings):
    with pytest.raises(Denied):
        actions.change_process(member(project, "official", 2), evenings, revision=1, title="Mine")
    with pytest.raises(Problem):
        actions.add_process(HOUSE, project, title=" ")
    assert sit(member(other)).get(reverse("desk_process", args=[evenings.code])).status_code == 404


def test_the_pages_ask_as_little_for_many(sit, member, project, evenings):
    browser = sit(member(project))
    addresses = [
        reverse("desk_processes", args=[project.code]),
        reverse("desk_process", args=[evenings.code]),
        reverse("desk_process_change", args=[evenings.code]),
        reverse("desk"),
    ]
    few = [asked(browser, address) for address in addresses]
    Process.objects.bulk_create(
        Process(code=f"p{n}", project=project, title=f"P{n}", opens="2026") for n in range(2000)
    )
    assert [asked(browser, address) for address in addresses] == few
