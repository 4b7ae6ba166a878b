"""The language of a text and of the parts that are in another one."""

import pytest

from passerelle.engines.text import detect, runs


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Detta är ett kort stycke text om staden.", "sv"),
        ("Det er en kort tekst om byen, skrevet af nogle af dem, der bor der.", "da"),
        ("Dette er en kort tekst om byen og hva folk gjør der.", "nb"),
        ("Voici un court texte sur la ville et ses habitants.", "fr"),
        ("Questo è un breve testo sulla città e sui suoi abitanti.", "it"),
        ("Dies ist ein kurzer Text über die Stadt und ihre Leute.", "de"),
        ("Este es un texto corto sobre la ciudad y su gente.", "es"),
        ("Este é um texto curto sobre a cidade e as suas pessoas.", "pt"),
        ("Dit is een korte tekst over de stad en haar mensen.", "nl"),
        ("To jest krótki tekst o mieście i jego mieszkańcach.", "pl"),
        ("Tai yra trumpas tekstas apie miestą ir jo žmones.", "lt"),
        ("See on lühike tekst linnast ja selle inimestest, kes siin elavad.", "et"),
        ("This is a short text about the town and its people.", "en"),
        ("مرحبا بكم في المشروع", "ar"),
        ("Це короткий текст про місто", "uk"),
        ("Det är en bok", "sv"),
        # CLD2 is sure that these are English, English and Norwegian.
        ("Quelle che vi si parlano, per nome, separate da virgole: francese, arabo.", "it"),
        ("La coda non si muove: guarda il log del processo in background.", "it"),
        ("Ett band som har upphört blir kvar i registret, med sina år.", "sv"),
    ],
)
def test_a_sentence_is_enough(text: str, language: str):
    assert detect(text).language == language


@pytest.mark.parametrize(
    "text", ["", "10, 11", "Partner", "EPIC", "I_Bridge 2018", "Stockholm", "👍", "a@b.example"]
)
def test_names_and_numbers_are_not_guessed(text: str):
    assert detect(text).language is None


def test_a_few_foreign_words_do_not_change_the_language_of_a_page():
    text = (
        "Vi håller verkstäder varje vecka, och the local youth club är med. Det är öppet för alla som vill."
    )
    found = detect(text)
    assert found.language == "sv"
    assert 0.5 <= found.confidence <= 1


@pytest.mark.parametrize("text", ["\x00\x01abc", "\ud800" * 50, "\ufdd0 \U0001ffff text", "\x1b[31m" * 99])
def test_broken_text_is_unsure_and_nothing_worse(text: str):
    assert detect(text).language in (None, "en")


def found(text: str, main: str, **options) -> list[tuple[str, str]]:
    return [(run.language, text[run.start : run.end]) for run in runs(text, main, **options)]


def test_a_run_that_begins_in_the_middle_of_a_sentence_is_found_to_the_word():
    text = "Le groupe de Belmont a ouvert la salle, showing us that it can be done with very little. Il y revient."
    assert found(text, "fr") == [("en", "showing us that it can be done with very little")]


def test_several_languages_in_one_text_are_told_apart():
    text = "Nous avons commencé par les bancs.\nWir haben die Stühle und die Tische mitgebracht.\nThat is all there was."
    assert [language for language, _ in found(text, "fr")] == ["de", "en"]


@pytest.mark.parametrize(
    ("text", "main"),
    [
        ("La rete EPIC e il gruppo The Beatles si incontrano nella piazza di ogni città.", "it"),
        ("Vi samarbetar med Hull House och Camden Town Council om den nya handboken.", "sv"),
        ("Nous avons invité la ville de New York et le Royal Opera à nous rejoindre.", "fr"),
        ("Das Team ist online und die App ist im Store.", "de"),
    ],
)
def test_names_and_borrowed_words_are_no_foreign_text(text: str, main: str):
    assert found(text, main) == []


def test_a_title_that_is_a_name_can_be_allowed():
    text = "The Sound of the River and its Towns\nÄr ett projekt om vatten och om vad vi gör vid det."
    assert found(text, "sv") == [("en", "The Sound of the River and its Towns")]
    assert found(text, "sv", names=["The Sound of the River and its Towns"]) == []
    assert found(text, "sv", names=["", " ", "("]) == found(text, "sv")


def test_section_names_left_in_english_are_found_however_short():
    text = "Obiettivi\n\nThe project\n\nProject number\n\nPartner\n\nCategories"
    assert [words for _, words in found(text, "it")] == ["The project", "Project number", "Categories"]
    assert found(text, "en") == [("it", "Obiettivi")]


def test_cells_and_steps_of_a_trail_are_read_one_by_one():
    assert found("Inizio » Progetti » The garden and the kitchen of our town", "it") == [
        ("en", "The garden and the kitchen of our town")
    ]


def test_another_script_is_another_language():
    text = "Nous disons مرحبا بكم في المشروع à tous."
    assert found(text, "fr") == [("ar", "مرحبا بكم في المشروع")]
    assert found("نقول ذلك and we say it in the same words as before", "ar") == [
        ("en", "and we say it in the same words as before")
    ]
    assert found("Вітаємо всіх у проєкті", "uk") == []
    assert found("این پروژه برای شهر ما است", "fa") == []


def test_words_in_addresses_belong_to_no_language():
    assert found("Mer på www.the-and-of-it.example eller the.and.of@for.example.", "sv") == []


def test_english_in_a_language_whose_words_are_not_known_here_is_found_all_the_same():
    text = "Waxaan ku nool nahay magaalo. We live in a town that has a river and a bridge over it."
    assert [language for language, _ in found(text, "so")] == ["en"]


def test_a_text_in_its_own_language_has_no_runs():
    for language, text in {
        "sv": "Vi bor i en stad där alla kan det mesta, men ingen har tid att fråga om det som är svårt.",
        "it": "Si parla di come la città si possa attraversare in bicicletta e a piedi, con i bambini.",
        "es": "Se habla de como la ciudad se puede recorrer en bicicleta y a pie, con los niños de la escuela.",
        "pt": "Fala-se de como a cidade pode ser percorrida de bicicleta e a pé, com as crianças da escola.",
        "da": "Vi bor i en by, hvor alle kan det meste, men ingen har tid til at spørge om det svære.",
        "nb": "Vi bor i en by hvor alle kan det meste, men ingen har tid til å spørre om det vanskelige.",
        "ca": "Vivim en una ciutat on tothom sap fer de tot, però ningú no té temps de preguntar per les coses.",
        "ro": "Trăim într-un oraș în care toți știu câte ceva, dar nimeni nu are timp să întrebe de ce și cum.",
        "sl": "Živimo v mestu, kjer vsi znajo vse, a nihče nima časa, da bi vprašal za tisto, kar je težko.",
        "et": "Me elame linnas, kus kõik oskavad kõike, aga kellelgi ei ole aega küsida seda, mis on raske.",
        "lv": "Mēs dzīvojam pilsētā, kur visi prot visu, bet nevienam nav laika jautāt par to, kas ir grūti.",
        "fi": "Asumme kaupungissa, jossa kaikki osaavat kaikkea, mutta kenelläkään ei ole aikaa kysyä mitä on.",
        "tr": "Herkesin her şeyi bildiği ama kimsenin zor olanı sormaya vakti olmadığı bir şehirde yaşıyoruz.",
        "so": "Waxaan ku nool nahay magaalo ay dadku is caawiyaan, waxaana la yimaadaa cunto.",
        "sq": "Ne jetojmë në një qytet ku të gjithë mund të mësojnë diçka nga njëri-tjetri, me dashuri.",
    }.items():
        assert found(text, language) == [], language
