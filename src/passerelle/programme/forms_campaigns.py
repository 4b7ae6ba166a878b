"""What people fill in about campaigns and their numbers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from passerelle.gatherings.models import Gathering
from passerelle.language.texts import LONGEST_TEXT
from passerelle.network.forms import Line, PartialDate, language_choices
from passerelle.programme.actions.campaigns import LINES, MOST
from passerelle.programme.models import Campaign, Reach, Way
from passerelle.tasks.forms import OWN_WAY


class CampaignForm(forms.Form):
    """One campaign, with its message in the language it is written in."""

    title = Line(label=_("Title"), max_length=LINES["title"], widget=forms.TextInput(attrs=OWN_WAY))
    language = forms.ChoiceField(label=_("Language"), choices=lazy(language_choices, list)())
    aim = Line(
        label=_("Aim"),
        max_length=LINES["aim"],
        required=False,
        widget=forms.TextInput(attrs=OWN_WAY),
        help_text=_("What should be different afterwards."),
    )
    audience = Line(
        label=_("Audience"),
        max_length=LINES["audience"],
        required=False,
        widget=forms.TextInput(attrs=OWN_WAY),
        help_text=_("Who should hear of it. Nobody’s name belongs here."),
    )
    ways = forms.MultipleChoiceField(
        label=_("Channels"), required=False, choices=Way.choices, widget=forms.CheckboxSelectMultiple
    )
    starts = PartialDate(label=_("Begins"))
    ends = PartialDate(label=_("Ends"))
    message = forms.CharField(
        label=_("Message"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=_("In plain words, for people to copy and pass on. It can be translated afterwards."),
    )
    gatherings = forms.MultipleChoiceField(
        label=_("Gatherings that belong to it"), required=False, widget=forms.CheckboxSelectMultiple
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    base = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)

    def __init__(self, *args: Any, gatherings: list[Gathering], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.there = {one.code: one for one in gatherings}
        choice: Any = self.fields["gatherings"]
        choice.choices = [(one.code, str(one)) for one in gatherings]
        if not gatherings:
            del self.fields["gatherings"]

    @classmethod
    def filled(cls, one: Campaign, message: str, base: int, chosen: list[str], **around: Any) -> CampaignForm:
        """The form as a campaign stands."""
        names = ("title", "language", "aim", "audience", "starts", "ends", "revision")
        initial: dict[str, Any] = {name: getattr(one, name) for name in names}
        initial |= {"ways": one.by_ways, "message": message, "base": base, "gatherings": chosen}
        return cls(initial=initial, **around)

    def facts(self) -> dict[str, Any]:
        """What the actions take, of a form that is valid."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in ("revision", "base")}
        return {**given, "gatherings": [self.there[code] for code in given.get("gatherings", ())]}


class ReachForm(forms.Form):
    """One number of a campaign."""

    kind = forms.ChoiceField(
        label=_("What was counted"),
        choices=lazy(lambda: [("", _("Choose one")), *Reach.Kind.choices], list)(),
        help_text=_("None of these are people who took part: those are counted at gatherings."),
    )
    number = forms.IntegerField(label=_("Number"), min_value=0, max_value=MOST)
    on = PartialDate(label=_("When"))
    way = forms.ChoiceField(label=_("Channel"), choices=Way.choices)
    source = Line(
        label=_("Source"),
        max_length=200,
        widget=forms.TextInput(attrs=OWN_WAY),
        help_text=_(
            "Where the number can be looked up: a statistics page, a bill of the printer, a press review."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].required = True
