"""What leaves in XLIFF and TMX keeps the rules of the standards, so that other programs take it without complaint.

The rules are those of XLIFF 2.0 (ISO 21720, chapter 4 and its constraints) for the elements that we write, and of TMX
1.4b (LISA OSCAR, 2005), written down here: the schema of OASIS may not be passed on with a program under another
licence. Output was also valid against that schema itself (xliff_core_2.0.xsd, 22 November 2026).
"""

from __future__ import annotations

import io
import re
from xml.etree.ElementTree import Element

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from lxml import etree

from passerelle.engines.text.exchange import Bundle, write
from passerelle.engines.text.exchange.markup import parse
from passerelle.engines.text.segments import blocks
from tests.engines.text.test_exchange import BUNDLE, MADE, WORDS, _one, segment

CORE = "{urn:oasis:names:tc:xliff:document:2.0}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
NAME, ANY = r"[\w.:-]+", r"(?s:.*)"
LANGUAGE = r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*"  # RFC 5646, roughly
KEEP = {SPACE: "preserve|default"}
# element: its children in order, what it must say, what it may say
XLIFF = {
    "xliff": ("(file )+", {"version": "2\\.0", "srcLang": LANGUAGE}, {"trgLang": LANGUAGE}),
    "file": ("(notes )?(unit )+", {"id": NAME}, {"original": ANY}),
    "unit": ("(notes )?(segment )+", {"id": NAME}, {"name": ANY}),
    "notes": ("(note )+", {}, {}),
    "note": ("", {}, {"id": NAME, "category": ANY, "appliesTo": "source|target"}),
    "segment": (
        "source (target )?",
        {},
        {"id": NAME, "state": "initial|translated|reviewed|final", "subState": r"[^\s:]+:[^\s:]+"},
    ),
    "source": ("", {}, KEEP),
    "target": ("", {}, KEEP),
}
TMX = etree.DTD(
    io.StringIO(
        """
        <!ELEMENT tmx (header, body)>
        <!ATTLIST tmx version CDATA #FIXED "1.4">
        <!ELEMENT header (note | prop | ude)*>
        <!ATTLIST header creationtool CDATA #REQUIRED creationtoolversion CDATA #REQUIRED
          segtype (block | paragraph | sentence | phrase) #REQUIRED o-tmf CDATA #REQUIRED adminlang CDATA #REQUIRED
          srclang CDATA #REQUIRED datatype CDATA #REQUIRED>
        <!ELEMENT ude EMPTY>
        <!ELEMENT body (tu*)>
        <!ELEMENT tu ((note | prop)*, tuv+)>
        <!ATTLIST tu tuid CDATA #IMPLIED>
        <!ELEMENT tuv ((note | prop)*, seg)>
        <!ATTLIST tuv xml:lang CDATA #REQUIRED>
        <!ELEMENT seg (#PCDATA)>
        <!ELEMENT note (#PCDATA)>
        <!ELEMENT prop (#PCDATA)>
        <!ATTLIST prop type CDATA #REQUIRED>
        """
    )
)


def broken_rules(content: bytes) -> list[str]:
    """What an XLIFF document does that the standard forbids."""
    root = parse(content)
    broken = [words for element in root.iter() for words in _of(element)]
    for file in root.iter(f"{CORE}file"):
        ids = [unit.get("id") for unit in file.iter(f"{CORE}unit")]
        broken += ["two units of one id"] * (len(set(ids)) < len(ids))
    if root.find(f".//{CORE}target") is not None and "trgLang" not in root.attrib:
        broken.append("a target without the language of targets")
    return broken


def _of(element: Element) -> list[str]:
    name = element.tag.removeprefix(CORE)
    if name not in XLIFF:
        return [f"{name} is no element of XLIFF that we know"]
    children, must, may = XLIFF[name]
    broken = [f"{name} lacks {one}" for one in must if one not in element.attrib]
    if not re.fullmatch(children, "".join(f"{child.tag.removeprefix(CORE)} " for child in element)):
        broken.append(f"children of {name}")
    for key, value in element.attrib.items():
        if not re.fullmatch((must | may).get(key, "(?!)"), value):
            broken.append(f"{name} {key}={value}")
    if "subState" in element.attrib and "state" not in element.attrib:
        broken.append("a sub-state without its state")
    if element.get("state") in ("translated", "reviewed", "final") and element.find(f"{CORE}target") is None:
        broken.append("translated without a target")
    return broken


def test_a_page_with_everything_in_it_keeps_the_rules():
    assert broken_rules(write(BUNDLE, "xliff")) == []
    assert TMX.validate(etree.fromstring(write(BUNDLE, "tmx"))), TMX.error_log


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(
    some.lists(some.tuples(WORDS, WORDS), min_size=1, max_size=4),
    some.sampled_from(["", "missing", "outdated", "current"]),
)
def test_any_words_keep_the_rules(pairs: list[tuple[str, str]], state: str):
    told = {block.text: _one(other) for one, other in pairs for block in blocks(one)}
    if not told:
        return
    segments = tuple(
        segment(source, target, place=target, note=source, state=state if target else "missing")
        for source, target in told.items()
    )
    bundle = Bundle("x", "en", "sv", segments, MADE)
    assert broken_rules(write(bundle, "xliff")) == []
    assert TMX.validate(etree.fromstring(write(bundle, "tmx"))), TMX.error_log


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (b'<unit id="u 1"><segment><source/></segment></unit>', "unit id=u 1"),
        (b'<unit id="u"><segment><target/><source/></segment></unit>', "children of segment"),
        (b'<unit id="u"/>', "children of unit"),
        (b'<unit id="u"><segment subState="a:b"><source/></segment></unit>', "a sub-state without its state"),
        (b'<unit id="u"><segment state="done"><source/></segment></unit>', "segment state=done"),
        (b'<unit id="u"><segment><source/></segment></unit>' * 2, "two units of one id"),
    ],
)
def test_the_rules_would_find_a_fault(wrong: bytes, told: str):
    raw = b'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="it"><file id="f">'
    assert told in broken_rules(raw + wrong + b"</file></xliff>")
