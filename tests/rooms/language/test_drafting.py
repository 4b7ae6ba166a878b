"""What a machine drafts is labelled, never takes the place of somebody's words, and can be stopped and taken back."""

import uuid

import pytest

from passerelle.core.errors import Problem
from passerelle.language import drafting, machine, texts
from passerelle.language.machine import Unavailable
from passerelle.language.models import Drafting, Edition, Translation

pytestmark = pytest.mark.django_db
BODY = "\n\n".join(f"Mening nummer {n}." for n in range(25))


class Shouting:
    """An engine that answers in capitals; `before` is called with the number of the call."""

    name, far, most_characters, most_texts = "shouting", True, 10_000, 50

    def __init__(self, before=lambda call: None):
        self.before, self.calls = before, 0

    def knows(self, source, target):
        return (source, target) == ("sv", "fr")

    def translate(self, texts, source, target):
        self.calls += 1
        self.before(self.calls)
        return [text.upper() for text in texts]


@pytest.fixture
def owner():
    owner = texts.Owner("project", uuid.uuid4())
    texts.save(owner, "title", "sv", "Broar", base=0, author=None)
    texts.save(owner, "page", "sv", BODY, base=0, author=None)
    return owner


@pytest.fixture
def engine(monkeypatch):
    def on(engine):
        monkeypatch.setattr(machine, "engines", lambda: (engine,))
        return engine

    return on


def drafted(owner):
    asked = drafting.begin(owner, ["title", "page"], "fr", None)
    drafting.carry_out(asked.pk)
    asked.refresh_from_db()
    return asked


def bodies(owner):
    lines = texts.workshop(texts.tell(owner), ["title", "page"], "fr")
    return [line.translation.body if line.translation else None for line in lines]


def test_what_is_missing_is_drafted_and_readers_are_told_a_machine_did_it(owner, engine):
    engine(Shouting())
    asked = drafted(owner)
    assert (asked.state, asked.wanted, asked.made, asked.left) == ("done", 26, 26, 0)
    assert bodies(owner)[:2] == ["BROAR", "MENING NUMMER 0."]
    texts.publish(owner, "title", ["page"], None)
    edition = Edition.objects.get(owner=owner.id, language="fr")
    assert {part["state"] for part in edition.parts} == {"machine"}


def test_words_of_people_stay_even_when_they_come_meanwhile(owner, engine):
    def somebody_translates(call):
        if call == 2:
            told = texts.tell(owner)["page"]
            texts.translate(told.text, told.history[-1][12].hash, "fr", "Phrase 12.", base=0, author=None)

    told = texts.tell(owner)["page"]
    texts.translate(told.text, told.history[-1][0].hash, "fr", "Phrase zéro.", base=0, author=None)
    engine(Shouting(somebody_translates))
    asked = drafted(owner)
    assert (asked.wanted, asked.made, asked.left) == (25, 24, 1)
    assert bodies(owner)[1] == "Phrase zéro."
    assert bodies(owner)[13] == "Phrase 12."


def test_stopping_keeps_what_was_drafted_and_asks_no_more(owner, engine):
    def somebody_stops(call):
        if call == 2:
            drafting.stop(Drafting.objects.get())

    shouting = engine(Shouting(somebody_stops))
    asked = drafted(owner)
    assert asked.state == "stopped"
    assert shouting.calls == 2
    assert sum(body is not None for body in bodies(owner)) == asked.made == 10


def test_a_job_that_died_goes_on_where_it_was(owner, engine):
    def worker_dies(call):
        if call == 2:
            raise SystemExit

    engine(Shouting(worker_dies))
    with pytest.raises(SystemExit):
        drafted(owner)
    engine(Shouting())
    asked = Drafting.objects.get()
    drafting.carry_out(asked.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.made) == ("done", 26)
    assert Translation.objects.count() == 26


def test_an_engine_that_does_not_answer_leaves_its_reason(owner, engine):
    def refuses(call):
        raise Unavailable("gone", "The machine is out.")

    engine(Shouting(refuses))
    asked = drafted(owner)
    assert (asked.state, asked.trouble) == ("failed", "The machine is out.")


def test_saving_a_draft_as_it_is_makes_it_a_persons_and_taking_back_leaves_it(owner, engine):
    engine(Shouting())
    drafted(owner)
    told = texts.tell(owner)["title"]
    person = uuid.uuid4()
    (hash_,) = told.renderings("fr")
    texts.translate(told.text, hash_, "fr", "BROAR", base=1, author=person)
    checked = texts.tell(owner)["title"].renderings("fr")[hash_]
    assert (checked.origin, checked.author) == ("human", person)
    assert drafting.take_back(owner, "fr", None) == 25
    assert bodies(owner) == ["BROAR"] + [None] * 25
    assert drafted(owner).made == 25  # and they can be drafted again


def test_asking_for_nothing_or_twice_is_refused(owner, engine):
    engine(Shouting())
    drafting.begin(owner, ["title", "page"], "fr", None)
    with pytest.raises(Problem, match="at it already"):
        drafting.begin(owner, ["title", "page"], "fr", None)
    drafting.carry_out(Drafting.objects.get().pk)
    with pytest.raises(Problem, match="Nothing is missing"):
        drafting.begin(owner, ["title", "page"], "fr", None)


def test_languages_that_no_machine_knows_are_refused_before_anything_is_asked(owner, engine):
    engine(Shouting())
    with pytest.raises(Problem, match="No machine translation"):
        drafting.begin(owner, ["title", "page"], "ti", None)
    assert not Drafting.objects.exists()


def test_casework_is_never_given_to_a_machine(engine):
    shouting = engine(Shouting())
    case = texts.Owner("case", uuid.uuid4())
    texts.save(case, "page", "sv", BODY, base=0, author=None)
    with pytest.raises(Problem):
        drafting.begin(case, ["page"], "fr", None)
    smuggled = Drafting.objects.create(
        owner_kind="case", owner=case.id, fields=["page"], language="fr", engine="x", wanted=1
    )
    drafting.carry_out(smuggled.pk)
    smuggled.refresh_from_db()
    assert smuggled.state == "failed"
    assert shouting.calls == 0
