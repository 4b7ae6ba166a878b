"""Whoever registers answers a questionnaire with it; the answers change, withdraw and go with the registration."""

import re

import pytest
from django.urls import reverse

from passerelle.core import keys
from passerelle.core.closed import Closed
from passerelle.core.errors import Denied, Problem
from passerelle.engines.questions import Condition
from passerelle.gatherings import actions, asked, secrets
from passerelle.gatherings.models import Registration
from passerelle.network.models import Project
from passerelle.people import portrait
from passerelle.questionnaires import actions as questionnaires
from passerelle.questionnaires import queries
from passerelle.questionnaires.models import Asking, Response
from tests.rooms.gatherings.conftest import HOUSE
from tests.rooms.network.test_budget import asked as budget
from tests.rooms.questionnaires.conftest import put

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def quiz(project):
    """How somebody comes (needed), which boat (of who comes by boat), what they want to hear."""
    one = questionnaires.begin(
        HOUSE, project, title="Before you come", language="en", intro="Three questions."
    )
    put(one, "single", "How do you come?", {"required": True}, ("By boat", "On foot"))
    put(one, "text", "Which boat?", {"conditions": (Condition("q2", "is", "c1"),), "required": True})
    put(one, "text", "What do you want to hear?", {})
    return one


@pytest.fixture
def one(open_one, quiz):
    made = open_one(places=1)
    actions.ask_along(HOUSE, made, quiz)
    return made


def form_of(client, address):
    """A form as a browser has it: what is hidden in it, the questions that were shown, and nothing else."""
    page = client.get(address).content.decode()
    shown = re.findall(r'name="asked" value="([^"]*)"', page)
    token = re.search(r'name="token" value="([^"]*)"', page)
    return {"asked": shown, "language": "en", **({"token": token[1]} if token else {})}


def send(client, one, **given):
    address = reverse("gathering_register", args=[one.code])
    told = {"name": "Samira Haddad", **form_of(client, address), **given}
    return client.post(address, {name.replace("__", "-"): value for name, value in told.items()}, follow=True)


def only():
    return Registration.objects.unscoped(reason="test").select_related("participant").get()


def answers():
    rows = Response.objects.unscoped(reason="test").order_by("pk")
    return [dict(told.answers) for told in questionnaires.opened(rows)]


def test_the_form_asks_and_keeps_answers_apart_from_the_name(client, one):
    shown = send(client, one, q__q2="c2", q__q4="The tides").content.decode()
    assert "You have a place" in shown
    assert "On foot" in shown
    assert "The tides" in shown
    assert answers() == [{"q2": "c2", "q4": "The tides"}]
    row = Response.objects.unscoped(reason="test").get()
    assert b"tides" not in bytes(row.answers)
    assert (row.channel, row.entered_by, row.pk) == ("self", None, only().response)


def test_what_hangs_on_an_answer_is_asked_without_javascript_before_anything_is_sent(client, one):
    address = reverse("gathering_register", args=[one.code])
    first = form_of(client, address)
    assert first["asked"] == ["q2", "q4"]
    answer = send(client, one, q__q2="c1")
    page = answer.content.decode()
    assert "One more question follows from your answer" in page
    assert "Which boat?" in page
    assert "This needs an answer" not in page
    assert not Registration.objects.unscoped(reason="test").exists()
    seen = {"asked": ["q2", "q3", "q4"], "q__q2": "c1"}
    assert "Answer this, or say" in send(client, one, **seen).content.decode()
    assert "You have a place" in send(client, one, **seen, q__q3="The red one").content.decode()
    assert answers() == [{"q2": "c1", "q3": "The red one"}]


def test_whoever_would_rather_not_say_is_registered_all_the_same(client, one):
    send(client, one, q__q2="no-answer")
    assert answers() == [{"q2": None}]


def test_what_is_open_is_told_and_nothing_is_lost(client, one):
    page = send(client, one, name="", q__q4="The tides").content.decode()
    assert "Write your name" in page
    assert "Answer this, or say" in page
    assert "The tides" in page
    assert not Response.objects.unscoped(reason="test").exists()


def test_a_page_from_before_the_questions_were_asked_is_shown_them(client, one):
    page = send(client, one, asked=[]).content.decode()
    assert "2 more questions follow" in page
    assert not Registration.objects.unscoped(reason="test").exists()


def test_who_waits_is_asked_too_and_the_same_form_twice_answers_once(client, one):
    send(client, one, q__q2="c2")
    address = reverse("gathering_register", args=[one.code])
    given = {"name": "Nabil", **form_of(client, address), "q-q2": "c2"}
    for _again in range(2):
        client.post(address, given)
    assert sorted(one.registrations.values_list("state", flat=True)) == ["confirmed", "waiting"]
    assert len(answers()) == 2


def test_no_registration_without_its_answers_and_no_answers_without_their_registration(
    one, quiz, monkeypatch
):
    asking = queries.asked_within(("gathering", one.pk))
    said = questionnaires.Within(asking, {"q2": "c2"}, "en")
    monkeypatch.setattr(actions.registering.places, "count", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.register(HOUSE, one, actions.Given(name="S"), token="t", said=said)
    assert not Response.objects.unscoped(reason="test").exists()
    monkeypatch.undo()
    questionnaires.close(HOUSE, asking)
    with pytest.raises(Problem, match="not asked any more"):
        actions.register(HOUSE, one, actions.Given(name="S"), token="t", said=said)
    assert not Registration.objects.unscoped(reason="test").exists()


def test_answers_to_another_gatherings_questions_are_refused(one, open_one, quiz):
    elsewhere = actions.ask_along(HOUSE, open_one("Elsewhere"), quiz)
    said = questionnaires.Within(elsewhere, {"q2": "c2"}, "en")
    with pytest.raises(TypeError):
        actions.register(HOUSE, one, actions.Given(name="S"), token="t", said=said)


def test_the_secret_of_the_registration_changes_the_answers(client, one):
    send(client, one, q__q2="c2", q__q4="The tides")
    secret = secrets.secret_of(only().pk)
    address = reverse("registration_change", args=[secret])
    page = client.get(address).content.decode()
    assert re.search(r'value="c2"[^>]* checked', page)
    assert "The tides" in page
    given = {"name": "Samira Haddad", **form_of(client, address), "q-q2": "no-answer", "q-q4": "The mud"}
    client.post(address, given)
    assert answers() == [{"q2": None, "q4": "The mud"}]


def test_withdrawn_answers_count_no_more_and_count_again(client, one, sit, member, project):
    send(client, one, q__q2="c2")
    asking = Asking.objects.unscoped(reason="test").get()
    actor = member(project, "local_coordinator", 1)
    assert queries.results(actor, asking).total == 1
    actions.withdraw_registration(HOUSE, only())
    assert queries.results(actor, asking).total == 0
    assert queries.rows_of(actor, asking) == []
    actions.take_back_withdrawal(HOUSE, only())
    assert queries.results(actor, asking).total == 1


@pytest.mark.parametrize("name", ["Samira Haddad", ""])
def test_erased_with_the_registration_for_good(
    client, one, name, django_capture_on_commit_callbacks, open_one
):
    actions.furnish(HOUSE, one, names_optional=True)
    send(client, one, name=name, q__q2="c2")
    mine = only()
    sealed, response = Response.objects.unscoped(reason="test").get(), mine.response
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("registration_erase", args=[secrets.secret_of(mine.pk)]))
    assert not Response.objects.unscoped(reason="test").exists()
    assert only().response is None
    # A copy of the row from yesterday opens no more.
    assert questionnaires.opened([sealed])[0].answers == {}
    assert response in keys.withdrawals()


def test_ones_own_data_hold_ones_answers(client, one):
    send(client, one, q__q2="c2", q__q4="The tides")
    told = portrait.portrait(only().participant.person)
    shown = portrait.readable(told)["sections"][-1]
    assert {"label": "How do you come?", "text": "On foot"} in shown["rows"][0]
    assert "The tides" in portrait.as_json(told).decode()


def test_registered_by_hand_with_its_channel_and_nothing_required(sit, member, project, one):
    host = member(project, "local_coordinator", 1)
    browser = sit(host)
    address = reverse("desk_registrations_add", args=[one.code])
    told = {**form_of(browser, address), "name": "Ali", "channel": "paper", "q-q4": "The mud"}
    slip = browser.post(address, told, follow=True).content.decode()
    row = Response.objects.unscoped(reason="test").get()
    assert (row.channel, row.entered_by) == ("paper", host.person)
    assert answers() == [{"q4": "The mud"}]
    assert "The mud" not in slip
    # Nobody finds in one table what stands beside a name in another.
    table = browser.get(reverse("desk_registrations_table", args=[one.code, "csv"])).content.decode()
    assert "Ali" in table
    assert "The mud" not in table
    asking = Asking.objects.unscoped(reason="test").get()
    single = browser.get(reverse("desk_asking_answers", args=[asking.code, "csv"])).content.decode()
    assert "The mud" in single
    assert not any(word in single for word in ("paper", "Ali", "2026", "2027"))


def test_a_paper_has_room_for_the_registration_and_its_questions(sit, member, project, one):
    import io

    from docx import Document

    browser = sit(member(project, "local_coordinator", 1))
    asking = Asking.objects.unscoped(reason="test").get()
    paper = reverse("desk_asking_paper", args=[asking.code, "docx"])
    assert paper in browser.get(reverse("desk_registrations_add", args=[one.code])).content.decode()
    told = Document(io.BytesIO(b"".join(browser.get(paper))))
    text = "\n".join(line.text for line in told.paragraphs)
    assert all(word in text for word in ("Name: ____", "Phone: ____", "How do you come?", "By boat"))
    assert "Write no name" not in text


def test_its_questions_are_answered_nowhere_else(client, sit, member, project, one):
    asking = Asking.objects.unscoped(reason="test").get()
    page = client.get(f"/en/q/{asking.code}/").content.decode()
    assert "How do you come?" not in page
    told = questionnaires.Told({"q2": "c2"})
    given = {"attempt": one.pk, "language": "en"}
    with pytest.raises(Problem):
        questionnaires.take(HOUSE, asking, told, **given)
    with pytest.raises(Problem):
        questionnaires.enter(HOUSE, asking, told, channel="paper", **given)


def test_another_questionnaire_takes_its_place_and_earlier_answers_stay(client, one, quiz, project):
    send(client, one, q__q2="c2")
    other = questionnaires.begin(HOUSE, project, title="Shorter", language="en")
    put(other, "text", "Why do you come?", {})
    actions.ask_along(HOUSE, one, other)
    assert queries.asked_within(("gathering", one.pk)).version.instrument_id == other.pk
    secret = secrets.secret_of(only().pk)
    assert "On foot" in client.get(reverse("registration", args=[secret])).content.decode()
    address = reverse("registration_change", args=[secret])
    client.post(address, {"name": "Samira", **form_of(client, address), "q-q2": "Because"})
    assert answers() == [{"q2": "Because"}]
    actions.stop_asking_along(HOUSE, one)
    assert asked.form_of(one) is None


def test_only_coordinators_of_the_host_and_the_lead_choose_it(one, quiz, member, project):
    for role, organisation in (("facilitator", 1), ("local_coordinator", 2), ("researcher", 1)):
        with pytest.raises(Denied):
            actions.ask_along(member(project, role, organisation), one, quiz)
    for role, organisation in (("lead_coordinator", 0), ("local_coordinator", 1)):
        assert actions.ask_along(member(project, role, organisation), one, quiz)


def test_where_only_heads_are_counted_nobody_is_asked(open_one, quiz, other):
    school = open_one("School", kind="school", furniture={"registers": False})
    with pytest.raises(Problem):
        actions.ask_along(HOUSE, school, quiz)
    theirs = questionnaires.begin(HOUSE, other, title="Theirs", language="en")
    with pytest.raises(Problem, match="of this project"):
        actions.ask_along(HOUSE, open_one("Forum"), theirs)


def test_the_page_chooses_stops_and_asks_for_feedback(sit, member, project, open_one, quiz):
    one = open_one()
    browser = sit(member(project, "local_coordinator", 1))
    address = reverse("desk_gathering_questions", args=[one.code])
    assert "Ask for feedback" in browser.get(address).content.decode()
    assert address in browser.get(reverse("desk_gathering", args=[one.code])).content.decode()
    assert "Choose a questionnaire" in browser.post(address, {"along": "1"}).content.decode()
    shown = browser.post(address, {"along": "1", "along-questionnaire": quiz.code}, follow=True)
    assert "Whoever registers is asked" in shown.content.decode()
    assert asked.form_of(one) is not None
    browser.post(address, {"stop": "1"})
    assert asked.form_of(one) is None
    browser.post(address, {"feedback": "1", "feedback-questionnaire": quiz.code})
    feedback = Asking.objects.unscoped(reason="test").get(purpose="feedback")
    assert feedback.opens_at == one.begins_at
    assert feedback.label == one.title
    assert reverse("desk_asking", args=[feedback.code]) in browser.get(address).content.decode()


def test_a_closed_project_asks_nobody_and_still_lets_answers_go(client, sit, member, project, one, quiz):
    send(client, one, q__q2="c2")
    coordinator = member(project, "local_coordinator", 1)
    browser = sit(coordinator)
    Project.objects.filter(pk=project.pk).update(closed_at="2027-01-01T00:00Z")
    project.refresh_from_db()
    mine = Registration.objects.unscoped(reason="test").select_related("gathering__project").get()
    page = browser.get(reverse("desk_gathering_questions", args=[one.code])).content.decode()
    assert "Ask for feedback" not in page
    with pytest.raises(Closed):
        actions.ask_along(coordinator, mine.gathering, quiz)
    client.post(reverse("registration_erase", args=[secrets.secret_of(mine.pk)]))
    assert not Response.objects.unscoped(reason="test").exists()


def test_few_questions_to_the_database_however_many_answered(client, sit, member, project, open_one, quiz):
    one = open_one()
    actions.ask_along(HOUSE, one, quiz)
    host = sit(member(project, "local_coordinator", 1))
    send(client, one, q__q2="c2")
    secret = secrets.secret_of(only().pk)
    pages = [
        (client, reverse("gathering_register", args=[one.code])),
        (client, reverse("registration", args=[secret])),
        (client, reverse("registration_change", args=[secret])),
        (host, reverse("desk_registrations_add", args=[one.code])),
        (host, reverse("desk_gathering_questions", args=[one.code])),
        (host, reverse("desk_gathering", args=[one.code])),
        (host, reverse("desk_registrations", args=[one.code])),
    ]
    few = [budget(browser, address) for browser, address in pages]
    asking = queries.asked_within(("gathering", one.pk))
    for n in range(20):
        said = questionnaires.Within(asking, {"q2": "c2"}, "en")
        actions.register(HOUSE, one, actions.Given(name=f"S{n}"), token=str(n), said=said)
    assert [budget(browser, address) for browser, address in pages] == few
