"""People who take part without an account: written down, seen by their coordinators only."""

import pytest
from django.urls import reverse

from passerelle.people.models import Person
from passerelle.people.queries import names_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
CONTACT = {
    "name": "Fanny Ek",
    "email": "",
    "phone": "+46 8 000",
    "language": "sv",
    "note": "Arabic interpreter",
}


def test_a_local_coordinator_writes_somebody_down_and_finds_them_again(signed_in, project, organisations):
    browser = signed_in("local_coordinator")
    given = {**CONTACT, "organisation": organisations[1].pk}
    answer = browser.post(reverse("desk_write_down", args=[project.code]), given, follow=True)
    assert "Fanny Ek" in answer.content.decode()
    person = Person.objects.get(controller=organisations[1].pk)
    assert names_of(browser.actor, [person.pk]) == {person.pk: "Fanny Ek"}


def test_a_facilitator_cannot(signed_in, project):
    browser = signed_in("facilitator")
    assert browser.post(reverse("desk_write_down", args=[project.code]), CONTACT).status_code == 403
    assert Person.objects.count() == 1


def test_without_a_name_nothing_is_kept_and_what_was_typed_stays(signed_in, project):
    browser = signed_in("lead_coordinator")
    answer = browser.post(reverse("desk_write_down", args=[project.code]), {**CONTACT, "name": " \u202e "})
    assert answer.context["form"].errors["name"]
    assert "Arabic interpreter" in answer.content.decode()
    assert Person.objects.count() == 1
