"""Every language of the registry can be named, laid out and dated."""

import pytest
from babel import Locale
from django.conf.locale import LANG_INFO

from passerelle.language import tongues
from passerelle.language.tongues import INTERFACE, TONGUES, UnknownCountry, UnknownTongue


def test_the_languages_people_of_the_five_projects_brought_along_are_there():
    assert {"ti", "so", "prs", "ps", "rom", "am", "ckb", "kmr", "sq", "uk", "ru", "tr", "ur"} <= set(TONGUES)
    assert {"fa", "bn", "ar", "om", "wo", "sw", "zgh"} <= set(TONGUES)
    assert len(TONGUES) >= 45


def test_every_official_language_of_a_partner_country_is_there():
    # AL BE DK EE FR IT LV LT NL SI ES DE SE AT PL
    assert {"sq", "nl", "fr", "de", "da", "et", "it", "lv", "lt", "sl", "es", "sv", "pl"} <= set(TONGUES)


def test_the_interface_speaks_five_languages():
    assert (
        tuple(code for code, row in TONGUES.items() if row.interface)
        == INTERFACE
        == ("en", "fr", "it", "sv", "ar")
    )


@pytest.mark.parametrize("row", TONGUES.values(), ids=list(TONGUES))
def test_a_language_falls_back_on_libraries_that_know_it_and_never_turns_its_direction(row):
    assert Locale.parse(row.babel)
    assert row.django in LANG_INFO
    assert LANG_INFO[row.django].get("bidi", False) is (row.direction == "rtl")
    if row.babel == row.code:
        assert Locale.parse(row.babel).text_direction == row.direction
    assert row.own_name


@pytest.mark.parametrize("reader", INTERFACE)
@pytest.mark.parametrize("code", list(TONGUES))
def test_every_language_has_a_name_in_every_language_of_the_interface(code, reader):
    assert tongues.name_in(code, reader)


@pytest.mark.parametrize(
    ("code", "reader", "name"),
    [
        ("ti", "sv", "tigrinja"),
        ("prs", "fr", "dari"),
        ("rom", "en", "Romani"),
        ("fr", "it", "francese"),
        ("sv", "ar", "السويدية"),
        ("ckb", "en", "Central Kurdish"),
    ],
)
def test_a_language_is_called_what_the_reader_calls_it(code, reader, name):
    assert tongues.name_in(code, reader) == name


def test_arabic_readers_do_not_meet_a_slur_for_romani():
    assert "غجر" not in tongues.name_in("rom", "ar")


def test_own_names_are_what_a_menu_of_languages_shows():
    assert tongues.own_name("ar") == "العربية"
    assert tongues.own_name("prs") == "دری"
    assert tongues.own_name("ti") == "ትግርኛ"


@pytest.mark.parametrize("code", ["ar", "fa", "prs", "ps", "ur", "ckb", "he"])
def test_right_to_left_languages_are_laid_out_from_the_right(code):
    assert tongues.direction(code) == "rtl"


@pytest.mark.parametrize("code", ["en", "ti", "am", "kmr", "zgh", "bn", "uk"])
def test_the_others_are_laid_out_from_the_left(code):
    assert tongues.direction(code) == "ltr"


@pytest.mark.parametrize(
    ("tag", "code"), [("pt-BR", "pt"), ("fa_IR", "fa"), ("EN-gb", "en"), ("sr-Latn", "sr-latn")]
)
def test_a_region_does_not_hide_its_language(tag, code):
    assert tongues.tongue(tag).code == code


@pytest.mark.parametrize("code", ["", "xx", "klingon", "12"])
def test_a_code_that_is_no_language_is_refused(code):
    with pytest.raises(UnknownTongue):
        tongues.tongue(code)


@pytest.mark.parametrize(
    ("iso", "reader", "name"),
    [
        ("SI", "fr", "Slovénie"),
        ("si", "sv", "Slovenien"),
        ("AL", "it", "Albania"),
        ("DE", "ar", "ألمانيا"),
        ("XK", "en", "Kosovo"),
        ("NL", "lt", "Nyderlandai"),
    ],
)
def test_a_country_is_called_what_the_reader_calls_it(iso, reader, name):
    assert tongues.country_name(iso, reader) == name


@pytest.mark.parametrize("iso", ["EU", "UN", "ZZ", "150", "Sweden", "", "UK", "EL"])
def test_a_code_that_is_no_country_is_refused(iso):
    with pytest.raises(UnknownCountry):
        tongues.country_name(iso, "en")


def test_every_country_can_be_chosen_and_named():
    codes = tongues.countries()
    assert {"AL", "XK", "UA", "PS", "TW", "VA"} <= codes
    assert 245 <= len(codes) <= 252
    assert all(tongues.country_name(code, reader) for code in codes for reader in INTERFACE)


def test_dari_readers_get_the_months_of_afghanistan():
    assert tongues.format_partial("2020-02-03", "prs") == "3 فبروری 2020"
    assert tongues.format_partial("2020-02-03", "fa") == "3 فوریهٔ 2020"


def test_a_period_reads_in_the_reader_s_language():
    assert tongues.format_period("2018-09", "2021-06", "it") == "settembre 2018 – giugno 2021"


@pytest.mark.parametrize("code", list(TONGUES))
def test_digits_are_the_same_in_every_language(code):
    assert "2018" in tongues.format_partial("2018-09", code)
    assert tongues.format_partial("2018", code) == "2018"
