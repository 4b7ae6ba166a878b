"""Somebody without an account says that they will come, and keeps control of what they said."""

import pytest
from django.urls import reverse
from django.utils import timezone

from passerelle.core.actor import PUBLIC
from passerelle.core.categories import answering_for
from passerelle.core.errors import Denied, Problem
from passerelle.gatherings import actions, presence, published, secrets
from passerelle.gatherings.models import Gathering, Participant, Registration
from passerelle.messages.models import Message
from passerelle.network.models import Project
from passerelle.people import actions as people
from passerelle.people import portrait, throttle
from passerelle.people.models import Identity, Person
from tests.rooms.gatherings.conftest import HOUSE
from tests.rooms.public import pages

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def form_of(client, one):
    answer = client.get(reverse("gathering_register", args=[one.code]))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return {"token": answer.context["form"].fields["token"].initial, "language": "en"}


def sent(client, one, **given):
    return client.post(
        reverse("gathering_register", args=[one.code]),
        {**form_of(client, one), "name": "Samira Haddad", **given},
        follow=True,
    )


def only():
    return Registration.objects.unscoped(reason="test").select_related("participant").get()


def test_from_the_public_page_to_a_code_of_ones_own(client, open_one):
    one = open_one(languages="fr en")
    page = client.get(reverse("gathering", args=[one.code])).content.decode()
    assert reverse("gathering_register", args=[one.code]) in page
    assert "<time" in page
    answer = sent(client, one, email="samira@bank.example", country="BE", step_free="on", agreed="on")
    shown = answer.content.decode()
    mine = only()
    assert "You have a place" in shown
    assert presence.in_groups(mine.participant.code) in shown
    assert '<svg class="qr"' in shown
    assert secrets.secret_of(mine.pk) in shown
    assert "Samira Haddad" in shown
    assert (mine.country, mine.channel) == ("BE", "self")
    one.refresh_from_db()
    assert one.needed == {"step free": 1}
    # Sealed, and no place in the project: nobody of another organisation can look them up.
    assert b"samira" not in bytes(Identity.objects.get().email).lower()
    assert not Person.objects.get().places.exists()
    assert Message.objects.unscoped(reason="test").filter(purpose="registration", project=None).count() == 1


def test_the_same_form_sent_twice_registers_once_and_another_person_is_not_lost(client, open_one):
    one = open_one()
    given = form_of(client, one) | {"name": "Samira Haddad"}
    address = reverse("gathering_register", args=[one.code])
    first, second = (client.post(address, given) for _again in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    # Going back and writing the next member of the family into the same form.
    third = client.post(address, given | {"name": "Nabil Haddad"})
    assert third.headers["Location"] != first.headers["Location"]
    assert one.registrations.count() == 2


def test_without_e_mail_and_without_a_name_a_code_is_enough(client, open_one):
    one = open_one(furniture={"names_optional": True})
    shown = sent(client, one, name="").content.decode()
    assert "You have a place" in shown
    mine = only()
    assert mine.participant.person is None
    assert mine.participant.code
    assert not Person.objects.exists()


def test_a_code_of_somebody_elses_shows_nothing_of_theirs_and_counts_one_person(client, open_one):
    one, next_one = open_one(), open_one("Second forum")
    sent(client, one, email="samira@bank.example")
    hers = only().participant
    answer = sent(client, next_one, name="Somebody", code=hers.code.lower())
    shown = answer.content.decode()
    assert "Samira" not in shown
    assert "samira" not in shown
    other = next_one.registrations.select_related("participant").get().participant
    assert other.person_id != hers.person_id
    assert other.counted_as == hers.counted_as
    # At the very same gathering, too: the page does not tell that she is registered.
    again = sent(client, one, name="Somebody", code=hers.code).content.decode()
    assert "You have a place" in again
    assert "Samira" not in again


def test_what_was_said_is_changed_withdrawn_and_taken_up_again(client, open_one):
    one = open_one(mode="both")
    sent(client, one, mode="online", interpreter="ar", agreed="on", children="2")
    mine = only()
    secret = secrets.secret_of(mine.pk)
    one.refresh_from_db()
    assert one.needed == {"interpreter ar": 1, "children": 2}
    change = reverse("registration_change", args=[secret])
    assert 'value="ar" selected' in client.get(change).content.decode()
    client.post(
        change, {"name": "Samira H.", "language": "ar", "mode": "on_site", "phone": "+32 2 000 00 00"}
    )
    mine.refresh_from_db()
    one.refresh_from_db()
    assert (mine.language, mine.mode, one.needed) == ("ar", "on_site", {})
    client.post(reverse("registration_withdraw", args=[secret]))
    assert "You do not come" in client.get(reverse("registration", args=[secret])).content.decode()
    client.post(reverse("registration_back", args=[secret]))
    mine.refresh_from_db()
    assert mine.state == "confirmed"


def test_needs_are_written_down_only_with_consent(client, open_one):
    one = open_one()
    shown = sent(client, one, other="I am deaf in one ear").content.decode()
    assert "Say that we may write down what helps you" in shown
    assert "I am deaf in one ear" in shown
    assert not one.registrations.exists()


def test_erasing_leaves_one_that_did_not_come(client, open_one):
    one = open_one()
    sent(client, one, email="samira@bank.example", step_free="on", agreed="on")
    mine = only()
    secret = secrets.secret_of(mine.pk)
    client.post(reverse("registration_erase", args=[secret]))
    mine.refresh_from_db()
    assert (mine.state, mine.needs, mine.digest) == ("withdrawn", None, "")
    assert mine.participant.code or not Participant.objects.get().code
    assert Identity.objects.get().name is None
    assert client.get(reverse("registration", args=[secret])).status_code == 404


def test_in_a_closed_project_ones_registration_is_read_and_erased_and_nothing_else_is_offered(
    client, open_one
):
    one = open_one()
    sent(client, one)
    at = reverse("registration", args=[secrets.secret_of(only().pk)])
    Project.objects.filter(pk=one.project_id).update(closed_at=timezone.now())
    page = client.get(at)
    assert not list(pages.read(page).all("form", method="post"))
    ways = {
        link.attrs["href"].removeprefix(at) for link in pages.read(page).all("a") if at in link.attrs["href"]
    }
    assert ways == {"", "erase/"}  # the page itself in other languages
    assert client.get(f"{at}change/").headers["Location"] == at
    client.post(f"{at}erase/")
    assert client.get(at).status_code == 404
    assert (only().state, only().digest) == ("withdrawn", "")


def test_where_only_heads_are_counted_there_is_no_form(client, open_one, project, meet):
    school = open_one("School workshop", kind="school", furniture={"registers": False})
    heads = open_one("Fair", furniture={"heads_only": True, "registers": False})
    for one in (school, heads):
        assert client.get(reverse("gathering_register", args=[one.code])).status_code == 404
        assert (
            client.post(reverse("gathering_register", args=[one.code]), {"name": "Child"}).status_code == 404
        )
        assert "without names" in client.get(reverse("gathering", args=[one.code])).content.decode()
        with pytest.raises(Problem):
            actions.register(HOUSE, one, actions.Given(name="Child"), token="t", channel="paper")
    with pytest.raises(Problem):
        actions.furnish(HOUSE, school, heads_only=True, registers=True)


def test_nobody_registers_for_what_is_not_public_over_or_cancelled(client, open_one):
    one = open_one()
    given = actions.Given(name="Samira")
    actions.unpublish(HOUSE, one)
    assert client.get(reverse("gathering", args=[one.code])).status_code == 404
    with pytest.raises(Denied):
        actions.register(PUBLIC, one, given, token="t")
    actions.publish(HOUSE, one)
    actions.cancel_gathering(HOUSE, one, reason="The hall is flooded")
    with pytest.raises(Problem):
        actions.register(PUBLIC, one, given, token="t")
    assert "The hall is flooded" in client.get(reverse("gathering", args=[one.code])).content.decode()
    Project.objects.filter(pk=one.project_id).update(closed_at=timezone.now())
    actions.plan_again(HOUSE, one)
    with pytest.raises(Problem):
        actions.register(PUBLIC, Gathering.objects.unscoped(reason="test").get(pk=one.pk), given, token="t")


def test_a_course_registers_from_one_address_and_a_flood_is_slowed_down(client, open_one, monkeypatch):
    assert throttle.CROWDS["registering"][0] == (60, 60)
    # A window that does not end while the test runs.
    monkeypatch.setitem(throttle.CROWDS, "registering", ((10**9, 12),))
    one = open_one()
    answers = [sent(client, one, name=f"Person {n}").content.decode() for n in range(14)]
    assert "too many attempts" in answers[-1]
    assert one.registrations.count() == 12


def test_ones_own_data_shows_the_registration_and_what_helps(client, open_one):
    one = open_one()
    sent(client, one, email="samira@bank.example", other="A chair with a back", agreed="on")
    told = str(portrait.portrait(only().participant.person))
    assert "A chair with a back" in told
    assert only().participant.code in told
    assert ("RIVAGES", "Who registered, and who was there", "Town BE") in answering_for(
        Person.objects.get().pk
    )


def test_a_speaker_is_named_only_while_they_agree(client, open_one, member, project, organisations):
    one = open_one()
    person = Person.objects.get(pk=member(project, "facilitator", 1, name="Yonas Bell").person)
    actions.add_speaker(HOUSE, one, role="Hydrologist", organisation=organisations[1], person=person)
    address = reverse("gathering", args=[one.code])
    shown = client.get(address).content.decode()
    assert "Hydrologist" in shown
    assert "Yonas Bell" not in shown
    people.give_consent(HOUSE, person, "shown")
    assert "Yonas Bell" in client.get(address).content.decode()
    people.withdraw_consent(HOUSE, person, "shown")
    assert "Yonas Bell" not in client.get(address).content.decode()


def test_a_calendar_takes_one_gathering_and_open_data_its_facts(client, open_one):
    one = open_one()
    sent(client, one, email="samira@bank.example")
    file = client.get(reverse("gathering_calendar", args=[one.code])).content.decode()
    assert "SUMMARY:RIVAGES: Forum on the water" in file
    assert f"/gatherings/{one.code}/" in file
    (row,) = published.open_rows(one.project_id)
    assert (row["code"], row["starts"], row["host"]) == (one.code, one.starts, one.host.code)
    assert "amira" not in file + str(row)


def test_what_somebody_needed_goes_from_the_counts_when_they_are_erased_and_what_others_need_stays(
    client, open_one
):
    one = open_one(furniture={"names_optional": True})
    sent(client, one, name="Samira Haddad", interpreter="ar", agreed="on", children="2")
    hers = only()
    sent(client, one, name="", interpreter="ar", agreed="on", step_free="on")
    one.refresh_from_db()
    assert one.needed == {"interpreter ar": 2, "children": 2, "step free": 1}
    for _ in range(2):  # a withdrawal is replayed when older data are put back
        presence.forget(hers.participant.person_id)
        one.refresh_from_db()
        assert one.needed == {"interpreter ar": 1, "step free": 1}
    other = one.registrations.exclude(pk=hers.pk).get()
    presence.let_go([other.participant_id])
    one.refresh_from_db()
    assert one.needed == {}
