"""One sees where one is signed in, ends it from elsewhere, and hears of a device that was never used before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from passerelle.core import clock, sealing
from passerelle.messages.models import Message
from passerelle.people import devices, jobs
from passerelle.people.models import Account, KnownDevice, OpenSession
from tests.rooms.people.conftest import PASSWORD, Network

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PHONE = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"
LAPTOP = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0"
)


@pytest.fixture
def account(network: Network) -> Account:
    return network.staff("lead_coordinator", "lena@example.org")


def entered(account: Account, agent: str = PHONE, client: Client | None = None) -> Client:
    client = client or Client(headers={"user-agent": agent})
    answer = client.post(reverse("account_login"), {"login": account.email, "password": PASSWORD})
    assert answer["Location"] == reverse("desk")
    return client


@pytest.mark.parametrize(
    ("agent", "code"),
    [
        (PHONE, "Firefox/Android"),
        (LAPTOP, "Edge/Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari/iPhone"),
        ("curl/8.0", "/"),
        ("", "/"),
    ],
)
def test_browser_is_known_by_family_and_system_only(agent: str, code: str) -> None:
    assert devices.family(agent) == code
    assert devices.in_words(code)


def test_sessions_are_listed_and_one_or_all_others_are_ended(account: Account) -> None:
    here, phone, third = entered(account, LAPTOP), entered(account), entered(account)
    page = here.get(reverse("account_sessions")).content.decode()
    assert page.count("Sign out there") == 2
    assert "Edge on Windows" in page
    assert "Firefox on Android" in page
    one = OpenSession.objects.get(key=phone.session.session_key)
    here.post(reverse("account_sessions"), {"place": str(one.pk)})
    assert phone.get(reverse("account")).status_code == 302
    assert third.get(reverse("account")).status_code == 200
    here.post(reverse("account_sessions"))
    assert third.get(reverse("account")).status_code == 302
    assert here.get(reverse("account")).status_code == 200


def test_nobody_ends_the_session_of_another(account: Account, network: Network) -> None:
    victim = entered(account)
    stranger = entered(network.staff("facilitator", "f@example.org"))
    line = OpenSession.objects.get(account=account)
    stranger.post(reverse("account_sessions"), {"place": str(line.pk)})
    assert victim.get(reverse("account")).status_code == 200
    assert stranger.post(reverse("account_sessions"), {"place": "not-an-id"}).status_code == 404


def test_new_password_ends_the_others_and_keeps_this_one(account: Account) -> None:
    here, other = entered(account, LAPTOP), entered(account)
    here.post(reverse("account_change_password"), {"old": PASSWORD, "password": "another long sentence"})
    assert other.get(reverse("account")).status_code == 302
    assert here.get(reverse("account_sessions")).content.decode().count("(this one)") == 1
    assert OpenSession.objects.filter(account=account).count() == 1


def test_signing_out_ends_the_session_and_clears_the_browser(account: Account) -> None:
    client = entered(account)
    before = client.session.session_key
    answer = client.post(reverse("account_logout"))
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert answer["Cache-Control"] == "no-store"
    assert not Session.objects.filter(session_key=before).exists()
    assert not OpenSession.objects.exists()
    thief = Client()
    thief.cookies["sessionid"] = before
    assert thief.get(reverse("account")).status_code == 302
    assert client.cookies["passerelle_device"].value, "the browser stays known"


def test_new_device_is_told_by_mail_in_the_owners_language_and_a_known_one_is_not(
    account: Account, settings: Any
) -> None:
    settings.EMAIL_URL = "smtp://127.0.0.1:9"
    known = entered(account, LAPTOP)
    assert not Message.objects.exists(), "the first sign-in of all is no news"
    known.post(reverse("account_logout"))
    entered(account, client=known)
    assert not Message.objects.exists()
    entered(account, PHONE)
    letter = Message.objects.get(purpose="account-notice")
    (told,) = sealing.opened([letter], ["text"], owner="receiver")
    assert "Firefox on Android" in told["text"]
    assert letter.secret


def test_no_address_of_a_network_and_no_whole_browser_name_is_kept(account: Account) -> None:
    entered(account, LAPTOP)
    kept = str(list(OpenSession.objects.values())) + str(list(KnownDevice.objects.values()))
    assert "127.0.0.1" not in kept
    assert "Mozilla" not in kept
    assert Client().cookies.get("passerelle_device") is None


def test_what_is_over_is_forgotten(account: Account) -> None:
    client = entered(account)
    Session.objects.update(expire_date=timezone.now() - timedelta(hours=1))
    KnownDevice.objects.update(last_on=timezone.now().date() - timedelta(days=181))
    jobs.forget_sessions(timestamp=0)
    clock.run()
    assert not OpenSession.objects.exists()
    assert not KnownDevice.objects.exists()
    assert client.get(reverse("account")).status_code == 302


def test_stranger_who_keeps_guessing_does_not_lock_the_owner_out(account: Account) -> None:
    owner = entered(account, LAPTOP)
    owner.post(reverse("account_logout"))
    stranger = Client()
    for _attempt in range(6):
        page = stranger.post(reverse("account_login"), {"login": account.email, "password": "guess"})
    assert "Try again in 5 minutes" in page.content.decode()
    page = Client(REMOTE_ADDR="192.0.2.7").post(
        reverse("account_login"), {"login": account.email, "password": PASSWORD}
    )
    assert "too many attempts" in page.content.decode(), "an unknown browser waits, from wherever"
    assert entered(account, client=owner)


def test_being_slowed_says_nothing_about_whether_there_is_an_account(account: Account) -> None:
    said = []
    for address, network in ((account.email, "192.0.2.1"), ("nobody@example.org", "192.0.2.2")):
        visitor = Client(REMOTE_ADDR=network)
        for _attempt in range(6):
            page = visitor.post(reverse("account_login"), {"login": address, "password": "guess"})
        assert page.status_code == 200
        said.append(page.content.decode().replace(address, ""))
    parts = [text.split("csrfmiddlewaretoken")[0] for text in said]
    assert parts[0] == parts[1]
    assert "too many attempts" in said[1]


def test_made_up_device_cookie_earns_no_count_of_its_own(account: Account) -> None:
    entered(account)
    for attempt in range(6):
        stranger = Client(REMOTE_ADDR=f"192.0.2.{attempt}")
        stranger.cookies["passerelle_device"] = f"{attempt:032}"
        page = stranger.post(reverse("account_login"), {"login": account.email, "password": "guess"})
    assert "too many attempts" in page.content.decode()


def test_pages_of_one_s_account_cost_few_questions(
    account: Account, django_assert_max_num_queries: Any
) -> None:
    client = entered(account)
    for n in range(30):
        session = Session.objects.create(
            session_key=f"key{n}", expire_date=timezone.now() + timedelta(hours=1)
        )
        OpenSession.objects.create(account=account, key=session.session_key, device="Firefox/Android")
    for name in ("account", "account_factors", "account_sessions"):
        with django_assert_max_num_queries(12):
            assert client.get(reverse(name)).status_code == 200
