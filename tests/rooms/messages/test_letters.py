"""Who has no e-mail gets a letter: printed with others for the post, and written down when it comes back."""

from __future__ import annotations

import io
import re
import uuid
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from pdfua import validate

from passerelle.core import files, keys
from passerelle.core.actor import Actor, SystemActor
from passerelle.core.codes import new_code
from passerelle.core.errors import Denied
from passerelle.core.models import Entry, StoredFile
from passerelle.messages import actions, jobs, postal, printing
from passerelle.messages.models import Message, Pile
from passerelle.messages.recipients import Postal
from passerelle.network.actors import grants_of
from passerelle.network.models import Appointment, Organisation, Project
from passerelle.people.actions import change_identity, create_account, erase_person, register_person
from passerelle.people.models import Account, Person
from tests.rooms.messages.conftest import PALERMO

HOUSE = SystemActor(reason="test")
State = Message.State
LYON = {"street": "1 quai Nord", "postcode": "69001", "town": "Lyon", "country": "FR"}
NICE = {"street": "9 rue Sud", "postcode": "06000", "town": "Nice", "country": "FR"}
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


@pytest.fixture
def project(db: None) -> Project:
    return Project.objects.create(code=new_code(), acronym="BRIDGE")


@pytest.fixture
def lead(project: Project) -> Account:
    return coordinator(project)


def coordinator(project: Project, role: str = "lead_coordinator") -> Account:
    organisation, _new = Organisation.objects.get_or_create(
        name="Two Banks", defaults={"code": new_code(), "kind": "other", "town": "X", "country": "FR"}
    )
    email = f"{new_code()}@example.org"
    person = register_person(HOUSE, name=role, email=email, language="en", project=project.pk)
    Appointment.objects.create(person=person, role=role, project=project, organisation=organisation)
    return create_account(HOUSE, person, email, "a footbridge belongs to both banks")


def actor(account: Account) -> Actor:
    return Actor(person=account.person_id, grants=grants_of(account.person_id))


def enter(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def write(project: Project, *people: Person) -> list[Message]:
    posted = actions.post_many(
        HOUSE,
        receivers={
            p.pk: {"project": "BRIDGE", "link": f"http://localhost:8000/en/join/{'x' * 40}/"} for p in people
        },
        occasion=new_code(),
        purpose="announcement",
        template="letters/invite",
        project=project.pk,
    )
    return list(posted.messages)


def printed(account: Account, **more: Any) -> Pile:
    pile = actions.print_letters(
        actor(account),
        **{
            "sender": "Two Banks\n1 place du Pont\n33000 Ombelle",
            "country": "FR",
            "window": "right",
            "language": "fr",
        }
        | more,
    )
    jobs.set_letters(pile=pile.pk)
    return Pile.objects.get(pk=pile.pk)


def pdf_of(pile: Pile) -> bytes:
    (file,) = files.of(printing.KIND, pile.pk)
    return files.read(file) or b""


def test_letters_stand_in_the_order_of_the_post_each_in_its_language(
    project: Project, lead: Account, somebody: Callable[..., Person], tmp_path: Any
) -> None:
    letters = write(
        project,
        somebody("Zoe", email="", **LYON),
        somebody("أمينة خليل", language="ar", email="", **PALERMO),
        somebody("Nadia", email="", **NICE),
    )
    pile = printed(lead)
    assert (pile.state, pile.total, pile.pages) == ("ready", 3, 3)
    path = tmp_path / "letters.pdf"
    path.write_bytes(pdf_of(pile))
    assert list(validate(path).findings) == []
    with pikepdf.open(path) as made:
        heads = [str(item.title) for item in made.open_outline().root]
    assert heads == ["An invitation to BRIDGE", "An invitation to BRIDGE", "دعوة إلى BRIDGE"]
    pairs = printing.sorted_for_the_post(pile, letters)
    assert [who.name for _m, who in pairs if who] == ["Nadia", "Zoe", "أمينة خليل"], (
        "the country itself first"
    )


def test_address_is_written_as_its_country_writes_it() -> None:
    assert postal.lines("A", Postal("1 High St\nFlat 2", "SW1A 1AA", "London", "GB"), origin="FR", language="en") == (
        "A", "1 High St", "Flat 2", "London", "SW1A 1AA", "UNITED KINGDOM",
    )  # fmt: skip
    assert (
        postal.lines("A", Postal("1 quai", "69001", "Lyon", "FR"), origin="FR", language="en")[-1]
        == "69001 Lyon"
    )
    assert postal.lines("A", Postal("", "69001", "Lyon", "FR"), origin="SE", language="sv")[-1] == "FRANKRIKE"
    assert postal.lines("A", Postal("", "", "Gabès", "TN"), origin="FR", language="ar")[-1] == "TUNISIE"


def test_printed_letters_are_sealed_and_go_once_they_are_at_the_post(
    project: Project, lead: Account, somebody: Callable[..., Person]
) -> None:
    write(project, somebody("Zoe", email="", **LYON))
    pile = printed(lead)
    (file,) = files.of(printing.KIND, pile.pk)
    assert b"%PDF" not in files.path_of(file.pk).read_bytes()
    answer = enter(lead).get(reverse("desk_pile_file", args=[pile.code]))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert Entry.objects.filter(action="letters opened", actor=lead.person_id).count() == 1
    enter(lead).post(reverse("desk_pile", args=[pile.code]), {"do": "sent"})
    assert Message.objects.get().state == State.SENT
    assert not StoredFile.objects.exists()
    assert keys.present([pile.pk]) == set()
    assert enter(lead).get(reverse("desk_pile_file", args=[pile.code])).status_code == 404


def test_only_who_printed_a_pile_opens_it_and_only_with_letters_they_may_read(
    project: Project, lead: Account, somebody: Callable[..., Person]
) -> None:
    write(project, somebody("Zoe", email="", **LYON))
    pile = printed(lead)
    other = coordinator(project)
    for name in ("desk_pile", "desk_pile_file"):
        assert enter(other).get(reverse(name, args=[pile.code])).status_code == 404
    local = coordinator(project, "local_coordinator")
    assert printing.waiting(actor(local)) == []
    Appointment.objects.filter(person=lead.person_id).update(active=False)
    with pytest.raises(Denied):
        actions.open_letters(actor(lead), pile)


def test_erasing_one_removes_the_file_and_lets_the_others_wait_again(
    project: Project, lead: Account, somebody: Callable[..., Person]
) -> None:
    stays, goes = somebody("Zoe", email="", **LYON), somebody("Nadia", email="", **NICE)
    write(project, stays, goes)
    pile = printed(lead)
    erase_person(HOUSE, goes)
    pile.refresh_from_db()
    assert (pile.state, pile.trouble) == ("cancelled", "receiver gone")
    assert not StoredFile.objects.exists()
    assert keys.present([pile.pk]) == set()
    assert [m.receiver for m in printing.waiting(actor(lead))] == [stays.pk]


def test_pile_called_off_or_made_twice_prints_nothing_twice(
    project: Project, lead: Account, somebody: Callable[..., Person]
) -> None:
    write(project, somebody("Zoe", email="", **LYON))
    pile = actions.print_letters(
        actor(lead), sender="Two Banks\n33000 Ombelle", country="FR", window="left", language="en"
    )
    actions.call_off(actor(lead), pile)
    jobs.set_letters(pile=pile.pk)
    assert Pile.objects.get().state == "cancelled"
    again = printed(lead)
    jobs.set_letters(pile=again.pk)
    assert StoredFile.objects.count() == 1
    assert printing.waiting(actor(lead)) == [], "what is in a pile is in no second one"


def test_setting_stops_when_it_is_called_off(
    project: Project, lead: Account, somebody: Callable[..., Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project, somebody("Zoe", email="", **LYON))

    def somebody_calls_it_off(running: Any) -> bool:
        Pile.objects.update(state="cancelled")
        return True

    monkeypatch.setattr(printing, "_goes_on", somebody_calls_it_off)
    printed(lead)
    assert Pile.objects.get().state == "cancelled"
    assert not StoredFile.objects.exists()


def test_letter_that_came_back_closes_the_address_until_it_changes(
    project: Project, lead: Account, somebody: Callable[..., Person]
) -> None:
    person = somebody("Zoe", email="", phone="+33 1", **LYON)
    (message,) = write(project, person)
    actions.taken_to_the_post(actor(lead), printed(lead))
    client = enter(lead)
    shown = client.post(
        reverse("desk_returns"), {"code": f"*{message.code.upper()}*", "why": "moved"}
    ).content.decode()
    assert f"Letter {message.code} is written down" in shown
    assert Message.objects.get().trouble == "letter moved"
    listed = client.get(reverse("desk_unreached")).content.decode()
    assert "Zoe" in listed
    assert "by phone" in listed
    assert "a letter came back" in listed
    assert write(project, person)[0].state == State.PASTE
    change_identity(HOUSE, person, street="2 quai Sud")
    assert write(project, person)[0].state == State.LETTER
    refused = client.post(reverse("desk_returns"), {"code": "22222222", "why": "moved"}).content.decode()
    assert "No letter of yours has this code" in refused


def test_bars_say_the_code_as_code_39_has_it() -> None:
    from passerelle.engines.documents.letters import PATTERNS, stripes

    # ISO/IEC 16388: three of nine elements are wide in letters and digits, and no two signs look alike.
    assert all(pattern.count("w") == 3 and len(pattern) == 9 for pattern in PATTERNS.values())
    assert len(set(PATTERNS.values())) == len(PATTERNS)
    bars = stripes("k4")
    assert len(bars) == 4 * 5
    assert bars[0] == (0, 1), "a narrow bar, then a wide gap: the sign that begins"
    assert bars[1][0] == 3.5


def test_short_address_leads_where_the_message_leads(
    project: Project, lead: Account, somebody: Callable[..., Person]
) -> None:
    person = somebody("Bashir", email="")
    (message,) = write(project, person)
    shown = enter(lead).get(reverse("desk_message", args=[message.code])).content.decode()
    found = re.search(r"http://localhost:8000(/l/[a-z2-9]{12})", shown)
    assert found
    assert "/en/join/" not in shown
    answer = Client().get(found[1])
    assert answer.headers["Location"] == f"http://localhost:8000/en/join/{'x' * 40}/"
    Message.objects.update(text=None)
    assert Client().get(found[1]).status_code == 404
    assert Client().get("/l/222222222222").status_code == 404


def test_file_is_a_pdf_for_whoever_prints_on_both_sides(
    project: Project, lead: Account, somebody: Callable[..., Person]
) -> None:
    write(project, somebody("Zoe", email="", **LYON), somebody("Nadia", email="", **NICE))
    with pikepdf.open(io.BytesIO(pdf_of(printed(lead, both_sides=True)))) as made:
        assert len(made.pages) == 3, "an empty side between the two"


def test_file_that_nobody_took_to_the_post_goes_by_the_clock_and_after_a_restore(
    project: Project, lead: Account, somebody: Callable[..., Person]
) -> None:
    from passerelle.messages import room

    write(project, somebody("Zoe", email="", **LYON))
    pile = printed(lead)
    assert [(one.pk, one.since) for one in room.old_files()] == [(pile.pk, pile.ready_at)]
    room.throw_away([pile.pk])
    assert not StoredFile.objects.exists()
    again = printed(lead)
    room.after_restore()
    assert keys.present([again.pk]) == set()
    assert set(Pile.objects.values_list("state", flat=True)) == {"cancelled"}
    assert len(printing.waiting(actor(lead))) == 1


def test_list_goes_with_the_letters_and_cannot_run_in_a_spreadsheet(
    project: Project, lead: Account, somebody: Callable[..., Person]
) -> None:
    write(project, somebody("=1+1", email="", **LYON))
    pile = printed(lead)
    client = enter(lead)
    told = client.get(reverse("desk_pile_list", args=[pile.code, "csv"])).content.decode("utf-8-sig")
    assert "'=1+1" in told
    assert "1 quai Nord,69001,Lyon,FR" in told
    assert Entry.objects.filter(action="list of letters opened").count() == 1
    assert client.get(reverse("desk_pile_list", args=[pile.code, "xlsx"])).status_code == 200


def test_page_of_a_pile_costs_the_same_for_twenty_and_two_thousand(
    project: Project, lead: Account, somebody: Callable[..., Person]
) -> None:
    from django.db import connection, connections
    from django.test.utils import CaptureQueriesContext

    people = [somebody(f"P{n}", email="", **LYON) for n in range(20)]
    first = write(project, *people)[0]
    pile = printed(lead)
    client = enter(lead)
    kept = {f.attname: getattr(first, f.attname) for f in Message._meta.concrete_fields}
    fresh = {"pile_id": pile.pk, "door": None, "occasion": ""}
    for many in (20, 2000):
        Message.objects.bulk_create(
            Message(**{**kept, **fresh, "id": uuid.uuid4(), "code": new_code(), "message_id": new_code(12)})
            for _one in range(many - Message.objects.count())
        )
        with CaptureQueriesContext(connection) as data, CaptureQueriesContext(connections["keys"]) as store:
            assert client.get(reverse("desk_pile", args=[pile.code])).status_code == 200
        assert len(data) + len(store) <= 12, [q["sql"][:90] for q in data]


def test_pile_that_has_no_letter_or_no_room_left_says_so_and_lets_the_others_wait(
    project: Project, lead: Account, somebody: Callable[..., Person], settings: Any
) -> None:
    person = somebody("Zoe", email="", **LYON)
    (message,) = write(project, person)
    settings.FILES_OF_A_RECORD = {"other": 10}
    assert printed(lead).state == "failed"
    assert len(printing.waiting(actor(lead))) == 1
    change_identity(HOUSE, person, town="")
    assert printed(lead).state == "cancelled"
    message.refresh_from_db()
    assert (message.state, message.trouble) == (State.PASTE, "no address")
