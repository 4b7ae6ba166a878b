"""Names and contacts: sealed under their person's key, opened only for those who work with the person."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from passerelle.core import keys, sealing
from passerelle.core.actor import PUBLIC, Actor
from passerelle.core.codes import new_code
from passerelle.core.errors import Denied, Problem
from passerelle.core.models import Entry
from passerelle.people import actions, listing, queries
from passerelle.people.models import Identity, Person, Place
from tests.rooms.people.conftest import HOUSE, Network

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_nothing_readable_stands_in_the_table(network: Network) -> None:
    person = network.person("Šárka Nováková", "sarka@example.org", phone="+420 123 456", note="needs a ramp")
    row = Identity.objects.filter(pk=person.pk).values().get()
    stored = b"".join(bytes(v) for v in row.values() if isinstance(v, bytes | memoryview))
    for value in ("Šárka", "sarka", "420", "ramp"):
        assert value.encode() not in stored
    known = queries.identity_of(HOUSE, person)
    assert (known.name, known.email, known.phone, known.note) == (
        "Šárka Nováková",
        "sarka@example.org",
        "+420 123 456",
        "needs a ramp",
    )


def test_sealed_value_moved_to_another_person_does_not_open(network: Network) -> None:
    one, two = network.person(), network.person("Bashir", "b@example.org")
    Identity.objects.filter(pk=two.pk).update(name=Identity.objects.get(pk=one.pk).name)
    with pytest.raises(Problem) as problem:
        queries.identity_of(HOUSE, two)
    assert problem.value.code == "sealed"


def test_who_may_know_a_name(network: Network) -> None:
    person = network.person()
    sees = {
        "lead_coordinator": True,
        "local_coordinator": True,
        "facilitator": False,
        "researcher": False,
        "funder_officer": False,
        "administrator": False,
    }
    for role, expected in sees.items():
        actor = network.actor(network.staff(role, f"{role}@example.org"))
        assert (queries.names_of(actor, [person.pk])[person.pk] == "Amina Khalil") is expected, role
        if expected:
            assert queries.identity_of(actor, person).email == "amina@example.org"
        else:
            with pytest.raises(Denied):
                queries.identity_of(actor, person)
    far = network.actor(network.staff("lead_coordinator", "far@example.org", project=network.other))
    assert queries.names_of(far, [person.pk]) == {person.pk: None}
    assert queries.names_of(PUBLIC, [person.pk]) == {person.pk: None}
    assert queries.names_of(Actor(person=person.pk), [person.pk]) == {person.pk: "Amina Khalil"}


def test_many_names_cost_two_queries(network: Network) -> None:
    people = [network.person(f"Person {n}", f"p{n}@example.org").pk for n in range(20)]
    with CaptureQueriesContext(connection) as data, CaptureQueriesContext(connections["keys"]) as store:
        assert len(queries.names_of(HOUSE, people)) == 20
    assert len(data) + len(store) == 2


def test_name_with_hidden_characters_is_stored_as_it_looks(network: Network) -> None:
    person = network.person("Eve\u202e\r\nBcc: x@example.org\u0000")
    assert queries.identity_of(HOUSE, person).name == "Eve Bcc: x@example.org"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": " \u200b "}, "no name"),
        ({"email": "not an address"}, "no address"),
        ({"name": "x" * 200_000}, "too long"),
    ],
)
def test_what_cannot_be_kept_is_told(network: Network, wrong: dict[str, str], code: str) -> None:
    with pytest.raises(Problem) as problem:
        network.person(**wrong)
    assert problem.value.code == code


def test_coordinator_of_another_project_adds_nobody_here(network: Network) -> None:
    far = network.actor(network.staff("lead_coordinator", "far@example.org", project=network.other))
    with pytest.raises(Denied):
        actions.register_person(far, name="X", email="", language="en", project=network.project.pk)
    with pytest.raises(Denied):
        actions.register_person(far, name="X", email="", language="en", project=None)
    assert actions.register_person(far, name="X", email="", language="en", project=network.other.pk)


def test_journal_knows_which_part_changed_but_not_what(network: Network) -> None:
    person = network.person()
    actions.change_identity(HOUSE, person, email="new@example.org", language="fr")
    assert queries.identity_of(HOUSE, person).email == "new@example.org"
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.details) == ("identity changed", {"fields": ["email", "language"]})
    assert "new@example.org" not in str(list(Entry.objects.values()))


def test_opening_a_contact_is_written_down(network: Network, signed_in: Any) -> None:
    person = network.person()
    local = network.staff("local_coordinator", "local@example.org")
    page = signed_in(local).get(reverse("desk_person", args=[person.code]))
    assert "amina@example.org" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.actor, entry.subject) == (
        "contact page opened",
        local.person_id,
        str(person.pk),
    )


def test_administrator_sees_that_somebody_is_there_but_not_who(network: Network, signed_in: Any) -> None:
    person = network.person()
    client = signed_in(network.staff("administrator", "admin@example.org"))
    for page in (client.get(reverse("desk_people")), client.get(reverse("desk_person", args=[person.code]))):
        assert page.status_code == 200
        assert "Amina" not in page.content.decode()
        assert person.code in page.content.decode()
    assert client.get(reverse("desk_person_change", args=[person.code])).status_code == 403


def test_people_of_other_projects_are_not_found(network: Network, signed_in: Any) -> None:
    person = network.person()
    far = signed_in(network.staff("lead_coordinator", "far@example.org", project=network.other))
    assert far.get(reverse("desk_person", args=[person.code])).status_code == 404
    assert "Amina" not in far.get(reverse("desk_people")).content.decode()
    assert Client().get(reverse("desk_people")).status_code == 302
    helper = signed_in(network.staff("facilitator", "helper@example.org"))
    assert helper.get(reverse("desk_people")).status_code == 403


def test_list_is_searched_and_sorted_as_the_reader_sorts(network: Network, signed_in: Any) -> None:
    for name in ("Öberg", "Zetterlund", "Åkesson", "Andersson"):
        network.person(name, f"{new_code()}@example.org")
    lead = network.staff("lead_coordinator", "lead@example.org")
    actor = network.actor(lead)

    def names(language: str) -> list[str]:
        return [r.name for r in listing.people_list(actor, language) if r.name != "Lead Coordinator"]

    assert names("sv") == ["Andersson", "Zetterlund", "Åkesson", "Öberg"]
    assert names("en") == ["Åkesson", "Andersson", "Öberg", "Zetterlund"]
    assert [r.name for r in listing.people_list(actor, "en", words="zETT")] == ["Zetterlund"]
    page = signed_in(lead).get(reverse("desk_people"), {"q": "öber", "sort": "-name"})
    assert "Öberg" in page.content.decode()
    assert "Zetterlund" not in page.content.decode()


def test_pages_cost_the_same_for_twenty_and_two_thousand(network: Network, signed_in: Any) -> None:
    lead = network.staff("lead_coordinator", "lead@example.org")
    client = signed_in(lead)
    one = network.person()
    for many in (20, 2000):
        crowd(network, many - Person.objects.count())
        for address in (
            reverse("desk_people"),
            reverse("desk_people") + "?q=person&sort=-name&page=2",
            reverse("desk_person", args=[one.code]),
        ):
            assert cost(client, address) <= 12, (many, address)


def crowd(network: Network, count: int) -> None:
    """Many people at once, sealed under keys of their own."""
    people = [Person(code=new_code(), language="en") for _one in range(count)]
    Person.objects.bulk_create(people)
    rows = [Identity(person=p) for p in people]
    for number, row in enumerate(rows):
        keys.create(row.pk)
        sealing.fill(row, row.pk, name=f"Person {number}")
    Identity.objects.bulk_create(rows)
    Place.objects.bulk_create(Place(person=p, project=network.project.pk) for p in people)


def cost(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as data, CaptureQueriesContext(connections["keys"]) as store:
        assert client.get(address).status_code == 200
    return len(data) + len(store)


def test_postal_address_is_whole_or_the_form_says_what_is_missing(network: Network) -> None:
    lead = network.staff("lead_coordinator", "lead@example.org")
    person = network.person()
    client = Client()
    client.force_login(lead, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = reverse("desk_person_change", args=[person.code])
    given = {"name": "Amina Khalil", "language": "ar", "street": "1 quai Nord\nétage 2", "town": "Lyon"}
    assert "A letter needs a country" in client.post(address, given).content.decode()
    assert client.post(address, {**given, "postcode": "69001", "country": "FR"}).status_code == 302
    who = queries.recipients([person.pk])[person.pk]
    assert who.postal is not None
    assert (who.postal.street, who.postal.postcode) == ("1 quai Nord\nétage 2", "69001")
    shown = client.get(reverse("desk_person", args=[person.code])).content.decode()
    assert "1 quai Nord<br>étage 2" in shown
    assert "France" in shown
