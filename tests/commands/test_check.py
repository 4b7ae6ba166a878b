"""`passerelle check`: what it prints and with which code it ends."""

import json
from pathlib import Path

import pytest

from passerelle.config import cli

DATA = Path(__file__).parents[1] / "data"


def checked(capsys, *words: object) -> tuple[int, list[dict]]:
    code = cli.main(["check", *map(str, words), "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_clean_page_ends_with_0_and_no_findings(capsys):
    path = DATA / "publishing" / "clean" / "sv.txt"
    assert checked(capsys, path) == (0, [{"file": str(path), "language": "sv", "findings": []}])


def test_findings_end_with_1_and_point_into_the_text(capsys, tmp_path: Path):
    path = tmp_path / "page.txt"
    words = "Nous avons ouvert la salle, and nobody asked us what it was for. Les voisins sont venus avec des chaises."
    path.write_bytes(b"\xef\xbb\xbf" + words.replace(". ", ".\r\n\r\n").encode())
    code, (entry,) = checked(capsys, path)
    text = words.replace(". ", ".\n\n")
    (run,) = entry["findings"]
    assert (code, entry["language"], run["kind"], run["language"]) == (1, "fr", "language-run", "en")
    assert text[run["start"] : run["end"]] == "and nobody asked us what it was for"
    assert "English" in run["message"]
    assert "text" not in entry


def test_offsets_in_html_refer_to_the_text_that_is_printed(capsys, tmp_path: Path):
    path = tmp_path / "page.html"
    path.write_text(
        "<html><body><h1>Une salle</h1><p>Nous avons ouvert la salle, and nobody asked us what it was for.</p>"
        "<p>Les voisins sont venus avec des chaises et des tables. <img src='a.png'></p></body></html>"
    )
    _, (entry,) = checked(capsys, path)
    run, picture = entry["findings"]
    assert entry["text"][run["start"] : run["end"]] == "and nobody asked us what it was for"
    assert (picture["kind"], picture["name"]) == ("missing-alt", "a.png")


def test_a_note_alone_ends_with_0(capsys, tmp_path: Path):
    path = tmp_path / "long.txt"
    path.write_text("We go " + "and go " * 30 + "home to the town that we came from.")
    code, (entry,) = checked(capsys, path)
    assert (code, [one["kind"] for one in entry["findings"]]) == (0, ["long-sentence"])


@pytest.mark.parametrize(
    "data", [b"", b"\x00\x01\x02", b"PK\x03\x04 no zip", b"%PDF-1.7 nothing", b"x" * 2_100_000]
)
def test_a_file_that_cannot_be_read_ends_with_2_and_says_why_beside_the_others(
    capsys, tmp_path: Path, data: bytes
):
    bad, good = tmp_path / "bad", DATA / "publishing" / "clean" / "it.txt"
    bad.write_bytes(data)
    code, (first, second) = checked(capsys, bad, good)
    assert code == 2
    assert first["errors"][0]["problem"]
    assert first["errors"][0]["proposal"]
    assert second["findings"] == []


def test_a_file_that_is_not_there_ends_with_2(capsys, tmp_path: Path):
    code, (entry,) = checked(capsys, tmp_path / "nowhere.txt")
    assert code == 2
    assert entry["findings"] == []


def test_a_glossary_is_read_by_the_names_of_its_columns(capsys, tmp_path: Path):
    page, table = tmp_path / "page.txt", tmp_path / "terms.csv"
    page.write_text(
        "La ville et les villes sœurs se voient chaque année dans la salle de la mairie.", encoding="utf-8"
    )
    table.write_text(
        "forbidden;language;term\nvilles sœurs|cités jumelles;fr;villes jumelées\n", encoding="utf-8"
    )
    code, (entry,) = checked(capsys, page, "--glossary", table)
    (term,) = entry["findings"]
    assert (code, term["kind"], term["words"], term["instead"]) == (
        1,
        "forbidden-term",
        "villes sœurs",
        "villes jumelées",
    )


def test_a_glossary_without_its_columns_is_refused(capsys, tmp_path: Path):
    table = tmp_path / "terms.csv"
    table.write_text("a,b\n1,2\n")
    code, (entry,) = checked(capsys, DATA / "publishing" / "clean" / "it.txt", "--glossary", table)
    assert code == 2
    assert "language" in entry["errors"][0]["problem"]
