"""What was asked is found: on the desk at once, by everybody once it is answered or its time is over, in any language."""

import pytest
from django.urls import reverse
from django.utils import translation

from passerelle.core import rooms, search
from passerelle.core.actor import PUBLIC
from passerelle.core.models import SearchEntry
from passerelle.engines.text.segments import digest
from passerelle.network.models import Project
from passerelle.programme import actions
from tests.rooms.network.test_budget import asked
from tests.rooms.programme.conftest import HOUSE
from tests.rooms.programme.test_questions import WHO_PAYS, answered, ask, public  # noqa: F401

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def found(actor, words="benches", language="en"):
    return [entry.address for entry in search.find(actor, words, language).entries]


def desk(one, language="en"):
    with translation.override(language):
        return reverse("desk_question", args=[one.code])


def test_until_it_is_due_the_people_of_the_project_find_it_and_then_everybody(
    ask,  # noqa: F811
    public,  # noqa: F811
    on,
    member,
    project,
    other,
    client,
):
    one, insider, stranger = ask(), member(project), member(other)
    on(2027, 10, 1)
    actions.show_overdue()
    assert found(insider) == [desk(one)]
    assert found(PUBLIC) == found(stranger) == []
    on(2027, 10, 2)
    assert actions.show_overdue() > 0
    assert actions.show_overdue() == 0
    (page,) = found(stranger)
    assert found(PUBLIC) == [page]
    assert found(insider) == [desk(one)]
    ask("Another one, also late?")
    shown = client.get(page).content.decode()
    assert WHO_PAYS in shown
    assert "also late" not in shown


def test_an_answer_is_found_at_once_in_every_language_it_is_read_in(
    ask,  # noqa: F811
    public,  # noqa: F811
    project,
    organisations,
    client,
):
    one = answered(ask(), organisations[0])
    actions.translate(HOUSE, one, "question", digest(WHO_PAYS), language="fr", words="Qui paie ?", base=0)
    (page,) = found(PUBLIC, "qui paie", "fr")
    assert page.startswith("/fr/")
    assert found(PUBLIC, "town", "fr") == [page]
    assert found(PUBLIC, "qui paie", "sv")[0].startswith("/fr/")
    assert "Qui paie ?" in client.get("/fr/search/", {"q": "town"}).content.decode()
    assert "Qui paie ?" in client.get(page).content.decode()


def test_what_was_put_away_or_taken_back_is_found_by_nobody(ask, public, project, member, organisations):  # noqa: F811
    one, insider = answered(ask(), organisations[0]), member(project)
    other = answered(ask("Who plants the trees?"), organisations[0])
    actions.withdraw(HOUSE, one)
    assert found(PUBLIC) == found(insider) == []
    actions.bring_back(HOUSE, one)
    assert len(found(PUBLIC)) == 1
    actions.merge(HOUSE, one, other)
    assert found(PUBLIC) == found(insider) == []
    actions.bring_back(HOUSE, one)
    actions.take_answer_back(HOUSE, one)
    assert found(PUBLIC) == []
    actions.take_back(HOUSE, project, [one])
    assert found(insider) == []


def test_questions_follow_their_projects_page_and_a_rebuilt_index_says_the_same(
    ask,  # noqa: F811
    public,  # noqa: F811
    project,
    organisations,
):
    answered(ask(), organisations[0])

    def entries():
        return set(SearchEntry.objects.values_list("language", "project", "title", "words", "address"))

    before = entries()
    for state in ("draft", "published"):
        Project.objects.filter(pk=project.pk).update(state=state)
        rooms.tell_of_publication(project.pk)
        assert bool(found(PUBLIC)) is (state == "published")
    assert entries() == before
    SearchEntry.objects.all().delete()
    assert actions.index_all() == len(before)
    assert entries() == before


def test_searching_asks_as_much_for_many_questions_as_for_few(client, public, project, organisations, on):  # noqa: F811
    on(2027, 9, 1)

    def more(number, part):
        lines = [f"Question {part} of number {n}?" for n in range(number)]
        made = actions.take_down(HOUSE, project, lines, language="en")
        SearchEntry.objects.filter(subject__in=[one.pk for one in made]).update(project=None)

    more(20, "few")
    address = "/en/search/?q=question"
    few = asked(client, address)
    assert few <= 12
    more(100, "many")
    assert asked(client, address) == few
