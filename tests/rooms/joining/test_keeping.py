"""Who accepted an agreement is known as long as the funder may ask, and forgotten afterwards."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from passerelle.core import clock
from passerelle.core.models import Hold, StoredFile
from passerelle.joining import actions
from passerelle.joining.models import Acceptance
from passerelle.network.models import Project
from tests.rooms.joining.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOW = datetime(2030, 6, 1, tzinfo=UTC)


@pytest.fixture
def accepted(project, organisations, member, agreed):
    """One on the screen, one on a paper that is kept; accepted long ago, in a project that ended in 2023."""
    actions.accept(member(project, "local_coordinator", 1), agreed, organisations[1])
    paper = SimpleUploadedFile("signed.txt", b"Signed by Carla Neri.")
    actions.note_paper(HOUSE, agreed, organisations[2], paper)
    Acceptance.objects.update(accepted_at=datetime(2021, 1, 1, tzinfo=UTC))
    Project.objects.filter(pk=project.pk).update(ends="2023-12")
    return project


def planned(now=NOW):
    return next(one for one in clock.plan(now) if one.rule.key == "acceptance")


def test_six_years_after_the_end_it_is_forgotten_who_and_kept_that(accepted):
    early = datetime(2029, 12, 1, tzinfo=UTC)
    assert clock.run(early, only="acceptance") == {"acceptance": 0}
    assert (planned(early).due, planned(early).months) == (0, {date(2029, 12, 1): 2})
    assert planned().due == 2
    assert clock.run(NOW, only="acceptance") == {"acceptance": 2}
    assert {(one.person, one.has_file) for one in Acceptance.objects.all()} == {(None, False)}
    assert Acceptance.objects.count() == 2
    assert not StoredFile.objects.filter(owner_kind=Acceptance.KIND).exists()
    assert clock.run(NOW, only="acceptance") == {"acceptance": 0}


def test_nothing_is_forgotten_of_a_project_that_goes_on(accepted):
    Project.objects.filter(pk=accepted.pk).update(ends="")
    assert clock.run(NOW, only="acceptance") == {"acceptance": 0}


def test_a_legal_hold_on_the_project_keeps_it(accepted):
    told = dict(project=accepted.pk, placed_as="lead_coordinator", ground="audit", until="2999-12-31")
    Hold.objects.create(code="heldhold", **told)
    assert clock.run(NOW, only="acceptance") == {"acceptance": 0}
    assert planned().held == 2
