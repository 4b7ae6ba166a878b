"""What narrows the outbox down."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from passerelle.messages.models import Message


class Narrow(forms.Form):
    q = forms.CharField(label=_("Receiver"), required=False, max_length=200)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *Message.State.choices]
    )
