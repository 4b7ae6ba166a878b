"""What people fill in about gatherings, with errors that say what to do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from passerelle.core.lists import sort_of, words_of
from passerelle.gatherings.models import Gathering
from passerelle.gatherings.queries import SORTS, WHEN, Asked
from passerelle.network.forms import Line, PartialDate, country_choices, language_choices
from passerelle.network.models import Organisation
from passerelle.people.forms import SpokenLanguages
from passerelle.tasks.forms import OWN_WAY, zone_choices
from passerelle.tasks.models import WorkPackage
from passerelle.tasks.reading import place_of, reader

CHOICES_OF_WHEN = (
    ("coming", pgettext_lazy("gatherings", "Still to come")),
    ("past", pgettext_lazy("gatherings", "Past")),
    ("cancelled", pgettext_lazy("gatherings", "Cancelled")),
    ("all", pgettext_lazy("gatherings", "All")),
)
NO_HOST = _("Nobody yet")


class GatheringFilter(forms.Form):
    """Never invalid: what an address asks for and does not exist counts as not asked. `asked` is what is left."""

    q = forms.CharField(label=_("Words"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    when = forms.ChoiceField(label=_("When"), required=False, choices=CHOICES_OF_WHEN)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    host = forms.ChoiceField(label=_("Host"), required=False)

    def __init__(self, request: HttpRequest, partners: list[Organisation]) -> None:
        choices: dict[str, list[tuple[str, Any]]] = {
            "kind": [("", _("All kinds")), *Gathering.Kind.choices],
            "host": [
                ("", _("All organisations")),
                *((one.code, one.name) for one in partners),
                ("none", NO_HOST),
            ],
        }
        wanted = {
            name: next((value for value, _label in pairs if value == request.GET.get(name)), "")
            for name, pairs in choices.items()
        }
        when = request.GET.get("when", "")
        when = when if when in WHEN else "coming"
        sort, backwards = sort_of(request, SORTS)
        # What is past is read from the newest on.
        backwards = backwards or (when == "past" and not request.GET.get("sort"))
        self.asked = Asked(words_of(request), when, wanted["kind"], wanted["host"], sort, backwards, reader())
        super().__init__(initial={"q": self.asked.words, "when": when, **wanted})
        for name, pairs in choices.items():
            self.fields[name].choices = pairs  # type: ignore[attr-defined]

    @property
    def narrows(self) -> bool:
        return self.asked.but(sort="when", backwards=False) != Asked(language=self.asked.language)


def _time(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        input_formats=["%H:%M", "%H:%M:%S"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "dir": "ltr"}),
        error_messages={"invalid": _("Write the time as 17:00.")},
    )


class GatheringForm(forms.Form):
    """One gathering."""

    title = Line(
        label=_("Title"),
        max_length=200,
        widget=forms.TextInput(attrs=OWN_WAY),
        help_text=_("As people will read it. Nobody’s name belongs here."),
    )
    language = forms.ChoiceField(label=_("Language of the title"), choices=lazy(language_choices, list)())
    kind = forms.ChoiceField(
        label=_("Kind"), choices=lazy(lambda: [("", _("Choose one")), *Gathering.Kind.choices], list)()
    )
    starts = PartialDate(label=_("Begins"))
    starts_time = _time(_("Begins at"))
    ends = PartialDate(label=_("Ends"))
    ends_time = _time(_("Ends at"))
    mode = forms.ChoiceField(
        label=_("On site or online"), choices=Gathering.Mode.choices, widget=forms.RadioSelect
    )
    place = Line(
        label=_("Place"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=OWN_WAY),
        help_text=_("House and room, or street."),
    )
    town = Line(label=_("Town"), max_length=120, required=False, widget=forms.TextInput(attrs=OWN_WAY))
    country = forms.ChoiceField(label=_("Country"), required=False)
    zone = forms.ChoiceField(label=_("Time zone"), required=False)
    host = forms.ChoiceField(label=_("Host"), required=False)
    package = forms.ChoiceField(label=_("Work package"), required=False)
    languages = SpokenLanguages()
    places = forms.IntegerField(
        label=_("Places"),
        required=False,
        min_value=1,
        max_value=1_000_000,
        help_text=_("How many people can take part. Left empty, it is open."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        packages: list[WorkPackage],
        partners: list[Organisation],
        hosts: list[Organisation],
        everybody: bool,
        **kwargs: Any,
    ) -> None:
        """hosts: whom the reader may name; everybody: also nobody yet."""
        super().__init__(*args, **kwargs)
        self.packages = {one.code: one for one in packages}
        self.hosts = {one.code: one for one in hosts}
        choice: Any = self.fields
        choice["package"].choices = [("", _("In none")), *((one.code, str(one)) for one in packages)]
        nobody = [("", NO_HOST)] if everybody else []
        choice["host"].choices = nobody + [(one.code, one.name) for one in hosts]
        choice["host"].required = not everybody
        choice["country"].choices = [("", "–"), *country_choices()]
        zones = zone_choices({one.country for one in partners})
        # What it has already stays among the choices, wherever that is.
        here = kwargs.get("initial", {}).get("zone")
        more = [(here, place_of(here))] if here and here not in dict(zones) else []
        choice["zone"].choices = [("", _("The one of the place")), *zones, *more]
        choice["starts"].required = True
        choice["languages"].label = _("Languages")
        choice["languages"].help_text = _(
            "Those that are spoken there, by name, with commas between: French, Arabic."
        )

    @classmethod
    def filled(cls, one: Gathering, **around: Any) -> GatheringForm:
        """The form as a gathering stands."""
        names = ("title", "language", "kind", "starts", "starts_time", "ends", "ends_time", "mode", "place", "town",
                 "country", "zone", "languages", "places", "revision")  # fmt: skip
        initial = {name: getattr(one, name) for name in names}
        initial["host"] = one.host.code if one.host else ""
        initial["package"] = one.package.code if one.package else ""
        return cls(initial=initial, **around)

    def facts(self) -> dict[str, Any]:
        """What the actions take, of a form that is valid."""
        given = dict(self.cleaned_data)
        given.pop("revision", None)
        given["package"] = self.packages.get(given["package"])
        given["host"] = self.hosts.get(given["host"])
        return given


class CancelForm(forms.Form):
    """Why it does not take place."""

    reason = Line(
        label=_("Reason"),
        max_length=300,
        widget=forms.TextInput(attrs=OWN_WAY),
        help_text=_("Everybody in the project reads it. Nobody’s name belongs here."),
        error_messages={"required": _("Write in a few words why it does not take place.")},
    )
