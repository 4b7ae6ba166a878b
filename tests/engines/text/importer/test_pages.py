"""Look-alike pages in thirty-four languages, each with the values that a person would fill in."""

import json
from collections import Counter
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passerelle.engines.text.importer import Page, Target, import_page

FOLDER = files("tests.data.importer")
NAMES = sorted(entry.name[:-5] for entry in FOLDER.iterdir() if entry.name.endswith(".json"))
BARS = {"language": 0.95, "date": 0.95, "country": 0.95, "programme": 0.95, "sdg": 0.95, "target": 0.9}


def page_of(name: str) -> Page:
    return import_page(FOLDER.joinpath(f"{name}.txt").read_text("utf-8"))


def said(page: Page, field: str) -> list:
    values = [value.value for value in page.values if value.field == field]
    return [(one.number, one.unit) if isinstance(one, Target) else one for one in values]


@pytest.fixture(scope="module")
def counts() -> dict[str, Counter]:
    """Of each kind of fact: how many were right, wrong and missed over all pages."""
    told: dict[str, Counter] = {kind: Counter() for kind in BARS}
    for name in NAMES:
        expected = json.loads(FOLDER.joinpath(f"{name}.json").read_text("utf-8"))
        page = page_of(name)
        for kind, field, right in [
            ("language", "", [expected["language"]]),
            ("date", "period_start", [expected["period_start"]]),
            ("date", "period_end", [expected["period_end"]]),
            ("country", "country", expected["country"]),
            ("programme", "programme", expected["programme"]),
            ("sdg", "sdg", expected["sdg"]),
            ("target", "target", [tuple(one) for one in expected["target"]]),
        ]:
            found = Counter(said(page, field) if field else [page.language])
            wanted = Counter(value for value in right if value)
            told[kind]["right"] += (found & wanted).total()
            told[kind]["wrong"] += (found - wanted).total()
            told[kind]["missed"] += (wanted - found).total()
    return told


@pytest.mark.parametrize("kind", BARS)
def test_facts_are_found_and_none_is_made_up(counts, kind):
    count = counts[kind]
    assert count["right"] >= BARS[kind] * (count["right"] + count["wrong"]), dict(count)
    assert count["right"] >= BARS[kind] * (count["right"] + count["missed"]), dict(count)


def test_at_least_fifteen_languages_are_tried():
    assert len({name.rpartition(".")[2] for name in NAMES}) >= 15


def test_every_value_points_at_its_passage():
    page = page_of("plaza.es")
    by_field = {value.field: value for value in page.values}
    words = {field: page.text[value.start : value.end] for field, value in by_field.items()}
    assert words["title"] == by_field["title"].value
    assert words["acronym"] == by_field["acronym"].value == "PLAMATO"
    assert (words["period_start"], by_field["period_start"].value) == ("marzo de 2019", "2019-03")
    assert [page.text[v.start : v.end] for v in page.values if v.field == "country"][:2] == [
        "España",
        "Portugal",
    ]


def test_passages_are_taken_from_their_parts_of_the_page():
    page = import_page(
        "# Bro\n\n## Mål\n- att mötas\n- att lära\n\n## Aktiviteter\n- middagar\n\n## Resultat\n- en handbok\n\n"
        "## Partner\n- Lyckholma kommun (Sverige)\n- Comune di Ponte, Italien\n- Grannarna – samordnare\n\n"
        "## Kontakt\nAsta Berg\nasta@lyckholma.example\n\n## Nyheter\nVi har sommaruppehåll."
    )
    assert said(page, "objective") == ["att mötas", "att lära"]
    assert said(page, "activity") == ["middagar"]
    assert said(page, "output") == ["en handbok"]
    assert said(page, "partner") == ["Lyckholma kommun", "Comune di Ponte", "Grannarna"]
    assert said(page, "contact") == ["Asta Berg", "asta@lyckholma.example"]


def test_a_page_that_says_nothing_gives_nothing():
    page = import_page("Hej och välkommen hit till oss. Vi ses på torget när solen skiner.")
    assert [value for value in page.values if value.field != "title"] == []
    assert import_page("").values == ()


@pytest.mark.parametrize(
    "text",
    [
        "The session on 22 September 2018 began at 10:00. Posted on 3 March 2020.",
        "Europe for Citizens 2014-2020 paid for it.",
        "Our meeting was on 12-15 March 2020 in Turin.",
    ],
)
def test_other_dates_are_not_the_projects_period(text):
    page = import_page(f"Bridges\n\n{text}", "en")
    assert said(page, "period_start") == said(page, "period_end") == []


def test_shares_prices_years_and_ordinals_are_no_targets():
    page = import_page(
        "We spent 4,500 EUR and € 3.000 on tables. 35% of people agreed. In 2018 people came. The 3rd workshop and the "
        "3. workshop, see page 12 and article 5 members. Call +46 70 123 45 67. Doors open 24 hours.",
        "en",
    )
    assert said(page, "target") == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Bron\n\nÅtta möten, maj–juli 2020", "sv"),
        ("Most\n\ndwanaście spotkań, wrzesień 2018", "pl"),
        ("X", None),
    ],
)
def test_a_page_of_few_words_is_read_in_their_language(text, language):
    assert import_page(text).language == language


WORDS = [
    "18 partners",
    "åtta",
    "städer",
    "Italien",
    "2018",
    "–",
    "september",
    ":",
    "\n",
    "# ",
    "Mål",
    "ODD 10",
    "(IT)",
]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=6)), max_size=30).map(" ".join),
    st.sampled_from([None, "en", "sv", "ar", "hu", "tr", "el", "xx"]),
)
def test_any_text_is_read_and_every_offset_lies_inside(text, language):
    page = import_page(text, language)
    for value in page.values:
        assert 0 <= value.start < value.end <= len(text)
        if value.field in (
            "title",
            "partner",
            "objective",
            "activity",
            "output",
            "contact",
            "acronym",
            "sdg",
        ):
            assert text[value.start : value.end] == value.value
        if isinstance(value.value, Target):
            assert value.value.unit in text[value.start : value.end]
    kept = {(value.field, str(value.value)) for value in page.values}
    assert len(kept) == len(page.values)


@pytest.mark.parametrize("piece", ["1 ", "- a\n", "Italy and "])
def test_a_long_page_is_read_to_its_end(piece):
    page = import_page(piece * (40_000 // len(piece)) + "\n\nDuration: May 2020 - June 2021", "en")
    assert said(page, "period_end") == ["2021-06"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The project began in May 2019 and ends in April 2021."),
        ("sk", "Projekt začal v máji 2019 a končí v apríli 2021."),
        ("fi", "Hanke alkoi toukokuussa 2019 ja päättyy huhtikuussa 2021."),
        ("tr", "Proje Mayıs 2019'da başladı ve Nisan 2021'de sona erecek."),
        ("de", "Das Projekt begann im Mai 2019 und endet im April 2021."),
        ("es", "El proyecto comenzó en mayo de 2019 y acaba en abril de 2021."),
        ("ro", "Proiectul a început în mai 2019 și se încheie în aprilie 2021."),
    ],
)
def test_each_verb_belongs_to_the_date_on_its_side_of_the_and(language, text):
    page = import_page(text, language)
    assert said(page, "period_start") == ["2019-05"]
    assert said(page, "period_end") == ["2021-04"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("pt", "Objetivo de Desenvolvimento Sustentável 11"),
        ("en", "Sustainable Development Goal 11"),
        ("de", "Nachhaltigkeitsziel 11"),
    ],
)
def test_a_single_goal_is_known_by_its_whole_name(language, text):
    assert said(import_page(text, language), "sdg") == ["11"]


def test_the_word_next_to_the_number_is_what_is_counted():
    page = import_page("Circa 80 rappresentanti delle associazioni verranno al forum.", "it")
    assert said(page, "target") == [(80, "rappresentanti")]
    page = import_page("Le projet a déjà aidé 2 400 usagers des communes partenaires.", "fr")
    assert said(page, "target") == [(2400, "usagers")]


def test_what_a_count_is_about_does_not_end_within_a_number():
    page = import_page("In neun Städten werden 1.400 Menschen beraten. Danach ist Pause.", "de")
    first = next(value.value for value in page.values if value.field == "target")
    assert isinstance(first, Target)
    assert first.about == "werden 1.400 Menschen beraten"


def test_a_line_of_contacts_comes_apart_into_name_mail_and_number():
    page = import_page(
        "Contact : Claire Dubois, 4 rue Haute, 1000 Bruges, c.dubois@rives.example, 05 56 12 34 56", "fr"
    )
    assert said(page, "contact") == ["Claire Dubois", "c.dubois@rives.example", "05 56 12 34 56"]
    page = import_page("Contact: the town hall of Elmford", "en")
    assert said(page, "contact") == ["the town hall of Elmford"]


def test_postal_codes_and_numbers_of_houses_are_no_targets():
    page = import_page("Kulttuurikatu 4, 40100 Uusikylä. Asemakatu 12, 2000 Vanhakylä.", "fi")
    assert said(page, "target") == []
    assert said(import_page("The office is at 12 Baker Street.", "en"), "target") == []


@pytest.mark.parametrize(
    ("language", "text", "target"),
    [
        ("lt", "Rengiami aštuoni seminarai mokytojams.", (8, "seminarai")),
        ("lv", "Notiks desmit semināri skolotājiem.", (10, "semināri")),
        ("et", "Toimub kuus seminari õpetajatele.", (6, "seminari")),
        ("fi", "Pidetään kuusi työpajaa opettajille.", (6, "työpajaa")),
        ("lv", "Apmācīsim 40 brīvprātīgajiem draugus.", (40, "brīvprātīgajiem")),
        ("en", "Over eleven hundred gardeners joined.", (1100, "gardeners")),
    ],
)
def test_for_whom_something_is_held_is_not_what_is_counted(language, text, target):
    assert said(import_page(text, language), "target") == [target]


@pytest.mark.parametrize(
    ("language", "text", "goals"),
    [
        ("fr", "ODD visés : 6, 13 et 14", ["6", "13", "14"]),
        ("fi", "Hanke edistää kestävän kehityksen tavoitteita 11 ja 12.", ["11", "12"]),
        ("fi", "Kestävän kehityksen tavoitteet: 11. Tavoitettiin 1 800 asukasta.", ["11"]),
    ],
)
def test_goals_in_any_case_and_behind_a_word_of_their_label(language, text, goals):
    assert said(import_page(text, language), "sdg") == goals


@pytest.mark.parametrize(
    ("language", "text", "first", "last"),
    [
        ("hu", "A projekt 2021. október 1-jétől 2023. szeptember 30-ig tart.", "2021-10-01", "2023-09-30"),
        ("de", "Seit Januar 2021 und noch bis Ende Dezember 2022 läuft das Projekt.", "2021-01", "2022-12"),
        ("nl", "Het project startte in november 2022 en loopt af in oktober 2024.", "2022-11", "2024-10"),
        ("fa", "این پروژه از مارس ۲۰۲۲ تا فوریه ۲۰۲۴ ادامه دارد.", "2022-03", "2024-02"),
    ],
)
def test_periods_with_grown_endings_and_small_words(language, text, first, last):
    page = import_page(text, language)
    assert (said(page, "period_start"), said(page, "period_end")) == ([first], [last])


def test_a_list_with_dashes_or_letters_is_a_list():
    page = import_page(
        "Ziele\n– mitreden\n– mitgestalten\n\nErgebnisse\na) ein Stadtplan\nb) ein Podcast", "de"
    )
    assert said(page, "objective") == ["mitreden", "mitgestalten"]
    assert said(page, "output") == ["ein Stadtplan", "ein Podcast"]


@pytest.mark.parametrize(
    ("language", "text", "target"),
    [
        ("fr", "On a repeint cinq péniches.", (5, "péniches")),
        ("fi", "Mukana oli 700 lukijaa.", (700, "lukijaa")),
        ("en", "They mended 12 rusty lanterns.", (12, "lanterns")),
        ("de", "Es wurden 21 Laternen repariert.", (21, "Laternen")),
        ("pl", "Naprawiono 21 nowych latarni.", (21, "latarni")),
    ],
)
def test_what_no_list_names_is_counted_but_less_surely(language, text, target):
    page = import_page(text, language)
    assert said(page, "target") == [target]
    assert [value.confidence for value in page.values if value.field == "target"] == [0.5]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "fr",
            "Au 12 place d'Espagne, pendant 3 semaines, en 4 étapes. L'article 5 précise. Édition 2000 terminée.",
        ),
        ("en", "Within 30 days, in three phases, at 4 Baker Street. In 2000 lanterns were rare."),
        ("de", "Seit 20 Jahren in 94032 Passau, Teil 2 folgt, drei Säulen."),
        ("es", "Asistieron 3 de cada 4 linternas."),
        ("tr", "6458 sayılı Kanun."),
        ("fr", "La salle 12 ouvre, à 50 kilomètres de là."),
        ("de", "Bus 12 Richtung Bahnhof, § 12 Absatz 3 Satz 2."),
        ("pl", "Sala 204 czynna, 3 razy w tygodniu po 90 minut."),
        ("nl", "Artikel 12 lid 3 geldt. Eén op de drie koks is nieuw."),
        ("ar", "القانون رقم 26 لسنة 2010"),
    ],
)
def test_measures_parts_and_addresses_count_nothing(language, text):
    assert said(import_page(text, language), "target") == []
