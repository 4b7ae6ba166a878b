"""What somebody takes home is everything that is held about them, opened, with why and for how long."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from passerelle.core.actor import PUBLIC, Actor
from passerelle.core.codes import new_code
from passerelle.core.errors import Denied
from passerelle.core.fields import PersonalField, SealedTextField, personal_fields
from passerelle.core.models import Entry, Hold
from passerelle.network.models import Project
from passerelle.people import actions, portrait
from passerelle.people.models import ErasureRequest, Person
from tests.rooms.people.conftest import HOUSE, Network
from tests.security.everything import Somebody, somebody
from tests.security.taken_part import ANSWERED, freeze

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def known(settings: Any) -> Somebody:
    settings.EMAIL_URL = "smtp://127.0.0.1:9"
    return somebody()


def told_of(known: Somebody) -> dict[str, Any]:
    return json.loads(portrait.as_json(actions.take_home(Actor(person=known.person.pk), known.person)))


def test_every_declared_field_of_the_person_is_in_it(known: Somebody) -> None:
    own = {"person": known.person.pk, "placed_by": known.person.pk, "released_by": known.person.pk}
    Hold.objects.create(code=new_code(), ground="claim", until=timezone.now().date(), **own)
    ErasureRequest.objects.create(person=known.person)
    freeze(known.person, Project.objects.unscoped(reason="test").get())
    told = {s["table"]: s for s in told_of(known)["sections"]}
    missing = [
        f"{one.model._meta.label_lower}.{one.field.name}"
        for one in personal_fields()
        if one.holds.subject and not _its_own(one) and not _stands(told, one)
    ]
    assert missing == []


def _its_own(one: PersonalField) -> bool:
    """Whether a row is its own subject, under a key of its own, and no person's: an answer nobody is named in."""
    return one.holds.subject == "id" and one.model is not Person


def test_who_typed_answers_in_takes_none_of_them_home(known: Somebody) -> None:
    told = told_of(known)
    (typed,) = [s for s in told["sections"] if s["table"] == "questionnaires.response"]
    assert set(typed["fields"]) == {"entered_by"}
    assert typed["rows"] == [{"entered_by": str(known.person.pk)}]
    assert ANSWERED not in json.dumps(told)


def _stands(told: dict[str, Any], one: Any) -> bool:
    section = told.get(one.model._meta.label_lower)
    return section is not None and any(row.get(one.field.name) not in (None, "") for row in section["rows"])


def test_values_are_opened_and_explained(known: Somebody) -> None:
    told = told_of(known)
    text = json.dumps(told, ensure_ascii=False)
    for what in ("name", "contact", "address", "phone", "note", "needs", "own code", "file name", "message"):
        assert known.values[what] in text, what
    identity = next(s for s in told["sections"] if s["table"] == "people.identity")
    assert identity["title"] == "Name and contact"
    assert identity["fields"]["phone"] == {
        "label": "phone",
        "reference": False,
        "why": "To ring the person when there is no e-mail.",
        "basis": "GDPR 6(1)(a)",
        "kept": "Until the person asks for erasure; at the latest two years after their last project ended "
        "and they last signed in.",
    }
    assert [line["given"] for line in told["rooms"]["people"]["consents"]] == [True, False]
    assert {m["purpose"] for m in told["rooms"]["messages"]["messages"]} == {
        "invitation",
        "sign-in-code",
        "account-notice",
    }


def test_codes_and_passwords_are_named_and_not_handed_out(known: Somebody) -> None:
    text = json.dumps(told_of(known))
    assert "only a fingerprint of it is kept" in text
    assert known.account.password not in text
    for digest in known.account.recovery_codes.values_list("digest", flat=True):
        assert digest not in text


def test_nobody_elses_values_are_in_it(known: Somebody) -> None:
    other = somebody(
        "Bashir Haddad", "bashir.contact@post.example", "bashir.account@work.example", "+468123456"
    )
    text = json.dumps(told_of(known), ensure_ascii=False)
    shared = ("note", "street", "file name", "file", "message")
    assert not [what for what, value in other.values.items() if what not in shared and value in text]
    assert str(other.person.pk) not in text


def test_zip_brings_the_files_under_their_own_names(known: Somebody) -> None:
    packed = portrait.as_zip(known.person, told_of(known))
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        names = opened.namelist()
        assert names[0] == "data.json"
        (file,) = [n for n in names if n.endswith("Zaynab-passport.txt")]
        assert opened.read(file).decode() == "born in Gabès, Zaynab"


def test_a_thousand_equal_rows_are_one_and_a_number(network: Network) -> None:
    person = network.person()
    own = Actor(person=person.pk)
    for _time in range(7):
        actions.open_contact(own, person)
    journal = next(s for s in portrait.portrait(person)["sections"] if s["table"] == "core.entry")
    assert journal["rows"] == [{"actor": str(person.pk), "times": 7}]


def test_who_may_take_it_home(network: Network, known: Somebody) -> None:
    person = network.person()
    local = network.actor(network.staff("local_coordinator", "local@example.org"))
    administrator = network.actor(network.staff("administrator", "admin@example.org"))
    lead = network.staff("lead_coordinator", "lead@example.org")
    assert actions.take_home(local, person)
    for actor, target in (
        (PUBLIC, person),
        (administrator, person),
        (local, lead.person),
        (Actor(person=known.person.pk), person),
    ):
        with pytest.raises(Denied):
            actions.take_home(actor, target)
    assert Entry.objects.filter(action="own data taken home").count() == 1


def test_download_is_an_attachment_nobody_stores(known: Somebody) -> None:
    client = Client()
    client.force_login(known.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    for kind in ("json", "zip"):
        answer = client.get(reverse("account_data", args=[kind]))
        assert answer["Content-Disposition"] == f'attachment; filename="data-{known.person.code}.{kind}"'
        assert answer["Cache-Control"] == "no-store"
    assert Client().get(reverse("account_data", args=["json"])).status_code == 302


def test_sealed_fields_of_all_rooms_open(known: Somebody) -> None:
    told = {s["table"]: s for s in told_of(known)["sections"]}
    for one in personal_fields():
        if isinstance(one.field, SealedTextField) and not _its_own(one):
            rows = told[one.model._meta.label_lower]["rows"]
            assert any(isinstance(row[one.field.name], str) and row[one.field.name] for row in rows)


def test_house_may_not_hand_out_to_itself_what_is_gone(known: Somebody) -> None:
    actions.erase_person(HOUSE, known.person)
    told = portrait.portrait(known.person)
    text = json.dumps(told, ensure_ascii=False)
    assert not [what for what, value in known.values.items() if value in text]
