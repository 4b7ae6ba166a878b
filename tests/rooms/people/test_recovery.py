"""Back in without mail: a printed code, once; or the coordinator, who knows the person."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from passerelle.core.errors import Denied, Problem
from passerelle.core.models import Entry
from passerelle.people import actions, recovery
from passerelle.people.models import Account, RecoveryCode
from tests.rooms.people.conftest import HOUSE, PASSWORD, Network

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NEW = "three planks and a lantern"


@pytest.fixture
def account(network: Network) -> Account:
    return network.staff("local_coordinator", "lena@example.org")


def send(client: Client, code: str, email: str = "Lena@example.org", password: str = NEW) -> Any:
    return client.post(reverse("recovery"), {"email": email, "code": code, "password": password})


def test_printed_code_lets_in_with_a_new_password_and_ends_other_sessions(
    client: Client, account: Account, signed_in: Any
) -> None:
    elsewhere = signed_in(account)
    codes = actions.print_recovery_codes(HOUSE, account)
    assert len(codes) == len(set(codes)) == 10
    answer = send(client, f" {codes[3].upper().replace('-', ' ')} ")
    assert answer["Location"] == reverse("account")
    assert client.get(reverse("account")).status_code == 200
    account.refresh_from_db()
    assert account.check_password(NEW)
    assert elsewhere.get(reverse("account")).status_code == 302
    assert {"recovery code used", "signed in"} <= set(Entry.objects.values_list("action", flat=True))


def test_code_used_twice_is_refused_kindly(client: Client, account: Account) -> None:
    code = actions.print_recovery_codes(HOUSE, account)[0]
    send(client, code)
    page = send(Client(), code)
    assert page.status_code == 200
    assert (
        "This code was used before, and each works once. Take the next one on your sheet."
        in page.content.decode()
    )
    assert Entry.objects.filter(action="recovery code refused", details__why="used-code").count() == 1


def test_codes_are_kept_as_hashes_only(account: Account) -> None:
    codes = actions.print_recovery_codes(HOUSE, account)
    kept = str(list(RecoveryCode.objects.values()))
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)


def test_new_sheet_voids_the_old_one(client: Client, account: Account) -> None:
    old = actions.print_recovery_codes(HOUSE, account)
    actions.print_recovery_codes(HOUSE, account)
    assert "do not belong together" in send(client, old[0]).content.decode()


def test_wrong_code_and_unknown_address_say_the_same(client: Client, account: Account) -> None:
    actions.print_recovery_codes(HOUSE, account)
    wrong = send(client, "aaaa-bbbb-cccc-dddd-eeee").content.decode()
    unknown = send(client, "aaaa-bbbb-cccc-dddd-eeee", email="nobody@example.org").content.decode()
    assert "do not belong together" in wrong
    wrong, unknown = (re.sub(r'csrfmiddlewaretoken" value="\w+"', "", page) for page in (wrong, unknown))
    assert wrong.replace("Lena@", "nobody@") == unknown
    assert Entry.objects.filter(action="recovery code refused").count() == 2


def test_guessing_codes_is_throttled(client: Client, account: Account) -> None:
    code = actions.print_recovery_codes(HOUSE, account)[0]
    for _attempt in range(5):
        send(client, "aaaa-bbbb-cccc-dddd-eeee")
    page = send(client, code)
    assert "too many attempts" in page.content.decode()
    assert not RecoveryCode.objects.exclude(used_at=None).exists(), "a throttled try uses no code up"


def test_weak_password_uses_no_code_up(client: Client, account: Account) -> None:
    code = actions.print_recovery_codes(HOUSE, account)[0]
    assert send(client, code, password="short").status_code == 200
    assert not RecoveryCode.objects.exclude(used_at=None).exists()


def test_used_code_forces_a_new_password_even_if_nobody_sets_one(account: Account) -> None:
    code = actions.print_recovery_codes(HOUSE, account)[0]
    recovery.use_recovery_code("lena@example.org", code)
    account.refresh_from_db()
    assert not account.check_password(PASSWORD)


def test_coordinator_proves_somebody_anew_and_it_is_written_down(
    network: Network, account: Account, signed_in: Any, proved: Any, client: Client
) -> None:
    lead = network.staff("lead_coordinator", "lead@example.org")
    page = proved(signed_in(lead)).post(reverse("desk_person_reprove", args=[account.person.code]))
    assert page.status_code == 200
    entry = Entry.objects.get(action="identity proved anew")
    assert (entry.actor, entry.subject) == (lead.person_id, str(account.person_id))
    code = actions.reprove(network.actor(lead), account.person)[0]
    assert send(client, code).status_code == 302


def test_nobody_climbs_by_proving_somebody_above_them(network: Network, account: Account) -> None:
    lead = network.staff("lead_coordinator", "lead@example.org")
    administrator = network.staff("administrator", "admin@example.org")
    peer = network.staff("local_coordinator", "peer@example.org")
    stranger = network.staff("lead_coordinator", "far@example.org", project=network.other)
    for target in (lead, administrator, peer, account):
        with pytest.raises(Denied):
            actions.reprove(network.actor(account), target.person)
    with pytest.raises(Denied):
        actions.reprove(network.actor(lead), administrator.person)
    with pytest.raises(Denied):
        actions.reprove(network.actor(stranger), account.person)
    assert len(actions.reprove(network.actor(administrator), lead.person)) == 10


def test_coordinator_of_one_project_cannot_take_over_a_role_in_another(network: Network) -> None:
    from passerelle.network.models import Appointment

    lead = network.staff("lead_coordinator", "lead@example.org")
    both = network.staff("facilitator", "both@example.org")
    Appointment.objects.create(
        person=both.person, role="facilitator", project=network.other, organisation=network.organisation
    )
    with pytest.raises(Denied):
        actions.reprove(network.actor(lead), both.person)


def test_somebody_without_an_account_is_invited_instead(network: Network) -> None:
    lead = network.staff("lead_coordinator", "lead@example.org")
    with pytest.raises(Problem) as problem:
        actions.reprove(network.actor(lead), network.person())
    assert problem.value.code == "no account"


def test_own_codes_are_shown_once_on_a_page_nobody_stores(
    account: Account, signed_in: Any, proved: Any
) -> None:
    client = signed_in(account)
    asked = client.post(reverse("account_codes"))
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert account.recovery_codes.count() == 0
    proved(client)
    page = client.post(reverse("account_codes"))
    assert page["Cache-Control"] == "no-store"
    assert page.content.decode().count('class="code" dir="ltr"') == 10
    assert "10" in client.get(reverse("account")).content.decode()
