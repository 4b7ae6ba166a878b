"""Of every translation one learns how it was made, by whom, and who read the very same words after them."""

import uuid

import pytest

from passerelle.language import texts
from passerelle.language.models import Translation
from passerelle.language.provenance import provenance

pytestmark = pytest.mark.django_db
ADA, BEA, CID = (uuid.UUID(int=n) for n in (1, 2, 3))
MACHINE, MEMORY = Translation.Origin.MACHINE, Translation.Origin.MEMORY


@pytest.fixture
def owner():
    made = texts.Owner("project", uuid.uuid4())
    texts.save(made, "page", "sv", "Vi bor vid sjön.", base=0, author=None)
    return made


def line_of(owner):
    return texts.workshop(texts.tell(owner), ["page"], "fr")[0]


def saved(owner, words, by, base=None, **how):
    line = line_of(owner)
    base = line.base if base is None else base
    text = texts.text_of(owner, "page")
    return texts.translate(text, line.block.hash, "fr", words, base=base, author=by, **how)


def told(owner):
    found = provenance(texts.tell(owner)["page"], line_of(owner).translation)
    return found.how, found.by, found.readers


def test_whoever_saves_somebody_elses_words_has_read_them_once(owner):
    saved(owner, "Nous vivons au bord du lac.", ADA)
    assert told(owner) == ("human", ADA, ())
    for reader in (BEA, CID, BEA, ADA):
        saved(owner, "Nous vivons au bord du lac.", reader)
    assert told(owner) == ("human", ADA, (BEA, CID))
    assert line_of(owner).base == 3


def test_other_words_begin_anew_and_are_their_authors(owner):
    saved(owner, "Nous vivons au bord du lac.", ADA)
    saved(owner, "Nous vivons au bord du lac.", BEA)
    saved(owner, "Nous habitons au bord du lac.", CID)
    assert told(owner) == ("human", CID, ())


def test_a_machines_draft_stays_one_whoever_has_read_it_even_who_asked_for_it(owner):
    saved(owner, "Nous vivons lac.", ADA, origin=MACHINE)
    assert told(owner) == ("machine", None, ())
    saved(owner, "Nous vivons lac.", ADA)
    assert told(owner) == ("machine", None, (ADA,))
    assert line_of(owner).translation.origin == "human"


@pytest.mark.parametrize(("how", "known"), [({"origin": MEMORY}, "memory"), ({"batch": CID}, "file")])
def test_what_came_from_the_memory_or_a_file_says_so_after_it_was_read(owner, how, known):
    saved(owner, "Nous vivons au bord du lac.", ADA, **how)
    saved(owner, "Nous vivons au bord du lac.", BEA)
    assert told(owner) == (known, ADA, (BEA,))


def test_of_two_who_save_the_same_words_at_once_nobody_is_told_of_a_conflict(owner):
    saved(owner, "Nous vivons au bord du lac.", ADA, base=0)
    saved(owner, "Nous vivons au bord du lac.", BEA, base=0)
    assert told(owner) == ("human", ADA, (BEA,))


def test_taking_back_what_is_taken_back_adds_nothing(owner):
    saved(owner, "Nous vivons au bord du lac.", ADA)
    saved(owner, "", BEA)
    assert saved(owner, "", CID).author == BEA
