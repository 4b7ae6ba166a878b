"""What people fill in about a project's programme, with errors that say what to do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from passerelle.gatherings.models import Gathering
from passerelle.network.forms import Line, PartialDate, language_choices
from passerelle.programme.actions.series import MOST, MOST_PEOPLE
from passerelle.programme.models import Series
from passerelle.tasks.forms import OWN_WAY


def _days(label: Any, help_text: Any, least: int = 0) -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=help_text, min_value=least, max_value=MOST)


class SeriesForm(forms.Form):
    """One series of gatherings."""

    title = Line(label=_("Title"), max_length=200, widget=forms.TextInput(attrs=OWN_WAY))
    language = forms.ChoiceField(label=_("Language of the title"), choices=lazy(language_choices, list)())
    number = _days(_("How many"), _("As the grant agreement says."), 1)
    kinds = forms.MultipleChoiceField(
        label=_("Which gatherings count"),
        choices=Gathering.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Every gathering of the project of one of these kinds counts, unless it is cancelled."),
    )
    starts = PartialDate(label=_("Begins"))
    ends = PartialDate(label=_("Ends"))
    spacing = _days(
        _("Days between two, at least"), _("From the last day of one to the first day of the next.")
    )
    lasts = _days(_("Days each takes"), _("For those that have no date yet."), 1)
    lead = _days(
        _("Days to prepare one"), _("Nothing is expected to begin earlier than so many days from today.")
    )
    people = forms.IntegerField(
        label=_("People at each, at least"),
        min_value=0,
        max_value=MOST_PEOPLE,
        help_text=_("0 when nothing was promised. You are told before the event when fewer are registered."),
    )
    abroad = forms.IntegerField(label=_("Of them from abroad, at least"), min_value=0, max_value=MOST_PEOPLE)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("starts", "ends"):
            self.fields[name].help_text = _("Left empty, it is the project’s. {shape}").format(
                shape=self.fields[name].help_text
            )

    @classmethod
    def filled(cls, one: Series) -> SeriesForm:
        """The form as a series stands."""
        names = (
            "title",
            "language",
            "number",
            "starts",
            "ends",
            "spacing",
            "lasts",
            "lead",
            "people",
            "abroad",
            "revision",
        )
        return cls(initial={"kinds": one.of_kinds, **{name: getattr(one, name) for name in names}})

    def facts(self) -> dict[str, Any]:
        """What the actions take, of a form that is valid."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}
