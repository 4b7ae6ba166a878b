"""Signing in: allauth's flows with our words, each a screen of ours. What is not routed here does not exist."""

from __future__ import annotations

from typing import Any

from allauth.account import views as allauth
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from passerelle.core.actor import Actor
from passerelle.core.errors import Problem
from passerelle.core.screens import screen
from passerelle.people import actions, forms, recovery
from passerelle.people.throttle import may_knock
from passerelle.people.views.account import untold

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class WaysIn:
    """Which ways in there are: codes and links by mail only where mail can be sent."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "mail": bool(settings.EMAIL_URL)}  # type: ignore[misc]


class SignIn(WaysIn, allauth.LoginView):
    form_class = forms.SignIn


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
sign_out = everybody(allauth.LogoutView.as_view())


@everybody
def recover(request: HttpRequest) -> HttpResponse:
    """A printed code and a new password, for when neither the mail nor the old password is at hand."""
    form = forms.Recover(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if not may_knock(request, "recovery", given["email"]):
            form.add_error(
                None, _("There were too many attempts. Wait ten minutes, then take the next code.")
            )
        elif _recovered(request, form):
            messages.success(
                request, _("You are signed in with your new password. Cross that code out on your sheet.")
            )
            return redirect("account")
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
    actions.note_sign_in(actor, account, "recovery_code")
    return True
