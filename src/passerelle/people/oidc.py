"""Signing in with an organisation's own accounts (OpenID Connect), off until an issuer is named in the settings.

Allauth leads the browser there and back (state, PKCE, exchange of the code). What the issuer says is checked here, by
OpenID Connect Core 1.0, section 3.1.3.7, and it never makes an account: it opens one that its owner tied to it, or one
whose proved address lies in a domain the issuer answers for.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from typing import Any, NoReturn, cast
from urllib.parse import urlsplit

import jwt
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from passerelle.core.errors import Problem
from passerelle.people import ties
from passerelle.people.models import Account

# Signatures by a key pair only: neither "none" nor a shared secret, which would let one service forge for another.
ALGORITHMS = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
)
LEEWAY = 60  # seconds two clocks may differ
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def is_on() -> bool:
    return bool(settings.OIDC_ISSUER and settings.OIDC_CLIENT_ID)


def provider_id() -> str:
    """Ties belong to one issuer: another one configured later must not inherit them."""
    return hashlib.sha256(settings.OIDC_ISSUER.encode()).hexdigest()[:24]


class Issuer(DefaultSocialAccountAdapter):
    """The one issuer of the settings; allauth's own ways to sign up, to match and to store tokens stay closed."""

    def list_apps(self, request: Any, provider: Any = None, client_id: Any = None) -> list[SocialApp]:
        if not is_on():
            return []
        return [
            SocialApp(
                provider="openid_connect",
                provider_id=provider_id(),
                name=settings.OIDC_LABEL,
                client_id=settings.OIDC_CLIENT_ID,
                secret=settings.OIDC_CLIENT_SECRET,
                settings={"server_url": settings.OIDC_ISSUER, "oauth_pkce_enabled": True},
            )
        ]

    def get_provider(self, request: Any, provider: Any, client_id: Any = None) -> Provider:
        return Provider(request, app=self.get_app(request, provider=provider, client_id=client_id))

    def get_requests_session(self) -> Any:
        """Straight to the issuer: no redirect can lead the server elsewhere."""
        session = super().get_requests_session()
        session.max_redirects = 0
        return session

    def authenticate_by_email(self, login: SocialLogin) -> None:
        """Matching is done in `pre_social_login`, by our own rule."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if sociallogin.state.get("process") == "connect":
            tie_on_return(request, sociallogin)
        if sociallogin.is_existing:
            return
        account = ties.account_vouched_for(sociallogin.email_addresses)
        if account is None:
            refuse(request, "not tied")
        sociallogin.account = ties.tie_by_address(ties.HOUSE, account, sociallogin.account)
        sociallogin.user = account

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def on_authentication_error(self, request: HttpRequest, provider: Any, **why: Any) -> None:
        refuse(request, "cancelled" if str(why.get("error")).endswith("cancelled") else "failed")


class Provider(OpenIDConnectProvider):
    """Adds a nonce, and keeps nothing of what the issuer tells but the person's number there."""

    def get_pkce_params(self) -> dict[str, str]:
        params = super().get_pkce_params()
        return {**params, "nonce": nonce_of(params["code_verifier"])}

    def get_oauth2_adapter(self, request: HttpRequest) -> Checked:
        return Checked(request, self.app.provider_id)

    def extract_extra_data(self, data: Any) -> dict[str, Any]:
        return {}


class Checked(OpenIDConnectOAuth2Adapter):
    """What the issuer says, believed only when all of it fits."""

    def get_provider(self) -> Provider:
        return Issuer(self.request).get_provider(self.request, self.provider_id)

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        return settings.ADDRESS + reverse("issuer_back")

    @property
    def openid_config(self) -> dict[str, Any]:
        """The issuer's description of itself. Raises OAuth2Error when it speaks for another, or in the open."""
        if not hasattr(self, "_described"):
            told = super().openid_config
            if str(told.get("issuer", "")).rstrip("/") != settings.OIDC_ISSUER:
                raise OAuth2Error("the description is another issuer's")
            for door in ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"):
                if told.get(door) and not _is_safe(told[door]):
                    raise OAuth2Error(f"{door} is not encrypted")
            self._described = told
        return self._described

    def get_access_token_data(
        self, request: HttpRequest, app: Any, client: Any, pkce_code_verifier: str | None = None
    ) -> Any:
        self.nonce = nonce_of(pkce_code_verifier or secrets.token_urlsafe())
        return super().get_access_token_data(request, app, client, pkce_code_verifier)

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> SocialLogin:
        claims = self.claims(app, kwargs["response"].get("id_token") or "")
        if "email" not in claims and "userinfo_endpoint" in self.openid_config:
            told = self._fetch_user_info(token.token)
            if told.get("sub") != claims["sub"]:
                raise OAuth2Error("the issuer speaks about two people")
            claims = {**told, **claims}
        claims["email_verified"] = claims.get("email_verified") is True
        return self.get_provider().sociallogin_from_response(request, {"id_token": claims})

    def claims(self, app: Any, id_token: str) -> dict[str, Any]:
        """The claims of a token whose signature, issuer, audience, times and nonce fit. Raises OAuth2Error."""
        try:
            header = jwt.get_unverified_header(id_token)
            if header.get("alg") not in ALGORITHMS:
                raise OAuth2Error("the token is not signed by a key pair")
            told = jwt.decode(
                id_token,
                self._key(header),
                algorithms=[header["alg"]],
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                leeway=LEEWAY,
                options={"require": ["iss", "sub", "aud", "exp", "iat"]},
            )
        except (jwt.PyJWTError, ValueError, KeyError, TypeError) as wrong:
            raise OAuth2Error("the token does not fit") from wrong
        if len(told["aud"]) > 1 and isinstance(told["aud"], list) and told.get("azp") != app.client_id:
            raise OAuth2Error("the token was made for another service")
        if not secrets.compare_digest(str(told.get("nonce", "")).encode(), self.nonce.encode()):
            raise OAuth2Error("the token answers another question")
        return dict(told)

    def _key(self, header: dict[str, Any]) -> Any:
        with Issuer(self.request).get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
            found = answer.json()["keys"]
        fitting = [k for k in found if k.get("use", "sig") == "sig" and k.get("kid") == header.get("kid")]
        if len(fitting) != 1:
            raise OAuth2Error("no key of the issuer fits the token")
        return jwt.PyJWK.from_json(json.dumps(fitting[0]), algorithm=header["alg"]).key


def nonce_of(verifier: str) -> str:
    """Bound to the secret that only this session holds (PKCE's verifier); says nothing about it."""
    return (
        base64.urlsafe_b64encode(hashlib.sha256(f"nonce {verifier}".encode()).digest()).decode().rstrip("=")
    )


def tie_on_return(request: HttpRequest, sociallogin: SocialLogin) -> NoReturn:
    """Somebody who is signed in, and proved it a moment ago, came back with a sign-in to tie to their account."""
    if not did_recently_reauthenticate(request):
        refuse(request, "failed")
    try:
        ties.tie(request.actor, cast(Account, request.user), sociallogin.account)  # type: ignore[attr-defined]
    except Problem as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("It is tied. From now on it opens your account."))
    raise ImmediateHttpResponse(redirect("account_factors"))


def refuse(request: HttpRequest, why: str) -> NoReturn:
    """Back to where one came from, with one and the same sentence whether the address is known here or not."""
    if why == "cancelled":
        words = _("You came back without signing in there. Take any way in.")
    elif why == "not tied":
        words = _(
            "This sign-in is not tied to an account here. Sign in another way first, then tie it under “Your account”."
        )
    else:
        words = _("Signing in there did not work. Try once more, or take another way in.")
    messages.error(request, words)
    raise ImmediateHttpResponse(
        redirect("account_factors" if request.user.is_authenticated else "account_login")
    )


def _is_safe(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
