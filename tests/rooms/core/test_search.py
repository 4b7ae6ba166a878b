"""Finding things: in one's own spelling, in one's own language, and only what one may see."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from passerelle.core import search
from passerelle.core.actor import PUBLIC, Actor, Grant
from passerelle.core.models import SearchEntry

pytestmark = pytest.mark.django_db


def put(title, words="", language="en", project=None, subject=None, kind="project"):
    subject = subject or uuid.uuid4()
    search.index(kind, subject, language, project, title, words, "/x/")
    return subject


def titles(words, actor=PUBLIC, language="en", page=1):
    return [entry.title for entry in search.find(actor, words, language, page).entries]


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Ångström", "angstrom"),
        ("Łódź", "lodz"),
        ("Straße", "STRASSE"),
        ("Çeşme", "cesme"),
        ("Þórunn", "thorunn"),
        ("أحمد", "احمد"),
        ("مُحَمَّد", "محمد"),
        ("بـــريد", "بريد"),
        ("مدرسة", "مدرسه"),
        ("مستشفى", "مستشفي"),
        ("کتاب", "كتاب"),
        ("مسؤول", "مسوول"),
        ("عام ٢٠١٩", "2019"),
        ("Київ", "київ"),
        ("ﬁnance", "finance"),
        ("I_Improve", "improve"),
        ("River//Cities", "cities"),
        ("বাংলা ভাষা", "ভাষা"),
        ("ሰላም ትግርኛ", "ትግርኛ"),
    ],
)
def test_spelling_does_not_stand_in_the_way(written, asked):
    put(written)
    put("Something else")
    assert titles(asked) == [written]


def test_every_word_counts_and_the_last_may_be_unfinished():
    put("Living by the water")
    put("Water and bread")
    assert titles("water liv") == ["Living by the water"]
    assert titles("liv water") == []


def test_a_thing_in_many_languages_is_found_once_in_ones_own():
    thing = put("Bridge", "river", "en")
    put("Pont", "river", "fr", subject=thing)
    assert titles("river", language="fr") == ["Pont"]
    assert titles("river", language="en") == ["Bridge"]
    found = search.find(PUBLIC, "river", "sv")
    assert (found.total, len(found.entries)) == (1, 1)


def test_what_one_may_not_see_is_not_even_counted():
    mine, theirs = uuid.uuid4(), uuid.uuid4()
    put("Open harbour")
    put("Our harbour", project=mine)
    put("Their harbour", project=theirs)
    member = Actor(person=uuid.uuid4(), grants=frozenset({Grant("facilitator", mine)}))
    assert titles("harbour") == ["Open harbour"]
    assert sorted(titles("harbour", member)) == ["Open harbour", "Our harbour"]
    assert search.find(member, "harbour", "en").total == 2


def test_indexing_again_replaces_and_forgetting_forgets():
    thing = put("Old name")
    put("New name", subject=thing)
    assert titles("old") == []
    search.forget("project", thing)
    assert titles("new") == []
    assert not SearchEntry.objects.exists()


@pytest.mark.parametrize("rows", [20, 2000])
def test_three_queries_however_much_there_is(rows):
    SearchEntry.objects.bulk_create(
        SearchEntry(
            kind="p",
            subject=uuid.uuid4(),
            language="en",
            title=f"Bridge {n}",
            words=f"bridge {n}",
            address="/",
        )
        for n in range(rows)
    )
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = search.find(PUBLIC, "bridge", "en", page=1)
        assert len(found.entries) == 20
    assert len(queries) == 3  # the glossary, how many, which
    assert found.total == rows


def test_pages_follow_each_other_without_gap():
    for n in range(45):
        put(f"Bridge {n:02}")
    seen = [title for page in (1, 2, 3) for title in titles("bridge", page=page)]
    assert len(seen) == len(set(seen)) == 45
    assert titles("bridge", page=99) == titles("bridge", page=3)
    assert titles("bridge", page=-1) == titles("bridge", page=1)


@pytest.mark.parametrize(
    "words",
    ["", "   ", "'", "''", "\\", "a'b", "& | !", "<->", "(water", "water:*", "water & ! bread", ":*", "\x00", "\ud800",
     "water" * 3000, "w " * 5000, "%", "--", "'; DROP TABLE core_entry; --", "\u202ewater", "🌊"],
)  # fmt: skip
def test_no_input_breaks_it(words):
    put("Water's edge", "a 'quoted' word")
    search.find(PUBLIC, words, "en")


def test_any_text_can_be_indexed():
    put("nul \x00 and \ud800 half", "x" * 5000 + " " + "wort " * 100_000 + " \x00")
    assert len(titles("wort")) == 1
