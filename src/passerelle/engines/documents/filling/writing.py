"""Fills placeholders: words look as the run they replace did, rows are repeated, blocks take a paragraph's place."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from passerelle.engines.documents import model, wordml
from passerelle.engines.documents.clean import plain
from passerelle.engines.documents.filling import finding
from passerelle.engines.documents.filling.blocks import Setting
from passerelle.engines.documents.filling.finding import W_P, W_R, W_T, W_TR, Fault, Found, Spoken
from passerelle.engines.documents.filling.given import Given
from passerelle.engines.documents.filling.package import Template, parse, told
from passerelle.engines.documents.model import NO_LANGUAGE, Run, Words, rtl

NOTHING = "–"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_CP = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_APP = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Unfillable(Exception):
    """Nothing was written; `faults` says why, each with its place."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(", ".join(f"{one.code} {one.name}" for one in faults))
        self.faults = faults


def fill(template: Template, given: Given) -> bytes:
    """The filled file; `template` is left as it was. Raises Unfillable before anything is written."""
    if wrong := finding.faults(template, given):
        raise Unfillable(wrong)
    copy = Template(
        dict(template.parts),
        {name: (kind, deepcopy(root)) for name, (kind, root) in template.spoken.items()},
        template.styles,
    )
    for _kind, root in copy.spoken.values():
        _unbound(root)
        _rows(root, given)
        _blocks(root, copy, given)
        for paragraph in list(root.iter(W_P)):
            _words(paragraph, given.words, given.language)
    _nameless(copy, given.house)
    return copy.packed()


# ---------------------------------------------------------------- rows


def _rows(root: Any, given: Given) -> None:
    """Each row with placeholders of a record, once for each record. Where there is none yet, one row says so."""
    groups: dict[Any, str] = {}
    for paragraph in root.iter(W_P):
        for one in finding.found_in(finding.spoken(paragraph).text):
            group, row = finding.group_of(one.name, given), finding.row_of(paragraph)
            if group and row is not None:
                groups[row] = group
    for row, group in groups.items():
        nothing = dict.fromkeys(given.parts_of(group), NOTHING)
        for number, record in enumerate(given.rows[group] or [nothing]):
            made = deepcopy(row)
            _renamed(made, number)
            row.addprevious(made)
            named = {f"{group}.{part}": words for part, words in record.items()}
            for paragraph in made.iter(W_P):
                _words(paragraph, named, given.language)
        row.getparent().remove(row)


def _renamed(row: Any, number: int) -> None:
    """What may occur once in a file only: marks and numbers of a copied row."""
    for one in list(row.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))):
        one.getparent().remove(one)
    for one in row.iter(W_P, W_TR):
        for name in ("paraId", "textId"):
            one.attrib.pop(f"{_W14}{name}", None)
    for one in row.iter(qn("wp:docPr")):
        one.set("id", str(int(one.get("id", "0")) + 10_000 * (number + 1)))


# ---------------------------------------------------------------- blocks


def _blocks(root: Any, template: Template, given: Given) -> None:
    for paragraph in list(root.iter(W_P)):
        text = finding.spoken(paragraph).text
        marks = finding.found_in(text)
        if len(marks) != 1 or marks[0].name not in given.blocks or marks[0].name in given.words:
            continue
        run = next((one for one in paragraph.iter(W_R)), None)
        looks = run.find(qn("w:rPr")) if run is not None else None
        setting = Setting(template.styles, given.language, paragraph.find(qn("w:pPr")), looks)
        made = setting.all(given.blocks[marks[0].name])
        for one in made:
            paragraph.addprevious(one)
        carries = paragraph.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None
        # The end of a section stands in a paragraph; and a cell, like a text box, ends with one.
        last = paragraph.getnext() is None or paragraph.getnext().tag == qn("w:sectPr")
        if carries or (last and (not made or made[-1].tag != W_P)):
            _words(paragraph, {marks[0].name: ""}, given.language, nothing="")
        else:
            paragraph.getparent().remove(paragraph)


# ---------------------------------------------------------------- words


def _words(paragraph: Any, words: Mapping[str, Words], language: str, nothing: str = NOTHING) -> None:
    if not any(one.name in words for one in finding.found_in(finding.spoken(paragraph).text)):
        return
    _apart(paragraph)
    told_ = finding.spoken(paragraph)
    for one in reversed(finding.found_in(told_.text)):
        if one.name in words:
            said = [run for run in model.runs(words[one.name]) if plain(run.text)]
            _replace(told_, one, said or ([Run(nothing, NO_LANGUAGE)] if nothing else []), language)


def _replace(told_: Spoken, mark: Found, said: list[Run], language: str) -> None:
    """What is said takes the place of the runs the placeholder lies in, and has the looks of the first."""
    signs = told_.signs[mark.start : mark.end]
    (first, begin), (last, end) = signs[0], signs[-1]
    covered = list(dict.fromkeys(element for element, _at in signs))
    if last.tag == W_T and end + 1 < len(last.text):
        _cut(last, end + 1)
    if first.tag == W_T and begin:
        covered[0] = _cut(first, begin)
    runs = [one.getparent() for one in covered]
    for one in said:
        for made in _made(one, runs[0].find(qn("w:rPr")), one.language or language):
            runs[0].addprevious(made)
    for run in runs:
        run.getparent().remove(run)


def _apart(paragraph: Any) -> None:
    """Each sign or text in a run of its own, all with the looks they had."""
    for element, _at in finding.spoken(paragraph).signs:
        run = element.getparent()
        inside = [one for one in run if one.tag != qn("w:rPr")]
        before = run
        for child in inside[1:]:
            twin = OxmlElement("w:r")
            looks = run.find(qn("w:rPr"))
            if looks is not None:
                twin.append(deepcopy(looks))
            twin.append(child)
            before.addnext(twin)
            before = twin


def _cut(element: Any, at: int) -> Any:
    """Cut a run of one text in two; returns the text of the second."""
    run = element.getparent()
    twin = deepcopy(run)
    run.addnext(twin)
    tail = twin.find(W_T)
    element.text, tail.text = element.text[:at], element.text[at:]
    for one in (element, tail):
        one.set(_SPACE, "preserve")
    return tail


def _made(one: Run, looks: Any, language: str) -> list[Any]:
    """The runs for some words: their looks, their language and its direction."""
    made: list[Any] = []
    for number, piece in enumerate(plain(one.text).split("\n")):
        if number:
            made.append(OxmlElement("w:r"))
            made[-1].append(OxmlElement("w:br"))
        run = OxmlElement("w:r")
        own = deepcopy(looks) if looks is not None else OxmlElement("w:rPr")
        if one.strong:
            wordml.put(own, "w:b")
            wordml.put(own, "w:bCs")
        if language not in (NO_LANGUAGE, "und"):
            for old in own.findall(qn("w:rtl")):
                own.remove(old)
            if rtl(language):
                wordml.put(own, "w:rtl")
            if not language.startswith("und"):
                wordml.languages(own, language)
        run.append(own)
        text = OxmlElement("w:t")
        text.text = piece
        text.set(_SPACE, "preserve")
        run.append(text)
        made.append(run)
    return made


# ---------------------------------------------------------------- what a file says besides


def _unbound(root: Any) -> None:
    """A content control that Word fills from elsewhere, or shows as a prompt, would lose what is put into it."""
    for control in root.iter(qn("w:sdt")):
        properties = control.find(qn("w:sdtPr"))
        if properties is None or "{{" not in "".join(one.text or "" for one in control.iter(W_T)):
            continue
        for name in ("w:dataBinding", "w:showingPlcHdr"):
            for old in properties.findall(qn(name)):
                properties.remove(old)
        for old in properties.findall(f"{_W15}dataBinding"):
            properties.remove(old)


def _nameless(template: Template, house: str) -> None:
    """Whoever made the template, or wrote beside it, is not named in what is sent."""
    for _kind, root in template.spoken.values():
        _unsigned(root, house)
    for name, content in template.parts.items():
        low = name.lower()
        if low == "docprops/core.xml":
            template.parts[name] = _emptied(content, house, {f"{_DC}creator"}, {f"{_CP}lastModifiedBy"})
        elif low == "docprops/app.xml":
            template.parts[name] = _emptied(content, house, set(), {f"{_APP}Manager"})
        elif low.startswith("word/") and "comments" in low and low.endswith(".xml") and "rels" not in low:
            root = parse(content)
            _unsigned(root, house)
            template.parts[name] = told(root)
        elif low == "word/people.xml":
            root = parse(content)
            for one in list(root):
                root.remove(one)
            template.parts[name] = told(root)


def _unsigned(root: Any, house: str) -> None:
    for one in root.iter():
        if qn("w:author") in one.attrib:
            one.set(qn("w:author"), house)
        if qn("w:initials") in one.attrib:
            one.set(qn("w:initials"), "")


def _emptied(content: bytes, house: str, said: set[str], empty: set[str]) -> bytes:
    root = parse(content)
    for one in root.iter():
        if one.tag in said:
            one.text = house
        elif one.tag in empty:
            one.text = ""
    return told(root)
