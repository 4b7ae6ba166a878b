"""What people paste: from Word, from web pages, from files of every kind."""

import pytest

from passerelle.engines.text import PasteProblem, blocks, clean, decode


def changes(raw: str) -> dict[str, int]:
    return {change.code: change.count for change in clean(raw).changes}


def test_bullets_from_word_become_list_items_at_their_depth():
    raw = "Vi gör:\n•\tlagar mat\no\tsoppa\n§\tlök\n·\tbygger\n\uf0b7 sjunger\n–\tskriver\n– läser"
    assert clean(raw).text == (
        "Vi gör:\n\n- lagar mat\n  - soppa\n    - lök\n- bygger\n- sjunger\n- skriver\n- läser"
    )
    assert changes(raw)["bullets"] == 7


def test_a_bullet_on_a_line_of_its_own_belongs_to_the_next_words():
    assert clean("•\n\nlagar mat\n•\nbygger").text == "- lagar mat\n- bygger"


def test_small_words_and_dashes_that_look_like_bullets_stay():
    assert clean("o povo decide").text == "o povo decide"
    assert clean("§ 5 gäller").text == "§ 5 gäller"
    assert clean("– Vous venez ? dit-elle.").text == "– Vous venez ? dit-elle."


def test_numbers_and_table_cells_from_word_lose_their_tabs():
    assert clean("1.\tEtt\n2.\tTvå").text == "1. Ett\n2. Två"
    assert clean("Namn\tOrt\nAsta\tLund").text == "Namn | Ort\n\nAsta | Lund"


def test_invisible_signs_go_and_are_counted():
    raw = "sam\xadman\xadhang\u200b i\u2060 staden\ufeff\x07"
    assert clean(raw).text == "sammanhang i staden"
    assert changes(raw) == {"control-characters": 1, "soft-hyphens": 2, "zero-width": 3}


def test_signs_that_turn_the_reading_direction_are_taken_out_and_told():
    raw = "Pay to \u202emoc.live\u202c and \u2066x\u2069"
    assert clean(raw).text == "Pay to moc.live and x"
    assert changes(raw) == {"direction-controls": 4}


def test_persian_and_arabic_keep_the_joiners_they_are_written_with():
    for text in ("می‌خواهم", "نی‍", "العربية\u200f 2020"):
        assert clean(text).text == text
        assert changes(text) == {}


def test_french_keeps_its_no_break_spaces_and_other_ones_go():
    french = "Qui vient\xa0? «\xa0Tous\xa0», dit-il\u202f: 1\u202f300 personnes."
    assert clean(french).text == french
    assert clean("kom\xa0tillbaka \xa0 hit").text == "kom tillbaka hit"


def test_line_breaks_of_word_and_page_ends_become_paragraphs():
    assert clean("One\x0bTwo\x0cThree\u2028Four").text == "One\n\nTwo\n\nThree\n\nFour"


def test_lines_wrapped_by_a_mail_program_become_one_paragraph_again():
    raw = (
        "Vi har nu hållit den tredje träffen i raden, och det kom\n"
        "många fler än vi hade räknat med. Särskilt roligt var att\n"
        "hela kören från skolan kom och sjöng för oss alla.\n"
    )
    assert len(blocks(clean(raw).text)) == 1
    assert changes(raw) == {"joined-lines": 2}


def test_lines_that_stand_for_paragraphs_stay_apart():
    raw = "Durata | Paesi\n03/2019 02/2021 | Austria, Malta\nUn progetto sulle piazze."
    assert len(blocks(clean(raw).text)) == 3
    addresses = "Kulturhuset Hamnen, Storgatan 1, 123 45 Ort\nFöreningen Bron, Lilla gatan 22, 543 21 Annan"
    assert len(blocks(clean(addresses).text)) == 2


def test_a_time_stamp_glued_to_a_title_is_split_off_and_kept_aside():
    cleaned = clean("Strandljus 20222022-03-04T08:05:11+00:00\n\nVi började 2022-03-04T08:05:11Z på kajen.")
    assert cleaned.text == "Strandljus 2022\n\nVi började 2022-03-04T08:05:11Z på kajen."
    assert cleaned.timestamps == ("2022-03-04T08:05:11+00:00",)


def test_html_pasted_as_text_becomes_its_words():
    raw = (
        "<!DOCTYPE html><html><head><title>x</title><style>p{}</style></head><body>\n"
        "<h1 class='a>b'>Bridges</h1><p>One\n  <b>bold</b> word &amp; two<br>lines</p>"
        "<ul><li>cook</li><li>build<ol><li>a table</li></ol></li></ul>"
        "<table><tr><th>Name</th><td>Place</td></tr></table>"
        "<script>alert('<p>no</p>')</script><!-- not this --></body></html>"
    )
    assert clean(raw).text == (
        "# Bridges\n\nOne bold word & two\n\nlines\n\n- cook\n- build\n  1. a table\n\nName | Place"
    )
    assert changes(raw)["html-scripts"] == 2


@pytest.mark.parametrize(
    "raw",
    [
        "<script>alert(1)</script>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;",
        "<scr\u200bipt>alert(1)</scr\xadipt>",
        "<SCRIPT src=//x>alert(1)</sCrIpT  >",
        "<style>alert(1)</style><svg onload=alert(1)></svg>",
        "<scr<b>ipt>alert(1)</scr</b>ipt>",
        "<img src=x onerror='alert(1)'>",
    ],
)
def test_no_script_comes_through(raw: str):
    assert "alert" not in clean(f"before {raw} after").text


def test_words_around_a_tag_that_is_never_closed_are_not_lost():
    assert clean("We <b>love <script> our town").text == "We love our town"
    assert clean("1 <!-- 2 and 3").text == "1 2 and 3"


def test_signs_that_are_no_html_stay():
    for text in (
        "1 < 2 and 3 > 2",
        "<3 Malmö",
        "Write to <asta@example.org>",
        "<Åsa>",
        "AT&T & co",
        "x &notaword; y",
    ):
        assert clean(text).text == text


def test_word_html_with_its_own_tags_becomes_its_words():
    raw = (
        "<p class=MsoNormal><o:p></o:p>Hej <st1:place w:st='on'>Lund</st1:place></p>"
        "<!--[if gte mso 9]><xml>a</xml><![endif]-->"
    )
    assert clean(raw).text == "Hej Lund"


def test_markdown_that_is_already_clean_is_left_alone():
    text = "# Bridges\n\nOne **bold** [link](https://example.org).\n\n- a\n  - b\n1. x\n2. y\n\n> quote\n\nlast\\\nline"
    assert clean(text).text == text
    assert clean(text).changes == ()


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Åsa".encode(), "Åsa"),
        (b"\xef\xbb\xbf\xc3\x85sa", "Åsa"),
        ("Åsa".encode("utf-16"), "Åsa"),
        (b"\xfe\xff" + "Åsa".encode("utf-16-be"), "Åsa"),
        (b"", ""),
    ],
)
def test_unicode_files_are_read_without_a_word(data: bytes, text: str):
    assert decode(data).text == text
    assert decode(data).changes == ()


def test_an_old_windows_file_is_read_and_said_to_be_a_guess():
    found = decode("Åsa – ”hej” för 5 €".encode("windows-1252"))
    assert found.text == "Åsa – ”hej” för 5 €"
    assert [change.code for change in found.changes] == ["windows-1252"]


def test_one_broken_byte_does_not_garble_a_whole_utf_8_file():
    found = decode("Åsa går på ån i Åmål".encode() + b"\xff")
    assert found.text == "Åsa går på ån i Åmål\ufffd"
    assert [(change.code, change.count) for change in found.changes] == [("broken-utf-8", 1)]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"PK\x03\x04" + b"\x00" * 30 + b"word/document.xml", "DOCX"),
        (b"PK\x03\x04" + b"\x00" * 30 + b"mimetypeapplication/vnd.oasis.opendocument.text", "ODT"),
        (b"PK\x03\x04" + b"\x00" * 30, "ZIP"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "DOC"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"words\x00words", None),
        (bytes(range(1, 9)) * 40 + b"\xe9", None),
    ],
)
def test_a_file_that_is_no_text_is_named_for_what_it_is(data: bytes, name: str | None):
    with pytest.raises(PasteProblem) as problem:
        decode(data)
    assert problem.value.code == "binary"
    assert problem.value.params == {"format": name}


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"\xff\xfe\x00\xd8\x41\x00", b"caf\x81\xe9"])
def test_what_cannot_be_read_is_said_to_be_so(data: bytes):
    with pytest.raises(PasteProblem) as problem:
        decode(data)
    assert problem.value.code == "undecodable"


def test_too_much_is_refused_before_any_work():
    for call in (lambda: clean("x" * 101, limit=100), lambda: decode(b"x" * 101, limit=100)):
        with pytest.raises(PasteProblem) as problem:
            call()
        assert problem.value.code == "too-large"
        assert (problem.value.params["size"], problem.value.params["limit"]) == (101, 100)
    with pytest.raises(PasteProblem) as problem:
        clean("a\n" * 40_000)
    assert problem.value.params["unit"] == "lines"
