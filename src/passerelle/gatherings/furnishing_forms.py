"""What the host says of the public side of a gathering."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from passerelle.gatherings.models import Gathering
from passerelle.network.forms import Line
from passerelle.people.forms import SpokenLanguages
from passerelle.tasks.forms import OWN_WAY


class FurnishForm(forms.Form):
    """Everything on the public page that is not a fact of the plan, and how one registers."""

    registers = forms.BooleanField(label=_("Everybody can register on the public page"), required=False)
    registers_until = forms.DateField(
        label=_("Registration until"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "dir": "ltr"}),
        help_text=_("This day included. Empty: until it is over."),
        error_messages={"invalid": _("Write the day as 2027-05-03.")},
    )
    names_optional = forms.BooleanField(
        label=_("A name can be left out; the own code is enough"), required=False
    )
    heads_only = forms.BooleanField(
        label=_("Heads only: nobody registers, people are counted without names"),
        required=False,
        help_text=_("For under-age people always. A school workshop is like this by itself."),
    )
    remind_days = forms.IntegerField(
        label=_("Remind those with a place so many days before"),
        required=False,
        min_value=1,
        max_value=60,
        help_text=_("Empty: nobody is reminded."),
        widget=forms.NumberInput(attrs={"dir": "ltr"}),
    )
    interpreted = SpokenLanguages()
    child_care = forms.BooleanField(label=_("There is child care"), required=False)
    step_free = forms.ChoiceField(label=_("Way in"), required=False)
    agenda = forms.CharField(
        label=_("Agenda"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        help_text=_(
            "In the language of the title. Lists and headings as in other texts here. Nobody’s name belongs here."
        ),
    )
    links = forms.CharField(
        label=_("Links"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_(
            "One to a line: what it is, a blank, the address. Example: Map of the harbour https://town.example/map"
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["step_free"].choices = [("", _("Not known yet")), *Gathering.StepFree.choices]
        fields["interpreted"].label = _("Interpreters into")
        fields["interpreted"].help_text = _(
            "Those that are booked, by name, with commas between: Arabic, Tigrinya."
        )

    @classmethod
    def filled(cls, one: Gathering) -> FurnishForm:
        """The form as a gathering stands."""
        told = {name: getattr(one, name) for name in cls.base_fields if name != "links"}
        return cls(initial={**told, "links": "\n".join(f"{x['title']} {x['address']}" for x in one.links)})

    def clean_links(self) -> list[dict[str, str]]:
        found = []
        for line in self.cleaned_data["links"].splitlines():
            title, _blank, address = line.strip().rpartition(" ")
            if address:
                found.append({"title": title, "address": address})
        return found

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class SpeakerForm(forms.Form):
    """Somebody who speaks."""

    role = Line(
        label=_("Role"),
        max_length=120,
        widget=forms.TextInput(attrs=OWN_WAY),
        help_text=_(
            "What they are there, such as “hydrologist”. This is what everybody reads; nobody’s name belongs here."
        ),
        error_messages={"required": _("Write what they are there, such as “hydrologist”.")},
    )
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    person = forms.ChoiceField(
        label=_("Person"),
        required=False,
        help_text=_(
            "Somebody of this project. Their name is shown only while they agree to be shown on public pages."
        ),
    )

    def __init__(
        self, *args: Any, organisations: list[tuple[str, str]], people: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["organisation"].choices = [("", "–"), *organisations]
        fields["person"].choices = [("", "–"), *people]


class MaterialForm(forms.Form):
    """A file for everybody who reads the page."""

    file = forms.FileField(
        label=_("File"), error_messages={"required": _("Choose a file."), "empty": _("This file is empty.")}
    )
