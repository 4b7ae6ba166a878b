"""Numbers in words and periods in every written form, language by language."""

from importlib.resources import files

import pytest

from passerelle.engines.text.importer import import_page
from passerelle.engines.text.importer.numbers import numbers
from passerelle.engines.text.importer.source import plain

SPELLED = {
    line.split(": ", 1)[0]: line.split(": ", 1)[1].split("|")
    for line in files("tests.data.importer").joinpath("numbers.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
}
PERIODS = [
    ("de", "Brücke\n\nBeginn: 1. Oktober 2019\nEnde: 30. September 2021", "2019-10-01", "2021-09-30"),
    ("nl", "Brug\n\nDuur: 2 jaar (2019-2021)", "2019", "2021"),
    ("en", "Bridge\n\nDates: 01/2019-12/2020", "2019-01", "2020-12"),
    ("cs", "Most\n\nRealizace projektu: od 1.9.2018 do 31.8.2020", "2018-09-01", "2020-08-31"),
    ("pl", "Most\n\nTermin: 1 września 2018 – 31 sierpnia 2020", "2018-09-01", "2020-08-31"),
    ("hu", "Híd\n\nIdőtartam: 2018.09.01.–2020.08.31.", "2018-09-01", "2020-08-31"),
    ("hu", "Híd\n\nIdőtartam: 2018. 09. 01. - 2020. 08. 31.", "2018-09-01", "2020-08-31"),
    ("en", "Bridge\n\nWhen: Sept. 2018 – Aug. 2020", "2018-09", "2020-08"),
    ("en", "Bridge\n\nPeriod: 2018-09 - 2020-08", "2018-09", "2020-08"),
    ("ar", "جسر\n\nالفترة: 1 سبتمبر 2018 - 31 أغسطس 2020", "2018-09-01", "2020-08-31"),
    (
        "en",
        "Bridge\n\nFrom 1st September 2018 to 31st August 2020 the project worked.",
        "2018-09-01",
        "2020-08-31",
    ),
    ("fr", "Pont\n\nLe projet se déroule d'octobre 2019 à mars 2020.", "2019-10", "2020-03"),
    (
        "es",
        "Puente\n\nEl proyecto dura desde el 1 de octubre de 2019 hasta el 30 de septiembre de 2021.",
        "2019-10-01",
        "2021-09-30",
    ),
    (
        "it",
        "Ponte\n\nIl progetto è iniziato a ottobre 2019 e si concluderà a settembre 2021.",
        "2019-10",
        "2021-09",
    ),
    ("sv", "Bro\n\nProjektet startade i oktober 2019 och avslutas i september 2021.", "2019-10", "2021-09"),
    ("de", "Brücke\n\nDas Projekt begann im Oktober 2019 und endet im September 2021.", "2019-10", "2021-09"),
    (
        "pl",
        "Most\n\nProjekt rozpoczął się w październiku 2019 i zakończy się we wrześniu 2021.",
        "2019-10",
        "2021-09",
    ),
    ("fi", "Silta\n\nHanke alkoi lokakuussa 2019 ja päättyy syyskuussa 2021.", "2019-10", "2021-09"),
    ("fi", "Silta\n\nHankeaika: 10/2019–9/2021", "2019-10", "2021-09"),
    ("et", "Sild\n\nProjekt algas oktoobris 2019 ja lõpeb septembris 2021.", "2019-10", "2021-09"),
    (
        "lv",
        "Tilts\n\nProjekts sākās 2019. gada oktobrī un beigsies 2021. gada septembrī.",
        "2019-10",
        "2021-09",
    ),
    ("lt", "Tiltas\n\nProjektas prasidėjo 2019 m. spalį ir baigsis 2021 m. rugsėjį.", "2019-10", "2021-09"),
    ("tr", "Köprü\n\nProje Ekim 2019'da başladı ve Eylül 2021'de sona erecek.", "2019-10", "2021-09"),
    (
        "uk",
        "Міст\n\nПроєкт розпочався у жовтні 2019 року і завершиться у вересні 2021 року.",
        "2019-10",
        "2021-09",
    ),
    (
        "el",
        "Γέφυρα\n\nΤο έργο ξεκίνησε τον Οκτώβριο του 2019 και ολοκληρώνεται τον Σεπτέμβριο του 2021.",
        "2019-10",
        "2021-09",
    ),
    (
        "ro",
        "Pod\n\nProiectul a început în octombrie 2019 și se încheie în septembrie 2021.",
        "2019-10",
        "2021-09",
    ),
    ("hr", "Most\n\nProjekt je započeo u listopadu 2019. i završava u rujnu 2021.", "2019-10", "2021-09"),
    ("sl", "Most\n\nProjekt se je začel oktobra 2019 in se konča septembra 2021.", "2019-10", "2021-09"),
    (
        "pt",
        "Ponte\n\nO projeto começou em outubro de 2019 e termina em setembro de 2021.",
        "2019-10",
        "2021-09",
    ),
    ("nl", "Brug\n\nHet project startte in oktober 2019 en eindigt in september 2021.", "2019-10", "2021-09"),
    ("da", "Bro\n\nProjektet begyndte i oktober 2019 og slutter i september 2021.", "2019-10", "2021-09"),
    ("ar", "جسر\n\nبدأ المشروع في أكتوبر 2019 وينتهي في سبتمبر 2021.", "2019-10", "2021-09"),
    (
        "en",
        "Bridge\n\nThe project started in October 2019. The next meeting is on 5 May 2020.",
        "2019-10",
        None,
    ),
    (
        "en",
        "Bridge\n\nNewsletter May 2020. We met between 3 May and 7 May 2020. It ran from 3 March to 30 March 2020.",
        None,
        None,
    ),
    ("en", "Bridge\n\nStart date | 1 October 2019\nEnd date | 30 September 2021", "2019-10-01", "2021-09-30"),
    ("en", "Start date\n01.10.2019\nEnd date\n30.09.2021", "2019-10-01", "2021-09-30"),
    ("de", "Brücke\n\nZeitraum: 10/2019 bis 09/2021", "2019-10", "2021-09"),
    ("fr", "Pont\n\nDurée\n24 mois – 01/10/2019 > 30/09/2021", "2019-10-01", "2021-09-30"),
    ("fr", "Pont\n\nPériode : d'avril à juin 2019", "2019-04", "2019-06"),
    ("sv", "Bro\n\nTid: maj–oktober 2020", "2020-05", "2020-10"),
    ("sv", "Bro\n\nProjektperiod: 1/9 2018 – 31/8 2020", "2018-09-01", "2020-08-31"),
    ("es", "Puente (2019-2021)\n\nPrograma 2014-2020", "2019", "2021"),
    ("it", "Ponte\n\nDurata: 24 mesi\nInizio: 1 ottobre 2019", "2019-10-01", None),
    ("en", "Bridge\n\nThe project, launched in 2018, was closed in 2020.", None, None),
]


@pytest.mark.parametrize("language", SPELLED)
def test_a_number_in_words_is_one_number(language):
    wrong = {}
    for entry in SPELLED[language]:
        words, value = entry.rsplit(" ", 1)
        found = [one.value for one in numbers(plain(f"xx {words} xx"), language)]
        if found != [int(value)]:
            wrong[words] = found
    assert wrong == {}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 300", 1300),
        ("1.300", 1300),
        ("1,300", 1300),
        ("1'300", 1300),
        ("١٣٠٠", 1300),
        ("2 thousand", 2000),
        ("1.5", None),
        ("10:30", None),
        ("35%", None),
        ("COVID-19", None),
    ],
)
def test_digits_are_read_by_any_languages_rules(text, value):
    assert [one.value for one in numbers(plain(f"x {text} x"), "en")] == ([] if value is None else [value])


@pytest.mark.parametrize(("language", "text", "start", "end"), PERIODS)
def test_the_period_is_found_as_precisely_as_it_is_said(language, text, start, end):
    found = {value.field: value.value for value in import_page(text, language).values}
    assert (found.get("period_start"), found.get("period_end")) == (start, end)
