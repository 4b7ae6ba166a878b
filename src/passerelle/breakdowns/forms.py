"""What people fill in about breakdowns."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from passerelle.core.describing import Attribute, Source
from passerelle.network.forms import Line
from passerelle.network.models import Organisation

APART = "|"


class BeginForm(forms.Form):
    """What is counted, by what."""

    controller = forms.ChoiceField(
        label=_("Whose numbers"), help_text=_("The organisation that collected them answers for them.")
    )
    what = forms.MultipleChoiceField(
        label=_("What is counted, and by what"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose one or two of the same kind. It cannot be changed later: a second breakdown of the "
                    "same people could be set against the first."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, sources: dict[str, Source], controllers: list[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._controllers = {str(one.pk): one for one in controllers}
        self.fields["controller"].choices = [(key, one.name) for key, one in self._controllers.items()]  # type: ignore[attr-defined]
        self.fields["what"].choices = [  # type: ignore[attr-defined]
            (source.label, [(f"{source.key}{APART}{one.key}", one.label) for one in source.attributes])
            for source in sources.values()
        ]

    def clean_what(self) -> dict[str, Any]:
        chosen = [value.split(APART, 1) for value in self.cleaned_data["what"]]
        found = {source for source, _attribute in chosen}
        if len(found) != 1:
            raise forms.ValidationError(_("Choose from one kind only: these are counts of different things."))
        return {"source": found.pop(), "attributes": [attribute for _source, attribute in chosen]}

    def facts(self) -> dict[str, Any]:
        """What `actions.begin` takes."""
        return {"controller": self._controllers[self.cleaned_data["controller"]], **self.cleaned_data["what"]}


class ResidentsForm(forms.Form):
    """Who lives here, by one attribute."""

    source = Line(label=_("Source"), max_length=300, help_text=_("Who counted, and under which title."))
    year = forms.IntegerField(label=_("Year"), min_value=1900, max_value=2100)

    def __init__(self, *args: Any, attribute: Attribute, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._values = list(attribute.values)
        for at, (_value, label) in enumerate(attribute.values.items()):
            self.fields[f"n{at}"] = forms.IntegerField(label=label, min_value=0, required=False)

    def facts(self) -> dict[str, Any]:
        """What `actions.write_residents` takes."""
        numbers = {value: self.cleaned_data[f"n{at}"] or 0 for at, value in enumerate(self._values)}
        return {
            "numbers": numbers,
            "year": self.cleaned_data["year"],
            "source": self.cleaned_data["source"],
        }
