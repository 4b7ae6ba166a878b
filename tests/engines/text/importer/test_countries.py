"""Countries in the cases, with the articles and prefixes, of thirty languages."""

from importlib.resources import files

import pytest

from passerelle.engines.text.importer import import_page
from passerelle.engines.text.importer.countries import countries
from passerelle.engines.text.importer.source import plain

TABLE = {
    line.split(": ", 1)[0]: line.split(": ", 1)[1].split("|")
    for line in files("tests.data.importer").joinpath("countries.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
}


def codes(text: str, language: str) -> list[str]:
    return [found.code for found in countries(plain(text), language)]


@pytest.mark.parametrize("language", TABLE)
def test_a_country_is_known_in_every_case_of_its_language(language):
    missed = {}
    for entry in TABLE[language]:
        words, code = entry.rsplit(" ", 1)
        found = codes(f"xxx {words}, xxx", language)
        if found != [code]:
            missed[words] = found
    assert missed == {}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The Italian partners and their Swedish friends speak Polish."),
        ("en", "Lead: University of Malta, with Amnesty International Sweden."),
        ("en", "We met families who fled Syria, Eritrea and Afghanistan."),
        ("fr", "Réunion de lancement, puis atelier avec l'association Emmaüs France."),
        ("it", "Una serata con Legambiente Italia e il Politecnico."),
        ("sv", "Vi lärde av Röda Korset Sverige och av italienska vänner."),
        ("lv", "Partneris ir Latvijas Sarkanais Krusts."),
        ("lt", "Dalyvavo Lietuvos Raudonasis Kryžius."),
        ("et", "Kaasas on Eesti Punane Rist."),
        ("fi", "Oman kodin ovi on auki, ja italian kieltä opitaan."),
        ("pl", "Uczymy się: język polski i włoski."),
        ("de", "Menschen, die aus Syrien geflohen sind, und aus Afghanistan Geflüchtete."),
        ("hr", "Mali vrt za sve."),
    ],
)
def test_what_is_no_partner_country_is_none(language, text):
    assert codes(text, language) == []


def test_codes_and_flags_count_where_they_are_a_list():
    assert codes("- Arci (IT)\n- Lyckholma (SE)\n- Dimos (EL)", "en") == ["IT", "SE", "GR"]
    assert codes("Write to us (IT) soon", "en") == []
    assert codes("Partners: 🇮🇹 Ponte, 🇸🇪 Bro", "en") == ["IT", "SE"]


def test_a_part_of_a_country_and_a_line_in_capitals_name_countries():
    assert codes("We work in Northern Italy and the South of Sweden.", "en") == ["IT", "SE"]
    assert codes("PAESI ITALIA SVEZIA", "it") == ["IT", "SE"]


PARTNERS = {
    "en": "Partners come from Italy and Sweden.",
    "fr": "Les partenaires viennent d'Italie et de Suède.",
    "de": "Die Partner kommen aus Italien und Schweden.",
    "pl": "Partnerzy są z Włoch i ze Szwecji.",
    "hu": "A partnerek Olaszországból és Svédországból jönnek.",
    "ar": "يأتي الشركاء من إيطاليا والسويد.",
}


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Posted on 3 April by Chad Holland"),
        ("en", "Photo: Jordan Peters"),
        ("fr", "Photo de France Lemaire"),
        ("en", "Visit us at 4 Denmark Street, Wexford."),
        ("en", "© 2024 Benchworks, Valletta, Malta"),
        ("en", "Home | Malta | Contact"),
        ("fr", "Siège : 12 place d'Espagne, Namur."),
        ("fr", "Une idée de Claire Allemagne-Dubois."),
        ("fr", "Contact : Maison Neuve, 1000 Bruxelles, Belgique"),
        ("de", "Es grüßt Frau Ute Polen."),
        ("de", "Büro: Straße der Ukraine 4"),
        ("pl", "Biuro: plac Hiszpanii 3. Kontakt: Jan Niemiec, jan@most.example"),
        ("hu", "Cím: 1066 Budapest, Németország tér 4."),
        ("ar", "العنوان: شارع فرنسا 5"),
    ],
)
def test_a_country_in_a_street_a_name_or_a_pages_foot_is_no_partner(language, line):
    for text in (f"{PARTNERS[language]}\n\n{line}\n", f"{line}\n\n{PARTNERS[language]}"):
        page = import_page(text, language)
        assert sorted(str(value.value) for value in page.values if value.field == "country") == ["IT", "SE"]


def test_two_joined_countries_and_a_country_behind_a_partner_are_partners():
    page = import_page(
        "Ein Austausch Polen-Litauen.\n\nPartner\n- Verein Ufer, Hauptstraße 5, Linz, Österreich", "de"
    )
    assert [value.value for value in page.values if value.field == "country"] == ["PL", "LT", "AT"]
