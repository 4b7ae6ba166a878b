"""Nine faults of translation states that a well-made peer had, replayed as far as they can happen here.

integreat-cms keeps "outdated" by time stamps and flags; its reports 1653, 1864, 2137, 2807, 4254, 4284, 4320, 4385 and
4397 (github.com/digitalfabrik/integreat-cms/issues, read in November 2026) all come from that. Each test is named by what
the reporter expected.
"""

import uuid

import pytest

from passerelle.language import drafting, machine, texts
from passerelle.language.models import Drafting, Edition, TextVersion
from passerelle.network import actions
from passerelle.network.models import Project
from tests.rooms.network.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
BEFORE = "The office opens on Monday.\n\nBring a friend."
AFTER = "The office opens on Tuesday.\n\nBring a friend."


class Engine:
    name, far, most_characters, most_texts = "engine", False, 10_000, 50

    def knows(self, source, target):
        return True

    def translate(self, texts, source, target):
        return [f"{target}: {text}" for text in texts]


@pytest.fixture(autouse=True)
def engine(monkeypatch):
    monkeypatch.setattr(machine, "engines", lambda: (Engine(),))


@pytest.fixture
def owner():
    owner = texts.Owner("project", uuid.uuid4())
    texts.save(owner, "title", "en", "Open doors", base=0, author=None)
    texts.save(owner, "page", "en", BEFORE, base=0, author=None)
    return owner


def by_hand(owner, language, words=None):
    """Translate the first paragraph as it stands now, or save what is there once more, unchanged."""
    told = texts.tell(owner)
    line = texts.workshop(told, ["page"], language)[0]
    words = words or line.translation.body
    return texts.translate(
        told["page"].text, line.block.hash, language, words, base=line.base, author=uuid.uuid4()
    )


def by_machine(owner, language):
    drafting.carry_out(drafting.begin(owner, ["title", "page"], language, None).pk)
    assert Drafting.objects.get(language=language).state == "done"


def changed(owner, body, base=1):
    texts.save(owner, "page", "en", body, base=base, author=None)


def states(owner, language):
    return [line.state.kind for line in texts.workshop(texts.tell(owner), ["page"], language)]


def shown(owner, language):
    """What readers of the language are told of each paragraph, once it is published."""
    texts.publish(owner, "title", ["page"], None)
    edition = Edition.objects.filter(owner=owner.id, language=language).order_by("-number").first()
    return [part["state"] for part in edition.parts]


def test_1653_saving_without_a_change_of_words_touches_no_translation(owner):
    by_hand(owner, "de", "Das Büro öffnet am Montag.")
    changed(owner, BEFORE)
    texts.save(owner, "title", "en", "Open doors", base=1, author=None)
    assert states(owner, "de") == ["current", "missing"]
    assert TextVersion.objects.count() == 2


def test_1864_an_outdated_translation_that_still_fits_is_made_current_without_changing_it(owner):
    by_hand(owner, "de", "Das Büro ist offen.")
    changed(owner, AFTER)
    assert states(owner, "de") == ["outdated", "missing"]
    by_hand(owner, "de")
    assert states(owner, "de") == ["current", "missing"]


def test_2137_what_a_machine_translates_anew_is_no_longer_outdated(owner):
    by_machine(owner, "de")
    changed(owner, AFTER)
    assert states(owner, "de") == ["outdated", "current"]
    told = texts.tell(owner)
    line = texts.workshop(told, ["page"], "de")[0]
    texts.translate(
        told["page"].text,
        line.block.hash,
        "de",
        "Das Büro öffnet am Dienstag.",
        base=line.base,
        author=None,
        origin="machine",
    )
    assert shown(owner, "de") == ["machine", "machine"]


def test_2807_publishing_once_more_outdates_neither_a_machines_nor_a_persons_words(owner):
    by_machine(owner, "ar")
    by_hand(owner, "de", "Das Büro öffnet am Montag.")
    for _time in range(2):
        assert shown(owner, "ar") == ["machine", "machine"]
        assert shown(owner, "de") == ["translated", "missing"]
        changed(owner, BEFORE)


def test_4254_a_machine_at_work_in_a_new_language_leaves_the_others_alone(owner):
    by_machine(owner, "es")
    before = shown(owner, "es")
    by_machine(owner, "ru")
    assert shown(owner, "es") == before == ["machine", "machine"]
    assert states(owner, "es") == ["current", "current"]


def test_4284_taking_a_page_off_and_publishing_it_again_outdates_nothing():
    organisation = actions.add_organisation(
        HOUSE, name="Town", kind="municipality", town="Bank", country="SE"
    )
    project = actions.create_project(
        HOUSE, acronym="DOORS", title="Open doors", language="en", lead=organisation
    )
    actions.write_page(HOUSE, project, BEFORE, language="en", base=0)
    owner = actions.owner_of(project)
    by_hand(owner, "fr", "Le bureau ouvre lundi.")
    for change in (actions.publish_project, actions.withdraw_project, actions.publish_project):
        change(HOUSE, Project.objects.unscoped(reason="test").get(pk=project.pk))
        assert states(owner, "fr") == ["current", "missing"]


def test_4320_what_was_emptied_on_both_sides_is_neither_outdated_nor_missing(owner):
    by_hand(owner, "de", "Das Büro öffnet am Montag.")
    told = texts.tell(owner)["page"]
    (hash_,) = told.renderings("de")
    texts.translate(told.text, hash_, "de", "", base=1, author=None)
    changed(owner, "")
    assert states(owner, "de") == []
    assert texts.coverage(texts.tell(owner), ["page"], ["de"])["de"] == {
        "current": 0,
        "outdated": 0,
        "missing": 0,
    }


def test_4385_readers_no_longer_see_outdated_once_the_same_words_were_saved(owner):
    by_machine(owner, "fr")
    by_hand(owner, "fr", "Le bureau ouvre.")
    changed(owner, AFTER)
    assert shown(owner, "fr") == ["outdated", "machine"]
    by_hand(owner, "fr")
    assert shown(owner, "fr") == ["translated", "machine"]


def test_4397_what_a_person_updated_is_a_persons_even_if_a_machine_wrote_it_first(owner):
    by_machine(owner, "ar")
    changed(owner, AFTER)
    for words in (None, "يفتح المكتب يوم الثلاثاء."):
        by_hand(owner, "ar", words)
        assert shown(owner, "ar") == ["translated", "machine"]
