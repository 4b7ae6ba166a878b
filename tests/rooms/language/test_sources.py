"""Translations from before the memory, and from old backups, get the words they were made from."""

import uuid

import pytest

from passerelle.language import sources, texts
from passerelle.language.models import Translation

pytestmark = pytest.mark.django_db


def test_old_translations_get_the_words_they_were_made_from_once():
    owner = texts.Owner("project", uuid.uuid4())
    texts.save(owner, "page", "en", "One.\n\nTwo.", base=0, author=None)
    told = texts.tell(owner)["page"]
    for block in told.history[-1]:
        texts.translate(told.text, block.hash, "it", block.text.upper(), base=0, author=None)
    assert {one.source for one in Translation.objects.all()} == {"One.", "Two."}
    Translation.objects.update(source="")
    assert sources.put_right() == 2
    assert {(one.source, one.body) for one in Translation.objects.all()} == {
        ("One.", "ONE."),
        ("Two.", "TWO."),
    }
    assert sources.put_right() == 0
