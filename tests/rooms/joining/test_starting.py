"""A lead begins an agreement with a draft in a language of the house, changes it, and offers it to the partners."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.urls import reverse

from passerelle.engines.text.segments import blocks
from passerelle.joining import starting
from passerelle.joining.models import Agreement

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def test_the_draft_says_the_same_things_in_every_language(project):
    shapes = {}
    for language in LANGUAGES:
        parts = blocks(starting.draft(language, project))
        shapes[language] = [(one.kind, one.level, one.text.count("[")) for one in parts]
        assert parts[0].text.startswith("**"), "it says first that it is a draft for a lawyer"
        assert "RIVAGES" in parts[1].text
        assert "Town SE" in parts[2].text
        assert not any("{" in one.text for one in parts)
    assert len({tuple(shape) for shape in shapes.values()}) == 1


def test_a_lead_takes_it_changes_it_and_offers_it(project, member, sit):
    browser = sit(member(project))
    write = reverse("desk_agreement_write", args=[project.code])
    page = browser.get(write).content.decode()
    assert all(f'href="?draft={language}"' in page for language in LANGUAGES)
    page = browser.get(f"{write}?draft=fr").content.decode()
    assert "Convention de partenariat : RIVAGES" in page
    assert "not advice" in page
    own = starting.draft("fr", project).partition("\n")[2].replace("[30]", "20")
    browser.post(f"{write}?draft=fr", {"text": own, "language": "fr"})
    made = Agreement.objects.get()
    assert (made.language, "20 jours" in made.text) == ("fr", True)
    assert "?draft=" not in browser.get(write).content.decode()
