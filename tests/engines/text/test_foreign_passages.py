"""The check before publishing: passages in another language are told, and what only looks like them is left alone."""

import re
from pathlib import Path

import pytest

from passerelle.engines.text.publishing import check
from tests.engines.text.findings import told

DATA = Path(__file__).parents[2] / "data"
MIXED = sorted((DATA / "publishing" / "mixed").glob("*.txt"))
_MARKED = re.compile("⟦(\\w+):(.*?)⟧")


@pytest.mark.parametrize("path", MIXED, ids=lambda path: path.stem)
def test_passages_left_in_other_languages_are_found_and_nothing_else(path: Path):
    marked = path.read_text(encoding="utf-8")
    text = _MARKED.sub(r"\2", marked)
    checked = check(text)
    assert checked.language == path.stem.partition("-")[0]
    told_here = [(one.language, text[one.start : one.end]) for one in checked.findings]
    assert {one.kind for one in checked.findings} == {"language-run"}
    # Two sentences of one passage may be told as one run or as two.
    for language in {language for language, _ in _MARKED.findall(marked)}:
        meant = "".join(words for code, words in _MARKED.findall(marked) if code == language)
        heard = "".join(words for code, words in told_here if code == language)
        assert [sign for sign in heard if sign.isalpha()] == [sign for sign in meant if sign.isalpha()]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            "Partners: Ville de Strasbourg (FR), Comune di Ravenna (IT), Ayuntamiento de Alcorcón (ES).",
        ),
        (
            "en",
            "- Asociación de Vecinos de la Ribera\n- Verein zur Förderung der Künste e.V.\n- Fondation pour la paix",
        ),
        ("en", "We meet at 12 rue de la Paix, Paris, and in the barrio de la Ribera."),
        ("en", "12, rue de la Paix\n75002 Paris"),
        ("en", "The group met ad hoc and in situ; it is de facto a status quo, et cetera."),
        ("en", "Ursula von der Leyen, Juan de la Cruz and Hans van den Berg spoke first."),
        (
            "en",
            "It rests on a law (Loi n° 2004-575 du 21 juin 2004 pour la confiance dans l’économie numérique).",
        ),
        ("en", "English | Français | Español | العربية | Русский"),
        ("en", "She says “Wir schaffen das” and he answers «on verra bien»."),
        (
            "sv",
            "Rapporten Out of the Shadows and Into the Light är ute nu, liksom programmet The Future of the City.",
        ),
        ("sv", "Regulation (EU) 2021/692 of the European Parliament and of the Council gäller."),
        (
            "sv",
            "Vi arbetar med learning by doing och World Café. #WeAreAllInThisTogether @house_of_the_people",
        ),
        (
            "fr",
            "Le volet Networks of Towns et l’ONG Doctors of the World. On y parle de soft skills et de job shadowing.",
        ),
        ("it", "La rete Cities for Local Integration Policy e l’associazione Les Amis de la Ville."),
        ("de", "Die Association des Amis de la Nature und der Verein Ponte della Musica machen mit."),
        ("ar", "ينفذ البرنامج Europe for Citizens بالتعاون مع River Cities و Save the Children."),
        ("el", "Το δίκτυο Cities of the Sea και η Ville de Lyon."),
        ("uk", "Програма Rights, Equality and Citizenship та мережа Cities of the River."),
        ("es", "La associació Amics de la Mar, de Barcelona, y la Câmara Municipal de Lisboa."),
        ("nb", "Foreningen af Unge, Malmö stad og Københavns Kommune er med."),
    ],
)
def test_names_titles_addresses_and_quotations_are_no_runs(language: str, words: str):
    clean = (DATA / "publishing" / "clean" / f"{language}.txt").read_text(encoding="utf-8")
    assert [one for one in check(f"{clean}\n{words}\n").findings if not one.is_note] == []


ENGLISH_LABELS = (
    "Read more",
    "About the project",
    "Project number",
    "Start date",
    "Target groups",
    "Latest news",
)


@pytest.mark.parametrize(
    ("language", "own"),
    [
        ("sv", "Projekt|Resultat|Partner|Team|Kontakt|Media|Workshop|Budget"),
        ("fr", "Contact|Participants|Publications|Actions|Impact|Agenda|Documents"),
        ("es", "Plan general|Total general|Contacto|Final|Material"),
        ("cs", "Projekt|Partneři|Kontakt|Program|Média"),
        ("ro", "Contact|Plan general|Date de contact|Impact|Media"),
        ("nb", "Prosjekt|Kontakt|Program|Mål|Start"),
        ("ar", "الشركاء"),
    ],
)
def test_section_names_left_in_english_are_told_and_the_pages_own_are_not(language: str, own: str):
    clean = (DATA / "publishing" / "clean" / f"{language}.txt").read_text(encoding="utf-8")
    lines = "\n\n".join([clean, *own.split("|")])
    assert check(lines).findings == ()
    assert told("\n\n".join([lines, *ENGLISH_LABELS]), "language-run") == list(ENGLISH_LABELS)
