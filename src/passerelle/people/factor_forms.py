"""What is typed or handed over by a device to prove who one is."""

from __future__ import annotations

import base64
import json
import struct
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.webauthn import forms as webauthn
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from passerelle.people import factors, throttle
from passerelle.people.forms import password_field

WRONG = _("This is not the code of this moment, or it was used before. Wait for the next one in your app.")
ELSEWHERE = _("This did not work. Try once more, or take another way.")


def app_code_field() -> forms.CharField:
    attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr", "class": "code"}
    return forms.CharField(
        label=_("Code from the app"),
        help_text=_("Six digits, new every half minute."),
        max_length=12,
        widget=forms.TextInput(attrs=attrs),
    )


class AppCode(forms.Form):
    """A code of the authenticator app, as the second step of signing in."""

    code = app_code_field()
    again = False

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_code(self) -> str:
        door = ("second_factor", str(self.user.pk))
        knock = throttle.knock(context.request, *door)
        if knock is None:
            raise forms.ValidationError(throttle.too_many(context.request, *door))
        factor = factors.uses(self.user, self.cleaned_data["code"])
        if factor is None:
            raise forms.ValidationError(WRONG)
        knock.rollback()
        self.factor = factor
        return self.cleaned_data["code"]

    def save(self) -> None:
        post_authentication(context.request, self.factor, reauthenticated=self.again)


class AppCodeAgain(AppCode):
    again = True


class PasswordAgain(forms.Form):
    """The password, from somebody who is signed in already."""

    password = password_field(_("Password"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        door = ("again", str(self.user.pk))
        knock = throttle.knock(context.request, *door)
        if knock is None:
            raise forms.ValidationError(throttle.too_many(context.request, *door))
        if not self.user.check_password(self.cleaned_data["password"]):
            raise get_adapter().validation_error("incorrect_password")
        knock.rollback()
        return self.cleaned_data["password"]


class NewApp(forms.Form):
    """The first code of a new app: it proves that the secret has arrived."""

    code = app_code_field()

    def __init__(self, *args: Any, secret: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.secret = secret

    def clean_code(self) -> int:
        """The number of the step whose code it is."""
        counter = factors.matching(self.secret, self.cleaned_data["code"])
        if counter is None:
            raise forms.ValidationError(
                _("This is not the code of this moment. Is the clock of your phone right? Type the next one.")
            )
        return counter


class NewPasskey(forms.Form):
    """What the device made."""

    credential = forms.JSONField(widget=forms.HiddenInput)

    def clean_credential(self) -> dict[str, Any]:
        """The credential, checked against what we asked for."""
        _ours(self)
        credential: dict[str, Any] = self.cleaned_data["credential"]
        try:
            auth.parse_registration_response(credential)
            made = auth.complete_registration(credential)
        except (ValueError, TypeError, KeyError, IndexError, struct.error):
            raise forms.ValidationError(ELSEWHERE) from None
        if not made.is_user_verified():
            raise forms.ValidationError(
                _("This device did not ask who you are. Take one with a PIN, a fingerprint or a face.")
            )
        return credential


class EnterByPasskey(webauthn.LoginWebAuthnForm):
    def clean_credential(self) -> Any:
        return _ours(self) and super().clean_credential()


class PasskeySecond(webauthn.AuthenticateWebAuthnForm):
    def clean_credential(self) -> Any:
        return _ours(self) and super().clean_credential()


class PasskeyAgain(webauthn.ReauthenticateWebAuthnForm):
    def clean_credential(self) -> Any:
        return _ours(self) and super().clean_credential()


def _ours(form: forms.Form) -> bool:
    """A browser says on whose page the passkey was asked for: only our own address will do, no neighbour's of the
    same domain. Raises ValidationError."""
    if _origin(form.cleaned_data["credential"]) != _address():
        raise forms.ValidationError(ELSEWHERE)
    return True


def _origin(credential: Any) -> str:
    try:
        told = credential["response"]["clientDataJSON"]
        return str(json.loads(base64.urlsafe_b64decode(told + "==="))["origin"])
    except (KeyError, TypeError, ValueError):
        return ""


def _address() -> str:
    parts = urlsplit(settings.ADDRESS)
    return f"{parts.scheme}://{parts.netloc}"
