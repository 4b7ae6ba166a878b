"""The workshop says of each translation how it was made and who read it, by names that the reader may know."""

import pytest
from django.urls import reverse

from passerelle.language import texts
from passerelle.network import actions
from tests.rooms.network.conftest import HOUSE
from tests.rooms.network.test_budget import asked

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def written(project):
    actions.write_page(HOUSE, project, "The quay is open.\n\nCome by boat.", language="en", base=0)
    return project


def page_lines(browser, project):
    lines = browser.get(reverse("desk_workshop", args=[project.code]) + "?to=it").context["lines"]
    return [line for line in lines if line["line"].field == "page"]


def test_translator_and_reader_stand_beside_the_paragraph(written, signed_in):
    browser = signed_in("local_coordinator")
    at = page_lines(browser, written)[0]["translate"]
    browser.post(at, {"words": "Il molo è aperto.", "base": 0})
    first = page_lines(browser, written)[0]["origin"]
    assert (str(first.how), first.readers) == ("Written by a person", ())
    assert first.by
    browser = signed_in("lead_coordinator")
    browser.post(at, {"words": "Il molo è aperto.", "base": 1})
    shown = page_lines(browser, written)[0]["origin"]
    assert shown.by == first.by
    assert len(shown.readers) == 1
    page = browser.get(reverse("desk_workshop", args=[written.code]) + "?to=it").content.decode()
    assert f"<bdi>{first.by}</bdi>" in page
    assert "Read and saved by:" in page
    assert page_lines(browser, written)[1]["origin"] is None


def test_many_translators_cost_no_more_questions_than_one(written, signed_in):
    browser = signed_in("lead_coordinator")
    address = reverse("desk_workshop", args=[written.code]) + "?to=it"
    at = page_lines(browser, written)[0]["translate"]
    browser.post(at, {"words": "Il molo è aperto.", "base": 0})
    asked(browser, address)
    few = asked(browser, address)
    body = "\n\n".join(f"Paragraph of the quay, number {n}." for n in range(12))
    actions.write_page(HOUSE, written, body, language="en", base=1)
    text = texts.text_of(actions.owner_of(written), "page")
    for line in texts.workshop(texts.tell(actions.owner_of(written)), ["page"], "it"):
        texts.translate(text, line.block.hash, "it", "Un capoverso.", base=0, author=None)
    assert asked(browser, address) <= few
