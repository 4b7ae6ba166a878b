"""What is filled in about who was there: corrections, heads, and lines of a list on paper."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from passerelle.core.sniffing import PDF
from passerelle.gatherings.actions.attending import MOST_HEADS, Line
from passerelle.gatherings.models import Gathering, HeadCount
from passerelle.network.forms import country_choices

MODES = [(mode.value, mode.label) for mode in (Gathering.Mode.ON_SITE, Gathering.Mode.ONLINE)]
LINES = 12  # on one form


def countries_first(nearby: Collection[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """[(heading, [(code, name)])] for somebody's country: those that are probable here before all others."""
    every = country_choices()
    near = [one for one in every if one[0] in nearby]
    others = [one for one in every if one[0] not in nearby]
    groups = ((_("Countries of this project"), near), (_("Other countries"), others))
    return [(str(heading), some) for heading, some in groups if some]


def country_said(said: str) -> str:
    """A country as it was chosen, "" for anything else."""
    return said if said in {code for code, _name in country_choices()} else ""


def _countries() -> list[tuple[str, str]]:
    return [("", "–"), *country_choices()]


def _country(**more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Country"), required=False, choices=_countries, **more)


class AttendanceForm(forms.Form):
    """How somebody took part."""

    mode = forms.ChoiceField(label=_("Mode"), choices=MODES)
    country = _country(help_text=_("Where they came from, if you know it."))


class HeadsForm(forms.Form):
    """A number for each age band; no other field."""

    def __init__(self, data: Any, *, gathering: Gathering, counted: Sequence[HeadCount]) -> None:
        super().__init__(data)
        self.both = gathering.mode == Gathering.Mode.BOTH
        if self.both:
            self.fields["mode"] = forms.ChoiceField(label=_("Mode"), choices=MODES, initial=MODES[0][0])
        wanted = (data or {}).get("mode") or (MODES[0][0] if self.both else gathering.mode)
        there = {row.band: row.heads for row in counted if row.mode == wanted and not row.country}
        for band, label in HeadCount.Band.choices:
            self.fields[f"band_{band}"] = forms.IntegerField(
                label=label,
                required=False,
                min_value=0,
                max_value=MOST_HEADS,
                initial=there.get(band),
                widget=forms.NumberInput(attrs={"inputmode": "numeric", "dir": "ltr"}),
            )

    def heads(self) -> dict[str, int]:
        """By band; an empty field is nobody."""
        return {
            name[5:]: number or 0 for name, number in self.cleaned_data.items() if name.startswith("band_")
        }

    def where(self) -> dict[str, str]:
        return {"mode": self.cleaned_data["mode"]} if self.both else {}


class PictureForm(forms.Form):
    """A photograph of a list on paper."""

    file = forms.FileField(
        label=_("Photograph of the list"),
        help_text=_("It is sealed, and only who works for your organisation can open it."),
        widget=forms.ClearableFileInput(attrs={"accept": f"image/*,{PDF.media_type}"}),
    )


class TypedLines:
    """Lines as they were typed: a code each, "?" for somebody without one. entry: the same when it is sent twice."""

    def __init__(self, data: QueryDict | None, both: bool) -> None:
        self.both = both
        told: dict[str, Any] = dict(data.items()) if data is not None else {}
        self.mode = told.get("mode", "")
        self.country = country_said(told.get("country", ""))
        try:
            self.entry = UUID(told.get("entry", ""))
        except ValueError:
            self.entry = uuid4()
        typed = data.getlist("code")[:500] if data is not None else []
        self.codes = [one.strip()[:200] for one in typed]

    def lines(self) -> list[Line]:
        """Those that are not empty, by their place on the form."""
        return [
            Line(number, code, self.country, self.mode) for number, code in enumerate(self.codes, 1) if code
        ]
