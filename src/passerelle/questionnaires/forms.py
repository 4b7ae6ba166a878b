"""Forms of the desk, and those at the doors of people who answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from passerelle.network.forms import interface_choices
from passerelle.questionnaires.models import Asking, Response

CODE = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none", "dir": "ltr"}


class TicketForm(forms.Form):
    """The personal code on a letter."""

    ticket = forms.CharField(
        label=_("The code on your letter"),
        help_text=_("Such as k4p7-m2xr-9dwt. Capitals, blanks and dashes do not matter."),
        max_length=60,
        widget=forms.TextInput(attrs=CODE),
    )
    use_required_attribute = False


class ReceiptForm(forms.Form):
    """The code somebody got when they answered."""

    receipt = forms.CharField(
        label=_("The code you got when you answered"), max_length=60, widget=forms.TextInput(attrs=CODE)
    )
    use_required_attribute = False


def box(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class BeginForm(forms.Form):
    """A questionnaire that is begun."""

    title = forms.CharField(label=_("Title"), max_length=200)
    language = forms.ChoiceField(label=_("Written in"))
    intro = forms.CharField(
        label=_("Before the first question"),
        help_text=_("What it is about, how long it takes, and what becomes of the answers."),
        required=False,
        max_length=3000,
        widget=box(4),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = interface_choices()  # type: ignore[attr-defined]


class TitleForm(forms.Form):
    """What stands around the questions."""

    title = forms.CharField(label=_("Title"), max_length=200)
    intro = forms.CharField(
        label=_("Before the first question"), required=False, max_length=3000, widget=box(4)
    )
    thanks = forms.CharField(
        label=_("After the last question"),
        help_text=_("What whoever answered reads at the end, above their code."),
        required=False,
        max_length=3000,
        widget=box(3),
    )


class SectionForm(forms.Form):
    """One page of a questionnaire."""

    title = forms.CharField(label=_("Title of the page"), max_length=200, required=False)
    intro = forms.CharField(label=_("Before its questions"), required=False, max_length=3000, widget=box(3))


class Moment(forms.DateTimeField):
    """A day and an hour, in the server's zone."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d"])
        kwargs["error_messages"] = {"invalid": _("Write a day and an hour, such as 2026-09-01 18:00.")}
        attrs = {"type": "datetime-local", "dir": "ltr"}
        super().__init__(widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs=attrs), **kwargs)


class AskForm(forms.Form):
    """An occasion on which a questionnaire is asked."""

    purpose = forms.ChoiceField(
        label=_("What for"),
        choices=Asking.Purpose.choices,
        initial=Asking.Purpose.FEEDBACK,
        help_text=_("Before and after are laid side by side by a code people make themselves."),
    )
    label = forms.CharField(
        label=_("Occasion"),
        help_text=_("What the team calls it, such as “Forum of May”. People who answer do not see it."),
        required=False,
        max_length=120,
    )
    door = forms.ChoiceField(
        label=_("Who can answer"),
        choices=[one for one in Asking.Door.choices if one[0] != Asking.Door.WITHIN],
        initial=Asking.Door.OPEN,
    )
    opens_at = Moment(label=_("Opens"), required=False, help_text=_("Nothing here: now."))
    closes_at = Moment(label=_("Closes"), required=False, help_text=_("Nothing here: when you close it."))

    @staticmethod
    def filled(asking: Asking) -> dict[str, Any]:
        return {name: getattr(asking, name) for name in ("purpose", "label", "door", "opens_at", "closes_at")}

    def without_purpose(self, *, alone: bool = True) -> AskForm:
        """For an occasion that is there already: what it is for, people have answered. alone: see Asking."""
        del self.fields["purpose"]
        if not alone:
            del self.fields["door"]
        return self

    def facts(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        if "purpose" not in given:
            given["opens_at"] = given["opens_at"] or timezone.now()
        return given


class CodesForm(forms.Form):
    """How many personal codes."""

    count = forms.IntegerField(label=_("How many codes"), min_value=1, max_value=1000, initial=20)


class EntryForm(forms.Form):
    """What stands on a paper beside its answers."""

    channel = forms.ChoiceField(
        label=_("How it was answered"),
        choices=[c for c in Response.Channel.choices if c[0] != Response.Channel.SELF],
        initial=Response.Channel.PAPER,
    )
    language = forms.ChoiceField(label=_("Language of the paper or the talk"))
    pair = forms.CharField(
        label=_("Code of their own"),
        help_text=_("As it stands on the paper: two letters, two letters, day, number."),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={**CODE, "class": "short"}),
    )

    def __init__(self, *args: Any, paired: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = interface_choices()  # type: ignore[attr-defined]
        if not paired:
            del self.fields["pair"]

    def clean_pair(self) -> str:
        from passerelle.questionnaires.pairing import typed

        said = self.cleaned_data["pair"].strip()
        code = typed(said) if said else ""
        if said and not code:
            raise forms.ValidationError(_now("This is no such code: MA-LO-07-2, for instance."))
        return code
