"""Signing in with an organisation's own accounts, against a small issuer on this machine: what fits opens the right
account, and whatever does not fit opens none."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from django.urls import reverse

from passerelle.core.actor import Actor
from passerelle.core.models import Entry
from passerelle.messages.models import Message
from passerelle.people import actions, factors, oidc
from passerelle.people.models import Account
from tests.rooms.people.conftest import HOUSE, Network

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
CLIENT, SECRET = "passerelle-here", "between us"
KEY, FOREIGN = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _n in range(2))


class Office:
    """An issuer that signs whoever it is told to sign in, rightly or wrongly."""

    def __init__(self) -> None:
        office = self
        self.claims: dict[str, Any] = {}
        self.key, self.alg, self.kid = KEY, "RS256", "one"
        self.described: dict[str, Any] = {}
        self.asked: dict[str, str] = {}
        self.given: dict[str, str] = {}
        self.userinfo: dict[str, Any] = {}

        class Desk(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = urlsplit(self.path).path
                answers = {
                    "/.well-known/openid-configuration": office.description,
                    "/keys": office.keys,
                    "/userinfo": lambda: office.userinfo,
                }
                self.answer(answers[path]())

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                office.given = {k: v[0] for k, v in parse_qs(body).items()}
                self.answer({"access_token": "opaque", "token_type": "Bearer", "id_token": office.token()})

            def answer(self, told: Any) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(told).encode())

            def log_message(self, *_args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, daemon=True).start()

    def description(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            **self.described,
        }

    def keys(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        return {"keys": [{**public, "kid": "one", "use": "sig", "alg": "RS256"}]}

    def token(self) -> str:
        now = int(time.time())
        told = {
            "iss": self.address,
            "aud": CLIENT,
            "sub": "lena-at-the-city",
            "iat": now,
            "exp": now + 300,
            "nonce": self.asked.get("nonce"),
            "email": "lena@city.example",
            "email_verified": True,
            **self.claims,
        }
        key = None if self.alg == "none" else self.key
        if self.alg == "HS256":  # a secret both know instead of a key pair
            key = SECRET.ljust(32, ".")
        headers = {"kid": self.kid}
        return jwt.encode({k: v for k, v in told.items() if v is not None}, key, self.alg, headers)

    def visited_by(self, client: Client, where: str | None = None) -> Any:
        """Follows a browser to the issuer and back; returns the answer to coming back."""
        there = where or client.get(reverse("issuer_go"))["Location"]
        assert there.startswith(f"{self.address}/authorize?")
        self.asked = {k: v[0] for k, v in parse_qs(urlsplit(there).query).items()}
        return client.get(reverse("issuer_back"), {"code": "once", "state": self.asked["state"]})


@pytest.fixture
def office(settings: Any) -> Iterator[Office]:
    office = Office()
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = (
        office.address,
        CLIENT,
        SECRET,
    )
    settings.OIDC_LABEL, settings.OIDC_DOMAINS = "City of Lyckholma", ["city.example"]
    yield office
    office.server.shutdown()
    office.server.server_close()


@pytest.fixture
def account(network: Network) -> Account:
    """Its owner has once answered a code sent to the address."""
    account = network.staff("lead_coordinator", "lena@city.example")
    actions.note_address_proved(HOUSE, account)
    return account


def inside(client: Client) -> bool:
    return client.get(reverse("account")).status_code == 200


def test_proved_address_in_a_domain_of_the_issuer_opens_its_account(office: Office, account: Account) -> None:
    visitor = Client()
    assert office.visited_by(visitor)["Location"] == reverse("desk")
    assert inside(visitor)
    assert Entry.objects.latest("id").details == {"method": "socialaccount"}
    tied = SocialAccount.objects.get()
    assert (tied.user, tied.uid, tied.extra_data) == (account, "lena-at-the-city", {})
    challenge = hashlib.sha256(office.given["code_verifier"].encode()).digest()
    assert base64.urlsafe_b64encode(challenge).decode().rstrip("=") == office.asked["code_challenge"]
    assert office.asked["redirect_uri"].endswith("/sign-in/with/back/")
    assert office.given["client_secret"] == SECRET


def test_once_tied_the_number_counts_not_the_address(office: Office, account: Account, settings: Any) -> None:
    office.visited_by(Client())
    office.claims, settings.OIDC_DOMAINS = {"email": "other@city.example"}, []
    visitor = Client()
    office.visited_by(visitor)
    assert inside(visitor)


WRONG = {
    "of another issuer": {"claims": {"iss": "https://elsewhere.example"}},
    "for another service": {"claims": {"aud": "another"}},
    "for several, made for another": {"claims": {"aud": [CLIENT, "another"], "azp": "another"}},
    "expired": {"claims": {"exp": int(time.time()) - 600}},
    "without an end": {"claims": {"exp": None}},
    "answering another question": {"claims": {"nonce": "another"}},
    "answering no question": {"claims": {"nonce": None}},
    "not signed at all": {"alg": "none"},
    "signed by a shared secret": {"alg": "HS256"},
    "signed by another key": {"key": FOREIGN},
    "signed by an unknown key": {"kid": "two"},
    "described by another": {"described": {"issuer": "https://elsewhere.example"}},
    "fetched in the open": {"described": {"token_endpoint": "http://elsewhere.example/token"}},
}


@pytest.mark.parametrize("what", WRONG)
def test_token_is_refused(what: str, office: Office, account: Account) -> None:
    for name, value in WRONG[what].items():
        setattr(office, name, value)
    visitor = Client()
    if office.described:  # refused before anybody leaves the house
        assert visitor.get(reverse("issuer_go"))["Location"] == reverse("account_login")
    else:
        assert office.visited_by(visitor)["Location"] == reverse("account_login")
    assert not inside(visitor)
    assert not SocialAccount.objects.exists()


def test_answer_to_somebody_elses_question_is_refused(office: Office, account: Account) -> None:
    there = Client().get(reverse("issuer_go"))["Location"]
    victim = Client()
    assert office.visited_by(victim, there)["Location"] == reverse("account_login")
    assert not inside(victim)


def test_answer_counts_once(office: Office, account: Account) -> None:
    visitor = Client()
    office.visited_by(visitor)
    visitor.post(reverse("account_logout"))
    again = visitor.get(reverse("issuer_back"), {"code": "once", "state": office.asked["state"]})
    assert again["Location"] == reverse("account_login")
    assert not inside(visitor)


@pytest.mark.parametrize(
    ("claims", "domains"),
    [
        ({"email": "nobody@city.example"}, ["city.example"]),
        ({"email_verified": False}, ["city.example"]),
        ({"email_verified": "true"}, ["city.example"]),
        ({}, []),
        ({}, ["example"]),
    ],
    ids=["nobody", "not checked there", "not said plainly", "no domain named", "another domain"],
)
def test_no_account_is_made_and_nobody_learns_whether_there_is_one(
    claims: dict[str, Any], domains: list[str], office: Office, account: Account, settings: Any
) -> None:
    office.claims, settings.OIDC_DOMAINS = claims, domains
    before = Account.objects.count()
    visitor = Client()
    assert office.visited_by(visitor)["Location"] == reverse("account_login")
    assert "not tied to an account here" in visitor.get(reverse("account_login")).content.decode()
    assert not inside(visitor)
    assert Account.objects.count() == before
    assert not SocialAccount.objects.exists()


def test_account_whose_address_was_never_proved_is_not_opened(office: Office, network: Network) -> None:
    """Somebody might wait in an account made with another's address."""
    network.staff("facilitator", "lena@city.example")
    visitor = Client()
    office.visited_by(visitor)
    assert not inside(visitor)


def test_address_may_come_apart_from_the_token_when_both_speak_of_one_person(
    office: Office, account: Account
) -> None:
    office.claims = {"email": None, "email_verified": None}
    office.userinfo = {"sub": "somebody-else", "email": account.email, "email_verified": True}
    visitor = Client()
    office.visited_by(visitor)
    assert not inside(visitor)
    office.userinfo["sub"] = "lena-at-the-city"
    office.visited_by(visitor)
    assert inside(visitor)


def test_second_factor_is_asked_here_as_well(office: Office, account: Account) -> None:
    factors.add_app(Actor(person=account.person_id), account, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", 1)
    visitor = Client()
    assert office.visited_by(visitor)["Location"] == reverse("mfa_authenticate")
    assert not inside(visitor)


def test_owner_ties_and_unties(
    office: Office, network: Network, signed_in: Any, proved: Any, settings: Any
) -> None:
    settings.EMAIL_URL, settings.OIDC_DOMAINS = "smtp://127.0.0.1:9", []
    owner = network.staff("facilitator", "f@example.org")
    client = signed_in(owner)
    assert client.get(reverse("issuer_tie"))["Location"].startswith(reverse("account_reauthenticate"))
    proved(client)
    page = client.get(reverse("issuer_tie"))
    assert office.visited_by(client, page.context["there"])["Location"] == reverse("account_factors")
    visitor = Client()
    office.visited_by(visitor)
    assert inside(visitor)
    stranger = proved(signed_in(network.staff("facilitator", "g@example.org")))
    office.visited_by(stranger, stranger.get(reverse("issuer_tie")).context["there"])
    assert SocialAccount.objects.get().user == owner, "one sign-in opens one account"
    client.post(reverse("issuer_untie"))
    assert not SocialAccount.objects.exists()
    assert Message.objects.filter(purpose="account-notice", receiver=owner.person_id).count() == 2


def test_another_issuer_does_not_inherit_ties(office: Office, account: Account, settings: Any) -> None:
    here = oidc.provider_id()
    settings.OIDC_ISSUER = "https://elsewhere.example"
    assert oidc.provider_id() != here


def test_without_an_issuer_there_is_no_such_door(client: Client, settings: Any) -> None:
    settings.OIDC_ISSUER = ""
    assert client.get(reverse("issuer_go")).status_code == 404
    assert client.get(reverse("issuer_back")).status_code == 404
    assert reverse("issuer_go") not in client.get(reverse("account_login")).content.decode()


def test_issuer_that_does_not_answer_is_said_so(client: Client, office: Office) -> None:
    office.server.shutdown()
    office.server.server_close()
    assert client.get(reverse("issuer_go"))["Location"] == reverse("account_login")
    assert "cannot be reached" in client.get(reverse("account_login")).content.decode()
