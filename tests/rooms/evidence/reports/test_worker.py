"""The files of a report as the worker makes them, in a process of its own."""

import pytest

from passerelle.core import files
from passerelle.evidence import actions
from passerelle.evidence.models import Report
from passerelle.evidence.reports import making
from tests.rooms.evidence.reports.conftest import HOUSE
from tests.rooms.messages import workers

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


def test_a_worker_makes_the_files_and_follows_one_that_died(begin, eight):
    report = begin()
    actions.ask_for_files(HOUSE, report)
    assert making.file_of(report, "pdf") is None
    # As a worker leaves it that is killed between two files.
    Report.objects.filter(pk=report.pk).update(files=Report.Files.MAKING, done=2)
    workers.work("heavy")
    report.refresh_from_db()
    assert (report.files, report.done) == (Report.Files.READY, len(making.FORMS))
    assert files.read(making.file_of(report, "pdf"))[:5] == b"%PDF-"


def test_what_was_called_off_before_the_worker_came_is_not_made(begin, eight):
    report = begin()
    actions.ask_for_files(HOUSE, report)
    actions.call_off_files(HOUSE, report)
    workers.work("heavy")
    report.refresh_from_db()
    assert report.files == Report.Files.CANCELLED
    assert making.file_of(report, "pdf") is None
