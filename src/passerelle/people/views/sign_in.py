"""Signing in: allauth's flows with our words, each a screen of ours. What is not routed here does not exist."""

from __future__ import annotations

import json
from typing import Any

from allauth.account import views as allauth
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base import views as mfa
from allauth.mfa.webauthn import views as webauthn
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from passerelle.core.actor import Actor
from passerelle.core.errors import Problem
from passerelle.core.screens import screen
from passerelle.people import actions, factor_forms, factors, forms, oidc, policies, presence, recovery
from passerelle.people.throttle import may_knock, too_many
from passerelle.people.views.account import untold

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class WaysIn:
    """Which ways in there are: codes and links by mail only where mail can be sent, passkeys only at the one host name
    they belong to."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),  # type: ignore[misc]
            "mail": bool(settings.EMAIL_URL),
            "passkeys": passkeys_here(self.request),  # type: ignore[attr-defined]
            "house_address": settings.ADDRESS,
            "issuer": settings.OIDC_LABEL if oidc.is_on() else "",
        }


class SignIn(WaysIn, allauth.LoginView):
    form_class = forms.SignIn


class EnterByPasskey(webauthn.LoginWebAuthnView):
    """GET hands the browser a challenge, POST takes its answer. A passkey asks who its holder is, so it is enough."""

    form_class = factor_forms.EnterByPasskey


class SecondStep(WaysIn, mfa.AuthenticateView):
    """After the password or the code by mail: the app, or a passkey."""

    template_name = "account/second_step.html"
    form_class = factor_forms.AppCode
    webauthn_form_class = factor_forms.PasskeySecond

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = super().get_context_data(**kwargs)
        kinds = {one.kind for one in factors.of(self.stage.login.user)}
        return {**told, "kinds": kinds, "options": json.dumps(told["js_data"]["request_options"])}


class Again(WaysIn, allauth.ReauthenticateView):
    """Who one is, once more, before something that matters."""

    template_name = "account/again.html"
    form_class = factor_forms.PasswordAgain


class AgainByApp(WaysIn, mfa.ReauthenticateView):
    template_name = "account/again_app.html"
    form_class = factor_forms.AppCodeAgain


class AgainByPasskey(WaysIn, webauthn.ReauthenticateWebAuthnView):
    template_name = "account/again_passkey.html"
    form_class = factor_forms.PasskeyAgain

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = super().get_context_data(**kwargs)
        return {**told, "options": json.dumps(told["js_data"]["request_options"])}

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form))


class SignOut(allauth.LogoutView):
    """The browser forgets what it kept of us: pages in its cache, and whatever a page may have stored. The cookies end
    here by themselves (the session) or hold no secret (language, known device); clearing them too would sign a person
    out of nothing and make every sign-in look like a new device."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(*args, **kwargs)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        response.headers["Cache-Control"] = "no-store"
        return response


class AskCode(WaysIn, allauth.RequestLoginCodeView):
    form_class = forms.AskCode


class GiveCode(allauth.ConfirmLoginCodeView):
    form_class = forms.GiveCode


class AskNewPassword(WaysIn, allauth.PasswordResetView):
    form_class = forms.AskNewPassword


class SetNewPassword(allauth.PasswordResetFromKeyView):
    form_class = forms.SetNewPassword


everybody = screen(open_to_all=True)
sign_in = everybody(SignIn.as_view())
ask_code = everybody(AskCode.as_view())
give_code = everybody(GiveCode.as_view())
ask_new_password = everybody(AskNewPassword.as_view())
asked_new_password = everybody(allauth.PasswordResetDoneView.as_view())
set_new_password = everybody(SetNewPassword.as_view())
new_password_set = everybody(allauth.PasswordResetFromKeyDoneView.as_view())
inactive = everybody(allauth.AccountInactiveView.as_view())
sign_out = everybody(SignOut.as_view())
enter_by_passkey = everybody(EnterByPasskey.as_view())
second_step = everybody(SecondStep.as_view())
again = screen(may=policies.may_have_account)(Again.as_view())
again_by_app = screen(may=policies.may_have_account)(AgainByApp.as_view())
again_by_passkey = screen(may=policies.may_have_account)(AgainByPasskey.as_view())


def passkeys_here(request: HttpRequest) -> bool:
    """Passkeys belong to one host name: at another (127.0.0.1 instead of localhost) a browser offers none."""
    return request.get_host().partition(":")[0] == settings.PASSKEY_HOST


@everybody
def recover(request: HttpRequest) -> HttpResponse:
    """A printed code and a new password, for when neither the mail nor the old password is at hand."""
    form = forms.Recover(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if not may_knock(request, "recovery", given["email"]):
            form.add_error(None, too_many(request, "recovery", given["email"]))
        elif _recovered(request, form):
            messages.success(
                request, _("You are signed in with your new password. Cross that code out on your sheet.")
            )
            return presence.remember(request, redirect("account"))
    return untold(render(request, "account/recovery.html", {"form": form}))


def _recovered(request: HttpRequest, form: forms.Recover) -> bool:
    given = form.cleaned_data
    try:
        account = recovery.use_recovery_code(given["email"], given["code"])
    except Problem as refused:
        form.add_error("code", str(refused))
        return False
    actor = Actor(person=account.person_id)
    actions.change_password(actor, account, given["password"])
    login(request, account, backend=BACKEND)
    # Whoever lost the telephone must now be able to take its factor away.
    record_authentication(request, account, "recovery_code", reauthenticated=True)
    presence.arrive(actor, account, request, "recovery_code")
    return True
