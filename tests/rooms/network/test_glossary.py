"""Translators are offered the words of the network beside each paragraph, and told which to avoid."""

import pytest
from django.urls import reverse

from passerelle.core import search
from passerelle.core.actor import PUBLIC
from passerelle.core.errors import Problem
from passerelle.core.importables import Context
from passerelle.core.rooms import importables
from passerelle.importing import actions as importing
from passerelle.language import texts
from passerelle.language.tongues import INTERFACE
from passerelle.network import actions, starting_words
from passerelle.network.models import Term
from tests.rooms.network.conftest import HOUSE
from tests.rooms.network.test_budget import asked

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def terms():
    for language, term, forbidden in (
        ("en", "cooperation model", False),
        ("it", "modello di cooperazione", False),
        ("it", "modello cooperativo", True),
    ):
        actions.add_term(
            HOUSE, concept="cooperation model", language=language, term=term, forbidden=forbidden
        )


def test_a_term_in_the_plural_is_offered_with_what_to_avoid(project, terms, signed_in):
    actions.write_page(HOUSE, project, "Two Cooperation Models were tried.", language="en", base=0)
    browser = signed_in("facilitator")
    shown = browser.get(reverse("desk_workshop", args=[project.code]) + "?to=it").content.decode()
    assert "Cooperation Models" in shown
    assert ">modello di cooperazione</b>" in shown
    assert ">modello cooperativo</s>" in shown
    link = next(line["translate"] for line in browser.get(
        reverse("desk_workshop", args=[project.code]) + "?to=it"
    ).context["lines"] if line["line"].field == "page")  # fmt: skip
    assert ">modello di cooperazione</bdi>" in browser.get(link).content.decode()


def test_from_adding_a_term_to_taking_it_out_of_use_and_back(project, signed_in):
    browser = signed_in("local_coordinator")
    new = {"concept": "lake", "language": "sv", "term": "sjö", "note": "", "source": ""}
    browser.post(reverse("desk_new_term"), new)
    known = Term.objects.get()
    assert "stands in the glossary already" in browser.post(reverse("desk_new_term"), new).content.decode()
    at = reverse("desk_term", args=[known.code])
    browser.post(at, {**new, "term": "insjö", "forbidden": "on"})
    shown = browser.get(reverse("desk_glossary")).content.decode()
    assert "insjö" in shown
    assert "Must not be used" in shown
    browser.post(at, {"step": "retire"})
    assert "Out of use" in browser.get(reverse("desk_glossary")).content.decode()
    browser.post(at, {"step": "restore"})
    assert Term.objects.get().retired_at is None


def test_who_looks_for_one_word_finds_the_concept_in_every_language(terms, project, signed_in):
    actions.add_term(HOUSE, concept="lake", language="en", term="lake")
    told = signed_in("facilitator").get(reverse("desk_glossary") + "?q=cooperazione").content.decode()
    assert "3 terms" in told
    assert "modello cooperativo" in told


def test_facilitators_read_and_coordinators_write(terms, project, signed_in):
    browser = signed_in("facilitator")
    assert browser.get(reverse("desk_glossary")).status_code == 200
    assert browser.get(reverse("desk_new_term")).status_code == 403
    assert "Add a term" not in browser.get(reverse("desk_glossary")).content.decode()


def test_a_table_of_terms_comes_in_as_it_went_out_and_is_taken_back(terms, project, signed_in, lead):
    browser = signed_in("lead_coordinator")
    raw = browser.get(reverse("desk_glossary_table", args=["csv"])).content
    raw += b"\r\nlago,Italian,lake,,no,\r\n"
    sheet = importing.give(lead, importables()["terms"], None, name="terms.csv", raw=raw)
    seen = importing.seen_by(sheet, Context(lead, "en"))
    assert not seen.stopping, seen
    assert [one.state for one in seen.planned].count("same") == 3
    importing.take_in(lead, sheet, "en")
    assert Term.objects.filter(term="lago", concept="lake", language="it", forbidden=False).exists()
    importing.take_back(lead, sheet, "en")
    assert Term.objects.count() == 3


def test_the_same_term_twice_is_refused_whatever_its_capitals(terms):
    with pytest.raises(Problem):
        actions.add_term(HOUSE, concept="Cooperation Model", language="en", term="COOPERATION model")


def test_few_queries_whatever_the_number_of_terms(terms, project, signed_in):
    browser = signed_in("lead_coordinator")
    few = asked(browser, reverse("desk_glossary"))
    Term.objects.bulk_create(
        Term(code=f"t{i}", concept=f"c{i}", language="en", term=f"t{i}") for i in range(200)
    )
    assert asked(browser, reverse("desk_glossary")) == few


def test_a_word_of_the_glossary_finds_what_is_called_so_in_another_language(project, terms):
    actions.write_title(HOUSE, project, "Un modello di cooperazione tra città", language="it", base=1)
    actions.write_page(HOUSE, project, "Sei città provano insieme.", language="it", base=0)
    actions.publish_project(HOUSE, project)

    def found(words):
        return [entry.subject for entry in search.find(PUBLIC, words, "en").entries]

    assert found("cooperation model") == [project.pk]
    assert found("Cooperation Model città") == [project.pk]
    assert found("cooperation") == []
    assert found("cooperation model nowhere") == []
    retired = Term.objects.unscoped(reason="test").get(language="it", forbidden=False)
    actions.retire_term(HOUSE, retired)
    assert found("cooperation model") == []


def test_words_to_begin_with_come_with_one_press_and_go_with_another(project, signed_in):
    actions.add_term(HOUSE, concept="refugee", language="en", term="Refugee", note="ours")
    browser = signed_in("local_coordinator")
    assert browser.get(reverse("desk_glossary")).context["start"].concepts > 45
    browser.post(reverse("desk_start_glossary"), {"step": "take"})
    kept = Term.objects.filter(concept="lead partner")
    assert {("it", "capofila"), ("ar", "الشريك الرئيسي")} <= set(kept.values_list("language", "term"))
    assert all(one.source for one in kept)
    assert Term.objects.get(language="en", concept="refugee").note == "ours"
    browser.post(reverse("desk_start_glossary"), {"step": "take"})
    before = Term.objects.count()
    changed = Term.objects.get(language="fr", concept="refugee")
    actions.change_term(
        HOUSE,
        changed,
        concept="refugee",
        language="fr",
        words="personne réfugiée",
        forbidden=False,
        note="",
        source="",
    )
    assert browser.get(reverse("desk_glossary")).context["start"].concepts == 1
    browser.post(reverse("desk_start_glossary"), {"step": "back"})
    assert sorted(Term.objects.values_list("term", flat=True)) == ["Refugee", "personne réfugiée"]
    assert before > 200


def test_words_to_begin_with_are_there_in_every_language_of_the_interface_and_fit():
    by_concept: dict[str, set[str]] = {}
    for word in starting_words.listed():
        by_concept.setdefault(word.concept, set()).add(word.language)
        assert len(word.concept) <= 80
        assert len(word.term) <= 120
        assert len(word.note) <= 300
        assert len(word.source) <= 200
    assert all(
        set(INTERFACE) <= languages for concept, languages in by_concept.items() if concept != "supported by"
    )


def test_who_may_not_keep_the_glossary_is_not_offered_words_to_begin_with(project, signed_in):
    browser = signed_in("facilitator")
    assert browser.get(reverse("desk_glossary")).context["start"] is None
    assert browser.post(reverse("desk_start_glossary"), {"step": "take"}).status_code == 403


def test_a_term_is_put_behind_the_last_word_without_a_script_and_nothing_is_saved(project, terms, signed_in):
    actions.write_page(HOUSE, project, "Two Cooperation Models were tried.", language="en", base=0)
    browser = signed_in("facilitator")
    lines = browser.get(reverse("desk_workshop", args=[project.code]) + "?to=it").context["lines"]
    at = next(line["translate"] for line in lines if line["line"].field == "page")
    assert 'name="insert" value="modello di cooperazione"' in browser.get(at).content.decode()
    assert 'name="insert" value="modello cooperativo"' not in browser.get(at).content.decode()
    sent = {"words": "Ogni ", "base": "0", "insert": "modello di cooperazione"}
    form = browser.post(at, sent).context["form"]
    assert form["words"].value() == "Ogni modello di cooperazione"
    told = texts.tell(actions.owner_of(project))
    assert texts.coverage(told, ["page"], ["it"])["it"]["missing"] == 1
    browser.post(at, {"words": form["words"].value(), "base": form["base"].value()})
    told = texts.tell(actions.owner_of(project))
    assert texts.coverage(told, ["page"], ["it"])["it"]["current"] == 1


def test_beside_plain_words_stands_only_what_to_avoid(project, terms, signed_in):
    actions.add_term(HOUSE, concept="newcomer", language="en", term="newcomer")
    actions.add_term(HOUSE, concept="newcomer", language="en", term="illegal alien", forbidden=True)
    body = "Two Cooperation Models were tried with an illegal alien."
    actions.write_page(HOUSE, project, body, language="en", base=0)
    address = reverse("desk_workshop", args=[project.code]) + "?to=en-simple"
    line = next(
        one for one in signed_in("facilitator").get(address).context["lines"] if one["line"].field == "page"
    )
    assert [hit.words for hit in line["terms"]] == ["illegal alien"]
