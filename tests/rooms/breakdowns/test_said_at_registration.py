"""What people say of themselves when they register is counted as everything about people is: exactly inside, through the
ledger outside, and in no other way."""

import re

import pytest
from django.urls import reverse

from passerelle.breakdowns import actions, counts
from passerelle.core.describing import UNSAID, Ages, sources
from passerelle.engines.questions import Condition
from passerelle.gatherings import actions as gatherings
from passerelle.gatherings.models import Attendance, Gathering, Registration
from passerelle.people.erasure import erase
from passerelle.questionnaires import actions as questionnaires
from passerelle.questionnaires import queries
from passerelle.questionnaires.models import Asking
from tests.rooms.breakdowns.conftest import HOUSE, quarter_begun
from tests.rooms.gatherings.conftest import open_one  # noqa: F401
from tests.rooms.network.test_budget import asked
from tests.rooms.questionnaires.conftest import put

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

AGE = {"about": "age", "meanings": (("c1", "18_64"), ("c2", "65"))}
DISTRICT = {"about": "district", "meanings": (("c1", "harbour"), ("c2", "hill"))}


@pytest.fixture
def quiz(project):
    """Age, district, what follows from the age, and a question about nobody."""
    one = questionnaires.begin(HOUSE, project, title="Before you come", language="en")
    put(one, "single", "How old are you?", AGE, ("18 to 64", "65 or more"))
    put(one, "single", "Where do you live?", DISTRICT, ("At the harbour", "On the hill"))
    put(one, "scale", "How was the lift?", {"conditions": (Condition("q2", "is", "c2"),)})
    put(one, "single", "Do you come by boat?", {}, ("Yes", "No"))
    return one


@pytest.fixture
def forum(meet, host, quiz, project):
    """forum(ago, [(age, district, …), …]) -> a gathering so many quarters ago for which people registered and came."""

    def make(ago, rows, **facts):
        one = meet(starts=quarter_begun(ago), host=host, title=f"Forum {ago}", **facts)
        # Registered beforehand: the past is closed to registrations.
        begins, over = one.begins_at, one.over_at
        Gathering.objects.filter(pk=one.pk).update(over_at="2999-01-01T00:00Z", registers=True)
        asking = gatherings.ask_along(HOUSE, one, quiz)
        for n, (age, district, *code) in enumerate(rows):
            answers = {"q2": age, "q3": district, "q4": 3, "q5": "c1"}
            said = questionnaires.Within(asking, {k: v for k, v in answers.items() if v}, "en")
            given = gatherings.Given(name=f"S{n}", code=code[0] if code else "")
            row = gatherings.register(HOUSE, one, given, token=str(n), said=said, channel="assisted")
            Attendance.objects.create(gathering=one, participant=row.participant)
        Gathering.objects.filter(pk=one.pk).update(begins_at=begins, over_at=over)
        return one

    return make


def exact(one):
    source = counts.source_of(one)
    return counts.exact(counts.rows_of(one, source), counts.attributes_of(one, source))


def by(project, host, *attributes):
    told = {"controller": host, "source": "gatherings.people", "attributes": list(attributes)}
    return actions.begin(HOUSE, project, **told)


def test_without_a_question_about_people_nothing_new_is_offered(project):
    keys = [one.key for one in sources(project.pk)["gatherings.people"].attributes]
    assert keys == ["country", "town", "mode"]


def test_what_is_asked_is_offered_with_all_values_there_can_be(project, forum):
    forum(2, [("c1", "c1")])
    source = sources(project.pk)["gatherings.people"]
    assert list(source.attribute("age").values) == [*Ages.values, UNSAID]
    assert dict(source.attribute("district").values) == {
        "harbour": "At the harbour",
        "hill": "On the hill",
        UNSAID: "Not said",
    }


def test_people_are_counted_once_by_what_they_said_first(project, host, forum):
    forum(3, [("c1", "c1", "K4P72XW9MB"), ("c2", "c2"), (None, "c1")])
    forum(2, [("c2", "c1", "K4P72XW9MB"), ("c2", None)])
    numbers = exact(by(project, host, "age", "district"))
    assert numbers[None, None] == 4
    assert (numbers["18_64", "harbour"], numbers["65", None], numbers[UNSAID, None]) == (1, 2, 1)
    assert numbers["65", UNSAID] == 1


def test_who_withdraws_or_is_erased_has_said_nothing(project, host, forum):
    one = forum(2, [("c1", "c1"), ("c2", "c1")])
    first, second = one.registrations.select_related("participant__person").order_by("at")
    breakdown = by(project, host, "age")
    gatherings.withdraw_registration(HOUSE, first)
    assert exact(breakdown)["18_64",] == 0
    erase(second.participant.person)
    numbers = exact(breakdown)
    assert (numbers[UNSAID,], numbers[None,]) == (2, 2)


def test_what_another_organisation_collected_is_not_counted(project, organisations, forum):
    forum(2, [("c1", "c1")])
    assert exact(by(project, organisations[2], "age"))[None,] == 0


def test_released_numbers_move_in_fives_whoever_says_something_else(project, host, forum, monkeypatch):
    one = forum(3, [("c1", "c1")] * 23 + [("c2", "c1")] * 9)
    breakdown = by(project, host, "age")
    before = counts.shown(actions.release(HOUSE, breakdown)).numbers
    asking = Asking.objects.unscoped(reason="test").get()
    row = Registration.objects.unscoped(reason="test").filter(gathering=one).earliest("at")
    said = questionnaires.Within(asking, {"q2": "c2"}, "en")
    row.response = questionnaires.change_within(row.response, said, channel="self", collected_by=host.pk)
    monkeypatch.setattr(actions, "last_over", lambda _today: "2999-Q1")
    after = counts.shown(actions.release(HOUSE, breakdown)).numbers
    assert exact(breakdown)["65",] == 10
    for place, number in before.items():
        assert number % 5 == after[place] % 5 == 0
        assert abs(after[place] - number) <= 10


def told(actor, asking, **how):
    found = queries.results(actor, asking, **how)
    return set(found.tallies), found


def test_results_are_no_second_way_out(project, member, forum, sit):
    """Two looks at a questionnaire, one person apart, would tell what that person said: there are none."""
    forum(2, [("c1", "c1")] * 9 + [("c2", "c2")] * 7)
    asking = Asking.objects.unscoped(reason="test").get()
    collects, lead = member(project, "local_coordinator", 1), member(project, "lead_coordinator", 0)
    everything, unmarked = {"q2", "q3", "q4", "q5"}, {"q5"}
    assert told(collects, asking)[0] == everything
    # Not even to those who collect it, as what may be handed on; to nobody else at all.
    for actor, how in ((collects, {"safe": True}), (lead, {}), (lead, {"safe": True})):
        assert told(actor, asking, **how)[0] == unmarked
    for role, organisation in (("local_coordinator", 2), ("researcher", 0)):
        assert told(member(project, role, organisation), asking)[0] == unmarked
    for name in ("desk_asking", "desk_asking_counts", "desk_asking_answers"):
        for actor, how in ((lead, ""), (collects, "?for=others")):
            if actor is collects and name == "desk_asking_answers":
                continue
            args = [asking.code, *([] if name == "desk_asking" else ["csv"])]
            page = sit(actor).get(reverse(name, args=args) + how).content.decode()
            assert "q5" in page
            assert not re.search(r"\bq[234]\b|How old|harbour|the lift", page), (name, how)
    rows = queries.rows_of(lead, asking)
    assert {key for _row, one in rows for key in one.answers} == {"q5"}
    assert {key for _row, one in queries.rows_of(collects, asking) for key in one.answers} >= {"q2", "q3"}


def test_what_is_collected_after_the_host_changed_is_told_to_the_new_one_only(
    project,
    organisations,
    host,
    member,
    open_one,  # noqa: F811
    quiz,
):
    one, later = open_one(), organisations[2]
    gatherings.ask_along(HOUSE, one, quiz)

    def register(name):
        asking = queries.asked_within(("gathering", one.pk))
        said = questionnaires.Within(asking, {"q2": "c1"}, "en")
        return gatherings.register(HOUSE, one, gatherings.Given(name=name), token=name, said=said)

    first = register("A")
    Gathering.objects.filter(pk=one.pk).update(host=later)
    one = Gathering.objects.get(pk=one.pk)
    second = register("B")
    by_host = {row.asking.collected_by_id: pk for pk, (row, _told) in
               queries.answered_within([first.response, second.response]).items()}  # fmt: skip
    assert by_host == {host.pk: first.response, later.pk: second.response}
    asking = queries.asked_within(("gathering", one.pk))
    assert asking.collected_by_id == later.pk
    assert "q2" not in told(member(project, "local_coordinator", 1), asking)[0]
    assert "q2" in told(member(project, "local_coordinator", 2), asking)[0]
    # Who registered before changes what the first organisation keeps.
    said = questionnaires.Within(asking, {"q2": "c2"}, "en")
    gatherings.change_registration(HOUSE, first, gatherings.Given(name="A"), said=said)
    first.refresh_from_db()
    assert queries.answered_within([first.response])[first.response][0].asking.collected_by_id == host.pk
    gatherings.stop_asking_along(HOUSE, one)
    assert queries.asked_within(("gathering", one.pk)) is None


def test_the_pages_ask_few_questions_and_offer_it(project, host, forum, sit, member):
    forum(2, [("c1", "c1")] * 20)
    browser = sit(member(project, "local_coordinator", 1))
    begin = browser.get(reverse("desk_breakdown_begin", args=[project.code])).content.decode()
    assert "gatherings.people|district" in begin
    breakdown = by(project, host, "age", "district")
    actions.release(HOUSE, breakdown)
    address = reverse("desk_breakdown", args=[breakdown.code])
    few = asked(browser, address)
    page = browser.get(address).content.decode()
    assert "At the harbour" in page
    forum(3, [("c2", "c2")] * 40)
    assert asked(browser, address) == few
    assert "Age" in sit(member(project)).get(address).content.decode()
