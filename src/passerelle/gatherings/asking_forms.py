"""Which questionnaire is asked about a gathering."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from passerelle.questionnaires.models import Instrument


class ChooseForm(forms.Form):
    """One of the project's questionnaires. ready: by code, with what each is called."""

    questionnaire = forms.ChoiceField(
        label=_("Questionnaire"), error_messages={"required": _("Choose a questionnaire of this project.")}
    )

    def __init__(self, *args: Any, ready: dict[str, tuple[Instrument, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ready = ready
        fields: Any = self.fields
        fields["questionnaire"].choices = [("", "–"), *((code, name) for code, (_one, name) in ready.items())]

    def clean_questionnaire(self) -> Instrument:
        one, _name = self._ready[self.cleaned_data["questionnaire"]]
        return one
