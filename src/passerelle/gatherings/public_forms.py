"""What somebody fills in to take part: no account, nothing that is not needed, everything optional marked so."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from passerelle.core.codes import printed_code
from passerelle.gatherings.actions import Given
from passerelle.gatherings.models import Channel, Gathering
from passerelle.language.tongues import INTERFACE
from passerelle.network.forms import Line, country_choices, interface_choices, language_choices
from passerelle.questionnaires.actions import Within
from passerelle.questionnaires.forms_of_answers import FormWithin
from passerelle.tasks.reading import reader

MOST_CHILDREN = 12


class RegisterForm(forms.Form):
    """One registration. What the gathering does not offer is not asked. said: the questionnaire asked along."""

    token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    name = Line(
        label=_("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
        error_messages={"required": _("Write your name, so that we can greet you.")},
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        help_text=_("No e-mail? Leave it empty: you get a code on the next page, to write down or to print."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
        error_messages={"invalid": _("This is not an e-mail address. It needs an @ and a dot after it.")},
    )
    phone = Line(
        label=_("Phone"),
        required=False,
        max_length=40,
        help_text=_("To ring you if the day or the place changes."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "dir": "ltr", "inputmode": "tel"}),
    )
    language = forms.ChoiceField(label=_("In which language may we write to you?"))
    country = forms.ChoiceField(
        label=_("Which country do you come from to this gathering?"),
        required=False,
        help_text=_("The funder asks how many travel from abroad. It is only counted."),
    )
    mode = forms.ChoiceField(
        label=_("How do you take part?"),
        widget=forms.RadioSelect,
        choices=(
            (Gathering.Mode.ON_SITE, pgettext_lazy("gathering", "On site")),
            (Gathering.Mode.ONLINE, pgettext_lazy("gathering", "Online")),
        ),
        error_messages={"required": _("Choose one of the two.")},
    )
    code = Line(
        label=_("Your own code"),
        required=False,
        max_length=40,
        help_text=_("I have come before: my code is … Leave it empty if you do not have it at hand."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr", "autocapitalize": "characters"}),
    )
    interpreter = forms.ChoiceField(label=_("An interpreter into"), required=False)
    children = forms.IntegerField(
        label=_("Children who need care meanwhile"),
        required=False,
        min_value=0,
        max_value=MOST_CHILDREN,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "dir": "ltr"}),
        help_text=_("How many. No names."),
    )
    step_free = forms.BooleanField(label=_("I need a way in without steps"), required=False)
    other = forms.CharField(
        label=_("Something else that helps you take part"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    agreed = forms.BooleanField(
        label=_("You may write down what helps me, for this gathering only."),
        required=False,
    )
    ABOUT_NEEDS = ("interpreter", "children", "step_free", "other", "agreed")

    def __init__(
        self,
        *args: Any,
        gathering: Gathering,
        changes: bool = False,
        said: FormWithin | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.said = said
        fields: Any = self.fields
        fields["language"].choices = interface_choices()
        fields["country"].choices = [("", _("I’d rather not say")), *country_choices()]
        fields["interpreter"].choices = [("", _("None")), *language_choices()]
        fields["name"].required = not gathering.names_optional
        fields["language"].initial = reader() if reader() in INTERFACE else "en"
        fields["token"].initial = printed_code()
        if gathering.mode != Gathering.Mode.BOTH:
            del fields["mode"]
        if not gathering.child_care:
            del fields["children"]
        if changes:
            del fields["code"], fields["token"]

    def is_valid(self) -> bool:
        """Also what is asked along, so that everything open is told at once."""
        return all([super().is_valid(), self.said is None or self.said.is_valid()])

    def answered(self) -> Within | None:
        """What was answered to the questionnaire, of a form that is valid."""
        return None if self.said is None else self.said.said()

    def given(self) -> Given:
        """What the actions take, of a form that is valid."""
        told = dict(self.cleaned_data)
        told.pop("token", None)
        told.pop("channel", None)
        told["children"] = told.get("children") or 0
        return Given(**told)

    @property
    def about_you(self) -> list[Any]:
        return [one for one in self.visible_fields() if one.name not in self.ABOUT_NEEDS]

    @property
    def about_needs(self) -> list[Any]:
        return [one for one in self.visible_fields() if one.name in self.ABOUT_NEEDS]


class ByHandForm(RegisterForm):
    """The same, filled in by who works for the host: with somebody beside them, or from paper."""

    channel = forms.ChoiceField(
        label=_("How it came in"),
        choices=[
            (Channel.ASSISTED.value, Channel.ASSISTED.label),
            (Channel.PAPER.value, Channel.PAPER.label),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["name"].required = False
        fields["name"].label = _("Name")


class SecretForm(forms.Form):
    """The secret somebody wrote down."""

    secret = Line(
        label=_("The code of your registration"),
        max_length=60,
        help_text=_("Five groups of four, as on the page you were shown: k4p7-…"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
        error_messages={"required": _("Type the code of your registration.")},
    )
