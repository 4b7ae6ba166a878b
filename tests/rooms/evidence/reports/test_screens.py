"""What the lead and the coordinators would miss on the screens of a report; and what nobody else may see."""

from __future__ import annotations

import io
import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from passerelle.core.actor import Actor, Grant
from passerelle.core.errors import Denied, Problem
from passerelle.evidence import actions
from passerelle.evidence.models import Report
from passerelle.evidence.reports import making, policies
from passerelle.evidence.reports.model import from_json
from passerelle.evidence.rules import Rule
from tests.engines.documents import ugly
from tests.rooms.evidence.reports.conftest import HOUSE, come

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def page(client, name, report, *args):
    return client.get(reverse(name, args=[report.code, *args]))


def body(response) -> str:
    return response.content.decode()


def test_a_report_is_put_together_read_written_and_sent(project, eight, member, sit, begin):
    client = sit(member(project))
    form = {"form": "cerv-networks-of-towns-2022", "title": "Year one", "language": "en"}
    answer = client.post(reverse("desk_report_new", args=[project.code]), form)
    report = Report.objects.get()
    assert answer.headers["Location"] == reverse("desk_report", args=[report.code])
    told = body(page(client, "desk_report", report))
    assert "Nothing is written here yet." in told
    assert "Summary" in told
    text = {"words": "We **met**.", "language": "en", "before": ""}
    client.post(reverse("desk_report_write", args=[report.code, "summary"]), text)
    assert "We <strong>met</strong>." in body(page(client, "desk_report_preview", report))
    client.post(reverse("desk_report_send", args=[report.code]), {"sent_to": "The agency"})
    report.refresh_from_db()
    assert report.sent
    assert from_json(report.told).sent
    assert page(client, "desk_report_write", report, "summary").status_code == 403


def test_what_was_sent_stays_whatever_is_entered_later(begin, eight, organisations, django_db_blocker):
    report = actions.send_report(HOUSE, begin())
    before = from_json(report.told).counts
    come(eight[0], range(40, 60), organisations[0])
    report.refresh_from_db()
    assert from_json(report.told).counts == before
    assert actions.reports.digest_of(report.told) == report.digest
    with pytest.raises(Denied):
        actions.count_again(HOUSE, report)


def test_what_was_sent_leads_to_what_changed_since(begin, eight, member, sit, project):
    goal = actions.add_result(HOUSE, project, level="goal", title="Trust grows", language="en")
    told = {"result": goal, "title": "Who came", "language": "en", "unit": "people"}
    actions.add_indicator(HOUSE, project, rule=Rule(by_hand=True), **told)
    report, client = begin(), sit(member(project))
    assert "What changed since" not in body(page(client, "desk_report", report))
    sent = actions.send_report(HOUSE, report)
    since = f'href="{reverse("desk_snapshot", args=[sent.snapshot.code])}"'
    assert since in body(page(client, "desk_report", sent))
    officer = sit(member(project, "funder_officer", 1, name="Olof Berg"))
    assert since not in body(page(officer, "desk_report", sent))


def test_the_database_itself_refuses_to_change_what_was_sent(begin, eight):
    report = actions.send_report(HOUSE, begin())
    with pytest.raises(Exception, match="what was sent stays as it is"):
        Report.objects.filter(pk=report.pk).update(title="Another")


def test_what_is_missing_is_told_by_name_with_where_it_is_mended(begin, eight, member, sit, project):
    report = begin(form="rec-action-grant-2015")
    actions.write_text(HOUSE, report, "ethics", words="x" * 1801, language="en")
    actions.write_text(HOUSE, report, "results", words="Des berges.", language="fr")
    told = body(page(sit(member(project)), "desk_report", report))
    assert "It is 1 character too long." in told
    assert "Only in French so far" in told
    assert (
        reverse("desk_gathering", args=[eight[3].code]) in told
    )  # somebody came of whom no country is known
    assert "<bdi>Women</bdi>, <bdi>Men</bdi>" in told


def test_numbers_to_enter_are_named_as_they_stand_in_the_report(begin, member, sit, project):
    report = begin(form="rec-action-grant-2015", language="fr")
    told = body(page(sit(member(project)), "desk_report", report))
    assert '<bdi lang="fr" dir="ltr">Femmes</bdi>, <bdi lang="fr" dir="ltr">Hommes</bdi>' in told


def test_a_heading_says_in_which_language_it_is_where_the_report_speaks_another(
    begin, eight, member, sit, project
):
    report = begin(form="rec-action-grant-2015", language="fr")
    where = reverse("desk_report_write", args=[report.code, "ethics"])
    shown = body(page(sit(member(project)), "desk_report", report))
    links = re.findall(rf'<a [^>]*href="{where}"[^>]*>', shown)
    assert len(links) == 2  # what is missing, and the texts
    assert all('lang="fr"' in link for link in links)


def test_a_missing_figure_leads_to_its_indicator_and_a_missing_chain_to_where_it_is_begun(
    begin, eight, member, sit, project
):
    client = sit(member(project))
    assert "No indicator yet" in body(page(client, "desk_report", begin(form="rec-action-grant-2015")))
    goal = actions.add_result(HOUSE, project, level="goal", title="Trust grows", language="en")
    told = {"result": goal, "title": "Trust", "language": "en", "unit": "percent"}
    one = actions.add_indicator(HOUSE, project, rule=Rule(by_hand=True), **told)
    report = begin(form="rec-action-grant-2015")
    shown = body(page(client, "desk_report", report))
    assert "No indicator yet" not in shown
    assert "No figure has been entered yet." in shown
    assert f'href="{reverse("desk_indicator", args=[one.code])}"' in shown
    for line in report.told["lines"]:  # as it was told before indicators had their code in it
        del line["code"]
    report.save()
    shown = body(page(client, "desk_report", report))
    assert "No figure has been entered yet." in shown
    assert f'href="{reverse("desk_indicator", args=[one.code])}"' not in shown


def test_tables_of_one_kind_are_told_apart_by_whoever_listens(begin, eight, member, sit, project):
    shown = body(page(sit(member(project)), "desk_report_preview", begin()))
    labels = re.findall(r'role="region" aria-label="([^"]+)"', shown)
    assert len(labels) > len(eight)
    assert len(set(labels)) == len(labels)


def test_two_who_write_the_same_part_do_not_overwrite_each_other(begin, eight):
    report = begin()
    actions.write_text(HOUSE, report, "summary", words="First.", language="en")
    with pytest.raises(Problem) as refused:
        actions.write_text(HOUSE, report, "summary", words="Second.", language="en", before="")
    assert refused.value.code == "changed meanwhile"


def test_a_draft_is_the_projects_own_and_what_was_sent_the_officers_too(
    project, other, eight, begin, member, sit
):
    report = begin()
    officer = member(project, "funder_officer", 1, name="Olof Berg")
    client = sit(officer)
    assert page(client, "desk_report", report).status_code == 403
    assert "Final report" not in body(client.get(reverse("desk_reports", args=[project.code])))
    actions.send_report(HOUSE, report)
    assert page(client, "desk_report", report).status_code == 200
    stranger = sit(member(other, name="Nils Ork"))
    assert page(stranger, "desk_report", report).status_code == 404
    assert page(stranger, "desk_report_preview", report).status_code == 404


@pytest.mark.parametrize("role", ["facilitator", "committee_member", "researcher"])
def test_a_draft_and_its_files_are_theirs_who_write_it_until_it_is_sent(
    project, eight, begin, member, sit, role
):
    report = begin()
    making.make(waiting(report))
    somebody = member(project, role, 1, name="Ylva Ek")
    writer = member(project, "local_coordinator", 1, name="Ada Berg")
    shown = (("desk_report",), ("desk_report_preview",), ("desk_report_file", "pdf"))
    for who, answer in ((somebody, 403), (writer, 200)):
        client = sit(who)
        for name, *args in shown:
            assert page(client, name, report, *args).status_code == answer, name
        listed = body(client.get(reverse("desk_reports", args=[project.code])))
        assert ("Final report" in listed) == (who is writer)
    actions.send_report(HOUSE, report)
    making.make(waiting(report))
    client = sit(somebody)
    for name, *args in shown:
        assert page(client, name, report, *args).status_code == 200, name


def test_an_administrator_reads_no_draft(project, eight, begin):
    report, house = begin(), Actor(person=uuid4(), grants=(Grant("administrator", None, None),))
    assert not policies.may_read(house, report)
    assert policies.may_read(house, actions.send_report(HOUSE, report))


def test_its_pages_ask_the_same_few_questions_for_eight_gatherings_as_for_none(
    project, other, eight, begin, member, sit
):
    many = begin()
    none = actions.begin_report(
        HOUSE, other, form="cerv-networks-of-towns-2022", title="Nothing yet", language="en"
    )
    leads = {report.pk: member(report.project) for report in (many, none)}
    for name in ("desk_report", "desk_report_preview", "desk_report_write", "desk_report_template"):
        asked = []
        for report in (many, none):
            client = sit(leads[report.pk])
            args = ("summary",) if name == "desk_report_write" else ()
            page(client, name, report, *args)
            with CaptureQueriesContext(
                connection,
            ) as found:
                assert page(client, name, report, *args).status_code == 200
            asked.append(len(found))
        assert asked[0] == asked[1]
        assert asked[0] <= 12, name


def test_an_own_template_is_refused_filled_and_named_by_its_faults(project, eight, begin, member, sit):
    report = begin()
    client = sit(member(project))
    address = reverse("desk_report_template", args=[report.code])
    answer = client.post(address, {"file": SimpleUploadedFile("a.docx", b"PK no file")})
    assert "This cannot be read as a Word file." in body(answer)
    client.post(address, {"file": SimpleUploadedFile("a.docx", ugly.template("{{figures.poeple}}"))})
    told = body(client.get(address))
    assert "Did you mean {{figures.people}}?" in told
    making.make(waiting(report))
    assert making.file_of(report, making.OWN) is None
    assert making.file_of(report, "pdf") is not None
    client.post(address, {"do": "drop"})
    client.post(address, {"file": SimpleUploadedFile("a.docx", own())})
    assert "Every placeholder can be filled" in body(client.get(address))
    making.make(waiting(report))
    answer = page(client, "desk_report_file", report, "own")
    content = b"".join(answer.streaming_content)
    assert "Final report: 10" in ugly.words(content)
    assert "Forum number 8" in ugly.words(content)


def waiting(report):
    actions.ask_for_files(HOUSE, report)
    return report.pk


def own() -> bytes:
    import docx

    file = docx.Document()
    file.add_paragraph("{{report.title}}: {{figures.people}}")
    file.add_paragraph("{{events}}")
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def test_whoever_waits_is_told_when_files_cannot_be_made_and_may_try_again(
    project, begin, eight, member, sit, monkeypatch
):
    goal = actions.add_result(HOUSE, project, level="goal", title="Trust grows", language="en")
    told = {"result": goal, "title": "Who came", "language": "en", "unit": "people"}
    actions.add_indicator(HOUSE, project, rule=Rule(by_hand=True), **told)
    report, client = begin(), sit(member(project))
    client.post(
        reverse("desk_report_template", args=[report.code]), {"file": SimpleUploadedFile("a.docx", own())}
    )
    pk = waiting(report)
    assert "0 of 5 files are made." in body(page(client, "desk_report", report))

    def breaks(told):
        raise RuntimeError("out of paper")

    with monkeypatch.context() as patch:
        patch.setitem(making.FORMS, "pdf", making.Form("pdf", "pdf", "x/y", breaks))
        with pytest.raises(RuntimeError):
            making.make(pk)
    assert "They could not be made." in body(page(client, "desk_report", report))
    making.make(pk)  # the worker's second try finds nobody waiting
    assert making.file_of(report, "docx") is None
    making.make(waiting(report))
    assert making.file_of(report, "pdf") is not None


def test_files_that_were_called_off_are_not_kept(begin, eight, monkeypatch):
    report = begin()
    pk = waiting(report)
    first = making.FORMS["docx"].write

    def call_off(told):
        actions.call_off_files(HOUSE, report)
        return first(told)

    monkeypatch.setitem(making.FORMS, "docx", making.Form("docx", "docx", "x/y", call_off))
    making.make(pk)
    report.refresh_from_db()
    assert report.files == Report.Files.CANCELLED
    assert making.file_of(report, "docx") is None
