"""What people fill in about themselves and others, with errors that say what to do."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from passerelle.core.errors import Problem
from passerelle.core.lines import plain_line
from passerelle.language import spoken
from passerelle.language.tongues import TONGUES, countries_by_name, country_name, name_in
from passerelle.people.actions import LONGEST, check_password
from passerelle.people.models import Account, Consent

PASSWORD_HINT = _("At least ten characters. A short sentence is easy to remember and hard to guess.")


def password_field(label: Any, *, new: bool = False) -> forms.CharField:
    autocomplete = "new-password" if new else "current-password"
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete, "dir": "auto"})
    return forms.CharField(
        label=label, widget=widget, strip=False, max_length=200, help_text=PASSWORD_HINT if new else ""
    )


def address_field() -> forms.EmailField:
    return forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )


def code_field(label: Any, hint: Any) -> forms.CharField:
    attrs = {
        "autocomplete": "off",
        "autocapitalize": "none",
        "spellcheck": "false",
        "dir": "ltr",
        "class": "code",
    }
    return forms.CharField(label=label, help_text=hint, max_length=60, widget=forms.TextInput(attrs=attrs))


class SignIn(allauth.LoginForm):
    """Address and password; the rest of the page offers the other ways."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = address_field()
        self.fields["password"] = password_field(_("Password"))
        self.order_fields(["login", "password"])


class AskCode(allauth.RequestLoginCodeForm):
    email = address_field()


class GiveCode(allauth.ConfirmLoginCodeForm):
    code = forms.CharField(
        label=_("Code from the mail"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "dir": "ltr", "class": "code"}),
    )


class AskNewPassword(allauth.ResetPasswordForm):
    email = address_field()


class SetNewPassword(allauth.ResetPasswordKeyForm):
    """One field: whoever mistypes it asks for another mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        self.fields["password1"] = password_field(_("New password"), new=True)

    def clean_password1(self) -> str:
        return _strong(self.cleaned_data["password1"], self.user)


class Recover(forms.Form):
    """A printed code instead of the mail."""

    email = address_field()
    code = code_field(
        _("Printed code"), _("One line of your recovery sheet, like k4p7-mx2q-…. Each works once.")
    )
    password = password_field(_("New password"), new=True)

    def clean_password(self) -> str:
        return _strong(self.cleaned_data["password"])


class ChangePassword(forms.Form):
    old = password_field(_("Password until now"))
    password = password_field(_("New password"), new=True)

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_old(self) -> str:
        if not self.account.check_password(self.cleaned_data["old"]):
            raise forms.ValidationError(_("This is not your password. Look at it once more."))
        return self.cleaned_data["old"]

    def clean_password(self) -> str:
        return _strong(self.cleaned_data["password"], self.account)


class OwnCode(forms.Form):
    """The door of somebody without an account."""

    code = code_field(
        _("Your code"), _("It stands on the sheet your coordinator printed for you, like k4p7-mx2q-….")
    )


class SpokenLanguages(forms.CharField):
    """Languages by name, with commas between; cleaned to codes with blanks between."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Languages spoken"),
            help_text=_(
                "By name, with commas between: French, Arabic. Shown only to those who may see the name."
            ),
            required=False,
            max_length=LONGEST["languages"],
            widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        """Codes that are kept are shown by name; what somebody typed stays as it is."""
        codes = str(value or "").split()
        if codes and all(code in TONGUES for code in codes):
            return spoken.told(codes, translation.get_language() or "en")
        return value

    def clean(self, value: Any) -> str:
        try:
            return " ".join(spoken.read(super().clean(value), translation.get_language() or "en"))
        except spoken.NotKnown as unknown:
            if unknown.proposals:
                raise forms.ValidationError(
                    _("“%(word)s” is not in the list of languages. Did you mean: %(names)s?"),
                    params={"word": unknown.word, "names": ", ".join(unknown.proposals)},
                ) from None
            raise forms.ValidationError(
                _(
                    "“%(word)s” is not in the list of languages. Write its name in your language or in its own."
                ),
                params={"word": unknown.word},
            ) from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class Contact(forms.Form):
    """Name and contact of a person; also for rooms above that make somebody known."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST["name"])
    email = forms.EmailField(label=_("E-mail address"), required=False, max_length=LONGEST["email"])
    phone = forms.CharField(
        label=_("Phone"),
        required=False,
        max_length=LONGEST["phone"],
        widget=forms.TextInput(attrs={"type": "tel", "dir": "ltr"}),
    )
    street = forms.CharField(
        label=_("Street and number"),
        help_text=_("For letters to somebody without e-mail. Also a second line, such as a floor or c/o."),
        required=False,
        max_length=LONGEST["street"],
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto", "autocomplete": "off"}),
    )
    postcode = forms.CharField(
        label=_("Postcode"),
        required=False,
        max_length=LONGEST["postcode"],
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    town = forms.CharField(
        label=_("Town"),
        required=False,
        max_length=LONGEST["town"],
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    language = forms.ChoiceField(label=_("Language"), help_text=_("We write to the person in this language."))
    languages = SpokenLanguages()
    note = forms.CharField(
        label=_("What helps"),
        help_text=_("Interpreter, access, food: only what the person wants you to know."),
        required=False,
        max_length=LONGEST["note"],
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = interface_languages()  # type: ignore[attr-defined]
        reader = translation.get_language() or "en"
        named = [(code, country_name(code, reader)) for code in countries_by_name(reader)]
        self.fields["country"].choices = [("", _("not given")), *named]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if any(given.get(part) for part in ("street", "postcode", "town")) and "country" in given:
            for part, sentence in (
                ("town", _("A letter needs a town.")),
                ("country", _("A letter needs a country, also within one’s own.")),
            ):
                if not given.get(part) and part not in self.errors:
                    self.add_error(part, sentence)
        return given

    def clean_name(self) -> str:
        name = plain_line(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Write a name, so that we know how to address this person."))
        return name


class GiveConsent(forms.Form):
    purpose = forms.ChoiceField(
        label=_("What for"), choices=Consent.Purpose.choices, widget=forms.RadioSelect
    )
    until = forms.DateField(
        label=_("Until"),
        required=False,
        help_text=_("The last day it holds; empty when it has no end."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )


def interface_languages() -> list[tuple[str, str]]:
    reader = translation.get_language() or "en"
    return [(code, name_in(code, reader)) for code, _name in settings.LANGUAGES]


def _strong(password: str, account: Account | None = None) -> str:
    try:
        check_password(password, account)
    except Problem as weak:
        raise forms.ValidationError(str(weak)) from None
    return password
