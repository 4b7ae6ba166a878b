"""Runs of one language inside a text of another: a passage of each clean page inside each other one."""

import re
from pathlib import Path

import pytest

from passerelle.engines.text.language import runs
from passerelle.engines.text.language.neighbours import same

CLEAN = Path(__file__).parents[2] / "data" / "publishing" / "clean"
LANGUAGES = (
    "ar",
    "cs",
    "da",
    "de",
    "el",
    "en",
    "es",
    "fa",
    "fi",
    "fr",
    "it",
    "lt",
    "pl",
    "ro",
    "so",
    "sv",
    "tr",
    "uk",
)
_SENTENCE_END = re.compile(r"(?<=[.!?؟]) ")


def paragraphs(language: str) -> list[str]:
    text = (CLEAN / f"{language}.txt").read_text(encoding="utf-8")
    return [line for line in text.split("\n") if len(line) > 120]


def as_paragraph(main: list[str], other: list[str]) -> tuple[str, int, int]:
    head = main[0] + "\n\n"
    return f"{head}{other[1]}\n\n{main[1]}", len(head), len(head) + len(other[1])


def in_mid_sentence(main: list[str], other: list[str]) -> tuple[str, int, int]:
    first, *others = _SENTENCE_END.split(main[0])
    words = first.split(" ")
    head = " ".join(words[: min(10, len(words) // 2)]).rstrip(",") + ", "
    run = " ".join(_SENTENCE_END.split(other[1])[0].split(" ")[2:])
    return f"{head}{run} {' '.join(others)}", len(head), len(head) + len(run)


@pytest.mark.parametrize(("glue", "least"), [(as_paragraph, 0.995), (in_mid_sentence, 0.97)])
def test_a_passage_of_another_language_is_found_to_the_letter(glue, least: float):
    right = wrong = missed = misnamed = 0
    pages = {language: paragraphs(language) for language in LANGUAGES}
    for main in LANGUAGES:
        for other in LANGUAGES:
            if main == other:
                continue
            text, start, end = glue(pages[main], pages[other])
            found = runs(text, main)
            inside = {at for run in found for at in range(run.start, run.end) if text[at].isalpha()}
            meant = {at for at in range(start, end) if text[at].isalpha()}
            right += len(inside & meant)
            wrong += len(inside - meant)
            missed += len(meant - inside)
            misnamed += sum(not same(run.language, other) for run in found)
    assert 2 * right / (2 * right + wrong + missed) >= least
    assert misnamed == 0
