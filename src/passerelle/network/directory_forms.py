"""The directory's forms: who contributes what, and what a reader narrows it by."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from passerelle.core.lists import words_of
from passerelle.network.forms import OrganisationChoice
from passerelle.network.models import Contribution, Organisation


class ContributionForm(forms.Form):
    """Who of the people written down in a project speaks, teaches or interprets, and for whom."""

    person = forms.ChoiceField(
        label=_("Person"), help_text=_("Everybody who is written down in this project.")
    )
    part = forms.ChoiceField(label=_("Part"), choices=Contribution.Part.choices)
    organisation = OrganisationChoice(
        label=_("For which organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("For none"),
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], partners: Any, **kwargs: Any) -> None:
        """people: (code, name) in the order of the reader's language."""
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", _("Choose a person")), *people]  # type: ignore[attr-defined]
        self.fields["organisation"].queryset = partners  # type: ignore[attr-defined]


class DirectoryFilter(forms.Form):
    """Never invalid: what an address asks for and does not exist counts as not asked."""

    q = forms.CharField(label=_("Words"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    role = forms.ChoiceField(label=_("Role"), required=False)
    spoken = forms.ChoiceField(label=_("Speaks"), required=False)

    def __init__(
        self, request: HttpRequest, roles: list[tuple[str, Any]], spoken: list[tuple[str, str]]
    ) -> None:
        self.words = words_of(request)
        self.wanted_role = _offered(request.GET.get("role", ""), roles)
        self.wanted_language = _offered(request.GET.get("spoken", ""), spoken)
        super().__init__(initial={"q": self.words, "role": self.wanted_role, "spoken": self.wanted_language})
        self.fields["role"].choices = [("", _("All roles")), *roles]  # type: ignore[attr-defined]
        self.fields["spoken"].choices = [("", _("Any language")), *spoken]  # type: ignore[attr-defined]

    @property
    def narrows(self) -> bool:
        return bool(self.words or self.wanted_role or self.wanted_language)


def _offered(asked: str, choices: list[tuple[str, Any]]) -> str:
    return asked if any(asked == value for value, _label in choices) else ""
