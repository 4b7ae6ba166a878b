"""A term is found whatever its ending, with what it is called in the other language."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from passerelle.engines.text.glossary import Entry, Glossary, stem

GLOSSARY = Glossary(
    [
        Entry("model", "en", "cooperation model"),
        Entry("model", "it", "modello di cooperazione"),
        Entry("model", "it", "modello cooperativo", forbidden=True, note="used for cooperatives"),
        Entry("cooperation", "en", "cooperation"),
        Entry("lsg", "en", "Local Stakeholder Group"),
        Entry("lsg", "ar", "مجموعة محلية"),
        Entry("eu", "en", "EU"),
        Entry("funded", "it", "finanziato da"),
        Entry("funded", "it", "fondato da", forbidden=True),
        Entry("funded", "en", "funded by"),
        Entry("deal", "it", "accordo"),
        Entry("city", "sv", "stad"),
        Entry("committee", "en", "committee"),
        Entry("lake", "zh", "湖边"),
    ]
)


def found(text: str, language: str) -> list[str]:
    return [one.words for one in GLOSSARY.find(text, language)]


def test_a_term_in_the_plural_offers_what_it_is_called_and_what_to_avoid():
    (hit,) = GLOSSARY.find("Two Cooperation Models were tried.", "en", "it")
    assert (hit.start, hit.end, hit.words) == (4, 22, "Cooperation Models")
    assert [one.term for one in hit.offered] == ["modello di cooperazione"]
    assert [one.term for one in hit.avoid] == ["modello cooperativo"]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The committees' work, and Committee-work", "en", ["committees", "Committee"]),
        ("local stakeholder groups of the EU", "en", ["local stakeholder groups", "EU"]),
        ("The eu here is no union", "en", []),
        ("progetti finanziati da due enti", "it", ["finanziati da"]),
        ("l’accordo e gli accordi", "it", ["accordo", "accordi"]),
        ("في المجموعات المحلية", "ar", ["المجموعات المحلية"]),
        ("我们在湖边见面", "zh", ["湖边"]),
        ("cooperation. Models of it", "en", ["cooperation"]),
        ("staden", "sv", ["staden"]),
        ("committee", "fr", []),
    ],
)
def test_terms_are_found_in_their_forms(text: str, language: str, expected: list[str]):
    assert found(text, language) == expected


def test_a_forbidden_term_is_found_and_told_as_such():
    (hit,) = GLOSSARY.find("Fondato da tre città", "it", "it")
    assert hit.entry.forbidden
    assert [one.term for one in hit.offered] == ["finanziato da"]


def test_plurals_share_a_stem():
    for language, one, other in [
        ("en", "city", "cities"), ("en", "municipality", "municipalities"), ("en", "box", "boxes"),
        ("fr", "régional", "régionaux"), ("it", "cooperazione", "cooperazioni"), ("sv", "grupp", "grupperna"),
        ("de", "Gemeinde", "Gemeinden"), ("pl", "miasto", "miasta"), ("lt", "miestas", "miestai"),
        ("ar", "بلدية", "البلديات"),
    ]:  # fmt: skip
        assert stem(one, language) == stem(other, language), (one, other)


@given(
    some.text(some.sampled_from("aEU’' .,-committee湖边ـ\u0301"), max_size=60),
    some.sampled_from(["en", "it", "ar", "zh", "xx"]),
)
def test_spans_say_what_stands_there_and_never_overlap(text: str, language: str):
    hits = GLOSSARY.find(text, language)
    assert all(text[one.start : one.end] == one.words for one in hits)
    assert all(one.end <= other.start for one, other in pairwise(hits))
