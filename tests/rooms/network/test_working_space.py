"""The working space as it is used: publish, translate, take over a page, and stay inside one's own project."""

import pytest
from django.test import Client
from django.urls import reverse

from passerelle.language import texts
from passerelle.network import actions
from passerelle.network.models import Project
from passerelle.people.models import Account
from tests.rooms.network.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def page(project):
    actions.write_page(HOUSE, project, "# The bank\n\nWe live here.", language="en", base=0)
    return texts.tell(actions.owner_of(project), ["page"])["page"]


def segment(page, at):
    return texts.workshop({"page": page}, ["page"], "fr")[at].block.hash


def test_a_local_coordinator_translates_and_publishes(signed_in, project, page):
    browser = signed_in("local_coordinator")
    target = reverse("desk_translate", args=[project.code, "page", segment(page, 1), "fr"])
    answer = browser.post(target, {"words": "Nous vivons ici.", "base": "0"}, follow=True)
    assert "Nous vivons ici." in answer.content.decode()
    browser.post(reverse("desk_publish", args=[project.code]))
    edition = texts.edition(actions.owner_of(project), "fr")
    assert [p["state"] for p in edition.parts] == ["missing", "translated"]


def test_the_second_of_two_translators_sees_both_versions_and_can_save(signed_in, project, page):
    browser = signed_in("local_coordinator")
    target = reverse("desk_translate", args=[project.code, "page", segment(page, 1), "fr"])
    actions.translate_paragraph(
        HOUSE, project, "page", segment(page, 1), language="fr", words="Elle.", base=0
    )
    answer = browser.post(target, {"words": "Lui.", "base": "0"})
    shown = answer.content.decode()
    assert "Elle." in shown
    assert "Lui." in shown
    form = answer.context["form"]
    browser.post(target, {"words": "Les deux.", "base": form["base"].value()})
    told = texts.tell(actions.owner_of(project), ["page"])["page"]
    assert told.renderings("fr")[segment(page, 1)].body == "Les deux."


def test_a_translation_of_a_paragraph_that_changed_meanwhile_is_kept_as_outdated(signed_in, project, page):
    browser = signed_in("local_coordinator")
    before = segment(page, 1)
    target = reverse("desk_translate", args=[project.code, "page", before, "fr"])
    assert browser.get(target).status_code == 200
    actions.edit_paragraph(HOUSE, project, "page", before, "We all live here.")
    answer = browser.post(target, {"words": "Nous vivons ici.", "base": "0"}, follow=True)
    assert answer.status_code == 200
    told = texts.tell(actions.owner_of(project), ["page"])
    line = texts.workshop(told, ["page"], "fr")[1]
    assert (line.state.kind, line.translation.body) == ("outdated", "Nous vivons ici.")


def test_an_empty_page_cannot_be_published(signed_in, project):
    browser = signed_in("lead_coordinator")
    answer = browser.post(reverse("desk_publish", args=[project.code]), follow=True)
    assert "no text yet" in answer.content.decode()
    assert Project.objects.get(pk=project.pk).state == Project.State.DRAFT


def test_somebody_of_another_project_does_not_even_learn_that_the_draft_exists(signed_in, project):
    other = actions.create_project(HOUSE, acronym="OTHER", title="Other", language="en")
    browser = signed_in("lead_coordinator")
    assert browser.get(reverse("desk_project", args=[other.code])).status_code == 404
    assert "OTHER" not in browser.get(reverse("desk_projects")).content.decode()


def test_a_published_project_opens_its_working_space_to_its_own_people_only(signed_in, project):
    other = actions.create_project(HOUSE, acronym="OTHER", title="Other", language="en")
    actions.write_page(HOUSE, other, "Words.", language="en", base=0)
    actions.publish_project(HOUSE, other)
    browser = signed_in("lead_coordinator")
    assert browser.get(reverse("desk_project", args=[other.code])).status_code == 403


MESSY = (
    "RÄLS 20192019-03-01T10:00:00+00:00\n\nRÄLS 2019\n\n"
    + (
        "Projektet samlar byar längs den gamla järnvägen och låter alla som bor där berätta vad de saknar.\n\n"
        "Vi möts i stationshuset varje månad och bestämmer tillsammans vad som ska hända med banvallen.\n\n"
    )
    * 2
)


def test_an_old_page_becomes_a_draft_only_when_confirmed(signed_in, project):
    browser = signed_in("lead_coordinator")
    answer = browser.post(reverse("desk_import"), {"pasted": MESSY})
    assert answer.status_code == 200
    assert not Project.objects.filter(acronym="RÄLS").exists()
    reading = answer.context["reading"]
    assert reading.language == "sv"
    assert reading.repeated == 3  # the title and both paragraphs
    keep = [str(p.index) for p in reading.pieces if p.keep]
    given = {
        "confirm": "1",
        "text": reading.text,
        "acronym": "RÄLS",
        "title": "Byar längs spåret",
        "language": "sv",
        "keep": keep,
    }
    browser.post(reverse("desk_import"), given)
    draft = Project.objects.get(acronym="RÄLS")
    assert draft.state == Project.State.DRAFT
    body = texts.tell(actions.owner_of(draft), ["page"])["page"].newest.body
    assert body.count("stationshuset") == 1


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"%PDF-1.7 \x00\x01", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "PNG"),
        (b"\x00\x01\x02\x03" * 50, "not text"),
    ],
)
def test_a_file_that_is_no_text_is_named_and_told_what_to_do(signed_in, project, data, says):
    from django.core.files.uploadedfile import SimpleUploadedFile

    browser = signed_in("lead_coordinator")
    answer = browser.post(reverse("desk_import"), {"file": SimpleUploadedFile("page.txt", data)})
    shown = answer.content.decode()
    assert says in shown
    assert "copy its text and paste it here" in shown


@pytest.mark.parametrize("careful", [False, True])
def test_a_paste_of_fifty_megabytes_is_refused_with_a_page_that_says_so(member, project, careful):
    """With the check of the form's origin on, the paste is already read before any view: the same page answers."""
    actor = member("lead_coordinator", account=True)
    browser = Client(enforce_csrf_checks=careful)
    browser.force_login(
        Account.objects.get(person=actor.person),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    browser.get(reverse("desk_import"))
    answer = browser.post(reverse("desk_import"), {"pasted": "x" * 50_000_000})
    assert answer.status_code == 413
    assert "too large" in answer.content.decode().casefold()


def test_script_in_a_pasted_page_never_becomes_script(signed_in, project):
    browser = signed_in("lead_coordinator")
    nasty = "Hello <script>alert(1)</script><b onclick=x>there</b>, this is a page about neighbours who meet."
    shown = browser.post(reverse("desk_import"), {"pasted": nasty}).content.decode()
    assert "<script>alert" not in shown
    assert "onclick=x" not in shown
