"""`passerelle import-page FILE --json`: what other programs are promised."""

import json
import subprocess
import sys

import pytest

from passerelle.config import cli


def told(capsys, *words: str) -> tuple[int, dict]:
    code = cli.main(["import-page", *words, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_the_facts_come_with_the_text_to_which_their_places_refer(capsys, tmp_path):
    page = tmp_path / "sida.html"
    page.write_text(
        "<html lang='sv'><body><h1>Bron &amp; torget</h1><p>Åtta möten i Italien, maj–juli 2020.</p></body></html>",
        "utf-8",
    )
    code, got = told(capsys, str(page))
    assert (code, got["language"]) == (0, "sv")
    by_field = {one["field"]: one for one in got["values"]}
    assert by_field["title"]["value"] == "Bron & torget"
    assert by_field["country"]["value"] == "IT"
    assert (by_field["period_start"]["value"], by_field["period_end"]["value"]) == ("2020-05", "2020-07")
    assert by_field["target"]["value"] == {"number": 8, "unit": "möten", "about": "i Italien"}
    country = by_field["country"]
    assert got["text"][country["start"] : country["end"]] == "Italien"
    assert 0 < country["confidence"] <= 1


def test_places_count_from_behind_the_byte_order_mark_and_one_per_line_end(capsys, tmp_path):
    page = tmp_path / "page.txt"
    page.write_bytes(b"\xef\xbb\xbfOur bridge\r\n\r\nWe work in Italy and Sweden with many friends.\r\n")
    _, got = told(capsys, str(page))
    assert got["text"].startswith("Our bridge\n\nWe")
    found = {
        one["value"]: got["text"][one["start"] : one["end"]]
        for one in got["values"]
        if one["field"] == "country"
    }
    assert found == {"IT": "Italy", "SE": "Sweden"}


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.docx", b"PK\x03\x04 broken", "damaged"),
        ("a.pdf", b"%PDF-1.7 broken", "damaged"),
        ("a.txt", bytes(range(256)) * 9, "not a text"),
        ("a.txt", b"word " * 10_000_000, "too large"),
        ("a.txt", "åäö och så vidare\n".encode() * 9 + "åäö".encode("latin-1"), "line 10"),
        ("a.txt", b"", "no text"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_with_what_to_do(capsys, tmp_path, name, data, says):
    page = tmp_path / name
    page.write_bytes(data)
    code, got = told(capsys, str(page))
    assert code == 2
    assert says in got["errors"][0]["problem"]
    assert got["errors"][0]["proposal"].endswith(".")


def test_no_database_and_no_django_is_needed(tmp_path):
    page = tmp_path / "page.txt"
    page.write_text("Our bridge\n\nTwelve meetings in Italy.", "utf-8")
    program = (
        "import sys; from passerelle.config import cli; "
        f"cli.main(['import-page', {str(page)!r}]); print('django' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path)
    assert done.stderr.strip() == "False"
    assert "target: 12 meetings" in done.stdout
