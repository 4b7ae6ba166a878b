"""What narrows the outbox down."""

from __future__ import annotations

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from passerelle.core.lines import plain_line
from passerelle.language.tongues import countries_by_name, country_name
from passerelle.messages.actions import WHY_BACK
from passerelle.messages.models import Message, Pile


class Narrow(forms.Form):
    q = forms.CharField(label=_("Receiver"), required=False, max_length=200)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *Message.State.choices]
    )


def countries() -> list[tuple[str, str]]:
    reader = translation.get_language() or "en"
    return [(code, country_name(code, reader)) for code in countries_by_name(reader)]


class PrintLetters(forms.Form):
    """From whom the letters come, and into which envelopes they go."""

    sender = forms.CharField(
        label=_("Sender"),
        help_text=_(
            "As it stands on your letters: the name in the first line, then street, postcode and town."
        ),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    country = forms.ChoiceField(label=_("Country of the sender"))
    window = forms.ChoiceField(
        label=_("Your envelopes"),
        help_text=_("Print one letter first and hold it into an envelope."),
        choices=Pile.Window.choices,
        widget=forms.RadioSelect,
    )
    both_sides = forms.BooleanField(
        label=_("I print on both sides"),
        help_text=_("Each letter then begins on a sheet of its own."),
        required=False,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["country"].choices = countries()  # type: ignore[attr-defined]

    def clean_sender(self) -> str:
        lines = [plain_line(line) for line in self.cleaned_data["sender"].splitlines()]
        return "\n".join(filter(None, lines))[:300]


class CameBack(forms.Form):
    """A letter that came back: its code, typed or read by a scanner, and what the post wrote on it."""

    code = forms.CharField(
        label=_("Code of the letter"),
        help_text=_("It stands in the window beside the bars, such as k4p7mx2q."),
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "none",
                "spellcheck": "false",
                "dir": "ltr",
                "class": "code",
            }
        ),
    )
    why = forms.ChoiceField(
        label=_("Why it came back"), choices=list(WHY_BACK.items()), widget=forms.RadioSelect
    )

    def clean_code(self) -> str:
        return "".join(c for c in self.cleaned_data["code"].casefold() if c.isalnum())


class NarrowReach(forms.Form):
    """Whom to call or write to: why, and by which way."""

    why = forms.ChoiceField(label=_("Why"), required=False)
    way = forms.ChoiceField(label=_("Way that is left"), required=False)

    def __init__(self, *args: object, whys: list[tuple[str, object]], ways: list[tuple[str, object]]) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.fields["why"].choices = [("", _("Every reason")), *whys]  # type: ignore[attr-defined]
        self.fields["way"].choices = [("", _("Every way")), *ways]  # type: ignore[attr-defined]
