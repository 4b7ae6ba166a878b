"""What is asked at a gathering is answered in public, or shown as open after thirty days."""

from datetime import date

import pytest
from django.urls import reverse

from passerelle.core.errors import Conflict, Denied, Problem
from passerelle.core.models import Entry
from passerelle.core.rooms import gaps_in
from passerelle.engines.text.segments import digest
from passerelle.network.models import Project
from passerelle.programme import actions
from passerelle.programme.models import Question
from tests.rooms.network.test_budget import asked
from tests.rooms.programme.conftest import HOUSE
from tests.rooms.programme.test_series import shown

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
WHO_PAYS = "Who pays for the benches?"


@pytest.fixture
def ask(project, on):
    """ask("Who pays?") -> the question, taken down on 1 September 2027."""
    on(2027, 9, 1)

    def make(words=WHO_PAYS, language="en", **facts):
        return actions.take_down(HOUSE, facts.pop("project", project), [words], language=language, **facts)[0]

    return make


@pytest.fixture
def public(project):
    Project.objects.filter(pk=project.pk).update(state="published")
    project.refresh_from_db()
    return reverse("project_questions", args=[project.code, project.slug])


def answered(one, organisation, words="The town does."):
    return actions.answer(HOUSE, one, organisation=organisation, words=words, language="en", base=0)


def read(client, address):
    return client.get(address).content.decode()


def test_for_thirty_days_it_stands_on_the_desk_only_and_then_everybody_reads_it_as_open(
    client, public, ask, on
):
    ask()
    on(2027, 10, 1)  # the thirtieth day
    assert WHO_PAYS not in read(client, public)
    on(2027, 10, 2)
    page = read(client, public)
    assert WHO_PAYS in page
    assert "Open for 31 days" in page
    assert "There is no answer yet" in page


def test_an_answer_is_read_at_once_with_its_day_and_who_gave_it(client, public, ask, organisations, on):
    one = ask()
    on(2027, 9, 5)
    answered(one, organisations[1], "The town does.\n\nFrom 2028 on.")
    page = read(client, public)
    assert "From 2028 on." in page
    assert "5 September 2027" in page
    assert "Town BE" in page
    assert "Open for" not in page
    assert "The town does." in read(client, f"{public}feed.atom")


def test_a_project_whose_page_is_a_draft_shows_no_question(client, project, ask, organisations):
    answered(ask(), organisations[0])
    address = reverse("project_questions", args=[project.code, project.slug])
    for where in (address, f"{address}feed.atom"):
        assert client.get(where).status_code == 404


def test_it_is_read_in_the_readers_language_and_says_when_it_is_not_translated(
    client, public, ask, organisations
):
    one = answered(ask(), organisations[0])
    actions.translate(HOUSE, one, "question", digest(WHO_PAYS), language="fr", words="Qui paie ?", base=0)
    page = read(client, public.replace("/en/", "/fr/"))
    assert "Qui paie ?" in page
    assert '<section class="part missing">' in page
    assert "The town does." in page


def test_the_public_page_is_searched_in_question_and_answer(client, public, ask, organisations):
    answered(ask(), organisations[0], "The harbour office does.")
    answered(ask("May children come?"), organisations[0], "Yes.")
    assert "May children" not in read(client, f"{public}?q=harbour")
    assert WHO_PAYS in read(client, f"{public}?q=harbour")
    assert "Nothing found" in read(client, f"{public}?q=zzz")
    assert "Nothing found" in read(client, f"{public}?side=open")


def test_many_are_taken_down_at_once_and_removed_again(sit, member, project, meet, on):
    on(2027, 9, 1)
    browser = sit(member(project, "facilitator", 1))
    at = meet("Evening on the quay", starts="2026-05-03")
    address = reverse("desk_questions_take_down", args=[project.code])
    given = {
        "lines": "Who pays?\r\n\r\n  Who decides?  \r\nWho pays?\r\n",
        "language": "en",
        "gathering": at.code,
    }
    page = browser.post(address, given, follow=True).content.decode()
    assert "2 questions are taken down" in page
    assert "Who decides?" in page
    assert set(Question.objects.values_list("gathering__code", "due_on")) == {(at.code, date(2027, 10, 1))}
    page = browser.post(reverse("desk_questions_undo", args=[project.code]), follow=True).content.decode()
    assert "2 questions are removed" in page
    assert not Question.objects.exists()


def test_what_cannot_be_taken_down_is_said_and_nothing_typed_is_lost(sit, member, project, on):
    on(2027, 9, 1)
    browser = sit(member(project))
    address = reverse("desk_questions_take_down", args=[project.code])
    page = browser.post(address, {"lines": "Fine?\n" + "x" * 301, "language": "en"}).content.decode()
    assert "Question 2 has more than 300 characters" in page
    assert "Fine?" in page
    page = browser.post(
        address, {"lines": "Fine?", "language": "en", "asked_on": "2027-09-02"}
    ).content.decode()
    assert "This day is still to come" in page
    with pytest.raises(Problem):
        actions.take_down(HOUSE, project, [f"Question {n}?" for n in range(101)], language="en")


def test_the_lead_is_told_a_week_before_and_when_it_is_over(member, project, ask, on):
    lead = member(project)
    ask()
    ask("Who decides?")
    said = lambda: [gap.sentence for gap in gaps_in(lead, [project.pk]) if gap.key == "questions-unanswered"]  # noqa: E731
    on(2027, 9, 23)
    assert said() == []
    on(2027, 9, 24)
    assert said() == [
        "2 questions wait for an answer. After 1 October 2027 everybody reads the first as open."
    ]
    on(2027, 10, 2)
    assert said() == ["2 questions wait for an answer; the first was to be answered by 1 October 2027."]


def test_withdrawn_and_merged_ones_are_gone_and_come_back_as_they_were(
    client, public, ask, organisations, on
):
    one, other = answered(ask(), organisations[0]), ask("And the benches, who pays?")
    on(2027, 11, 1)
    actions.merge(HOUSE, other, one)
    assert "And the benches" not in read(client, public)
    with pytest.raises(Problem):
        actions.merge(HOUSE, one, other)
    actions.bring_back(HOUSE, other)
    assert "And the benches" in read(client, public)
    actions.withdraw(HOUSE, one)
    assert "The town does." not in read(client, public)
    actions.bring_back(HOUSE, one)
    assert "The town does." in read(client, public)
    actions.take_answer_back(HOUSE, one)
    page = read(client, public)
    assert "The town does." not in page
    assert WHO_PAYS in page


def test_the_screens_of_one_question_do_what_they_say(sit, member, project, ask, organisations):
    one, other = ask(), ask("The same?")
    browser = sit(member(project))

    def send(name, **given):
        return browser.post(reverse(name, args=[one.code]), given, follow=True).content.decode()

    assert "Who pays the benches?" in send(
        "desk_question_mend", words="Who pays the benches?", language="en", base="1"
    )
    page = send(
        "desk_question_answer", words="We do.", language="en", organisation=organisations[0].code, base="0"
    )
    assert "We do." in page
    assert "open again" in send("desk_question_open")
    assert "The two are one now" in send("desk_question_merge", into=other.code)
    assert "It is back" in send("desk_question_back")
    assert "It is withdrawn" in send("desk_question_withdraw")
    page = shown(browser, "desk_question_translations", one.code)
    assert "Who pays the benches?" in page


def test_two_who_answer_at_once_see_both_answers(sit, member, project, ask, organisations):
    one = answered(ask(), organisations[0])
    with pytest.raises(Conflict):
        actions.answer(HOUSE, one, organisation=organisations[0], words="Nobody.", language="en", base=0)
    given = {"words": "Nobody.", "language": "en", "organisation": organisations[0].code, "base": "0"}
    page = sit(member(project)).post(reverse("desk_question_answer", args=[one.code]), given).content.decode()
    assert "The town does." in page
    assert "Nobody." in page


def test_nobody_answers_for_another_organisation(member, project, ask, organisations):
    local = member(project, "local_coordinator", 1)
    one = ask()
    with pytest.raises(Denied):
        actions.answer(local, one, organisation=organisations[2], words="No.", language="en", base=0)
    actions.answer(local, one, organisation=organisations[1], words="Yes.", language="en", base=0)
    with pytest.raises(Denied):
        actions.take_down(member(project, "official", 2), project, ["Why?"], language="en")


def test_another_projects_people_see_nothing_that_is_not_public(sit, member, project, other, public, ask):
    one = ask()
    stranger = sit(member(other))
    assert stranger.get(reverse("desk_questions", args=[project.code])).status_code == 403
    assert stranger.get(reverse("desk_question", args=[one.code])).status_code == 404
    assert WHO_PAYS not in read(stranger, public)


def test_the_journal_holds_no_word_of_it(ask, organisations):
    answered(ask(), organisations[0])
    told = " ".join(f"{e.action} {e.details}" for e in Entry.objects.all() if "question" in e.action)
    assert told
    assert "benches" not in told
    assert "town" not in told


def test_every_page_asks_as_little_for_many(client, sit, member, project, public, ask, organisations):
    browser = sit(member(project))
    answered(ask(), organisations[0])
    one = Question.objects.get()
    desk = [
        reverse("desk_questions", args=[project.code]) + "?side=all&q=who",
        reverse("desk_questions_table", args=[project.code, "csv"]),
        reverse("desk_questions_take_down", args=[project.code]),
        *(reverse(f"desk_question{part}", args=[one.code]) for part in ("", "_answer", "_mend", "_merge")),
        reverse("desk"),
    ]
    for n in range(3):
        answered(ask(f"Who pays for bridge {n}?"), organisations[0])
    few = [asked(browser, address) for address in desk] + [asked(client, public)]
    for n in range(40):
        ask(f"Who pays for bench {n}?")
    assert [asked(browser, address) for address in desk] + [asked(client, public)] == few
