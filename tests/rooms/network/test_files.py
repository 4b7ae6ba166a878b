"""Documents of a project: attached, had by whom they are for, removed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from passerelle.core.files import path_of
from passerelle.core.models import StoredFile

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def attach(browser, project, name="leaflet.pdf", content=PDF, **more):
    return browser.post(
        reverse("desk_files", args=[project.code]),
        {"file": SimpleUploadedFile(name, content), **more},
        follow=True,
    )


def test_a_file_is_for_the_projects_people_until_it_is_made_public(signed_in, project):
    browser = signed_in("local_coordinator")
    attach(browser, project)
    attach(browser, project, "for-all.pdf", public="on")
    inner, outer = StoredFile.objects.order_by("at")
    assert browser.get(reverse("file", args=[inner.pk])).getvalue() == PDF
    stranger = Client()
    assert stranger.get(reverse("file", args=[inner.pk])).status_code == 404
    answer = stranger.get(reverse("file", args=[outer.pk]))
    assert answer.getvalue() == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_web_page_in_disguise_is_refused_and_nothing_is_kept(signed_in, project):
    browser = signed_in("local_coordinator")
    answer = attach(browser, project, "leaflet.pdf", b"<html><script>alert(1)</script></html>")
    assert answer.context["form"].errors
    assert not StoredFile.objects.exists()


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
def test_a_removed_file_is_gone_from_the_disk_too(signed_in, project):
    browser = signed_in("lead_coordinator")
    attach(browser, project)
    kept = StoredFile.objects.get()
    assert path_of(kept.pk).exists()
    browser.post(reverse("desk_file_remove", args=[project.code, kept.pk]))
    assert not path_of(kept.pk).exists()


def test_a_file_of_another_project_cannot_be_removed_from_here(signed_in, project):
    from passerelle.core.errors import Problem
    from passerelle.network import actions
    from tests.rooms.network.conftest import HOUSE

    other = actions.create_project(HOUSE, acronym="OTHER", title="Other", language="en")
    kept = actions.attach_file(HOUSE, other, SimpleUploadedFile("a.pdf", PDF), public=False)
    with pytest.raises(Problem):
        actions.remove_file(HOUSE, project, kept)
    browser = signed_in("lead_coordinator")
    assert browser.post(reverse("desk_file_remove", args=[project.code, kept.pk])).status_code == 404
    assert StoredFile.objects.exists()
