"""Lists in the order that readers of a language expect. The orders are CLDR 48's."""

import json
import random
import time
from itertools import pairwise
from pathlib import Path

import pytest

from passerelle.engines.text import sort_key
from passerelle.engines.text.collation import languages

DATA = Path(__file__).resolve().parents[2] / "data" / "collation"
ORDERS = json.loads((DATA / "orders.json").read_text(encoding="utf-8"))
COUNTRIES = {
    "en": "Albania|Austria|Belgium|Côte d’Ivoire|Czechia|Denmark|Egypt|Estonia|Ethiopia|France|Greece|Ireland|Italy"
    "|Latvia|Lithuania|Netherlands|Slovenia|Spain|Sweden|Switzerland|Ukraine",
    "fr": "Albanie|Autriche|Belgique|Côte d’Ivoire|Danemark|Égypte|Espagne|Estonie|Éthiopie|France|Grèce|Irlande"
    "|Italie|Lettonie|Lituanie|Pays-Bas|Slovénie|Suède|Suisse|Tchéquie|Ukraine",
    "it": "Albania|Austria|Belgio|Cechia|Costa d’Avorio|Danimarca|Egitto|Estonia|Etiopia|Francia|Grecia|Irlanda"
    "|Italia|Lettonia|Lituania|Paesi Bassi|Slovenia|Spagna|Svezia|Svizzera|Ucraina",
    "lt": "Airija|Albanija|Austrija|Belgija|Čekija|Danija|Dramblio Kaulo Krantas|Egiptas|Estija|Etiopija|Graikija"
    "|Ispanija|Italija|Latvija|Lietuva|Nyderlandai|Prancūzija|Slovėnija|Švedija|Šveicarija|Ukraina",
    "sv": "Albanien|Belgien|Danmark|Egypten|Elfenbenskusten|Estland|Etiopien|Frankrike|Grekland|Irland|Italien"
    "|Lettland|Litauen|Nederländerna|Schweiz|Slovenien|Spanien|Sverige|Tjeckien|Ukraina|Österrike",
    "pl": "Albania|Austria|Belgia|Côte d’Ivoire|Czechy|Dania|Egipt|Estonia|Etiopia|Francja|Grecja|Hiszpania"
    "|Holandia|Irlandia|Litwa|Łotwa|Słowenia|Szwajcaria|Szwecja|Ukraina|Włochy",
    "ar": "إثيوبيا|إسبانيا|إستونيا|ألبانيا|التشيك|الدانمرك|السويد|النمسا|اليونان|أوكرانيا|أيرلندا|إيطاليا"
    "|بلجيكا|ساحل العاج|سلوفينيا|سويسرا|فرنسا|لاتفيا|ليتوانيا|مصر|هولندا",
    "uk": "Австрія|Албанія|Бельгія|Греція|Данія|Естонія|Ефіопія|Єгипет|Ірландія|Іспанія|Італія|Кот-дʼІвуар"
    "|Латвія|Литва|Нідерланди|Словенія|Україна|Франція|Чехія|Швейцарія|Швеція",
}
NAMES = {
    "sv": "Aaltonen Olsson Valdemar Vallgren Wahl Wahlgren Ünal Yngve Ystad zebra Zorn Åberg ål Ås Ängel Äpple Æsir"
    " Örn Östersund",
    "fr": "cote Cote coté côte côté eleve élève l'an L’Île lance lapin œuf oeuvre of",
    "lt": "Cypras Čekija Erfurtas Ėriškiai Yla Ylakiai Įsrutis Ita Jonava Siauliai Šakiai Šiauliai Zarasai Žemaitija",
    "da": "a Zealand Ærø Ørsted aa Åbenrå Ålborg Aalborg Aarhus århus Ås",
    "et": "Sahara Šveits Zagreb Žanna Tartu Uus Võru Wismar Õismäe Ämari Öland Ülemiste Xenia",
    "lv": "Ādaži Cēsis Čiekurkalns Gulbene Ģimene Ilūkste Yverdon Jelgava Kuldīga Ķekava Liepāja Ļaudona Nīca"
    " Ņujorka Saldus Šķēde Zaube Žanis",
    "pl": "Cieszyn Ćmielów Ełk Ęna Lublin Łódź Nysa Ńa Oława Ósme Sopot Śrem Zamość Żywiec",
    "sq": "Cërrik Çorovodë Durrës Dhërmi Elbasan Ëndrra Gusinjë Gjirokastër Lushnjë Llogara Nis Njegosh Roskovec"
    " Rrogozhinë Sarandë Shkodër Tirana Thethi Xibër Xhafzotaj Zall Zharrëz",
    "sl": "Celje Čatež Ćiril Domžale Đurđica Sevnica Šentjur Zagorje Žalec",
    "ar": "آسيا ألبانيا أيرلندا إيطاليا تركيا تونس ثور سوريا لبنان مصر يمن Albania",
    "uk": "Ганна Ґудзик Дніпро Ельза Євген Іван Їжак Йосип Яна Albania",
    "de": "Aachen Ägypten ähnlich Albanien Oslo Österreich Strasse Straße Strassen Zypern",
    "en": "_a ’a 'b (a) $a 10 2 co co-op Co-op coop naive Naive naïve op resume résumé",
}


def shuffled(names: list[str]) -> list[str]:
    mixed = sorted(names, reverse=True)
    random.Random(7).shuffle(mixed)
    return mixed


@pytest.mark.parametrize("language", COUNTRIES)
def test_countries_stand_in_the_order_of_the_readers_language(language: str):
    expected = COUNTRIES[language].split("|")
    assert sorted(shuffled(expected), key=lambda name: sort_key(name, language)) == expected


@pytest.mark.parametrize("language", NAMES)
def test_names_with_the_languages_own_letters_stand_in_order(language: str):
    expected = NAMES[language].split()
    assert sorted(shuffled(expected), key=lambda name: sort_key(name, language)) == expected


@pytest.mark.parametrize("language", ORDERS)
def test_rare_words_too_stand_where_cldr_puts_them(language: str):
    keys = [sort_key(text, language) for text in ORDERS[language]]
    assert all(one < other for one, other in pairwise(keys)), [
        pair
        for pair, one, other in zip(pairwise(ORDERS[language]), keys, keys[1:], strict=False)
        if one >= other
    ]


def test_the_root_order_is_unicodes():
    lines = (DATA / "official.txt").read_text(encoding="utf-8").splitlines()
    keys = [sort_key("".join(chr(int(code, 16)) for code in line.split())) for line in lines]
    assert [lines[i] for i in range(1, len(keys)) if keys[i] < keys[i - 1]] == []


def test_the_same_names_stand_in_another_order_for_another_reader():
    names = ["Zagreb", "Örebro", "Oslo", "Århus"]
    assert sorted(names, key=lambda name: sort_key(name, "sv")) == ["Oslo", "Zagreb", "Århus", "Örebro"]
    assert sorted(names, key=lambda name: sort_key(name, "de")) == ["Århus", "Örebro", "Oslo", "Zagreb"]


@pytest.mark.parametrize("language", sorted(languages()))
def test_every_language_with_rules_of_its_own_can_be_sorted(language: str):
    assert sort_key("A", language) < sort_key("B", language) < sort_key("漢", language)


def test_a_region_or_an_unknown_language_is_no_obstacle():
    assert sort_key("Ö", "sv-FI") == sort_key("Ö", "sv_SE") == sort_key("Ö", "sv")
    assert sort_key("Ö", "xx") == sort_key("Ö", "en") == sort_key("Ö", "") == sort_key("Ö")


def test_the_spelling_of_an_accent_and_a_kind_of_apostrophe_do_not_part_names():
    assert sort_key("Malmö", "sv") == sort_key("Malmo\u0308", "sv")
    names = ["d'Arc", "d’Ath", "d'Aub"]
    assert sorted(names, key=lambda name: sort_key(name, "fr")) == names


def test_letters_with_two_marks_keep_their_letter():
    assert sort_key("å\u0323b", "sv") > sort_key("z", "sv")
    assert sort_key("Z", "sv") < sort_key("A\u0323\u030aa", "sv") < sort_key("Åb", "sv")


def test_wide_and_bold_letters_stand_beside_the_plain_ones():
    names = ["Aa", "Ａb", "𝐀c", "B"]
    assert sorted(names, key=lambda name: sort_key(name, "en")) == names


def test_signs_of_other_scripts_come_last_and_pictures_before_the_digits():
    names = ["(a)", "🌉", "1", "९", "a", "я", "ا", "ሀ", "क", "漢"]
    assert sorted(shuffled(names), key=sort_key) == names


def test_a_name_stands_where_its_last_difference_puts_it_however_long_it_is():
    told = ["a" * 100 + tail for tail in ("", "b", "é", "É", "z")]
    assert sorted(shuffled(told), key=lambda name: sort_key(name, "sv")) == told
    capitals = ["a" * count + "B" + "a" * 70 for count in (90, 60, 33, 32, 31, 2, 1)]
    assert sorted(shuffled(capitals), key=sort_key) == capitals


def test_a_list_of_two_thousand_names_is_sorted_while_nobody_waits():
    names = [f"{a}{b} och {c}" for a in "ÅÄÖABC" for b in ("l", "ström", "berg") for c in range(120)]
    sort_key("", "sv")
    began = time.process_time()
    names.sort(key=lambda name: sort_key(name, "sv"))
    assert time.process_time() - began < 0.5  # about 0.03 s on two quiet cores


@pytest.mark.parametrize(
    "text", ["\ud800", "\x00", "a" * 1_000_000, "a" + "\u0301\u0316" * 200_000, "", "👍🏽"]
)
def test_no_name_is_too_strange_to_sort(text: str):
    began = time.process_time()
    assert isinstance(sort_key(text, "lt"), bytes)
    assert time.process_time() - began < 0.5
