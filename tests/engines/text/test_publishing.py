"""The check before publishing: what is told of a page, and what is left alone."""

from pathlib import Path

import pytest

from passerelle.engines.text.glossary import Entry
from passerelle.engines.text.publishing import Beside, check
from passerelle.engines.text.reading import read
from tests.engines.text.findings import found

DATA = Path(__file__).parents[2] / "data"
CLEAN = sorted((DATA / "publishing" / "clean").glob("*.txt"))


def page(name: str) -> str:
    return read((DATA / "pages" / name).read_bytes(), name).text


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.stem)
def test_a_clean_page_gives_no_finding_and_its_language(path: Path):
    checked = check(path.read_text(encoding="utf-8"))
    assert checked.language == path.stem.partition("-")[0]
    assert checked.findings == ()


def test_a_page_pasted_twice_is_one_block_and_its_first_copy_is_read():
    text = page("traverse.fr.txt")
    (block,) = found(text, "duplicate-block")
    assert block.facts["paragraphs"] == 9
    assert text[block.start : block.end] == text[slice(*block.of)]
    runs = found(text, "language-run")
    assert [run.language for run in runs] == ["en"] * 4
    assert max(run.end for run in runs) <= block.of[1]


def test_the_line_in_which_two_copies_differ_stays_in_the_block_and_is_told_on_its_own():
    text = page("lanterne.it.txt")
    (block,) = found(text, "duplicate-block")
    (line,) = found(text, "two-translations")
    assert block.facts["paragraphs"] == 8
    assert block.start < line.start < line.end < block.end
    assert text[line.start : line.end].startswith("Sopportato da")
    assert text[slice(*line.of)].startswith("Sostenuto da")
    assert (line.facts["there"], line.facts["here"]) == ("Sostenuto", "Sopportato")


def test_three_copies_are_two_findings_that_point_to_the_first():
    passage = "A bench is a place where people stay. Nobody asks them why they came."
    text = "\n\n".join([passage] * 3)
    assert [block.of for block in found(text, "duplicate-block", language="en")] == [(0, len(passage))] * 2


@pytest.mark.parametrize(
    "text",
    [
        "Home\nAbout us\nProjects\nContact\n\nWe plant trees by the river.\n\nHome\nAbout us\nProjects\nContact",
        "Partner\n\nThe town of Alba\n\nPartner\n\nTwo clubs from Borg\n\nRead more\n\nRead more",
        "Trees by the river\n\nWe plant them in autumn.\n\nTrees by the river",
    ],
)
def test_menus_labels_and_titles_that_come_back_are_no_copies(text: str):
    assert found(text, "duplicate-block", language="en") == []


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("it", "Fondato da | Paesi |\nProgramma per le città | 4 |", "Fondato da"),
        ("it", "Trovato da: Fondo europeo per i vicini", "Trovato da"),
        ("it", "Il progetto è fondato dall’Unione europea.", "fondato dall’Unione"),
        ("it", "Abbiamo scelto un approccio terrestre per la piazza.", "approccio terrestre"),
        ("fr", "Fondé par\nProgramme Europe pour les citoyens", "Fondé par"),
        ("fr", "Le partenaire de plomb convoque la réunion.", "partenaire de plomb"),
        ("sv", "Grundat av: Erasmus+", "Grundat av"),
        ("de", "Gegründet von | Europäische Kommission |", "Gegründet von"),
        ("es", "Encontrado por: Unión Europea", "Encontrado por"),
        ("ar", "أسسها: برنامج الاتحاد الأوروبي", "أسسها"),
        ("ar", "شريك الرصاص في المشروع", "شريك الرصاص"),
        ("pl", "Założony przez: Komisja Europejska", "Założony przez"),
        ("el", "Ιδρύθηκε από: Ευρωπαϊκή Επιτροπή", "Ιδρύθηκε από"),
    ],
)
def test_a_machines_word_for_a_project_word_is_told(language: str, text: str, words: str):
    (finding,) = found(text, "forbidden-term", language=language)
    assert text[finding.start : finding.end].startswith(words)
    assert finding.facts["instead"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("it", "È un’associazione fondata da Maria Corti nel 1998 e sostenuta da tutti."),
        ("it", "Fondata da: Maria Corti, 1998"),
        ("it", "L’oggetto è stato trovato da un bambino sulla riva."),
        ("fr", "Un collectif fondé par des voisines, puis rejoint par la mairie."),
        ("sv", "Föreningen grundades av fem grannar."),
        ("de", "Der Verein wurde von Nachbarn gegründet."),
        ("en", "The club was founded by two teachers in 1974."),
        ("it", "Il serpente terrestre e l’approccio dal basso."),
    ],
)
def test_the_same_words_where_they_are_right_are_left_alone(language: str, text: str):
    assert found(text, "forbidden-term", language=language) == []


def test_what_a_glossary_forbids_is_told_with_what_to_say():
    glossary = (Entry("1", "fr", "jumelage"), Entry("1", "fr", "villes sœurs", forbidden=True))
    (finding,) = found(
        "Nos villes sœurs se voient chaque année.", "forbidden-term", language="fr", glossary=glossary
    )
    assert (finding.facts["words"], finding.facts["instead"]) == ("villes sœurs", "jumelage")


@pytest.mark.parametrize(
    ("language", "text", "number", "whose"),
    [
        ("fr", "En tout 1,300 personnes sont venues.", "1,300", "en"),
        ("sv", "Sammanlagt 12,500 personer kom.", "12,500", "en"),
        ("it", "In tutto 1,250,000 persone.", "1,250,000", "en"),
        ("en", "In all 1.300 people came.", "1.300", "de"),
        ("fr", "C’est 14.5 % du total.", "14.5", "en"),
        ("en", "That is 14,5% of all.", "14,5", "de"),
    ],
)
def test_a_number_by_another_languages_rules_is_told_with_whose(
    language: str, text: str, number: str, whose: str
):
    (finding,) = found(text, "mismatch", language=language)
    assert (text[finding.start : finding.end], finding.language) == (number, whose)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "fr",
            "Version 2.0, chapitre 3.14, le 02.03.2020 à 14.30, CC BY 4.0, 3,5 %, 1 300 et 1\u202f300 euros.",
        ),
        ("sv", "Kapitel 2.1, kl. 14.30, 2.3.2020, tel. 08-123 45 67, 1,5 miljoner, 0,125 och sidan 1,2."),
        (
            "it",
            "1.300 persone, 14,5%, art. 2.1, ore 14.30, 02/03/2020, 192.168.1.100, 1,250 kg, www.a.example/1,300",
        ),
        (
            "en",
            "Version 1.300, 1,300 people, 3.14, 14.5%, ISO 9001.200, 2.500 kg, on 2.3.2020, 10.1234/5678.",
        ),
        ("de", "1.300 Personen, 14,5 Prozent, Nr. 1,234, § 1.2, 3,141 km und 10,11,12"),
        ("ar", "1,300 و 1.300 و ١٬٣٠٠"),
    ],
)
def test_versions_dates_times_and_right_numbers_are_left_alone(language: str, text: str):
    assert found(text, "mismatch", language=language) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("zero\u200bwidth", 1),
        ("\u202eabc\u202c", 2),
        ("open \u2066 and never closed", 1),
        ("hyphen\xad at an end", 1),
        ("Latin\u200cword", 1),
        ("byte\ufeffmark", 1),
        ("soft\xadhyphen", 0),
        ("می\u200cخواهیم", 0),
        ("👩\u200d👧 and 👩\U0001f3fd\u200d🚀", 0),
        ("क्\u200dष", 0),
        ("قال \u2067Europe for Citizens\u2069 ثم", 0),
        ("عام 2020\u200f.", 0),
        ("no-break\xa0space 1\u202f300", 0),
        ("🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", 0),
    ],
)
def test_hidden_signs_are_told_where_they_have_no_use(text: str, count: int):
    assert len(found(text, "hidden-character", language="en")) == count


def test_pictures_without_words_are_told_and_ornaments_left_alone():
    for name, data, count in (
        ("a.md", b"![](a.png) text ![A bridge at dusk](b.png) ![IMG_1234.jpg](IMG_1234.jpg)", 2),
        (
            "a.html",
            b"<html><p>Text <img src=a.png> <img src=b.png alt=''> <img src=c.png alt='A bridge'></p>",
            1,
        ),
    ):
        was = read(data, name)
        assert len(found(was.text, "missing-alt", images=was.images)) == count, name


def test_a_long_sentence_is_a_note_and_no_fault():
    text = "We go " + "and go " * 20 + "home."
    checked = check(text, language="en")
    assert [one.kind for one in checked.findings] == ["long-sentence"]
    assert not checked.has_faults


def test_half_a_page_in_another_language_is_a_run_of_the_shorter_half():
    sv, en = (
        (DATA / "publishing" / "clean" / f"{code}.txt").read_text(encoding="utf-8") for code in ("sv", "en")
    )
    text = sv + "\n" + en.split("\n\n")[2]
    checked = check(text)
    assert checked.language == "sv"
    assert {one.language for one in checked.findings if one.kind == "language-run"} == {"en"}


@pytest.mark.parametrize(
    ("language", "text", "date", "whose"),
    [
        ("it", "L’incontro del 12 March 2021 è aperto a tutti.", "12 March 2021", "en"),
        ("fr", "La réunion du March 12, 2021 est ouverte à tous.", "March 12, 2021", "en"),
        ("sv", "Mötet den 12 marzo 2021 är öppet för alla.", "12 marzo 2021", "it"),
        ("de", "Das Treffen am 12 juillet 2021 ist offen.", "12 juillet 2021", "fr"),
    ],
)
def test_a_date_with_a_month_of_another_language_is_told(language: str, text: str, date: str, whose: str):
    (finding,) = found(text, "mismatch", language=language)
    assert (text[finding.start : finding.end], finding.language) == (date, whose)


def differing(here: str, language: str, there: str, source: str, **options) -> list[tuple[str, str, str]]:
    told = check(here, language=language, beside=Beside(there, source), **options).findings
    return [
        (one.code, str(one.facts["there"]), str(one.facts.get("here", "")))
        for one in told
        if one.code in CODES
    ]


CODES = ("changed", "added", "missing", "term")
SOURCE = (
    "Four towns opened 12 halls on 2 March 2020.\n\n"
    "In all 1,300 people came, 14.5% of them twice. Write to hello@halls.example or call +46 8 123 45 67.\n\n"
    "The next meeting is in September 2021 at 14:30."
)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "fr",
            "Quatre villes ont ouvert douze salles le 02/03/2020.\n\n"
            "En tout, 1 300 personnes sont venues, dont 14,5 % deux fois. Écrivez à hello@halls.example ou appelez le"
            " +46 8 1234567.\n\nLa prochaine réunion a lieu en septembre 2021 à 14 h 30.",
        ),
        (
            "de",
            "Vier Städte öffneten am 2. März 2020 zwölf Säle.\n\n"
            "Insgesamt kamen 1.300 Menschen, 14,5 Prozent davon zweimal. Schreiben Sie an hello@halls.example oder rufen"
            " Sie an: +46 81234567.\n\nDas nächste Treffen ist im September 2021 um 14.30 Uhr.",
        ),
        (
            "ar",
            "افتتحت أربع مدن ١٢ قاعة في ٢ مارس ٢٠٢٠.\n\n"
            "حضر ١٬٣٠٠ شخص، وجاء ١٤٫٥٪ منهم مرتين. اكتبوا إلى hello@halls.example أو اتصلوا بالرقم +46 8 123 45 67.\n\n"
            "اللقاء القادم في سبتمبر 2021 الساعة 14:30.",
        ),
        (
            "fi",
            "Neljä kaupunkia avasi kaksitoista salia 2. maaliskuuta 2020.\n\n"
            "Yhteensä tuli 1 300 ihmistä, heistä 14,5 prosenttia kahdesti. Kirjoita osoitteeseen hello@halls.example tai"
            " soita +46 8 123 45 67.\n\nSeuraava tapaaminen on syyskuussa 2021 kello 14.30.",
        ),
    ],
)
def test_the_same_said_in_another_languages_way_is_no_difference(language: str, text: str):
    assert differing(text, language, SOURCE, "en") == []


@pytest.mark.parametrize(
    ("was", "is_", "told"),
    [
        ("1,300", "1,200", ("changed", "1,300", "1 200")),
        ("2 March 2020", "2 May 2020", ("changed", "2 March 2020", "2 mai 2020")),
        ("hello@", "hallo@", ("changed", "hello@halls.example", "hallo@halls.example")),
        ("14.5%", "15.4%", ("changed", "14.5", "15,4")),
        ("1,300 people", "People", ("missing", "1,300", "")),
    ],
)
def test_what_a_translation_says_otherwise_is_told_with_both(was: str, is_: str, told: tuple[str, str, str]):
    french = (
        "Quatre villes ont ouvert douze salles le 2 mars 2020.\n\nEn tout, 1 300 personnes sont venues, dont 14,5 % deux"
        " fois. Écrivez à hello@halls.example ou appelez le +46 8 123 45 67.\n\nLa prochaine réunion a lieu en septembre"
        " 2021 à 14 h 30."
    )
    wrong = {
        "1,200": ("1 300", "1 200"),
        "2 May 2020": ("2 mars", "2 mai"),
        "hallo@": ("hello@", "hallo@"),
        "15.4%": ("14,5", "15,4"),
        "People": ("1 300 personnes", "des personnes"),
    }[is_]
    assert was in SOURCE
    assert differing(french.replace(*wrong), "fr", SOURCE, "en") == [told]


def test_a_glossarys_word_that_a_translation_does_not_use_is_told():
    glossary = (Entry("1", "en", "twinning"), Entry("1", "fr", "jumelage"))
    there, here = "Twinning brings towns together.", "Le partenariat rapproche les villes."
    assert differing(here, "fr", there, "en", glossary=glossary) == [("term", "Twinning", "")]
    assert differing(here.replace("partenariat", "jumelage"), "fr", there, "en", glossary=glossary) == []


@pytest.mark.parametrize(
    ("language", "amount"),
    [
        ("fr", "350 000,50"),
        ("it", "350.000,50"),
        ("ar", "٣٥٠٬٠٠٠٫٥٠"),
        ("en", "350,000.5"),
        ("de", "350000,50"),
    ],
)
def test_an_amount_with_thousands_and_cents_is_one_number(language: str, amount: str):
    assert differing(f"€: {amount}", language, "€: 350,000.50", "en") == []
    assert len(differing(f"€: {amount}", language, "€: 350,000.75", "en")) >= 1


def test_notices_that_only_share_their_frame_are_no_copies():
    text = (
        "Spring walk\nOn 4 March the group walked along the river and counted benches.\nRead more\n\n"
        "Open kitchen\nOn 11 March forty people cooked together in the old fire station.\nRead more\n\n"
        "Debate\nOn 18 March the debate about the new park was moderated by students.\nRead more\n"
    )
    assert not check(text, language="en").findings


def test_a_paragraph_that_stands_three_times_is_told_twice_and_without_what_stands_between():
    said = "The square belongs to whoever sits down on it, and nobody has to buy anything there."
    text = f"{said}\n\nEight towns take part.\n\n{said}\n\nWrite before the fifteenth of May.\n\n{said}"
    blocks = found(text, "duplicate-block", language="en")
    assert [text[one.start : one.end] for one in blocks] == [said, said]
    assert {one.of for one in blocks} == {(0, len(said))}


@pytest.mark.parametrize(
    ("language", "sentence", "words"),
    [
        ("hi", "हम हर दिन शहर में लोगों से मिलते हैं और उनकी बातें सुनते हैं। ", 14),
        ("fa", "ما هر هفته کتاب‌هایی را که دوست داریم با هم می‌خوانیم. ", 11),
        ("ta", "குழந்தைகள் கதைகளைக் கேட்கிறார்கள், பெற்றோர்கள் தகவல்களைப் பெறுகிறார்கள். ", 6),
    ],
)
def test_vowel_signs_and_joiners_part_no_words(language: str, sentence: str, words: int):
    assert not found(sentence * 5, "long-sentence", language=language)
    whole = sentence.strip()[:-1] + " "
    (note,) = found(whole * 6, "long-sentence", language=language)
    assert note.facts["words"] == 6 * words


@pytest.mark.parametrize(
    ("language", "here", "there"),
    [
        ("it", "Il 60 % ha risposto.", "60% answered."),
        ("de", "Es sind zwei Millionen Menschen.", "There are 2 million people."),
        ("sv", "Mötet börjar klockan 16.15.", "The meeting starts at 4.15 pm."),
        ("bg", "Започна на 1.10.2022 г.", "It began on 1 October 2022."),
        ("el", "Ξεκίνησε την 1η Νοεμβρίου 2022.", "It began on 1 November 2022."),
    ],
)
def test_what_is_written_by_other_habits_is_no_mismatch(language: str, here: str, there: str):
    assert not found(here, "mismatch", language=language, beside=Beside(there, "en"))


@pytest.mark.parametrize(
    ("language", "here", "there", "wrong"),
    [
        ("es", "Participaron cuatro escuelas.", "3 schools took part.", "cuatro"),
        ("de", "Der Weg hat dreizehn Stationen.", "The path has 12 stations.", "dreizehn"),
        (
            "nl",
            "Zie https://rivier.example/nl.",
            "See https://revier.example/nl.",
            "https://rivier.example/nl",
        ),
        ("el", "Ξεκίνησε την 1η Οκτωβρίου 2022.", "It began on 2 October 2022.", "1η Οκτωβρίου 2022"),
    ],
)
def test_what_is_spelled_or_ends_a_sentence_is_compared_too(language: str, here: str, there: str, wrong: str):
    (one,) = found(here, "mismatch", language=language, beside=Beside(there, "en"))
    assert here[one.start : one.end] == wrong
