"""Staff come in by password, by a code in the mail, or by a printed code; nobody learns who has an account."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from passerelle.core import sealing
from passerelle.core.models import Entry
from passerelle.messages.models import Message
from passerelle.people import actions
from passerelle.people.models import Account
from tests.rooms.people.conftest import HOUSE, PASSWORD, Network

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def account(network: Network) -> Account:
    return network.staff("lead_coordinator", "Lena.Ek@example.org")


@pytest.fixture(autouse=True)
def mail(settings: Any) -> None:
    settings.EMAIL_URL = "smtp://127.0.0.1:9"


def words(message: Message) -> str:
    (texts,) = sealing.opened([message], ["text"], owner="receiver")
    return texts["text"]


def journal() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("action", flat=True))


def test_password_opens_the_desk_and_the_session_is_a_new_one(client: Client, account: Account) -> None:
    page = client.get(reverse("account_login"))
    assert page.status_code == 200
    client.session.save()
    before = client.cookies.get("sessionid")
    answer = client.post(reverse("account_login"), {"login": "lena.ek@EXAMPLE.org", "password": PASSWORD})
    assert answer.status_code == 302
    assert answer["Location"] == reverse("desk")
    assert client.cookies["sessionid"].value != (before.value if before else "")
    assert journal()[-1] == "signed in"
    entry = Entry.objects.latest("id")
    assert (entry.actor, entry.details) == (account.person_id, {"method": "password"})
    assert client.get(reverse("account")).status_code == 200


def test_session_planted_before_sign_in_is_worth_nothing_after(client: Client, account: Account) -> None:
    session = client.session
    session["planted"] = 1
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted
    client.post(reverse("account_login"), {"login": account.email, "password": PASSWORD})
    assert client.session.session_key != planted
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert thief.get(reverse("account")).status_code == 302


def test_wrong_password_says_the_same_as_unknown_address(client: Client, account: Account) -> None:
    wrong = client.post(reverse("account_login"), {"login": account.email, "password": "not this one"})
    unknown = client.post(
        reverse("account_login"), {"login": "nobody@example.org", "password": "not this one"}
    )
    assert wrong.status_code == unknown.status_code == 200
    said = [re.sub(r'value="[^"]*"', "", page.content.decode()) for page in (wrong, unknown)]
    assert said[0] == said[1]
    assert "do not belong together" in said[0]
    assert journal()[-2:] == ["sign-in refused"] * 2
    assert "example.org" not in str(list(Entry.objects.values()))


def test_guessing_is_throttled(client: Client, account: Account) -> None:
    for _attempt in range(5):
        client.post(reverse("account_login"), {"login": account.email, "password": "guess"})
    page = client.post(reverse("account_login"), {"login": account.email, "password": PASSWORD})
    assert page.status_code == 200
    assert "too many attempts" in page.content.decode()


def test_next_leads_on_but_never_to_another_host(client: Client, account: Account) -> None:
    for target, expected in (
        ("/en/desk/outbox/", "/en/desk/outbox/"),
        ("https://evil.example/", "/en/desk/"),
        ("//evil.example/", "/en/desk/"),
        ("javascript:alert(1)", "/en/desk/"),
    ):
        visitor = Client()
        page = visitor.get(reverse("account_login"), {"next": target})
        assert page.status_code == 200
        data = {"login": account.email, "password": PASSWORD, "next": target}
        assert visitor.post(reverse("account_login"), data)["Location"] == expected


def test_code_by_mail_signs_in_once(client: Client, account: Account) -> None:
    answer = client.post(reverse("account_request_login_code"), {"email": "lena.ek@example.org"})
    assert answer["Location"] == reverse("account_confirm_login_code")
    message = Message.objects.get()
    assert message.secret
    assert (message.purpose, message.receiver_kind) == ("sign-in-code", "account")
    page = client.get(reverse("account_confirm_login_code"))
    assert "lena.ek@example.org" in page.content.decode()
    (code,) = re.findall(r"^ {4}(\S+)$", words(message), re.M)
    wrong = client.post(reverse("account_confirm_login_code"), {"code": "wrong", "action": "verify"})
    assert "not the code of the newest mail" in wrong.content.decode()
    answer = client.post(reverse("account_confirm_login_code"), {"code": code, "action": "verify"})
    assert answer["Location"] == reverse("desk")
    assert Entry.objects.latest("id").details == {"method": "code"}
    assert client.get(reverse("account")).status_code == 200


def test_another_code_can_be_asked_for(client: Client, account: Account) -> None:
    client.post(reverse("account_request_login_code"), {"email": account.email})
    answer = client.post(reverse("account_confirm_login_code"), {"action": "resend"})
    assert answer["Location"] == reverse("account_confirm_login_code")
    newest, oldest = Message.objects.order_by("-created_at")
    (code,) = re.findall(r"^ {4}(\S+)$", words(oldest), re.M)
    page = client.post(reverse("account_confirm_login_code"), {"code": code, "action": "verify"})
    assert page.status_code == 200, "only the newest code works"
    (code,) = re.findall(r"^ {4}(\S+)$", words(newest), re.M)
    assert client.post(reverse("account_confirm_login_code"), {"code": code}).status_code == 302


def test_whoever_mistyped_the_address_can_start_anew(client: Client, account: Account) -> None:
    client.post(reverse("account_request_login_code"), {"email": "lena.eck@example.org"})
    assert client.get(reverse("account_login")).status_code == 302, "a code is being waited for"
    answer = client.post(reverse("account_logout"), {"next": reverse("account_login")})
    assert answer["Location"] == reverse("account_login")
    assert client.get(reverse("account_login")).status_code == 200


def test_code_for_an_unknown_address_looks_the_same_and_sends_nothing(
    client: Client, account: Account
) -> None:
    answer = client.post(reverse("account_request_login_code"), {"email": "nobody@example.org"})
    assert answer["Location"] == reverse("account_confirm_login_code")
    page = client.get(reverse("account_confirm_login_code"))
    assert page.status_code == 200
    assert "nobody@example.org" in page.content.decode()
    assert not Message.objects.exists()


def test_code_goes_to_the_address_of_the_account_even_when_the_contact_says_otherwise(
    client: Client, account: Account
) -> None:
    from passerelle.messages.recipients import resolve

    actions.change_identity(HOUSE, account.person, email="somebody.else@example.org")
    client.post(reverse("account_request_login_code"), {"email": account.email})
    message = Message.objects.get()
    assert resolve(message.receiver_kind, message.receiver).address == "lena.ek@example.org"


def test_asking_for_codes_is_throttled(client: Client, account: Account) -> None:
    for _attempt in range(3):
        Client().post(reverse("account_request_login_code"), {"email": account.email})
    page = Client().post(reverse("account_request_login_code"), {"email": account.email})
    assert "too many attempts" in page.content.decode()
    assert Message.objects.count() == 3


def test_new_password_by_mail(client: Client, account: Account, settings: Any) -> None:
    elsewhere = Client()
    elsewhere.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.post(reverse("account_reset_password"), {"email": account.email})
    assert answer["Location"] == reverse("account_reset_password_done")
    assert client.get(answer["Location"]).status_code == 200
    message = Message.objects.get()
    assert message.secret
    (link,) = re.findall(rf"^{re.escape(settings.ADDRESS)}(\S+)$", words(message), re.M)
    page = client.get(link, follow=True)
    form = page.redirect_chain[-1][0]
    weak = client.post(form, {"password1": "short"})
    assert "at least 10 characters" in weak.content.decode()
    answer = client.post(form, {"password1": "a new plank for the bridge"})
    assert answer["Location"] == reverse("account_reset_password_from_key_done")
    assert client.get(answer["Location"]).status_code == 200
    account.refresh_from_db()
    assert account.check_password("a new plank for the bridge")
    assert "password changed" in journal()
    assert elsewhere.get(reverse("account")).status_code == 302, "other sessions end"
    again = Client().get(link, follow=True)
    assert "This link is used up" in again.content.decode()


def test_new_password_for_an_unknown_address_looks_the_same(client: Client, account: Account) -> None:
    answer = client.post(reverse("account_reset_password"), {"email": "nobody@example.org"})
    assert answer["Location"] == reverse("account_reset_password_done")
    assert not Message.objects.exists()


def test_signing_out_ends_the_session_and_is_written_down(client: Client, account: Account) -> None:
    client.post(reverse("account_login"), {"login": account.email, "password": PASSWORD})
    assert client.get(reverse("account_logout")).status_code == 200
    assert client.get(reverse("account")).status_code == 200, "a link alone signs nobody out"
    answer = client.post(reverse("account_logout"))
    assert answer.status_code == 302
    assert client.get(reverse("account")).status_code == 302
    assert journal()[-1] == "signed out"


def test_closed_account_cannot_sign_in(client: Client, account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(is_active=False)
    answer = client.post(
        reverse("account_login"), {"login": account.email, "password": PASSWORD}, follow=True
    )
    assert "This account is closed" in answer.content.decode()
    assert client.get(reverse("account")).status_code == 302
    client.post(reverse("account_request_login_code"), {"email": account.email})
    assert not Message.objects.exists()


def test_without_mail_the_page_offers_what_works(client: Client, account: Account, settings: Any) -> None:
    settings.EMAIL_URL = ""
    page = client.get(reverse("account_login")).content.decode()
    assert reverse("account_request_login_code") not in page
    assert reverse("recovery") in page


def test_password_is_changed_here_and_ends_the_other_sessions(account: Account, signed_in: Any) -> None:
    here, there = signed_in(account), signed_in(account)
    wrong = here.post(reverse("account_change_password"), {"old": "no", "password": "a new plank for us"})
    assert "This is not your password" in wrong.content.decode()
    answer = here.post(
        reverse("account_change_password"), {"old": PASSWORD, "password": "a new plank for us"}
    )
    assert answer.status_code == 302
    assert here.get(reverse("account")).status_code == 200
    assert there.get(reverse("account")).status_code == 302


@pytest.mark.parametrize("language", ["en", "fr", "it", "sv", "ar"])
def test_every_page_of_signing_in_is_there_in_every_language(client: Client, db: None, language: str) -> None:
    for name in (
        "account_login",
        "account_request_login_code",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        "account_inactive",
        "recovery",
        "your_data",
    ):
        with translation.override(language):
            path = reverse(name)
        page = client.get(path)
        assert page.status_code == 200, path
        assert f'<html lang="{language}"' in page.content.decode()


def test_nobody_signs_up_by_themselves(client: Client, db: None) -> None:
    from django.urls import NoReverseMatch

    with pytest.raises(NoReverseMatch):
        reverse("account_signup")
    assert client.get("/en/signup/").status_code == 404
