"""What an organisation with a template of its own would miss: every placeholder found, nothing else touched."""

from __future__ import annotations

import io
import itertools
import zipfile

import docx
import pytest
from hypothesis import given as hypothetically
from hypothesis import settings
from hypothesis import strategies as st

from passerelle.engines.documents import Facts, Heading, Run, Table
from passerelle.engines.documents.filling import Given, NotATemplate, Unfillable, faults, fill, read
from tests.engines.documents import ugly

EVENTS = (
    Heading("Forum along the water", 2),
    Facts((("Place", "Lipowiska"),)),
    Table("By country", ("Country", "People"), (("Italy", "3"), ("Sweden", "4"))),
)
GIVEN = Given(
    language="en",
    words={
        "project.title": "RIVAGES",
        "period": "2026\n2027",
        "figures.people": "1,204",
        "figures.heads": "77",
        "grant": (Run("612345", "zxx"),),
        "funder.disclaimer": "Only the authors’ view.",
    },
    rows={
        "event": [
            {"title": (Run("منتدى المدينة", "ar"),), "town": "Rocchiara", "people": "7"},
            {"title": "Forum", "town": "Ekbrovik", "people": "12"},
        ]
    },
    blocks={"events": EVENTS},
    house="Sainte-Ombelle",
)


def filled(content: bytes, given: Given = GIVEN) -> bytes:
    return fill(read(content), given)


def test_placeholders_torn_over_runs_headers_boxes_and_controls_are_all_filled():
    told = ugly.words(filled(ugly.template()))
    assert "{{" not in told
    assert "}}" not in told
    assert "Report of RIVAGES for 2026" in told
    assert "So many came: 1,204 and 77!" in told
    assert told.count("Grant 612345") == 4  # twice in the line round the boxes, and in each of them
    assert "Title: RIVAGES" in told
    assert "Seen: 1,204" in told
    assert "Only the authors’ view." in told


def test_the_looks_of_the_words_replaced_are_kept_and_the_others_stay():
    file = docx.Document(io.BytesIO(filled(ugly.template())))
    line = next(one for one in file.paragraphs if one.text.startswith("So many came"))
    looks = {
        run.text: (run.bold, run.font.size.pt if run.font.size else None) for run in line.runs if run.text
    }
    assert looks["1,204"] == (True, None)
    assert looks["77"] == (False, 15.0)  # began in the red run
    assert looks["!"] == (False, None)
    assert next(one for one in file.paragraphs if "Report of" in one.text).style.name == "Heading 1"


def test_a_row_is_repeated_for_each_record_and_each_says_its_language():
    file = docx.Document(io.BytesIO(filled(ugly.template())))
    rows = [[cell.text for cell in row.cells] for row in file.tables[0].rows]
    assert rows == [
        ["Event", "Where", "How many of 1,204"],
        ["منتدى المدينة", "in Rocchiara", "7"],
        ["Forum", "in Ekbrovik", "12"],
    ]
    arabic = file.tables[0].rows[1].cells[0].paragraphs[0].runs[0]
    assert arabic.font.rtl
    assert not file.tables[0].rows[2].cells[0].paragraphs[0].runs[0].font.rtl


def test_no_record_leaves_one_row_that_says_so():
    given = Given(
        "en", GIVEN.words, {"event": []}, GIVEN.blocks, columns={"event": ("title", "town", "people")}
    )
    file = docx.Document(io.BytesIO(filled(ugly.template(), given)))
    assert [cell.text for cell in file.tables[0].rows[1].cells] == ["–", "in –", "–"]


def test_blocks_take_a_paragraphs_place_in_the_templates_own_styles():
    content = filled(ugly.template())
    file = docx.Document(io.BytesIO(content))
    styled = [(one.style.name, one.text) for one in file.paragraphs if one.text]
    assert ("Heading 2", "Forum along the water") in styled
    assert "{{" not in ugly.words(content)
    cell = file.tables[2].rows[0].cells[0]  # the table of one cell, after the one the blocks brought
    assert cell.tables[0].rows[1].cells[1].text == "3"
    assert cell.paragraphs[-1].text == ""


def test_what_is_unknown_is_told_by_its_place_with_a_proposal_and_nothing_is_written():
    template = read(
        ugly.template("Came: {{figures.poeple}} people", "{{events}} and more", "{{ event.title }}", "{{")
    )
    told = {(one.code, one.name): one for one in faults(template, GIVEN)}
    unknown = told["unknown", "figures.poeple"]
    assert unknown.proposal == "figures.people"
    assert "Came:" in unknown.where.says
    assert unknown.where.part == "body"
    assert ("alone", "events") in told
    assert ("row", "event.title") in told
    assert ("open", "") in told
    with pytest.raises(Unfillable) as refused:
        fill(template, GIVEN)
    assert len(refused.value.faults) == 4


def test_a_fault_in_a_table_says_its_row_and_cell_and_one_in_a_header_says_so():
    file = docx.Document()
    file.sections[0].header.paragraphs[0].text = "{{nothing.like.it.at.all}}"
    file.add_table(rows=3, cols=2).rows[2].cells[1].text = "{{event.colour}}"
    out = io.BytesIO()
    file.save(out)
    header, cell = sorted(faults(read(out.getvalue()), GIVEN), key=lambda one: one.where.table)
    assert header.where.part == "header"
    assert (cell.where.table, cell.where.row, cell.where.cell) == (1, 3, 2)


def test_whoever_made_the_template_is_named_nowhere_in_what_is_sent():
    assert ugly.AUTHOR in ugly.everything(ugly.template())
    sent = ugly.everything(filled(ugly.template()))
    assert ugly.AUTHOR not in sent
    assert "Sainte-Ombelle" in sent


def test_a_filled_file_opens_again_and_is_the_same_each_time():
    template = read(ugly.template())
    assert fill(template, GIVEN) == fill(template, GIVEN)
    assert docx.Document(io.BytesIO(fill(template, GIVEN))).paragraphs


@settings(max_examples=40, deadline=None)
@hypothetically(st.lists(st.integers(1, 40), max_size=6), st.integers(0, 3))
def test_wherever_runs_end_the_words_come_out_the_same(cuts, kind):
    line = "Before {{project.title}} between {{figures.people}} after {{ grant }}."
    file = docx.Document()
    paragraph = file.add_paragraph()
    places = sorted({0, len(line), *cuts})
    for begin, end in itertools.pairwise(places):
        run = paragraph.add_run(line[begin:end])
        run.italic = kind == 1
    out = io.BytesIO()
    file.save(out)
    told = docx.Document(io.BytesIO(filled(out.getvalue()))).paragraphs[0].text
    assert told == "Before RIVAGES between 1,204 after 612345."


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "damaged"), (b"\xd0\xcf\x11\xe0 old", "locked"), (b"PK nothing", "damaged")],
)
def test_what_is_no_template_is_refused(content, code):
    with pytest.raises(NotATemplate) as refused:
        read(content)
    assert refused.value.code == code


def test_a_part_that_wants_entities_or_is_far_too_large_is_refused():
    for name, content, code in (
        ("word/document.xml", b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>', "not_docx"),
        ("word/media/big.bin", b"\0" * 81_000_000, "too_large"),
    ):
        out = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(ugly.template())) as old,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            for part in old.namelist():
                if part != name:
                    new.writestr(part, old.read(part))
            new.writestr(name, content)
        with pytest.raises(NotATemplate) as refused:
            read(out.getvalue())
        assert refused.value.code == code
