"""One's own passkeys and authenticator app: what there is, adding, removing."""

from __future__ import annotations

import json
from typing import Any, cast

from allauth.core import context
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.webauthn.internal import auth
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from passerelle.core.errors import Problem
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.people import devices, factors, oidc, policies, qr, ties
from passerelle.people.factor_adapter import FactorAdapter, opened_for, sealed
from passerelle.people.factor_forms import NewApp, NewPasskey
from passerelle.people.models import Account
from passerelle.people.views.fresh import fresh
from passerelle.people.views.sign_in import passkeys_here

WAITING = "new_app"


@screen(may=policies.may_have_account)
def mine(request: Visit) -> HttpResponse:
    """What there is, and what can be added."""
    found = factors.of(_mine(request))
    told = {
        "issuer": settings.OIDC_LABEL if oidc.is_on() else "",
        "tied": oidc.is_on() and ties.tied(_mine(request), oidc.provider_id()) is not None,
        "factors": found,
        "has_app": any(one.kind == "app" for one in found),
        "passkeys": passkeys_here(request),
        "left": _mine(request).recovery_codes.filter(used_at=None).count(),
        "asked": factors.asked_of(request.actor) and not found,
    }
    return render(request, "people/factors.html", told)


@screen(may=policies.may_have_account)
@fresh
def add_passkey(request: Visit) -> HttpResponse:
    """The device makes a passkey for this address. Needs JavaScript, as every passkey does."""
    form = NewPasskey(request.POST or None)
    if request.method == "POST" and form.is_valid():
        device = devices.family(request.META.get("HTTP_USER_AGENT", ""))
        factors.add_passkey(request.actor, _mine(request), form.cleaned_data["credential"], device)
        messages.success(request, _("The passkey is added. From now on it signs you in without a password."))
        return redirect("account_factors")
    options = auth.begin_registration(_mine(request), passwordless=True)
    told = {"form": form, "options": json.dumps(options), "passkeys": passkeys_here(request)}
    return render(request, "people/add_passkey.html", told)


@screen(may=policies.may_have_account)
@fresh
def add_app(request: Visit) -> HttpResponse:
    """A secret for an authenticator app, as a picture and as text; kept once the app's first code proves it arrived."""
    account = _mine(request)
    # Until then it waits in the session, sealed as well: sessions lie in the same database.
    secret = opened_for(account.person_id, request.session.get(WAITING, "")) or generate_totp_secret()
    request.session[WAITING] = sealed(account.person_id, secret)
    form = NewApp(request.POST or None, secret=secret)
    if request.method == "POST" and form.is_valid():
        try:
            factors.add_app(request.actor, account, secret, form.cleaned_data["code"])
        except Problem as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("The app is set up. From now on you are asked for its code."))
        del request.session[WAITING]
        return redirect("account_factors")
    address = FactorAdapter(context.request).build_totp_url(account, secret)
    groups = [secret[i : i + 4] for i in range(0, len(secret), 4)]
    return render(
        request, "people/add_app.html", {"form": form, "picture": qr.drawn(address), "groups": groups}
    )


@screen(may=policies.may_have_account)
@fresh
def remove(request: Visit, factor: int) -> HttpResponse:
    """One way fewer, after the page that says what it means."""
    found = factors.of(_mine(request))
    one = next((one for one in found if one.id == factor), None)
    if one is None:
        raise Http404
    if request.method == "POST":
        factors.remove(request.actor, _mine(request), one)
        messages.success(request, _("It is removed and opens nothing any more."))
        return redirect("account_factors")
    told: dict[str, Any] = {"factor": one, "last": len(found) == 1}
    return render(request, "people/remove_factor.html", told)


def _mine(request: Visit) -> Account:
    """The account that is signed in; the policy has seen to it that there is one."""
    return cast(Account, request.user)
