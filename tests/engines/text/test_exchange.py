"""Translations leave in four formats and come back the same; files made to hurt are refused in words."""

import io
import zipfile
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from passerelle.engines.text.exchange import FORMATS, Bundle, Segment, Unreadable, read, write
from passerelle.engines.text.segments import blocks, digest

MADE = datetime(2026, 11, 22, 10, 1, 2, 345678, tzinfo=UTC)


def segment(source: str, target: str = "", **more) -> Segment:
    return Segment(source, target, digest(source), **{"state": "current" if target else "missing", **more})


BUNDLE = Bundle(
    "lake-page",
    "en",
    "ar",
    (
        segment('Hello [site](https://a.example/x?y=1&z) & <b> % \\ "quoted"', "مرحبا <b>", place="page"),
        segment("Two\\\nlines", place="title", note="Keep it short.\nIt is a title."),
        segment("Old words", "كلمات", state="outdated", place="page"),
        segment("Old words", "غير", place="title"),
        segment("湖边 ]]> &amp; 🌉", "é", place="page"),
    ),
    MADE,
    title="Lake page",
    source_name="English",
    target_name="Arabic",
    lead="Write in the second column.",
)


@pytest.mark.parametrize("key", [key for key in FORMATS if key != "docx"])
def test_what_goes_out_comes_in_again_as_the_same(key: str):
    assert read(write(BUNDLE, key)) == BUNDLE


def test_a_table_for_word_keeps_words_languages_and_time():
    back = read(write(BUNDLE, "docx"))
    assert [(one.source, one.target, one.key) for one in back.segments] == [
        (one.source, one.target, one.key) for one in BUNDLE.segments
    ]
    assert replace(back, segments=()) == replace(BUNDLE, segments=())
    assert write(BUNDLE, "docx") == write(BUNDLE, "docx")


WORDS = some.text(
    some.one_of(some.characters(codec="utf-8"), some.sampled_from("#,|\"\\<>&\n[](){}%~=“é ")), min_size=1, max_size=40
)  # fmt: skip


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(
    some.lists(some.tuples(WORDS, WORDS), min_size=1, max_size=4), some.sampled_from(["xliff", "po", "tmx"])
)
def test_any_words_survive_the_journey(pairs: list[tuple[str, str]], key: str):
    told = {block.text: other for one, two in pairs for block in blocks(one) for other in [_one(two)]}
    bundle = Bundle(
        "x", "en", "sv", tuple(segment(source, target, place="p") for source, target in told.items())
    )
    if not told:
        return
    assert read(write(bundle, key)) == bundle


def _one(text: str) -> str:
    return next((block.text for block in blocks(text)), "")


def test_a_unit_that_a_tool_cut_in_two_and_dressed_in_codes_is_whole_again():
    told = b"""<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="it">
    <file id="f"><unit id="u1-abc"><segment state="final"><source>One <pc id="1">two</pc>.</source>
    <target>Uno <pc id="1">due</pc>.</target></segment><ignorable><source> </source></ignorable>
    <segment state="translated"><source>Three<ph id="2"/>.</source><target>Tre<cp hex="0021"/>.</target></segment>
    </unit></file></xliff>"""
    (one,) = read(told).segments
    assert (one.source, one.target, one.hash, one.state) == (
        "One two. Three.",
        "Uno due. Tre!.",
        "abc",
        "current",
    )


def test_a_po_file_from_an_editor_with_its_own_order_of_headers_and_a_mark_at_the_start():
    raw = write(BUNDLE, "po").decode()
    assert read(b"\xef\xbb\xbf" + raw.replace("\n", "\r\n").encode()).segments[0] == BUNDLE.segments[0]


def test_a_tmx_of_another_house_is_read_with_its_document_type():
    told = b"""<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx version="1.4">
    <header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="en"
    datatype="xml"/><body><tu><tuv xml:lang="en"><seg>A <bpt i="1">&lt;b></bpt>lake<ept i="1">&lt;/b></ept></seg></tuv>
    <tuv xml:lang="sv"><seg>En sj\xc3\xb6</seg></tuv></tu></body></tmx>"""
    back = read(told)
    assert (back.source_language, back.target_language) == ("en", "sv")
    assert [(one.source, one.target) for one in back.segments] == [("A lake", "En sjö")]


def packed(document: str, **more: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        for name, text in {"word/document.xml": document, **more}.items():
            parts.writestr(name, text)
    return out.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def test_tracked_changes_content_controls_and_a_second_paragraph_are_read_as_the_reader_sees_them():
    document = (
        f"<w:document {W}><w:body><w:tbl><w:tr><w:tc><w:p><w:r><w:t>Hello</w:t></w:r></w:p></w:tc><w:sdt><w:sdtContent>"
        "<w:tc><w:p><w:del><w:r><w:delText>Ciao</w:delText></w:r></w:del><w:ins><w:r><w:t>Salve</w:t></w:r></w:ins>"
        "<w:r><w:noBreakHyphen/></w:r></w:p><w:p/><w:p><w:r><w:t>a tutti</w:t></w:r></w:p></w:tc></w:sdtContent></w:sdt>"
        "</w:tr></w:tbl></w:body></w:document>"
    )
    (one,) = read(packed(document)).segments
    assert (one.source, one.target) == ("Hello", "Salve\u2011\\\na tutti")


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
BOMB = packed("<a>" + " " * 25_000_000 + "</a>")
XLIFF = '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="it">'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"Just a letter.", "unknown"),
        (b"%PDF-1.7 \x00", "unknown"),
        (b"<html><body/></html>", "unknown"),
        ((LAUGHS + XLIFF + "&b;</xliff>").encode(), "entities"),
        (b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><tmx>&e;</tmx>', "entities"),
        (b'<!DOCTYPE x SYSTEM "http://x.example/x.dtd"><tmx>&e;</tmx>', "entities"),
        ((XLIFF + "<file").encode(), "damaged"),
        ((XLIFF + "</xliff>").encode(), "empty"),
        (b'<?xml version="1.0" encoding="klingon"?><a/>', "encoding"),
        (b"<a>" * 3_000, "damaged"),
        (b"x" * 20_000_001, "too-large"),
        (b'msgid "never closed\nmsgstr "x"\n', "damaged"),
        (b'msgid "\xff\xfe"\nmsgstr "x"\n', "encoding"),
        (b'msgid ""\nmsgstr "Language: it\\n"\n', "empty"),
        (b"PK\x03\x04 not a zip", "damaged"),
        (packed(f"<w:document {W}><w:body/></w:document>"), "no-table"),
        (packed(LAUGHS + "<a>&b;</a>"), "entities"),
        (packed("<a>")[:-30], "damaged"),
        (BOMB, "too-large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, code: str):
    with pytest.raises(Unreadable) as refused:
        read(content)
    assert refused.value.code == code


def test_a_broken_line_is_named():
    with pytest.raises(Unreadable) as refused:
        read((XLIFF + "\n\n<file></wrong>").encode())
    assert (refused.value.code, refused.value.line) == ("damaged", 3)


@settings(deadline=None, max_examples=40)
@given(some.binary(max_size=80), some.integers(0, 800), some.sampled_from(sorted(FORMATS)))
def test_no_damage_brings_anything_but_a_clear_refusal(noise: bytes, at: int, key: str):
    raw = RAW[key]
    at %= len(raw)
    with suppress(Unreadable):
        assert read(raw[:at] + noise + raw[at + len(noise) :]).segments


RAW = {key: write(BUNDLE, key) for key in FORMATS}
