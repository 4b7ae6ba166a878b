"""What was translated before is offered beside each paragraph, to those who may see where it comes from."""

from datetime import timedelta

import pytest
from django.urls import reverse

from passerelle.core.actor import Actor
from passerelle.language import memory, texts
from passerelle.language.models import Translation
from passerelle.network import actions
from passerelle.network.actors import grants_of
from tests.rooms.network.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
THEIRS = "In 2023 we met 40 people by the lake.\n\nThe boat house is open to everybody."
OURS = "In 2024 we met 55 people by the lake.\n\nThe boat house is open for everybody.\n\nNothing like it."


@pytest.fixture(autouse=True)
def forgotten():
    """Each test begins with processes that have asked for nothing yet."""
    memory._pairs.clear()
    memory._making.clear()


def translated(project, body, language="it", **of):
    owner = actions.owner_of(project)
    actions.write_page(HOUSE, project, body, language="en", base=0)
    for line in texts.workshop(texts.tell(owner), ["page"], language):
        text = texts.text_of(owner, "page")
        told = {"base": 0, "author": None, **of}
        texts.translate(text, line.block.hash, language, f"IT {line.block.text}", **told)


@pytest.fixture
def other(organisations):
    made = actions.create_project(
        HOUSE, acronym="QUAY", title="The quay", language="en", lead=organisations[6]
    )
    actions.choose_partners(HOUSE, made, organisations[6:])
    return made


def offered(actor, project, language="it"):
    words = [block.text for block in texts.tell(actions.owner_of(project))["page"].history[-1]]
    found = memory.offers(actor, actions.owner_of(project), [(one, "en") for one in words], language)
    return [[(one.score, one.words) for one in some] for some in found]


def test_a_translation_of_a_published_page_is_offered_with_its_numbers_carried_and_taken_over(
    project, other, signed_in
):
    translated(other, THEIRS)
    actions.publish_project(HOUSE, other)
    actions.write_page(HOUSE, project, OURS, language="en", base=0)
    browser = signed_in("facilitator")
    shown = browser.get(reverse("desk_workshop", args=[project.code]) + "?to=it").content.decode()
    assert "IT In <mark>2024</mark> we met <mark>55</mark> people by the lake." in shown
    assert "The quay" in shown
    assert "nearly the same" in shown
    assert "<del>to</del><ins>for</ins>" in shown

    line = texts.workshop(texts.tell(actions.owner_of(project)), ["page"], "it")[0]
    at = reverse("desk_translate", args=[project.code, "page", line.block.hash, "it"])
    use = Translation.objects.get(body__startswith="IT In 2023").pk
    form = browser.get(f"{at}?use={use}").context["form"]
    words, mark = form["words"].value(), form["offered"].value()
    assert words == "IT In 2024 we met 55 people by the lake."
    browser.post(at, {"words": words, "base": "0", "offered": mark})
    assert Translation.objects.get(body=words).origin == "memory"


def test_words_that_were_changed_on_the_way_are_a_persons(project, other, signed_in):
    actions.write_page(HOUSE, project, OURS, language="en", base=0)
    line = texts.workshop(texts.tell(actions.owner_of(project)), ["page"], "it")[0]
    at = reverse("desk_translate", args=[project.code, "page", line.block.hash, "it"])
    signed_in("facilitator").post(at, {"words": "Other words", "base": "0", "offered": "0" * 32})
    assert Translation.objects.get(body="Other words").origin == "human"


def test_drafts_of_a_project_one_does_not_work_in_are_never_offered(project, other, member):
    translated(other, THEIRS)
    actions.write_page(HOUSE, project, OURS, language="en", base=0)
    actor = member("facilitator")
    assert offered(actor, project) == [[], [], []]
    actions.publish_project(HOUSE, other)
    assert [len(some) for some in offered(actor, project)] == [1, 1, 0]
    # A later draft of the public page is still nobody else's.
    hash_ = texts.tell(actions.owner_of(other))["page"].history[-1][0].hash
    later = texts.text_of(actions.owner_of(other), "page")
    texts.translate(later, hash_, "it", "Not public yet 2023 40", base=1, author=None)
    assert offered(actor, project)[0] == []
    actions.withdraw_project(HOUSE, other)
    assert offered(actor, project)[1] == []


def test_whoever_works_in_both_is_offered_drafts_too(project, other, member, organisations):
    translated(other, THEIRS)
    actions.write_page(HOUSE, project, OURS, language="en", base=0)
    actor = member("facilitator")
    from passerelle.people.models import Person

    person = Person.objects.unscoped(reason="test").get(pk=actor.person)
    actions.appoint(HOUSE, other, person, "facilitator", organisations[6])
    both = Actor(person=actor.person, grants=grants_of(actor.person))
    assert [len(some) for some in offered(both, project)] == [1, 1, 0]


def test_what_a_machine_drafted_is_remembered_only_once_a_person_saved_it(project, other):
    translated(other, THEIRS, origin=Translation.Origin.MACHINE)
    actions.write_page(HOUSE, project, OURS, language="en", base=0)
    assert offered(HOUSE, project)[0] == []
    first = Translation.objects.filter(origin="machine").first()
    texts.translate(first.text, first.source_hash, "it", first.body, base=1, author=None)
    assert sum(map(len, offered(HOUSE, project))) == 1


def test_what_was_saved_a_moment_ago_and_what_was_replaced_are_known_at_once(project, other):
    translated(other, THEIRS)
    actions.write_page(HOUSE, project, OURS, language="en", base=0)
    assert offered(HOUSE, project)[1][0][1] == "IT The boat house is open to everybody."
    row = Translation.objects.get(body__contains="boat")
    texts.translate(row.text, row.source_hash, "it", "La rimessa è aperta a tutti.", base=1, author=None)
    assert [words for _score, words in offered(HOUSE, project)[1]] == ["La rimessa è aperta a tutti."]
    texts.translate(row.text, row.source_hash, "it", "", base=2, author=None)
    assert offered(HOUSE, project)[1] == []


def test_the_same_few_queries_for_three_and_for_thirty_paragraphs(
    project, other, django_assert_max_num_queries
):
    translated(other, THEIRS)
    actions.publish_project(HOUSE, other)
    words = [f"In {year} we met 55 people by the lake." for year in range(2000, 2030)]
    with django_assert_max_num_queries(2):
        memory.offers(HOUSE, actions.owner_of(project), [(one, "en") for one in words], "it")


def test_older_translations_come_while_others_are_served(project, lead, monkeypatch):
    """The first who asks waits for the newest only; the whole index is made beside the requests."""
    begun = []

    class Later:
        def __init__(self, target, args, **_):
            begun.append(lambda: target(*args))

        def start(self):
            pass

    class Line:
        def close(self):
            pass

    monkeypatch.setattr(memory, "Thread", Later)
    monkeypatch.setattr(memory, "connection", Line())
    monkeypatch.setattr(memory, "AT_ONCE", 1)
    monkeypatch.setattr(memory, "_FRESH", timedelta(0))
    translated(project, THEIRS)
    assert len([some for some in offered(lead, project) if some]) == 1
    assert offered(lead, project)
    assert len(begun) == 1  # and it is not begun twice
    begun.pop()()
    assert all(offered(lead, project))
    assert not begun


def test_an_index_that_cannot_be_made_is_tried_again_and_the_old_one_serves(project, lead, monkeypatch):
    translated(project, THEIRS)
    before = offered(lead, project)
    monkeypatch.setattr(memory, "_STALE", -1)
    monkeypatch.setattr(memory, "connection", type("Line", (), {"close": lambda self: None})())
    monkeypatch.setattr(
        memory, "Thread", lambda target, args, **_: type("T", (), {"start": lambda self: None})()
    )
    assert offered(lead, project) == before
    monkeypatch.setattr(memory, "_Pair", lambda *_: 1 / 0)
    memory._make("en", "it")
    assert not memory._making
    assert offered(lead, project) == before
