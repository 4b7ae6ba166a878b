"""Who did not agree to be shown stands in no file of a report, wherever in it one looks; and files do not stay."""

from __future__ import annotations

import io
import itertools
import zipfile
from datetime import timedelta

import pikepdf
import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pdfua import validate

from passerelle.core import clock, files
from passerelle.evidence import actions
from passerelle.evidence.models import Report
from passerelle.evidence.reports import making
from passerelle.network import actions as network
from passerelle.people import actions as people
from passerelle.people.models import Person
from tests.engines.documents import ugly
from tests.rooms.evidence.reports.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def carried(project, organisations, member):
    """Three who carry the project: Amina and Karim never agreed to be shown, Berta did."""
    member(project, name="Amina Dold")
    for name, part in (("Karim Unsaid", "speaker"), ("Berta Shown", "speaker")):
        who = people.register_person(HOUSE, name=name, email="", language="en", project=project.pk)
        network.note_contribution(HOUSE, project, who, part, organisations[1])
    people.give_consent(HOUSE, who, "shown")
    return who


@pytest.fixture
def made(begin, eight, carried, organisations):
    """A report whose files were made, an own template's among them, signed by whoever once made it."""
    report = begin(language="en")
    template = SimpleUploadedFile("a.docx", _with_people())
    actions.take_template(HOUSE, report, template)
    actions.ask_for_files(HOUSE, report)
    making.make(report.pk)
    report.refresh_from_db()
    return report


def _with_people() -> bytes:
    import docx

    file = docx.Document()
    file.core_properties.author = ugly.AUTHOR
    file.core_properties.last_modified_by = ugly.AUTHOR
    row = file.add_table(rows=1, cols=2).rows[0]
    row.cells[0].text, row.cells[1].text = "{{person.role}} {{person.organisation}}", "{{person.name}}"
    file.add_paragraph("{{people}}")
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def everything(content: bytes) -> str:
    """All words of a file, those no reader sees included."""
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    if content[:4] == b"%PDF":
        told = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
        with pikepdf.open(io.BytesIO(content)) as pdf:
            info = " ".join(str(value) for value in pdf.docinfo.values())
            return f"{told} {info} {pdf.Root.Metadata.read_bytes().decode()}"
    return content.decode()


def test_names_without_consent_stand_in_no_file_and_those_with_it_in_each(made):
    assert made.files == Report.Files.READY
    for key in (*making.FORMS, making.OWN):
        told = " ".join(everything(files.read(making.file_of(made, key))).split())
        for name in ("Amina", "Dold", "Karim", "Unsaid", ugly.AUTHOR):
            assert name not in told, (key, name)
        assert "Berta Shown" in told, key


def test_nobody_is_named_in_what_the_database_keeps_of_a_report(made):
    sent = actions.send_report(HOUSE, made)
    assert "Berta" not in str(sent.told)
    assert not sent.told["people"]


def test_who_took_the_consent_back_stands_in_no_file_made_afterwards(made, carried):
    people.withdraw_consent(HOUSE, carried, "shown")
    actions.ask_for_files(HOUSE, made)
    making.make(made.pk)
    assert "Berta" not in everything(files.read(making.file_of(made, "docx")))


def test_files_go_when_somebody_is_erased_and_after_a_day(made, carried):
    people.erase_person(HOUSE, carried)
    assert making.file_of(made, "pdf") is None
    actions.ask_for_files(HOUSE, made)
    making.make(made.pk)
    assert making.file_of(made, "pdf") is not None
    Report.objects.filter(pk=made.pk).update(made_at=timezone.now() - timedelta(days=1, minutes=1))
    clock.run()
    assert making.file_of(made, "pdf") is None


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pdf_passes_the_checker_and_can_be_walked_by_its_headings(begin, eight, language, tmp_path):
    report = begin(language=language, title="Final report")
    actions.write_text(HOUSE, report, "summary", words="### Deep\n\nWords.\n\n# High\n\nMore.", language="fr")
    report.refresh_from_db()
    content = making.write(report, making.from_json(report.told), "pdf")[0]
    path = tmp_path / "report.pdf"
    path.write_bytes(content)
    assert not list(validate(path).findings)
    with pikepdf.open(path) as pdf:
        assert str(pdf.Root.Lang) == language
        assert str(pdf.docinfo["/Title"]) == "Final report"
        tags = list(walked(pdf.Root.StructTreeRoot))
    levels = [int(tag[2:]) for tag in tags if tag[:2] == "/H" and tag[2:].isdigit()]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert tags.count("/Table") >= 8 * 3
    assert tags.count("/TH") > tags.count("/Table")


def walked(element):
    """The tags of a structure tree, in order."""
    if "/S" in element:
        yield str(element.S)
    below = element.get("/K", [])
    for one in below if isinstance(below, pikepdf.Array) else [below]:
        if isinstance(one, pikepdf.Dictionary):
            yield from walked(one)


def test_nobody_else_opens_its_files(made, other, member, sit):
    stranger = sit(member(other, name="Nils Ork"))
    assert stranger.get(f"/en/desk/projects/report/{made.code}/files/pdf").status_code == 404
    assert Person.objects.exists()
