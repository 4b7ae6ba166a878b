"""A second factor keeps a stranger with the password out, and never the owner."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from passerelle.core import keys
from passerelle.core.actor import Actor
from passerelle.core.errors import Denied
from passerelle.core.models import Entry
from passerelle.messages.models import Message
from passerelle.people import actions, factors
from passerelle.people.models import Account, OpenSession
from tests.rooms.people.conftest import HOUSE, PASSWORD, Network

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
SEED = base64.b32encode(b"12345678901234567890").decode()  # RFC 6238, appendix B


def code_at(secret: str, moment: float) -> str:
    """A code by the letter of RFC 4226 and 6238, not by the library."""
    key = base64.b32decode(secret)
    mac = hmac.new(key, struct.pack(">Q", int(moment) // 30), hashlib.sha1).digest()
    at = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


@pytest.fixture
def account(network: Network) -> Account:
    return network.staff("lead_coordinator", "lena@example.org")


@pytest.fixture
def with_app(account: Account) -> Account:
    factors.add_app(Actor(person=account.person_id), account, SEED, 1)
    return account


def typed(client: Client, account: Account) -> Any:
    return client.post(reverse("account_login"), {"login": account.email, "password": PASSWORD})


def second(client: Client, code: str) -> Any:
    return client.post(reverse("mfa_authenticate"), {"code": code})


@pytest.mark.parametrize(
    ("moment", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_the_standard(moment: int, code: str) -> None:
    assert factors.matching(SEED, code, now=moment) == moment // 30
    assert factors.matching(SEED, f"{code[:3]} {code[3:]}", now=moment + 29) == moment // 30
    assert factors.matching(SEED, code, now=moment + 61) is None
    assert factors.matching(SEED, "٢٨٧٠٨٢", now=59) is None


def test_app_is_set_up_from_the_account_page(account: Account, signed_in: Any, proved: Any) -> None:
    client = proved(signed_in(account))
    page = client.get(reverse("account_add_app")).content.decode()
    assert '<svg class="qr"' in page
    assert "data:" not in page
    secret = "".join(re.search(r'<p class="code" dir="ltr">([A-Z2-7 ]+)</p>', page)[1].split())
    again = client.get(reverse("account_add_app")).content.decode()
    assert secret in "".join(again.split()), "a reload must not change what the phone has read already"
    wrong = client.post(reverse("account_add_app"), {"code": "000000"})
    assert "not the code of this moment" in wrong.content.decode()
    code = code_at(secret, time.time())
    assert client.post(reverse("account_add_app"), {"code": code})["Location"] == reverse("account_factors")
    assert Entry.objects.filter(action="factor added", details={"kind": "app"}).exists()
    assert secret not in str(list(Authenticator.objects.values()))
    visitor = Client()
    assert typed(visitor, account)["Location"] == reverse("mfa_authenticate")
    assert "before" in second(visitor, code).content.decode(), "the code that set it up is used up"
    assert second(visitor, code_at(secret, time.time() + 30))["Location"] == reverse("desk")


def test_password_alone_opens_nothing_and_each_code_opens_once(with_app: Account) -> None:
    visitor = Client()
    assert typed(visitor, with_app)["Location"] == reverse("mfa_authenticate")
    assert visitor.get(reverse("account")).status_code == 302
    page = visitor.get(reverse("mfa_authenticate"))
    assert "Code from the app" in page.content.decode()
    code = code_at(SEED, time.time())
    assert second(visitor, code)["Location"] == reverse("desk")
    assert Entry.objects.latest("id").details == {"method": "mfa"}
    watcher = Client()
    typed(watcher, with_app)
    assert second(watcher, code).status_code == 200
    assert watcher.get(reverse("account")).status_code == 302


def test_guessing_codes_is_slowed_and_says_until_when(with_app: Account) -> None:
    visitor = Client()
    typed(visitor, with_app)
    for _attempt in range(5):
        second(visitor, "000000")
    page = second(visitor, code_at(SEED, time.time())).content.decode()
    assert "Try again in 5 minutes" in page


def test_new_password_does_not_go_around_the_second_factor(with_app: Account) -> None:
    actions.change_password(HOUSE, with_app, "another sentence to remember")
    visitor = Client()
    answer = visitor.post(
        reverse("account_login"), {"login": with_app.email, "password": "another sentence to remember"}
    )
    assert answer["Location"] == reverse("mfa_authenticate")


def test_printed_code_lets_in_whoever_lost_the_phone_and_lets_them_remove_it(with_app: Account) -> None:
    codes = actions.print_recovery_codes(HOUSE, with_app)
    visitor = Client()
    given = {"email": with_app.email, "code": codes[0], "password": "a quiet deck above the water"}
    assert visitor.post(reverse("recovery"), given)["Location"] == reverse("account")
    (factor,) = factors.of(with_app)
    assert visitor.get(reverse("account_remove_factor", args=[factor.id])).status_code == 200
    visitor.post(reverse("account_remove_factor", args=[factor.id]))
    assert factors.of(with_app) == []


def test_stolen_session_and_password_do_not_remove_the_factor(with_app: Account, signed_in: Any) -> None:
    thief = signed_in(with_app)
    (factor,) = factors.of(with_app)
    where = reverse("account_remove_factor", args=[factor.id])
    assert thief.post(where)["Location"].startswith(reverse("mfa_reauthenticate"))
    assert thief.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 302
    assert thief.post(where).status_code == 302
    assert factors.of(with_app)
    thief.post(reverse("mfa_reauthenticate"), {"code": code_at(SEED, time.time())})
    thief.post(where)
    assert not factors.of(with_app)


def test_nobody_removes_the_factor_of_another(
    with_app: Account, network: Network, signed_in: Any, proved: Any
) -> None:
    client = proved(signed_in(network.staff("facilitator", "f@example.org")))
    (factor,) = factors.of(with_app)
    assert client.post(reverse("account_remove_factor", args=[factor.id])).status_code == 404
    with pytest.raises(Denied):
        factors.remove(Actor(person=network.person().pk), with_app, factor)


def test_secret_moved_to_another_account_opens_nothing(with_app: Account, network: Network) -> None:
    thief = network.staff("facilitator", "thief@example.org")
    row = Authenticator.objects.get(user=with_app)
    Authenticator.objects.create(user=thief, type="totp", data=row.data)
    assert factors.uses(thief, code_at(SEED, time.time())) is None


def test_secret_is_unreadable_once_the_key_is_gone(with_app: Account) -> None:
    keys.destroy(with_app.person_id)
    assert factors.uses(with_app, code_at(SEED, time.time())) is None


def test_owner_is_told_by_mail_without_the_secret(account: Account, settings: Any) -> None:
    settings.EMAIL_URL = "smtp://127.0.0.1:9"
    factors.add_app(Actor(person=account.person_id), account, SEED, 1)
    (factor,) = factors.of(account)
    factors.remove(Actor(person=account.person_id), account, factor)
    told = Message.objects.filter(purpose="account-notice")
    assert [m.secret for m in told] == [True, True]


def test_administrator_resets_a_lost_factor_and_it_is_written_down(
    with_app: Account, network: Network, signed_in: Any, proved: Any, settings: Any
) -> None:
    settings.EMAIL_URL = "smtp://127.0.0.1:9"
    elsewhere = Client()
    typed(elsewhere, with_app)
    second(elsewhere, code_at(SEED, time.time()))
    assert OpenSession.objects.filter(account=with_app).count() == 1
    chief = signed_in(network.staff("administrator", "root@example.org"))
    assert "yes, with a second factor" in chief.get(reverse("desk_people")).content.decode()
    page = chief.get(reverse("desk_person", args=[with_app.person.code])).content.decode()
    assert "Authenticator app" in page
    assert SEED not in page
    where = reverse("desk_person_factors", args=[with_app.person.code])
    assert chief.post(where)["Location"].startswith(reverse("account_reauthenticate"))
    proved(chief)
    assert chief.post(where).status_code == 302
    assert factors.of(with_app) == []
    assert elsewhere.get(reverse("account")).status_code == 302, "every session has ended"
    assert Entry.objects.filter(action="factors reset", subject=str(with_app.person_id)).exists()
    assert Message.objects.filter(purpose="account-notice", receiver=with_app.person_id).exists()


def test_nobody_resets_somebody_above_them_nor_themselves(with_app: Account, network: Network) -> None:
    local = network.staff("local_coordinator", "local@example.org")
    with pytest.raises(Denied):
        factors.reset(network.actor(local), with_app.person)
    with pytest.raises(Denied):
        factors.reset(network.actor(with_app), with_app.person)


def test_where_a_second_factor_is_asked_one_is_led_to_it_first(
    account: Account, network: Network, signed_in: Any, settings: Any
) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    client = signed_in(account)
    assert client.get(reverse("desk"))["Location"] == reverse("account_factors")
    assert "asks for a second factor" in client.get(reverse("account_factors")).content.decode()
    assert client.get(reverse("home")).status_code == 200
    factors.add_app(Actor(person=account.person_id), account, SEED, 1)
    assert client.get(reverse("desk")).status_code == 200
    facilitator = signed_in(network.staff("facilitator", "f@example.org"))
    assert facilitator.get(reverse("desk")).status_code == 200


@pytest.fixture(autouse=True)
def nobody_knocked_before() -> None:
    cache.clear()
