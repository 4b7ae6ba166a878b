"""Countries in the cases, with the articles and prefixes, of thirty languages."""

from importlib.resources import files

import pytest

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
