"""Texts keep every word, and a translation's state follows from history alone."""

import uuid

import pytest

from passerelle.core.errors import Conflict, Problem
from passerelle.language import texts
from passerelle.language.models import Edition, TextVersion

pytestmark = pytest.mark.django_db

BODY = "# Över vattnet\n\nVi bor vid sjön.\n\nVi vill mötas."


@pytest.fixture
def owner():
    return texts.Owner("project", uuid.uuid4())


def written(owner, body=BODY, base=0, field="page"):
    return texts.save(owner, field, "sv", body, base=base, author=None)


def states(owner, language="fr"):
    return [line.state.kind for line in texts.workshop(texts.tell(owner), ["page"], language)]


def translated(owner, at, words, language="fr"):
    told = texts.tell(owner)["page"]
    line = texts.workshop({"page": told}, ["page"], language)[at]
    return texts.translate(told.text, line.block.hash, language, words, base=line.base, author=None)


def test_only_the_paragraph_that_changed_is_outdated_and_restoring_it_unmarks_it(owner):
    written(owner)
    translated(owner, 1, "Nous vivons au bord du lac.")
    translated(owner, 2, "Nous voulons nous rencontrer.")
    assert states(owner) == ["missing", "current", "current"]
    written(owner, BODY.replace("vid sjön", "vid den stora sjön"), base=1)
    assert states(owner) == ["missing", "outdated", "current"]
    line = texts.workshop(texts.tell(owner), ["page"], "fr")[1]
    assert line.translation.body == "Nous vivons au bord du lac."
    assert line.made_from == "Vi bor vid sjön."
    written(owner, BODY, base=2)
    assert states(owner) == ["missing", "current", "current"]


def test_moving_a_paragraph_needs_no_new_translation(owner):
    written(owner)
    translated(owner, 1, "Nous vivons au bord du lac.")
    written(owner, "Vi vill mötas.\n\n# Över vattnet\n\nVi bor vid sjön.", base=1)
    assert states(owner) == ["missing", "missing", "current"]


def test_of_two_people_who_save_at_once_the_second_keeps_her_words(owner):
    written(owner)
    written(owner, BODY + "\n\nHennes rad.", base=1)
    with pytest.raises(Conflict) as told:
        written(owner, BODY + "\n\nHans rad.", base=1)
    assert "Hennes rad." in told.value.theirs
    assert "Hans rad." in told.value.mine
    assert told.value.number == 2


def test_two_people_may_edit_two_paragraphs_at_once(owner):
    text = written(owner).text
    first, second = (b.block.hash for b in texts.workshop(texts.tell(owner), ["page"], "fr")[1:])
    texts.edit_segment(text, first, "Vi bor vid havet.", author=None)
    texts.edit_segment(text, second, "Vi vill ses.", author=None)
    assert TextVersion.objects.get(number=3).body == "# Över vattnet\n\nVi bor vid havet.\n\nVi vill ses."


def test_two_people_who_edit_one_paragraph_see_both_versions(owner):
    text = written(owner).text
    target = texts.workshop(texts.tell(owner), ["page"], "fr")[1].block.hash
    texts.edit_segment(text, target, "Vi bor vid havet.", author=None)
    with pytest.raises(Conflict) as told:
        texts.edit_segment(text, target, "Vi bor vid ån.", author=None)
    assert told.value.theirs == "Vi bor vid havet."
    assert told.value.mine == "Vi bor vid ån."


def test_two_translators_of_one_paragraph_see_both_versions(owner):
    text = written(owner).text
    target = texts.workshop(texts.tell(owner), ["page"], "fr")[1].block.hash
    texts.translate(text, target, "fr", "Nous habitons au lac.", base=0, author=None)
    with pytest.raises(Conflict) as told:
        texts.translate(text, target, "fr", "Nous vivons au lac.", base=0, author=None)
    assert (told.value.theirs, told.value.mine) == ("Nous habitons au lac.", "Nous vivons au lac.")


def test_an_edited_heading_stays_a_heading(owner):
    text = written(owner).text
    target = texts.workshop(texts.tell(owner), ["page"], "fr")[0].block.hash
    texts.edit_segment(text, target, "Över bron", author=None)
    assert texts.tell(owner)["page"].newest.body.startswith("# Över bron")


def test_readers_get_each_part_with_its_language_and_state(owner):
    written(owner)
    texts.save(owner, "title", "sv", "Över vattnet", base=0, author=None, line=True)
    translated(owner, 1, "Nous vivons au bord du lac.")
    translated(owner, 2, "Nous voulons nous rencontrer.")
    written(owner, BODY.replace("mötas", "träffas"), base=1)
    texts.publish(owner, "title", ["page"], None)
    french = texts.edition(owner, "fr")
    assert [(p["state"], p["language"]) for p in french.parts] == [
        ("missing", "sv"),
        ("translated", "fr"),
        ("outdated", "fr"),
    ]
    assert (french.title, french.title_language) == ("Över vattnet", "sv")
    assert {p["state"] for p in texts.edition(owner, "sv").parts} == {"original"}


def test_publishing_again_without_a_change_makes_no_new_edition(owner):
    written(owner)
    assert texts.publish(owner, "title", ["page"], None) == len(texts.INTERFACE)
    assert texts.publish(owner, "title", ["page"], None) == 0
    assert Edition.objects.count() == len(texts.INTERFACE)


def test_a_title_of_200_000_characters_is_refused_with_what_to_do(owner):
    with pytest.raises(Problem) as told:
        texts.save(owner, "title", "sv", "x" * 200_000, base=0, author=None, line=True)
    assert "200000" in str(told.value)
    assert "300" in str(told.value)
