"""Forms of the desk, and the one at the door of those who answer."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class TicketForm(forms.Form):
    """The personal code on a letter."""

    ticket = forms.CharField(
        label=_("The code on your letter"),
        help_text=_("Such as k4p7-m2xr-9dwt. Capitals, blanks and dashes do not matter."),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none", "dir": "ltr"}
        ),
    )
    use_required_attribute = False


class ReceiptForm(forms.Form):
    """The code somebody got when they answered."""

    receipt = forms.CharField(
        label=_("The code you got when you answered"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none", "dir": "ltr"}
        ),
    )
    use_required_attribute = False
