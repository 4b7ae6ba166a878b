"""Forms of cities, their figures, measures and ties."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import translation
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from passerelle.language.tongues import country_name
from passerelle.network.forms import Line, PartialDate, country_choices, language_choices
from passerelle.network.measures import Measured
from passerelle.network.models import City, Measure, Tie
from passerelle.network.theme_forms import LabelsForm


class CityForm(forms.Form):
    """A city of the network."""

    name = Line(label=_("Name"), max_length=120)
    country = forms.ChoiceField(label=_("Country"), choices=lazy(country_choices, list)())
    latitude = forms.FloatField(label=_("Latitude in degrees"), required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(
        label=_("Longitude in degrees"), required=False, min_value=-180, max_value=180
    )


class SourceForm(forms.Form):
    """Where a number or a tie is taken from."""

    source = Line(
        label=_("Source"),
        max_length=300,
        help_text=_("Who says so: an office, a register, a document and its year."),
    )
    address = forms.URLField(
        label=_("Where it can be looked up"), required=False, max_length=500, assume_scheme="https"
    )


class FigureForm(SourceForm):
    """A number about a city with its year, source and definition."""

    measure = forms.ChoiceField(label=_("What it tells"))
    year = forms.IntegerField(label=_("Year"), min_value=1000, max_value=2999)
    value = forms.DecimalField(label=_("Number"), max_digits=20, decimal_places=4, localize=True)
    definition = Line(
        label=_("Definition"),
        required=False,
        max_length=500,
        help_text=_("Who or what is counted, on which day, within which borders."),
    )
    language = forms.ChoiceField(
        label=_("Language of the definition"), choices=lazy(language_choices, list)()
    )
    field_order = ("measure", "year", "value", "source", "address", "definition", "language")

    def __init__(self, *args: Any, known: list[Measured], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"].choices = [("", _("Choose one")), *((m.code, told_as(m)) for m in known)]  # type: ignore[attr-defined]
        self.fields["language"].initial = translation.get_language() or "en"


class CorrectForm(forms.Form):
    """The right number, and why it was wrong."""

    value = forms.DecimalField(label=_("The right number"), max_digits=20, decimal_places=4, localize=True)
    source = Line(
        label=_("Source"), required=False, max_length=300, help_text=_("Only when it is another one.")
    )
    address = forms.URLField(
        label=_("Where it can be looked up"), required=False, max_length=500, assume_scheme="https"
    )
    definition = Line(
        label=_("Definition"), required=False, max_length=500, help_text=_("Only when it is another one.")
    )
    reason = Line(label=_("What was wrong"), max_length=300)


class ReasonForm(forms.Form):
    """Why one figure is used, or taken back: it stands beside the figure."""

    reason = Line(label=_("Why"), max_length=300)


class MeasureForm(LabelsForm):
    """What is told of cities, and by which rule the network's figure follows."""

    unit = Line(
        label=_("Unit"), required=False, max_length=20, help_text=_("Such as % or km²; empty for a count.")
    )
    rule = forms.ChoiceField(label=_("Rule for the network"), choices=Measure.Rule.choices)
    weight = forms.ChoiceField(label=_("Weighted by"), required=False)

    def __init__(
        self, *args: Any, known: list[Measured], here: Measured | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["weight"].choices = [  # type: ignore[attr-defined]
            ("", _("Nothing")),
            *((m.code, m.name) for m in known if here is None or m.id != here.id),
        ]
        if here is not None:
            del self.fields["unit"]  # its figures are told in it
            self.initial["rule"] = here.rule
            self.initial["weight"] = next((m.code for m in known if m.id == here.weight), "")


class CityChoice(forms.ModelChoiceField):
    def label_from_instance(self, city: City) -> str:
        return f"{city.name} · {country_name(city.country, translation.get_language() or 'en')}"


class TieForm(SourceForm):
    """What binds two cities."""

    one = CityChoice(label=_("City"), queryset=City.objects.none(), to_field_name="code")
    other = CityChoice(label=_("Other city"), queryset=City.objects.none(), to_field_name="code")
    kind = forms.ChoiceField(label=_("Kind"), choices=Tie.Kind.choices)
    since = PartialDate(label=_("Since"))
    until = PartialDate(label=_("Until"))
    field_order = ("one", "other", "kind", "since", "until", "source", "address")

    def __init__(self, *args: Any, cities: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["one"].queryset = self.fields["other"].queryset = cities  # type: ignore[attr-defined]
        self.fields["since"].required = True


class EndTieForm(forms.Form):
    """When a tie ended."""

    until = PartialDate(label=_("When did it end?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].required = True


class RelyForm(forms.Form):
    """Which figure a page or report uses."""

    measure = forms.ChoiceField(label=_("Figure"))
    year = forms.IntegerField(label=_("Year"), min_value=1000, max_value=2999)
    city = CityChoice(
        label=_("Of which city"),
        queryset=City.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("The whole network"),
    )
    title = Line(label=_("Page or report"), max_length=200)
    address = forms.URLField(label=_("Its address"), required=False, max_length=500, assume_scheme="https")

    def __init__(self, *args: Any, known: list[Measured], cities: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"].choices = [("", _("Choose one")), *((m.code, told_as(m)) for m in known)]  # type: ignore[attr-defined]
        self.fields["city"].queryset = cities  # type: ignore[attr-defined]


class TieFilter(forms.Form):
    """Never invalid: what does not exist counts as not asked."""

    q = forms.CharField(label=_("City"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    kind = forms.ChoiceField(label=_("Kind"), required=False)

    def __init__(self, words: str, kind: str) -> None:
        self.words = words
        self.wanted = kind if kind in Tie.Kind.values else ""
        super().__init__(initial={"q": words, "kind": self.wanted})
        self.fields["kind"].choices = [("", _("All kinds")), *Tie.Kind.choices]  # type: ignore[attr-defined]

    @property
    def narrows(self) -> bool:
        return bool(self.words or self.wanted)


def told_as(measure: Measured) -> str:
    return f"{measure.name} ({measure.unit})" if measure.unit else measure.name
