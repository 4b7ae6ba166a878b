"""Forms of goals and their evidence."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from passerelle.network import goals
from passerelle.network.forms import PartialDate, language_choices


class GoalForm(forms.Form):
    """Which goal or target the project works towards."""

    target = forms.ChoiceField(
        label=_("Goal or target"),
        help_text=_("The first number of each group is the goal itself, the others are its targets."),
    )

    def __init__(self, *args: Any, taken: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reader = translation.get_language() or "en"
        self.fields["target"].choices = [("", _("Choose a goal or target")), *goals.choices(reader, taken)]  # type: ignore[attr-defined]


class EvidenceForm(forms.Form):
    """What shows it: words, a link or a file."""

    says = forms.CharField(
        label=_("What shows it"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("Name nobody: role and organisation are enough."),
    )
    language = forms.ChoiceField(label=_("Language of these words"), required=False)
    address = forms.URLField(label=_("Link"), required=False, max_length=500, assume_scheme="https")
    upload = forms.FileField(label=_("File"), required=False)
    day = PartialDate(label=_("When"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = language_choices()  # type: ignore[attr-defined]
        self.fields["language"].initial = translation.get_language() or "en"
