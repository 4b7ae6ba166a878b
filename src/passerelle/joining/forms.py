"""What is filled in about agreements."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from passerelle.core import sniffing
from passerelle.joining.actions import LONGEST
from passerelle.network.forms import file_help, language_choices
from passerelle.network.models import Organisation


class AgreementForm(forms.Form):
    """A new version of the agreement."""

    language = forms.ChoiceField(label=_("Language"), choices=lazy(language_choices, list)())
    text = forms.CharField(
        label=_("Text"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 20, "dir": "auto"}),
        help_text=_("Leave an empty line between paragraphs. # begins a heading, - a list."),
        error_messages={"required": _("Write what the partners agree on.")},
    )


class PaperForm(forms.Form):
    """Who signed on paper."""

    organisation = forms.ChoiceField(label=_("Which partner signed"))
    file = forms.FileField(
        label=_("The signed paper"),
        required=False,
        help_text=lazy(file_help, str)(sniffing.DOCUMENT),
        widget=forms.FileInput(attrs={"accept": sniffing.DOCUMENT.accept}),
    )

    def __init__(self, *args: Any, partners: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = [(one.code, one.name) for one in partners]  # type: ignore[attr-defined]
